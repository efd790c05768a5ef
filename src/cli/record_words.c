#include "cli/record_words.h"
#include "cli/cli.h"

struct str record_words(struct visit *v, const struct view *view, const struct field *f,
                        enum language language)
{
    const struct record *r = view->record;
    const struct value *value = &r->values[f->index];
    if (view->sight[f->index] == SIGHT_MASKED && view->has_value[f->index])
        return words(language, str_of(N_("filled in")));
    if (value->kind == VALUE_SEALED || f->kind == FIELD_BLOB)
        return (struct str){0};
    if (f->kind == FIELD_REF && value->kind == VALUE_TEXT)
        return visit_name(v, f->to, value->text);
    return value_print(v->arena, f, value, value_currency(r->type, f, r->values));
}

static struct node *value_node(struct visit *v, const struct record *r, const struct field *f)
{
    const struct value *value = &r->values[f->index];
    struct arena *a = v->arena;
    switch (value->kind) {
    case VALUE_EMPTY:
    case VALUE_SEALED: return node_null(a);
    case VALUE_REAL: return node_real(a, value->real);
    case VALUE_INTEGER:
        if (f->kind == FIELD_BOOLEAN)
            return node_bool(a, value->integer != 0);
        if (f->kind == FIELD_INTEGER)
            return node_int(a, value->integer);
        break;
    default: break;
    }
    return node_str(a, value_print(a, f, value, value_currency(r->type, f, r->values)));
}

struct node *record_node(struct visit *v, const struct view *view,
                         const struct field *const *columns, size_t count)
{
    struct arena *a = v->arena;
    const struct record *r = view->record;
    struct node *out = node_map(a);
    node_set_str(a, out, S("id"), r->id);
    node_set_int(a, out, S("version"), r->version);
    node_set_str(a, out, S("name"), visit_name_of(v, view));
    struct node *values = node_set(a, out, S("values"), node_map(a));
    struct node *masked = node_set(a, out, S("masked"), node_list(a));
    struct node *sealed = node_set(a, out, S("sealed"), node_list(a));
    for (size_t i = 0; i < count; i++) {
        const struct field *f = columns[i];
        enum sight sight = view->sight[f->index];
        if (sight == SIGHT_MASKED && view->has_value[f->index])
            node_add(a, masked, node_str(a, f->name));
        else if (r->values[f->index].kind == VALUE_SEALED)
            node_add(a, sealed, node_str(a, f->name));
        else if (sight == SIGHT_FULL)
            node_set(a, values, f->name, value_node(v, r, f));
    }
    return out;
}
