#include "casework/acts/perform.h"

#include "base/arena.h"

struct casework casework_for(struct visit *v)
{
    return (struct casework){.session = v->session,
                             .arena = v->arena,
                             .who = &v->who,
                             .today = date_today(),
                             .reason = v->reason,
                             .faults = v->faults};
}

/* Lays what was given over `to`; a field that the step does not ask is refused. */
static bool lay(struct visit *v, const struct performing *p, struct record *to, bool *given)
{
    bool ok = true;
    for (size_t i = 0; i < to->type->field_count; i++) {
        const struct field *f = &to->type->fields[i];
        if (!p->is_given || !p->is_given[i])
            continue;
        if (!step_asks(p->step, f)) {
            ok = FAULT(v->faults, FAULT_INPUT, ((struct place){.field = f->name}),
                       N_("\"{1}\" is not asked by this step."), f->label);
            continue;
        }
        to->values[i] = p->given->values[i];
        given[i] = true;
    }
    return ok;
}

/* What the step gives by itself; a field that was given by the person stays as given. */
static void mark(const struct settings *settings, bool *given)
{
    for (size_t i = 0; i < settings->count; i++)
        given[settings->items[i].field->index] = true;
}

static bool check_values(struct visit *v, const struct record *r)
{
    return value_check_record(r->type, r->values, (struct place){0}, v->faults);
}

static bool make(struct casework *w, struct visit *v, const struct record *r, struct performing *p)
{
    const struct type *type = p->step->makes;
    bool *given = arena_array(v->arena, type->field_count, bool);
    struct record *made = casework_draft(w, p->step, r);
    if (!made || !lay(v, p, made, given))
        return false;
    mark(&p->step->with, given);
    given[p->step->through->index] = true;
    for (size_t i = 0; i < type->field_count; i++)
        given[i] = given[i] && made->values[i].kind != VALUE_EMPTY;
    p->made = made;
    return casework_may(w, p->step, r, made) && check_values(v, made) &&
           visit_insert(v, made, given);
}

/* The record itself as it is to be: before, what was given, and what the step sets. */
static bool alter(struct casework *w, struct visit *v, const struct record *r, struct performing *p)
{
    struct record *after = record_new(v->arena, r->type);
    const struct settings *sets = &p->step->sets;
    bool *given = arena_array(v->arena, r->type->field_count, bool);
    after->id = r->id;
    after->version = p->version ? p->version : r->version;
    for (size_t i = 0; i < r->type->field_count; i++)
        after->values[i] = r->values[i];
    if (!casework_set(w, sets, r, after))
        return false;
    mark(sets, given);
    struct performing own = *p;
    if (p->step->makes)
        own.is_given = NULL;
    if (!lay(v, &own, after, given) || (!p->step->makes && !casework_may(w, p->step, r, after)))
        return false;
    return check_values(v, after) && visit_update(v, after, given, NULL);
}

static bool perform(struct visit *v, const struct record *r, struct performing *p)
{
    struct casework w = casework_for(v);
    return (!p->step->makes || make(&w, v, r, p)) &&
           ((p->step->makes && !p->step->sets.count) || alter(&w, v, r, p));
}

/* Offered at this stage, and read at the version that stands. */
static bool is_current(struct visit *v, const struct record *r, const struct performing *p)
{
    struct casework w = casework_for(v);
    struct step_states states;
    if (p->version && p->version != r->version)
        return FAULT(v->faults, FAULT_CONFLICT, (struct place){0},
                     N_("Somebody changed this record meanwhile. Look at it again, then take the "
                        "step if it is still right."));
    if (!casework_steps(&w, r, &states))
        return false;
    for (size_t i = 0; i < states.count; i++)
        if (states.items[i].step == p->step)
            return true;
    return FAULT(v->faults, FAULT_REFUSED, (struct place){0},
                 N_("\"{1}\" is not open at this stage of the record."), p->step->label);
}

bool casework_perform(struct visit *v, const struct type *type, struct str id, struct performing *p)
{
    size_t had = v->faults->total;
    p->made = NULL;
    if (!visit_get(v, type, id)) /* who may not know of it hears that it is not there */
        return false;
    struct record *r = store_get(v->session, v->arena, type, id, v->faults);
    if (!r || !is_current(v, r, p) || !visit_begin(v))
        return false;
    if (!perform(v, r, p) || v->faults->total > had) {
        visit_rollback(v);
        return false;
    }
    return visit_commit(v);
}
