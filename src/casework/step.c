/* Which steps a record offers, to whom, until when, and which the law refuses. */
#include "base/arena.h"
#include "casework/power.h"
#include "casework/within.h"

bool casework_is_by(const struct casework *w, const struct step *step)
{
    const struct code_list *roles = model_list(session_model(w->session), S("roles"));
    for (size_t i = 0; w->who && roles && i < step->by.count; i++)
        for (size_t k = 0; k < roles->count && k < MOST_ROLES; k++)
            if (str_eq(roles->items[k].code, step->by.items[i]) && (w->who->roles & 1u << k))
                return true;
    return false;
}

static struct str role_labels(struct casework *w, const struct str_list *by)
{
    const struct code_list *roles = model_list(session_model(w->session), S("roles"));
    struct str_list labels = {0};
    for (size_t i = 0; i < by->count; i++) {
        const struct code *role = code_find(roles, by->items[i]);
        *arena_push(w->arena, &labels) = role ? role->label : by->items[i];
    }
    return str_join(w->arena, &labels, S(", "));
}

/* The day of a span, or a year of 0 when the date it counts from is not there. */
static struct date day_of(struct casework *w, const struct span *span, const struct record *r)
{
    struct date from = w->today;
    if (!span->unit)
        return (struct date){0};
    if (span->after && !date_parse(r->values[span->after->index].text, &from))
        return (struct date){0};
    return casework_after(w, span, date_last_day(from));
}

/* --- what refuses a step --- */

static bool refuse(struct casework *w, const char *says, struct str one, struct str two)
{
    return FAULT(w->faults, FAULT_REFUSED, (struct place){0}, says, one, two);
}

static bool check_person(struct casework *w, const struct step *step, const struct record *r)
{
    if (!casework_is_by(w, step))
        return refuse(w, N_("\"{1}\" is done by: {2}."), step->label, role_labels(w, &step->by));
    for (size_t i = 0; i < step->other_than.count; i++) {
        const struct path *path = &step->other_than.items[i];
        struct value user = judge_reach(w, path->fields, path->count, r);
        if (user.kind == VALUE_TEXT && str_eq(user.text, w->who->user))
            return refuse(w,
                          N_("\"{1}\" needs a second person: you stand in the record as \"{2}\"."),
                          step->label, path->fields[path->count - 1]->label);
    }
    return true;
}

static bool check_day(struct casework *w, const struct step *step, const struct record *r)
{
    struct date from = day_of(w, &step->from, r);
    if (!from.year || date_compare(w->today, from) >= 0)
        return true;
    struct str ground = step->ground.n ? step->ground : S("Himaya");
    return FAULT(w->faults, FAULT_REFUSED, (struct place){0},
                 N_("\"{1}\" can be done from {2} on ({3})."), step->label,
                 date_print(w->arena, from), ground);
}

static bool mentions_asked(const struct step *step, const struct expression *e)
{
    bool found = e && e->kind == EXPRESSION_FIELD && e->path_count && step_asks(step, e->path[0]);
    for (size_t i = 0; e && i < e->count && !found; i++)
        found = mentions_asked(step, e->items[i]);
    return found;
}

/* A requirement that the step's own form may still meet. */
static bool is_open_yet(const struct step *step, const struct circumstance *c)
{
    bool open = !step->makes && mentions_asked(step, c->when);
    for (size_t i = 0; i < c->any_count; i++)
        open = open || (!step->makes && mentions_asked(step, c->any[i].instead));
    return open;
}

static bool check_requirements(struct casework *w, const struct step *step,
                               const struct record *before, const struct record *after)
{
    for (size_t i = 0; i < step->require_count; i++) {
        const struct requirement *one = &step->requires[i];
        if (!after && is_open_yet(step, &one->holds))
            continue;
        const struct record *asked = after && !step->makes ? after : before;
        size_t had = w->faults->total;
        if (judge_circumstance(w, &one->holds, asked))
            continue;
        return w->faults->total > had ? false : refuse(w, one->says, one->ground, (struct str){0});
    }
    return true;
}

/* What the step must be given, once it is taken. */
static bool check_given(struct casework *w, const struct step *step, const struct record *after)
{
    bool ok = true;
    for (size_t i = 0; i < step->needs.count; i++) {
        const struct field *f = step->needs.items[i];
        if (after->values[f->index].kind == VALUE_EMPTY)
            ok = FAULT(w->faults, FAULT_INPUT, ((struct place){.field = f->name}),
                       N_("{1} is needed here."), f->label);
    }
    if (step->reason && str_trim(w->reason).n < 3)
        ok = FAULT(w->faults, FAULT_INPUT, ((struct place){.field = S("reason")}),
                   N_("Say why, in a few words. The reason stays with the record."));
    if (ok && step->must && !judge(w, step->must, after))
        ok = refuse(w, step->must_says, step->ground, (struct str){0});
    return ok;
}

static bool has_power(struct casework *w, const struct step *step)
{
    struct power_question question = {
        .pack = session_model(w->session)->pack, .power = step->power, .on = w->today};
    return power_may(&question, w->faults);
}

