/* Taking records away as a file. */
#include "access/within.h"

enum { CLASS_OF_SAFE_PLACES = 4 };

static bool check_columns(struct visit *v, const struct type *type,
                          const struct field *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned read = visit_cell(v, type, access_class(columns[i]), ACTION_READ);
        bool readable = (read || access_known(v->access, type, columns[i])) &&
                        access_class(columns[i]) != CLASS_OF_SAFE_PLACES && !columns[i]->secret;
        if (readable)
            continue;
        visit_refused(v, "export", type, (struct str){0});
        return FAULT(v->faults, FAULT_REFUSED, ((struct place){.field = columns[i]->name}),
                     N_("You may not take \"{1}\" away as a file; choose other columns."),
                     columns[i]->label);
    }
    return true;
}

/* Takes everything out of the views but the columns, so that nothing else is opened or written. */
static void keep_columns(struct visit *v, const struct type *type,
                         const struct field *const *columns, size_t count, struct views *found)
{
    bool *kept = arena_array(v->arena, type->field_count, bool);
    for (size_t i = 0; i < count; i++)
        kept[columns[i]->index] = true;
    for (size_t i = 0; i < found->count; i++) {
        struct view *view = &found->items[i];
        view->sealed = false;
        for (size_t k = 0; k < type->field_count; k++) {
            bool currency_of_kept = false;
            for (size_t c = 0; c < count; c++)
                currency_of_kept =
                    currency_of_kept || str_eq(columns[c]->currency, type->fields[k].name);
            if (!kept[k] && !currency_of_kept)
                view->record->values[k] = (struct value){0};
            view->sealed = view->sealed || view->record->values[k].kind == VALUE_SEALED;
        }
    }
}

static bool note_export(struct visit *v, const struct type *type,
                        const struct field *const *columns, size_t count, size_t records)
{
    struct actor actor = visit_actor(v);
    struct node *details = node_map(v->arena);
    struct node *names = node_set(v->arena, details, S("columns"), node_list(v->arena));
    for (size_t i = 0; i < count; i++)
        node_add(v->arena, names, node_str(v->arena, columns[i]->name));
    node_set_int(v->arena, details, S("records"), (int64_t)records);
    struct event event = {"export", type->name, {0}, details};
    return store_event_alone(v->session, &actor, &event, v->faults);
}

bool visit_export(struct visit *v, const struct query *q, const struct field *const *columns,
                  size_t column_count, struct views *found)
{
    unsigned scopes = visit_cell(v, q->type, 0, ACTION_EXPORT);
    *found = (struct views){0};
    if (!scopes)
        return visit_refuse(v, ACTION_EXPORT, q->type, (struct str){0});
    if (!check_columns(v, q->type, columns, column_count) ||
        !visit_query(v, q, scopes, found, NULL))
        return false;
    keep_columns(v, q->type, columns, column_count, found);
    if (!note_export(v, q->type, columns, column_count, found->count)) {
        *found = (struct views){0};
        return false;
    }
    struct view **views = arena_array(v->arena, found->count, struct view *);
    for (size_t i = 0; i < found->count; i++)
        views[i] = &found->items[i];
    return visit_open(v, views, found->count);
}
