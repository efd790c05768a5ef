#include "web/staff_data.h"

#include "base/arena.h"
#include "base/money.h"

const struct type *staff_type(struct call *c)
{
    struct str name = call_value(c, "type");
    const struct type *type = model_type(c->app->model, name);
    if (!type || type->internal || !visit_knows_type(&c->visit, type)) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("There are no records called \"{1}\". /records lists those that are open to you."),
              name);
        return NULL;
    }
    return type;
}

struct view *staff_view(struct call *c, const struct type *type)
{
    return visit_get(&c->visit, type, call_value(c, "id"));
}

bool staff_sees(const struct call *c, const struct type *type, const struct field *f)
{
    const struct principal *who = &c->visit.who;
    return !f->secret && (access_known(c->app->access, type, f) ||
                          access_scopes(c->app->access, who, type, access_class(f), ACTION_READ) ||
                          access_scopes(c->app->access, who, type, access_class(f), ACTION_MASKED));
}

struct str staff_path(struct arena *a, const struct type *type, struct str id)
{
    return id.n ? str_format(a, "/records/%.*s/%.*s", STR_ARG(type->name), STR_ARG(id))
                : str_format(a, "/records/%.*s", STR_ARG(type->name));
}

struct node *staff_value(struct arena *a, const struct type *type, const struct field *f,
                         const struct value *values)
{
    const struct value *v = &values[f->index];
    switch (v->kind) {
    case VALUE_INTEGER:
        if (f->kind == FIELD_MONEY)
            return node_str(a, money_print(a, v->integer, value_currency(type, f, values)));
        return f->kind == FIELD_BOOLEAN ? node_bool(a, v->integer != 0) : node_int(a, v->integer);
    case VALUE_REAL: return node_real(a, v->real);
    case VALUE_TEXT: return node_str(a, v->text);
    case VALUE_BLOB: return node_str(a, value_print(a, f, v, (struct str){0}));
    case VALUE_EMPTY:
    case VALUE_SEALED: break;
    }
    return node_null(a);
}

struct node *staff_record_node(struct call *c, const struct view *view,
                               const struct field *const *only, size_t count)
{
    struct arena *a = c->arena;
    const struct record *r = view->record;
    struct node *out = node_map(a), *values = node_map(a), *masked = node_list(a),
                *sealed = node_list(a);
    node_set_str(a, out, S("id"), r->id);
    node_set_int(a, out, S("version"), r->version);
    node_set_str(a, out, S("name"), visit_name_of(&c->visit, view));
    for (size_t i = 0; i < (only ? count : r->type->field_count); i++) {
        const struct field *f = only ? only[i] : &r->type->fields[i];
        bool closed = r->values[f->index].kind == VALUE_SEALED;
        if (view->sight[f->index] == SIGHT_NONE)
            continue;
        if (view->sight[f->index] == SIGHT_MASKED && view->has_value[f->index])
            node_add(a, masked, node_str(a, f->name));
        else if (closed)
            node_add(a, sealed, node_str(a, f->name));
        else if (view->sight[f->index] == SIGHT_FULL)
            node_set(a, values, f->name, staff_value(a, r->type, f, r->values));
    }
    node_set(a, out, S("values"), values);
    node_set(a, out, S("masked"), masked);
    node_set(a, out, S("sealed"), sealed);
    return out;
}
