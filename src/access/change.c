/* Changes for a person: what they give is laid over what is stored, field by field. */
#include "access/within.h"
#include "casework/casework.h"
#include "identity/identity.h"

bool visit_begin(struct visit *v)
{
    struct actor actor = visit_actor(v);
    visit_memory(v)->state_read = false;
    visit_memory(v)->open = store_begin(v->session, &actor, v->faults);
    return visit_memory(v)->open;
}

bool visit_begin_import(struct visit *v, const struct type *type, bool only_check)
{
    visit_memory(v)->importing = false;
    if (type->internal || !visit_cell(v, type, 0, ACTION_IMPORT))
        return visit_refuse(v, ACTION_IMPORT, type, (struct str){0});
    visit_memory(v)->importing = only_check || visit_begin(v);
    return visit_memory(v)->importing;
}

bool visit_commit(struct visit *v)
{
    visit_memory(v)->open = visit_memory(v)->importing = false;
    bool ok = store_commit(v->session, v->faults);
    visit_refusals_now(v);
    return ok;
}

void visit_rollback(struct visit *v)
{
    visit_memory(v)->open = visit_memory(v)->importing = false;
    store_rollback(v->session);
    visit_refusals_now(v);
}

/* Begins unless a change is open already; *own says that end_change must end it. */
static bool begin_change(struct visit *v, bool *own)
{
    *own = !visit_memory(v)->open;
    return !*own || visit_begin(v);
}

static bool end_change(struct visit *v, bool own, bool ok)
{
    if (!own)
        return ok;
    if (ok)
        return visit_commit(v);
    visit_rollback(v);
    return false;
}

/* --- what is lawful (casework/casework.h) --- */

/* The terminal's operator brings in what happened: years that were published are stored as they
 * were, lawful or not, and the chain says who imported them (docs/casework.md). */
static bool brings_history(const struct visit *v)
{
    const struct code_list *roles = v->access->roles;
    const struct code *operator= code_find(roles, S("operator"));
    return v->memory->importing && operator&&(v->who.roles &
                                              1u << (unsigned)(operator- roles->items));
}

static struct casework casework_of(struct visit *v)
{
    return (struct casework){.session = v->session,
                             .arena = v->arena,
                             .who = &v->who,
                             .today = date_today(),
                             .reason = v->reason,
                             .history = brings_history(v),
                             .faults = v->faults};
}

static bool is_lawful(struct visit *v, const struct record *before, struct record *after)
{
    struct casework w = casework_of(v);
    if (casework_change(&w, before, after))
        return true;
    visit_refused(v, "unlawful", after->type, after->id);
    return false;
}

static bool follow(struct visit *v, const struct record *r)
{
    struct casework w = casework_of(v);
    return casework_follow(&w, r);
}

/* --- checks --- */

static bool refuse_field(struct visit *v, const struct type *type, const struct field *f,
                         struct str id)
{
    visit_refused(v, "write", type, id);
    return FAULT(v->faults, FAULT_REFUSED, ((struct place){.field = f->name}),
                 f->by_program ? N_("\"{1}\" is filled in by the program; leave it as it is.")
                               : N_("You may not change \"{1}\" of this record."),
                 f->label);
}

/* A record that the person may not know of cannot be referred to, in the same words as one that
 * never was. */
static bool check_reference(struct visit *v, const struct field *f, const struct value *value)
{
    unsigned scopes, know = visit_cell(v, f->to, 0, ACTION_KNOW);
    if (value->kind != VALUE_TEXT || (know & IN_ALL))
        return true;
    struct record *r = know ? visit_meet(v, f->to, value->text) : NULL;
    if (r && !visit_standing(v, r, false, &scopes))
        return false;
    if (r && (scopes & know))
        return true;
    return FAULT(v->faults, FAULT_MISSING, ((struct place){.field = f->name}),
                 N_("There is no record \"{1}\" of this type ({2}); the address may be incomplete, "
                    "or the record is not for you to see."),
                 value->text, f->to->label);
}

static bool may_import(const struct visit *v, const struct type *type, unsigned scopes)
{
    return !v->memory->importing || (visit_cell(v, type, 0, ACTION_IMPORT) & scopes);
}

/* --- new records --- */

static bool is_given(const struct record *r, const bool *given, size_t i)
{
    return given ? given[i] : r->values[i].kind != VALUE_EMPTY;
}

