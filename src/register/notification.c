/* Answering notifications, and keeping them with their answers. */
#include "register/hit.h"
#include "register/notification_law.h"

#include "base/arena.h"
#include "base/json.h"

#include <sodium.h>
#include <string.h>

struct str notification_answer_code(enum law_answer answer)
{
    static const struct str codes[] = {[LAW_ACCEPTED] = S_INIT("accepted"),
                                       [LAW_ACCEPTED_WITH_WARNINGS] =
                                           S_INIT("accepted_with_warnings"),
                                       [LAW_REFUSED] = S_INIT("refused")};
    return codes[answer];
}

/* "261122-124512-7KQ3M8Z": the moment, and 35 random bits that tell apart what came in it. */
static struct str new_number(struct arena *a, struct str now)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char end[8] = {0};
    for (int i = 0; i < 7; i++)
        end[i] = digits[randombytes_uniform(32)];
    const char *t = now.p; /* 2026-11-22T12:45:12Z */
    return str_format(a, "%.2s%.2s%.2s-%.2s%.2s%.2s-%s", t + 2, t + 5, t + 8, t + 11, t + 14,
                      t + 17, end);
}

/* --- who and what it is about --- */

static bool wrong(struct notification_case *c, const char *field, enum fault_kind kind,
                  const char *message, struct str one, struct str two)
{
    return FAULT(c->visit->faults, kind,
                 ((struct place){.field = str_of(field), .line = c->n->line}), message, one, two);
}

static bool find_employer(struct notification_case *c)
{
    struct visit *v = c->visit;
    size_t had = v->faults->total;
    struct str tax_id = c->n->tax_id;
    if (v->who.employer.n && tax_id.n && !str_eq(tax_id, v->who.tax_id))
        return wrong(c, "employer", FAULT_REFUSED,
                     N_("You act for the employer with the tax number {1} and may notify its "
                        "contracts alone."),
                     v->who.tax_id, (struct str){0});
    if (!v->who.employer.n && !tax_id.n)
        return wrong(c, "employer", FAULT_INPUT, N_("The tax number of the employer is missing."),
                     (struct str){0}, (struct str){0});
    struct value key = value_text(tax_id);
    const struct type *type = c->registry->employer;
    c->employer = v->who.employer.n
                      ? store_get_brief(v->session, v->arena, type, v->who.employer, v->faults)
                      : store_find(v->session, v->arena, type, &key, v->faults);
    if (c->employer || v->faults->total > had)
        return c->employer;
    return wrong(c, "employer", FAULT_INPUT, N_("There is no employer with the tax number {1}."),
                 tax_id, (struct str){0});
}

/* The contract of that number; NULL, with a fault when the store cannot be read. */
static struct record *contract_numbered(struct notification_case *c)
{
    struct value key = value_text(c->n->number);
    return store_find(c->visit->session, c->visit->arena, c->registry->contract, &key,
                      c->visit->faults);
}

static bool find_contract(struct notification_case *c)
{
    size_t had = c->visit->faults->total;
    if (c->n->kind == NOTIFY_CONCLUSION && !c->n->number.n)
        return true;
    struct record *r = contract_numbered(c);
    if (c->visit->faults->total > had)
        return false;
    if (c->n->kind == NOTIFY_CONCLUSION)
        return !r || wrong(c, "contract", FAULT_INPUT,
                           N_("There is a contract with the number {1} already. Leave the number "
                              "out, and the register gives one; a change of that contract is an "
                              "amendment."),
                           c->n->number, (struct str){0});
    if (!r || !str_eq(record_text(r, "employer"), c->employer->id))
        return wrong(c, "contract", FAULT_INPUT,
                     N_("This employer has no contract with the number {1} in the register."),
                     c->n->number, (struct str){0});
    c->before = r;
    return true;
}

/* --- sense --- */

