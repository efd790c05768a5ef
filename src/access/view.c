/* A record as one person may see it: what may not be read is taken out before anything else gets
 * it. */
#include "access/within.h"

static enum sight sight_of(const struct visit *v, const struct type *type, const struct field *f,
                           unsigned scopes)
{
    int class = access_class(f);
    if (f->secret)
        return SIGHT_NONE;
    if (visit_cell(v, type, class, ACTION_READ) & scopes)
        return SIGHT_FULL;
    if (access_known(v->access, type, f) && (visit_cell(v, type, 0, ACTION_KNOW) & scopes))
        return SIGHT_FULL;
    return visit_cell(v, type, class, ACTION_MASKED) & scopes ? SIGHT_MASKED : SIGHT_NONE;
}

const struct face *visit_face(struct visit *v, const struct type *type, unsigned scopes)
{
    struct visit_memory *m = visit_memory(v);
    for (size_t i = 0; i < m->faces.count; i++)
        if (m->faces.items[i].type == type && m->faces.items[i].scopes == scopes)
            return &m->faces.items[i];
    struct face *face = arena_push(m->arena, &m->faces);
    *face = (struct face){.type = type, .scopes = scopes};
    face->sight = arena_array(m->arena, type->field_count, enum sight);
    face->may_write = arena_array(m->arena, type->field_count, bool);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        face->sight[i] = sight_of(v, type, f, scopes);
        face->may_write[i] =
            !f->by_program && (visit_cell(v, type, access_class(f), ACTION_WRITE) & scopes);
    }
    face->may_delete = (visit_cell(v, type, 0, ACTION_DELETE) & scopes) != 0;
    face->may_erase = (visit_cell(v, type, 0, ACTION_ERASE) & scopes) != 0;
    return face;
}

struct view *visit_view(struct visit *v, struct record *r, unsigned scopes)
{
    const struct type *type = r->type;
    const struct face *face = visit_face(v, type, scopes);
    struct view *view = arena_new(v->arena, struct view);
    *view = (struct view){.record = r,
                          .scopes = scopes,
                          .sight = face->sight,
                          .may_write = face->may_write,
                          .may_delete = face->may_delete,
                          .may_erase = face->may_erase};
    view->has_value = arena_array(v->arena, type->field_count, bool);
    for (size_t i = 0; i < type->field_count; i++) {
        struct value *value = &r->values[i];
        view->has_value[i] = face->sight[i] != SIGHT_NONE && value->kind != VALUE_EMPTY;
        if (face->sight[i] != SIGHT_FULL)
            *value = (struct value){0};
        view->sealed = view->sealed || value->kind == VALUE_SEALED;
    }
    return view;
}

bool visit_missing(struct visit *v, const struct type *type, struct str id)
{
    visit_refused(v, "know", type, id);
    return FAULT(v->faults, FAULT_MISSING, (struct place){0},
                 N_("There is no record \"{1}\" of this type ({2}); the address may be incomplete, "
                    "or the record is not for you to see."),
                 id, type->label);
}

bool visit_refuse(struct visit *v, enum action action, const struct type *type, struct str id)
{
    static const char *const words[ACTION_COUNT_OF_ACTIONS] = {
        [ACTION_KNOW] = "know",     [ACTION_COUNT] = "count",   [ACTION_MASKED] = "read",
        [ACTION_READ] = "read",     [ACTION_WRITE] = "write",   [ACTION_CREATE] = "create",
        [ACTION_DELETE] = "delete", [ACTION_EXPORT] = "export", [ACTION_IMPORT] = "import",
        [ACTION_ERASE] = "erase"};
    static const char *const messages[ACTION_COUNT_OF_ACTIONS] = {
        [ACTION_KNOW] = N_("Records of type \"{1}\" are not open to you."),
        [ACTION_COUNT] = N_("Records of type \"{1}\" are not counted for you."),
        [ACTION_MASKED] = N_("You may not read this of a record of type \"{1}\"."),
        [ACTION_READ] = N_("You may not read this of a record of type \"{1}\"."),
        [ACTION_WRITE] = N_("You may not change this of a record of type \"{1}\"."),
        [ACTION_CREATE] =
            N_("You may not add this record of type \"{1}\"; you may add those of your own work."),
        [ACTION_DELETE] = N_("You may not delete this record of type \"{1}\"."),
        [ACTION_EXPORT] = N_("You may not take records of type \"{1}\" away as a file."),
        [ACTION_IMPORT] = N_("You may not bring in records of type \"{1}\" from a file."),
        [ACTION_ERASE] = N_("You may not erase the person of this record of type \"{1}\"."),
    };
    visit_refused(v, words[action], type, id);
    return FAULT(v->faults, FAULT_REFUSED, (struct place){0}, messages[action], type->label);
}
