/* The gate before every change: rules, guarded fields, and the step that makes a new record. */
#include "base/arena.h"
#include "casework/within.h"

/* --- guarded fields --- */

/* Whether the step gives the field its value: by itself, or by asking for a date. */
static bool gives(const struct step *step, const struct field *f, bool *nothing)
{
    *nothing = false;
    for (size_t i = 0; !step->makes && i < step->sets.count; i++)
        if (step->sets.items[i].field == f) {
            *nothing = str_eq(step->sets.items[i].value, S("nothing"));
            return true;
        }
    for (size_t i = 0; !step->makes && i < step->needs.count; i++)
        if (step->needs.items[i] == f && f->kind == FIELD_DATE)
            return true;
    return false;
}

static bool touches(const struct step *step, const struct record *now, const struct record *after)
{
    bool any = false, nothing;
    for (size_t i = 0; i < after->type->field_count; i++) {
        const struct field *f = &after->type->fields[i];
        bool differs = !value_eq(&now->values[i], &after->values[i]);
        if (!differs || !gives(step, f, &nothing))
            continue;
        if (nothing != (after->values[i].kind == VALUE_EMPTY))
            return false; /* another step's doing: this one fills what is emptied, or the reverse */
        any = true;
    }
    return any;
}

/* A date that is put right later asks all but whether the step is offered now. */
static bool is_correction(const struct step *step, const struct record *now,
                          const struct record *after)
{
    bool nothing;
    for (size_t i = 0; i < after->type->field_count; i++)
        if (gives(step, &after->type->fields[i], &nothing) &&
            !value_eq(&now->values[i], &after->values[i]) && now->values[i].kind == VALUE_EMPTY)
            return false;
    return true;
}

static bool take(struct casework *w, const struct step *step, struct record *now,
                 const struct record *after)
{
    bool nothing;
    if (!is_correction(step, now, after) && !judge_circumstance(w, &step->when, now))
        return FAULT(w->faults, FAULT_REFUSED, (struct place){0},
                     N_("\"{1}\" is not open at this stage of the record."), step->label);
    if (!casework_may(w, step, now, after))
        return false;
    for (size_t i = 0; i < after->type->field_count; i++)
        if (gives(step, &after->type->fields[i], &nothing) ||
            (!step->makes && step_asks(step, &after->type->fields[i])))
            now->values[i] = after->values[i];
    return true;
}

static struct record *copy_of(struct casework *w, const struct record *r)
{
    struct record *copy = record_new(w->arena, r->type);
    copy->id = r->id;
    copy->version = r->version;
    for (size_t i = 0; i < r->type->field_count; i++)
        copy->values[i] = r->values[i];
    return copy;
}

static bool is_kept(const struct type *type, const struct field *f)
{
    for (size_t i = 0; i < type->procedure->kept_count; i++)
        if (type->procedure->kept[i].field == f)
            return true;
    return false;
}

static bool is_given_by_step(const struct type *type, const struct field *f)
{
    bool nothing;
    for (size_t i = 0; i < type->procedure->step_count; i++)
        if (gives(&type->procedure->steps[i], f, &nothing))
            return true;
    return false;
}

/* What the steps are judged by: the record as it stood; a new one without what needs a step. */
static struct record *begin(struct casework *w, const struct record *before,
                            const struct record *after)
{
    struct record *now = copy_of(w, before ? before : after);
    for (size_t i = 0; !before && i < after->type->field_count; i++)
        if (procedure_guards(after->type, &after->type->fields[i]))
            now->values[i] = (struct value){0};
    return now;
}

static bool refuse_rest(struct casework *w, const struct record *now, const struct record *after)
{
    for (size_t i = 0; i < after->type->field_count; i++) {
        const struct field *f = &after->type->fields[i];
        if (value_eq(&now->values[i], &after->values[i]) || !procedure_guards(after->type, f))
            continue;
        if (is_kept(after->type, f) && !is_given_by_step(after->type, f))
            return FAULT(w->faults, FAULT_REFUSED, ((struct place){.field = f->name}),
                         N_("\"{1}\" follows from other records, such as payments; record those."),
                         f->label);
        return FAULT(w->faults, FAULT_REFUSED, ((struct place){.field = f->name}),
                     N_("\"{1}\" is changed by a step of the record, and none allows this."),
                     f->label);
    }
    return true;
}

static bool check_steps(struct casework *w, const struct record *before, const struct record *after)
{
    const struct procedure *p = after->type->procedure;
    struct record *now = begin(w, before, after);
    struct faults *own = w->faults, why = {.arena = w->arena};
    w->faults = &why;
    for (size_t i = 0; i < p->step_count; i++)
        if (touches(&p->steps[i], now, after))
            take(w, &p->steps[i], now, after);
    w->faults = own;
    struct faults rest = {.arena = w->arena};
    w->faults = &rest;
    bool ok = refuse_rest(w, now, after);
    w->faults = own;
    const struct fault *said = why.count ? &why.items[0] : rest.items;
    return ok || fault_add(own, said->kind, (struct place){.field = said->field}, said->message,
                           said->details, 4);
}

/* --- the step that makes a record --- */

static bool is_like(struct casework *w, const struct step *step, const struct record *parent,
                    const struct record *made)
{
    struct record *draft = casework_draft(w, step, parent);
    for (size_t i = 0; draft && i < step->with.count; i++) {
        const struct field *f = step->with.items[i].field;
        const struct value *wanted = &draft->values[f->index], *given = &made->values[f->index];
        if (f->kind == FIELD_CODE && !step->with.items[i].from.count &&
            given->kind != VALUE_EMPTY && !value_eq(wanted, given))
            return false;
    }
    return draft != NULL;
}

/* A step that makes such records of the one referred to: *tried when there is one, true when it may
 * be taken. */
static bool made_by(struct casework *w, const struct step *step, const struct record *made,
                    const struct type *from, bool *tried)
{
    const struct value *parent = &made->values[step->through->index];
    if (parent->kind != VALUE_TEXT)
        return false;
    const struct record *r = store_get(w->session, w->arena, from, parent->text, w->faults);
    if (!r || !is_like(w, step, r, made))
        return false;
    *tried = true;
    if (!judge_circumstance(w, &step->when, r))
        return FAULT(w->faults, FAULT_REFUSED, (struct place){0},
                     N_("\"{1}\" is not open at this stage of the record."), step->label);
    return casework_may(w, step, r, made);
}

static bool check_made(struct casework *w, const struct record *made)
{
    const struct model *m = session_model(w->session);
    struct faults *own = w->faults, why = {.arena = w->arena};
    bool tried = false, ok = false;
    w->faults = &why;
    for (size_t t = 0; t < m->type_count && !ok; t++)
        for (size_t i = 0; i < m->types[t].procedure->step_count && !ok; i++) {
            const struct step *step = &m->types[t].procedure->steps[i];
            if (step->makes == made->type)
                ok = made_by(w, step, made, &m->types[t], &tried);
        }
    w->faults = own;
    if (ok || !tried || !why.count)
        return ok || !tried;
    return fault_add(own, why.items[0].kind, (struct place){.field = why.items[0].field},
                     why.items[0].message, why.items[0].details, 4);
}

bool casework_change(struct casework *w, const struct record *before, struct record *after)
{
    size_t had = w->faults->total;
    if (w->history)
        return kept_fill(w, after, NULL);
    if (!lawful_rules(w, before, after) || !check_steps(w, before, after) ||
        (!before && !check_made(w, after)))
        return false;
    return kept_fill(w, after, NULL) && w->faults->total == had;
}