bool casework_may(struct casework *w, const struct step *step, const struct record *before,
                  const struct record *after)
{
    bool ok = check_person(w, step, before) && check_day(w, step, before) &&
              check_requirements(w, step, before, after);
    /* Whether a visit is lawful depends on its day and its exception, which its own rules know. */
    if (ok && step->power.n && !step->makes)
        ok = has_power(w, step);
    return ok && (!after || check_given(w, step, after));
}

/* --- all of them --- */

static bool is_offered(struct casework *w, const struct step *step, const struct record *r)
{
    return judge_circumstance(w, &step->when, r);
}

static bool is_owed(struct casework *w, const struct step *step, const struct record *r)
{
    return step->is_owed && judge_circumstance(w, &step->owed, r);
}

/* The rules of the record that the step would make or leave behind, as far as it is known. */
static bool check_outcome(struct casework *w, const struct step *step, const struct record *r,
                          bool *may_try)
{
    const struct record *draft = step->makes ? casework_draft(w, step, r) : NULL;
    if (!draft)
        return !step->makes;
    const struct rule *broken = lawful_broken(w, NULL, draft);
    *may_try = broken && lawful_could(broken, step);
    return !broken;
}

static bool add_step(struct casework *w, const struct step *step, const struct record *r,
                     struct step_states *states)
{
    struct faults why = {.arena = w->arena}, *own = w->faults;
    struct step_state *s = arena_push(w->arena, states);
    *s = (struct step_state){.step = step, .owed = is_owed(w, step, r)};
    if (s->owed)
        s->until = day_of(w, &step->until, r);
    bool mine = casework_is_by(w, step);
    w->faults = &why;
    bool ok = check_outcome(w, step, r, &s->may_try) && (!mine || casework_may(w, step, r, NULL)) &&
              (mine || check_day(w, step, r)) && (mine || check_requirements(w, step, r, NULL));
    w->faults = own;
    s->answer = !ok ? STEP_REFUSED : mine ? STEP_POSSIBLE : STEP_OTHERS;
    if (ok)
        return true;
    if (!why.count)
        return false;
    s->why = why.items[0];
    return s->why.kind != FAULT_STORE ||
           fault_add(own, s->why.kind, (struct place){0}, s->why.message, s->why.details, 4);
}

static bool add_steps(struct casework *w, const struct record *r, bool owed_alone,
                      struct step_states *states)
{
    const struct procedure *p = r->type->procedure;
    size_t had = w->faults->total;
    *states = (struct step_states){0};
    for (size_t i = 0; i < p->step_count; i++) {
        const struct step *step = &p->steps[i];
        if (is_offered(w, step, r) && (!owed_alone || is_owed(w, step, r)) &&
            !add_step(w, step, r, states))
            return false;
    }
    return w->faults->total == had;
}

bool casework_steps(struct casework *w, const struct record *r, struct step_states *states)
{
    return add_steps(w, r, false, states);
}

bool casework_steps_owed(struct casework *w, const struct record *r, struct step_states *states)
{
    return add_steps(w, r, true, states);
}

bool casework_is_owed(struct casework *w, const struct record *r)
{
    const struct procedure *p = r->type->procedure;
    for (size_t i = 0; i < p->step_count; i++)
        if (is_offered(w, &p->steps[i], r) && is_owed(w, &p->steps[i], r))
            return true;
    return false;
}

static void mark_expression(const struct expression *e, bool *fields)
{
    if (e && e->kind == EXPRESSION_FIELD)
        fields[e->path[0]->index] = true;
    for (size_t i = 0; e && i < e->count; i++)
        mark_expression(e->items[i], fields);
}

static void mark_circumstance(const struct circumstance *c, bool *fields)
{
    mark_expression(c->when, fields);
    for (size_t i = 0; i < c->any_count; i++)
        mark_expression(c->any[i].instead, fields);
    for (size_t i = 0; i < c->none_count; i++)
        mark_expression(c->none[i].instead, fields);
}

const bool *casework_owed_fields(struct arena *a, const struct type *type)
{
    bool *fields = arena_array(a, type->field_count, bool);
    for (size_t i = 0; i < type->procedure->step_count; i++) {
        mark_circumstance(&type->procedure->steps[i].when, fields);
        mark_circumstance(&type->procedure->steps[i].owed, fields);
    }
    return fields;
}

bool casework_owed(struct casework *w, const struct record *r, const struct step **step,
                   struct date *until)
{
    const struct procedure *p = r->type->procedure;
    size_t had = w->faults->total;
    *step = NULL;
    *until = (struct date){0};
    for (size_t i = 0; i < p->step_count; i++) {
        const struct step *s = &p->steps[i];
        if (!s->is_owed || !is_offered(w, s, r) || !is_owed(w, s, r))
            continue;
        struct date from = day_of(w, &s->from, r), day = day_of(w, &s->until, r);
        if (from.year && date_compare(w->today, from) < 0)
            continue;
        if (!*step || (day.year && (!until->year || date_compare(day, *until) < 0))) {
            *step = s;
            *until = day;
        }
    }
    return w->faults->total == had;
}