static bool check_order(struct notification_case *c)
{
    struct str start = record_text(c->before, "start_date"), on = c->n->effective_on;
    struct str ended = record_text(c->before, "ended_on");
    bool amends = c->n->kind == NOTIFY_AMENDMENT;
    if (ended.n)
        return wrong(c, "contract", FAULT_INPUT,
                     amends ? N_("This contract ended on {1}, so it cannot be amended; a new "
                                 "contract is a conclusion.")
                            : N_("This contract ended on {1} already."),
                     ended, (struct str){0});
    if (start.n && str_compare(on, start) < 0)
        return wrong(c, "effective_on", FAULT_INPUT,
                     amends ? N_("The amendment would hold from {1}, before the work starts on "
                                 "{2}.")
                            : N_("The contract would end on {1}, before the work starts on {2}."),
                     on, start);
    return true;
}

static bool check_sense(struct notification_case *c)
{
    struct place where = {.line = c->n->line};
    if (c->before && !check_order(c))
        return false;
    return c->n->kind == NOTIFY_TERMINATION ||
           value_check_record(c->after->type, c->after->values, where, c->visit->faults);
}

/* --- the contract after it --- */

static void lay_over(struct notification_case *c)
{
    struct arena *a = c->visit->arena;
    const struct type *type = c->registry->contract;
    c->after = record_new(a, type);
    if (c->before) {
        memcpy(c->after->values, c->before->values, type->field_count * sizeof(struct value));
        c->after->id = c->before->id;
        c->after->version = c->before->version;
    }
    for (size_t i = 0; i < type->field_count; i++)
        if (c->n->given[i])
            c->after->values[i] = c->n->said->values[i];
}

static void fill_in(struct notification_case *c, struct str now)
{
    struct record *r = c->after;
    struct str number = c->n->number;
    if (!c->before) {
        record_set(r, "number", value_text(number.n ? number : new_number(c->visit->arena, now)));
        record_set(r, "employer", value_text(c->employer->id));
        record_set(r, "status", value_text(S("in_force")));
        record_set(r, "notified_at", value_text(now));
        if (!record_text(r, "district").n)
            record_set(r, "district", *record_get(c->employer, "district"));
    } else {
        record_set(r, "amended_at", value_text(now));
    }
    if (c->n->kind == NOTIFY_TERMINATION) {
        record_set(r, "ended_on", value_text(c->n->effective_on));
        record_set(r, "status", value_text(S("ended")));
    }
    record_set(r, "terms_from", value_text(notification_terms_from(c)));
}

/* --- what is kept --- */

static struct str rules_text(struct arena *a, const struct notification_answer *answer)
{
    struct str_list ids = {0};
    for (size_t i = 0; i < answer->finding_count; i++)
        *arena_push(a, &ids) = answer->findings[i].rule->id;
    return str_join(a, &ids, S(", "));
}

static struct str findings_text(struct arena *a, const struct notification_answer *answer)
{
    struct str_list lines = {0};
    for (size_t i = 0; i < answer->finding_count; i++) {
        const struct notification_finding *f = &answer->findings[i];
        *arena_push(a, &lines) =
            str_format(a, "%.*s: %.*s (%.*s; %.*s)", STR_ARG(f->rule->id), STR_ARG(f->rule->means),
                       STR_ARG(register_articles(a, f->rule)), STR_ARG(f->facts));
    }
    return str_join(a, &lines, S("\n"));
}

/* What was given, as JSON; who the employee is stays where it is sealed. */
static struct str content_of(struct arena *a, const struct notification *n)
{
    struct node *said = node_map(a);
    const struct type *type = n->said->type;
    for (size_t i = 0; i < type->field_count; i++)
        if (n->given[i] && !type->fields[i].sealed)
            node_set_str(a, said, type->fields[i].name,
                         value_print(a, &type->fields[i], &n->said->values[i],
                                     value_currency(type, &type->fields[i], n->said->values)));
    return said->count ? json_print(a, said, 0) : (struct str){0};
}