/* Puts the person's part in where the record does not say otherwise: who recorded it, and the
 * office and district it belongs to. */
static void fill_in(struct visit *v, struct record *r)
{
    static const int filled[] = {SCOPE_OWN, SCOPE_OFFICE, SCOPE_DISTRICT};
    for (size_t s = 0; s < sizeof filled / sizeof *filled; s++) {
        const struct paths *paths = &r->type->scopes[filled[s]];
        for (size_t i = 0; i < paths->count; i++) {
            const struct field *f = paths->items[i].fields[0];
            bool agency = f->kind == FIELD_REF && str_eq(f->to_name, S("agency"));
            if (paths->items[i].count != 1 || agency || (filled[s] == SCOPE_OWN && !f->by_program))
                continue;
            if (r->values[f->index].kind == VALUE_EMPTY || filled[s] == SCOPE_OWN)
                r->values[f->index] = value_text(visit_part(&v->who, f));
        }
    }
}

static bool check_new(struct visit *v, struct record *r, const bool *given)
{
    const struct type *type = r->type;
    unsigned scopes;
    bool ok = true;
    for (size_t i = 0; i < type->field_count; i++)
        if (!is_given(r, given, i))
            r->values[i] = (struct value){0};
    struct value *own = arena_array(v->arena, type->field_count, struct value);
    for (size_t i = 0; i < type->field_count; i++)
        own[i] = r->values[i];
    fill_in(v, r);
    if (!visit_standing(v, r, true, &scopes))
        return false;
    if (!(visit_cell(v, type, 0, ACTION_CREATE) & scopes))
        return visit_refuse(v, ACTION_CREATE, type, (struct str){0});
    if (!may_import(v, type, scopes))
        return visit_refuse(v, ACTION_IMPORT, type, (struct str){0});
    const struct face *face = visit_face(v, type, scopes);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (own[i].kind == VALUE_EMPTY)
            continue;
        if (!face->may_write[i])
            ok = refuse_field(v, type, f, (struct str){0});
        else if (f->kind == FIELD_REF)
            ok = check_reference(v, f, &own[i]) && ok;
    }
    return ok;
}

/* --- changed records --- */

/* Lays what is given over what is stored. What is given as the person sees it is no change, and an
 * empty field that they cannot see is left as it is. */
static bool lay_over(struct visit *v, const struct face *face, const struct record *r,
                     const bool *given, struct record *stored)
{
    bool ok = true;
    for (size_t i = 0; i < r->type->field_count; i++) {
        const struct field *f = &r->type->fields[i];
        const struct value *before =
            face->sight[i] == SIGHT_FULL ? &stored->values[i] : &(struct value){0};
        if ((given && !given[i]) || value_eq(&r->values[i], before))
            continue;
        if (!face->may_write[i])
            ok = refuse_field(v, r->type, f, r->id);
        else if (f->kind == FIELD_REF && !check_reference(v, f, &r->values[i]))
            ok = false;
        else
            stored->values[i] = r->values[i];
    }
    return ok;
}

static void show_theirs(struct visit *v, struct record *record, struct view **theirs)
{
    unsigned scopes;
    if (record && theirs && visit_standing(v, record, false, &scopes) &&
        (scopes & visit_cell(v, record->type, 0, ACTION_KNOW)))
        *theirs = visit_view(v, record, scopes);
}

/* The record as stored, with how it stands to the person; NULL with the fault of a missing one. */
static struct record *stored_for(struct visit *v, const struct type *type, struct str id,
                                 unsigned *scopes)
{
    size_t had = v->faults->total;
    struct record *r = type->internal ? NULL : store_get(v->session, v->arena, type, id, v->faults);
    if (v->faults->total > had || (r && !visit_standing(v, r, false, scopes)))
        return NULL;
    if (r && (*scopes & visit_cell(v, type, 0, ACTION_KNOW)))
        return r;
    visit_missing(v, type, id);
    return NULL;
}

static struct record *copy_of(struct visit *v, const struct record *r)
{
    struct record *copy = record_new(v->arena, r->type);
    copy->id = r->id;
    copy->version = r->version;
    for (size_t i = 0; i < r->type->field_count; i++)
        copy->values[i] = r->values[i];
    return copy;
}

/* The record as it is to be stored; NULL with faults. A stale one comes as it is: the store says
 * so, in its words. */
