/* Deciding hits: a violation, none, the same as another, handed on; or first asking for papers. */
#include "register/hit.h"

#include "base/arena.h"

enum { LONGEST_REASON = 2000, SHORTEST_REASON = 10 };

static bool may_decide(struct visit *v, const struct registry *r, struct str hit)
{
    if (access_may(v->access, &v->who, S("register.decide")) && !v->who.read_only)
        return true;
    visit_refused(v, "decide", r->hit, hit);
    return FAULT(v->faults, FAULT_REFUSED, (struct place){0},
                 N_("Screening hits are decided by labour inspectors and their supervisors."));
}

/* The hit as it is stored, when the person may know of it; NULL with a fault. */
static struct record *hit_to_change(struct visit *v, const struct registry *r, struct str id,
                                    int64_t version)
{
    if (!may_decide(v, r, id) || !visit_get(v, r->hit, id))
        return NULL;
    struct record *hit = store_get(v->session, v->arena, r->hit, id, v->faults);
    if (!hit)
        return NULL;
    hit->version = version;
    if (str_eq(record_text(hit, "status"), S("open")))
        return hit;
    FAULT(v->faults, FAULT_CONFLICT, (struct place){0},
          N_("This hit has been decided already, on {1}. It is opened again only when the facts "
             "change."),
          record_text(hit, "decided_on"));
    return NULL;
}

/* --- checks --- */

static bool check_reason(struct visit *v, const struct hit_decision *d)
{
    size_t n = str_trim(d->reason).n;
    if (n > LONGEST_REASON)
        return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("reason")}),
                     N_("A reason has at most 2,000 letters."));
    if (n >= SHORTEST_REASON || str_eq(d->code, S("violation")))
        return true;
    return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("reason")}),
                 N_("Say why, in at least ten letters, as in \"The contract was made by a pupil of "
                    "17 for an office; the occupation was entered wrongly.\""));
}

static bool check_same(struct visit *v, const struct registry *r, const struct hit_decision *d,
                       const struct record *hit)
{
    struct view *other = NULL;
    if (!str_eq(d->code, S("duplicate")))
        return true;
    if (d->same_as.n && !str_eq(d->same_as, hit->id))
        other = visit_get(v, r->hit, d->same_as);
    if (other && str_eq(record_text(other->record, "employer"), record_text(hit, "employer")))
        return true;
    return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("same_as")}),
                 N_("Choose the other hit that this one is the same as; it is one of the same "
                    "employer."));
}

static bool check(struct visit *v, const struct registry *r, const struct hit_decision *d,
                  const struct record *hit)
{
    const struct code_list *decisions = type_field(r->hit, S("decision"))->list;
    const struct code *code = d->code.n ? code_find(decisions, d->code) : NULL;
    if (!code || !str_eq(code->code, d->code))
        return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("decision")}),
                     N_("Choose what the hit is: a violation, no violation, the same as another "
                        "hit, or a matter of another body."));
    bool ok = check_reason(v, d);
    return check_same(v, r, d, hit) && ok;
}

/* --- the violation --- */

/* Where the type has such a field. */
static void fill(struct record *r, const char *name, struct value value)
{
    if (type_field(r->type, str_of(name)))
        record_set(r, name, value);
}

static struct str first_article(const struct law_rule *rule)
{
    return rule && rule->cites.count ? rule->cites.items[0] : (struct str){0};
}