static struct record *notification_of(struct notification_case *c,
                                      struct notification_answer *answer, struct str now)
{
    static const char *const kinds[] = {"conclusion", "amendment", "termination"};
    struct arena *a = c->visit->arena;
    struct record *r = record_new(a, c->registry->notification);
    answer->number = new_number(a, now);
    record_set(r, "number", value_text(answer->number));
    record_set(r, "kind", value_text(str_of(kinds[c->n->kind])));
    record_set(r, "received_at", value_text(now));
    record_set(r, "employer", value_text(c->employer->id));
    record_set(r, "district", *record_get(c->after, "district"));
    record_set(r, "effective_on", value_text(c->n->effective_on));
    record_set(r, "channel", value_text(str_of(c->n->channel)));
    record_set(r, "file", value_text(c->n->file));
    if (c->n->line)
        record_set(r, "line", value_integer(c->n->line));
    record_set(r, "answer", value_text(notification_answer_code(answer->answer)));
    record_set(r, "rules", value_text(rules_text(a, answer)));
    record_set(r, "findings", value_text(findings_text(a, answer)));
    record_set(r, "content", value_text(content_of(a, c->n)));
    if (answer->answer == LAW_REFUSED) {
        record_set(r, "employee_name", *record_get(c->n->said, "employee_name"));
        record_set(r, "employee_pin", *record_get(c->n->said, "employee_pin"));
    }
    return r;
}

static bool store_hits(struct notification_case *c)
{
    struct visit *v = c->visit;
    struct records known = {0};
    const struct hit_finding finding = {.registry = c->registry,
                                        .contract = c->after,
                                        .employer = c->employer,
                                        .facts = &c->facts,
                                        .rules = c->verdict.rules,
                                        .today = c->today};
    if (c->n->kind == NOTIFY_TERMINATION || (!c->before && !c->verdict.rules))
        return true;
    if (c->before && !hits_of(v->session, v->arena, c->registry, c->after->id, &known, v->faults))
        return false;
    return hit_keep(v->session, v->arena, &finding, &known, NULL, v->faults);
}

static bool store_contract(struct notification_case *c, struct record *notification,
                           struct notification_answer *answer)
{
    struct visit *v = c->visit;
    if (answer->answer == LAW_REFUSED)
        return true;
    if (c->before ? !store_update(v->session, v->arena, c->after, NULL, v->faults)
                  : !store_insert(v->session, c->after, v->faults))
        return false;
    answer->contract_id = str_copy(v->arena, c->after->id);
    answer->contract = record_text(c->after, "number");
    record_set(notification, "contract", value_text(answer->contract_id));
    return store_hits(c);
}

/* --- answering --- */

static bool understand(struct notification_case *c)
{
    if (!find_employer(c) || !find_contract(c))
        return false;
    lay_over(c);
    return check_sense(c);
}

bool notification_answer(struct visit *v, const struct registry *r, struct notification *n,
                         struct notification_answer *answer)
{
    struct notification_case c = {.visit = v, .registry = r, .n = n, .today = date_today()};
    if (date_precision(n->received) == DATE_DAY)
        c.today = n->received;
    struct str now = date_now(v->arena);
    *answer = (struct notification_answer){0};
    if (!understand(&c))
        return false;
    fill_in(&c, now);
    if (n->kind != NOTIFY_TERMINATION && !notification_judge(&c, answer))
        return false;
    if (n->kind != NOTIFY_TERMINATION)
        record_set(c.after, "minor", value_integer(register_is_minor(&c.facts)));
    struct record *kept = notification_of(&c, answer, now);
    if (!visit_check(v, kept, NULL) || !store_contract(&c, kept, answer) ||
        !store_insert(v->session, kept, v->faults))
        return false;
    answer->kept = kept;
    answer->id = str_copy(v->arena, kept->id);
    return true;
}

bool notification_take(struct visit *v, const struct registry *r, struct notification *n,
                       struct notification_answer *answer)
{
    if (!visit_begin(v))
        return false;
    if (notification_answer(v, r, n, answer))
        return visit_commit(v);
    visit_rollback(v);
    return false;
}