static struct record *prepare(struct visit *v, struct record *r, const bool *given)
{
    unsigned scopes;
    struct record *stored = stored_for(v, r->type, r->id, &scopes);
    if (!stored)
        return NULL;
    if (!may_import(v, r->type, scopes)) {
        visit_refuse(v, ACTION_IMPORT, r->type, r->id);
        return NULL;
    }
    if (stored->version != r->version) {
        stored->version = r->version;
        return stored;
    }
    const struct record *before = copy_of(v, stored);
    return lay_over(v, visit_face(v, r->type, scopes), r, given, stored) &&
                   is_lawful(v, before, stored)
               ? stored
               : NULL;
}

/* Stores the record; a user who was moved to another office is signed out in the same change. */
static bool store_changed(struct visit *v, struct record *r, struct record **theirs)
{
    const struct record *before = NULL;
    bool is_user = str_eq(r->type->name, S("user"));
    size_t had = v->faults->total;
    if (is_user)
        before = store_get(v->session, v->arena, r->type, r->id, v->faults);
    return v->faults->total == had && store_update(v->session, v->arena, r, theirs, v->faults) &&
           follow(v, r) &&
           (!before || !identity_is_move(before, r) ||
            identity_moved(v->session, r->id, v->faults));
}

bool visit_update(struct visit *v, struct record *r, const bool *given, struct view **theirs)
{
    struct record *changed = NULL;
    bool own;
    if (theirs)
        *theirs = NULL;
    struct record *stored = prepare(v, r, given);
    if (!stored || !begin_change(v, &own))
        return false;
    bool ok = store_changed(v, stored, &changed);
    r->version = ok ? stored->version : r->version;
    ok = end_change(v, own, ok);
    if (!ok)
        show_theirs(v, changed, theirs);
    return ok;
}

bool visit_check(struct visit *v, struct record *r, const bool *given)
{
    visit_memory(v);
    if (r->type->internal)
        return visit_refuse(v, ACTION_CREATE, r->type, (struct str){0});
    return r->id.n ? prepare(v, r, given) != NULL : check_new(v, r, given) && is_lawful(v, NULL, r);
}

bool visit_insert(struct visit *v, struct record *r, const bool *given)
{
    bool own;
    r->id = (struct str){0};
    if (!visit_check(v, r, given) || !begin_change(v, &own))
        return false;
    struct casework w = casework_of(v);
    return end_change(
        v, own, casework_number(&w, r) && store_insert(v->session, r, v->faults) && follow(v, r));
}

/* A record that is held back (for a court, a complaint) is neither removed nor erased. */
static bool is_held(struct visit *v, const struct type *type, struct str id)
{
    const struct type *hold = model_type(session_model(v->session), S("hold"));
    const struct condition conditions[] = {{"record_type", IS, value_text(type->name)},
                                           {"record", IS, value_text(id)},
                                           {"lifted_at", IS_EMPTY, {0}}};
    const struct query q = {.type = hold, .conditions = conditions, .condition_count = 3};
    int64_t count = 0;
    if (!hold)
        return false;
    if (store_count(v->session, &q, &count, v->faults) && !count)
        return false;
    FAULT(v->faults, FAULT_REFUSED, (struct place){0},
          N_("The record is held back from removal. The hold has to be lifted first."));
    return true;
}

bool visit_delete(struct visit *v, const struct type *type, struct str id, int64_t version)
{
    unsigned scopes;
    bool own;
    struct record *r = stored_for(v, type, id, &scopes);
    if (!r)
        return false;
    if (!(visit_cell(v, type, 0, ACTION_DELETE) & scopes))
        return visit_refuse(v, ACTION_DELETE, type, id);
    if (is_held(v, type, id))
        return false;
    r->version = version;
    return begin_change(v, &own) &&
           end_change(v, own, store_delete(v->session, r, v->faults) && follow(v, r));
}

bool visit_erase(struct visit *v, const struct type *type, struct str id)
{
    unsigned scopes;
    bool own;
    if (!stored_for(v, type, id, &scopes))
        return false;
    if (!(visit_cell(v, type, 0, ACTION_ERASE) & scopes))
        return visit_refuse(v, ACTION_ERASE, type, id);
    if (is_held(v, type, id))
        return false;
    return begin_change(v, &own) &&
           end_change(v, own, store_erase(v->session, type, id, v->faults));
}
