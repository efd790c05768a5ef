/* The history of a record without what the person may not read of it. */
#include "access/within.h"

/* {"before": null, "after": null, "masked": true}: that it changed, not what it was. */
static struct node *masked(struct visit *v)
{
    struct node *n = node_map(v->arena);
    node_set(v->arena, n, S("before"), node_null(v->arena));
    node_set(v->arena, n, S("after"), node_null(v->arena));
    node_set_bool(v->arena, n, S("masked"), true);
    return n;
}

/* Fields that have left the model go with what nobody may read. */
static const struct node *as_seen(struct visit *v, const struct view *view,
                                  const struct node *difference, bool opened)
{
    const struct type *type = view->record->type;
    struct node *seen = node_map(v->arena);
    for (size_t i = 0; difference && i < difference->count; i++) {
        const struct field *f = type_field(type, difference->keys[i]);
        if (!f || view->sight[f->index] == SIGHT_NONE)
            continue;
        bool full = view->sight[f->index] == SIGHT_FULL && (opened || !f->sealed);
        node_set(v->arena, seen, f->name, full ? difference->items[i] : masked(v));
    }
    return seen;
}

static void show(struct visit *v, const struct view *view, struct changes *found, bool opened)
{
    for (size_t i = 0; i < found->count; i++)
        found->items[i].difference = as_seen(v, view, found->items[i].difference, opened);
}

static bool read_all(struct visit *v, const struct view *view, struct changes *found)
{
    const struct record *r = view->record;
    *found = (struct changes){0};
    return store_history(v->session, v->arena, r->type, r->id, found, v->faults);
}

bool visit_history(struct visit *v, const struct view *view, struct changes *found)
{
    if (!read_all(v, view, found))
        return false;
    show(v, view, found, false);
    return true;
}

bool visit_open_history(struct visit *v, const struct view *view, struct changes *found)
{
    const struct type *type = view->record->type;
    const struct field **fields = arena_array(v->arena, type->field_count, const struct field *);
    struct actor actor = visit_actor(v);
    size_t count = 0;
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i].sealed && view->sight[i] == SIGHT_FULL)
            fields[count++] = &type->fields[i];
    if (!read_all(v, view, found))
        return false;
    if (count &&
        !store_open_changes(v->session, v->arena, &actor, type, found, fields, count, v->faults))
        return false;
    show(v, view, found, true);
    return true;
}