static bool add_violation(struct visit *v, const struct registry *r, const struct hit_decision *d,
                          const struct record *hit, struct str *id)
{
    const struct type *type = model_type(session_model(v->session), S("violation"));
    const struct law_rule *rule = law_rule_find(r->law, record_text(hit, "rule"));
    struct record *violation = record_new(v->arena, type);
    fill(violation, "number",
         value_text(str_format(v->arena, "V-%.*s-%.*s", STR_ARG(record_text(hit, "rule")),
                               STR_ARG(str_slice(hit->id, 0, 8)))));
    fill(violation, "found_on", value_text(date_print(v->arena, date_today())));
    fill(violation, "kind", value_text(rule && rule->kind.n ? rule->kind : S("other")));
    fill(violation, "employer", *record_get(hit, "employer"));
    fill(violation, "child", value_text(d->child));
    fill(violation, "provision", value_text(first_article(rule)));
    fill(violation, "detected_by", value_text(S("register")));
    fill(violation, "district", *record_get(hit, "district"));
    fill(violation, "assigned_to", value_text(v->who.user));
    if (type_field(hit->type, S("complaint")))
        fill(violation, "complaint", *record_get(hit, "complaint"));
    if (!visit_insert(v, violation, NULL))
        return false;
    *id = str_copy(v->arena, violation->id);
    return true;
}

/* --- deciding --- */

static bool store_decision(struct visit *v, const struct registry *r, const struct hit_decision *d,
                           struct record *hit, struct str *violation)
{
    if (str_eq(d->code, S("violation"))) {
        if (!add_violation(v, r, d, hit, violation))
            return false;
        record_set(hit, "violation", value_text(*violation));
    }
    record_set(hit, "status", value_text(S("decided")));
    record_set(hit, "decision", value_text(d->code));
    record_set(hit, "reason", value_text(str_trim(d->reason)));
    record_set(hit, "same_as",
               str_eq(d->code, S("duplicate")) ? value_text(d->same_as) : (struct value){0});
    record_set(hit, "decided_by", value_text(v->who.user));
    record_set(hit, "decided_on", value_text(date_print(v->arena, date_today())));
    return store_update(v->session, v->arena, hit, NULL, v->faults);
}

bool hit_decide(struct visit *v, const struct registry *r, const struct hit_decision *decision,
                struct str *violation)
{
    struct str own;
    violation = violation ? violation : &own;
    *violation = (struct str){0};
    struct record *hit = hit_to_change(v, r, decision->hit, decision->version);
    if (!hit || !check(v, r, decision, hit) || !visit_begin(v))
        return false;
    if (store_decision(v, r, decision, hit, violation))
        return visit_commit(v);
    visit_rollback(v);
    return false;
}

/* --- a file of the inspectorate's own --- */

static bool store_file(struct visit *v, struct record *hit, struct record *complaint)
{
    if (!visit_insert(v, complaint, NULL))
        return false;
    record_set(hit, "complaint", value_text(complaint->id));
    if (!record_text(hit, "assigned_to").n)
        record_set(hit, "assigned_to", value_text(v->who.user));
    return store_update(v->session, v->arena, hit, NULL, v->faults);
}

bool hit_open_file(struct visit *v, const struct registry *r, struct str id, int64_t version,
                   struct str *complaint)
{
    struct record *hit = hit_to_change(v, r, id, version);
    if (!hit)
        return false;
    if (record_text(hit, "complaint").n)
        return FAULT(v->faults, FAULT_CONFLICT, (struct place){0},
                     N_("A file has been opened about this hit already."));
    struct record *file =
        record_new(v->arena, model_type(session_model(v->session), S("complaint")));
    fill(file, "number",
         value_text(str_format(v->arena, "R-%.*s-%.*s", STR_ARG(record_text(hit, "rule")),
                               STR_ARG(str_slice(hit->id, 0, 8)))));
    fill(file, "received_on", value_text(date_print(v->arena, date_today())));
    fill(file, "channel", value_text(S("register")));
    fill(file, "employer", *record_get(hit, "employer"));
    fill(file, "district", *record_get(hit, "district"));
    fill(file, "allegation", value_text(S("child_labor")));
    fill(file, "assigned_to", value_text(v->who.user));
    fill(file, "answer_due_on", *record_get(hit, "due_on"));
    if (!visit_begin(v))
        return false;
    if (store_file(v, hit, file)) {
        *complaint = str_copy(v->arena, file->id);
        return visit_commit(v);
    }
    visit_rollback(v);
    return false;
}
