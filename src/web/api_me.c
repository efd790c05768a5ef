#include "web/api_me.h"

#include "base/arena.h"
#include "markup/words.h"
#include "web/csrf.h"
#include "web/page.h"
#include "web/staff_data.h"

struct node *api_me(struct call *c)
{
    struct arena *a = c->arena;
    const struct principal *who = &c->visit.who;
    const struct code_list *list = model_list(c->app->model, S("roles"));
    struct node *me = node_map(a);
    node_set_str(a, me, S("user"), who->user);
    node_set_str(a, me, S("name"), who->name);
    node_set_str(a, me, S("full_name"), who->full_name);
    node_set_str(a, me, S("agency"), who->agency);
    node_set_str(a, me, S("office"), who->office);
    node_set_str(a, me, S("district"), who->district);
    struct node *roles = node_set(a, me, S("roles"), node_list(a));
    for (size_t i = 0; list && i < list->count && i < MOST_ROLES; i++)
        if (who->roles & ((uint32_t)1 << i))
            node_add(a, roles, node_str(a, list->items[i].code));
    node_set_bool(a, me, S("by_token"), who->by_token);
    node_set_bool(a, me, S("read_only"), who->read_only);
    node_set_str(a, me, S("types"), who->types);
    node_set(a, me, S("may"), page_permissions(c));
    if (c->token.n)
        node_set_str(a, me, S("form_token"), csrf_token(a, c->secret, who->user));
    return me;
}

static void add_codes(struct call *c, struct node *field, const struct code_list *list)
{
    struct arena *a = c->arena;
    node_set_str(a, field, S("list"), list->name);
    struct node *codes = node_set(a, field, S("codes"), node_list(a));
    for (size_t i = 0; i < list->count; i++) {
        struct node *one = node_add(a, codes, node_map(a));
        node_set_str(a, one, S("code"), list->items[i].code);
        node_set_str(a, one, S("label"), words(c->language, list->items[i].label));
    }
}

static void add_field(struct call *c, struct node *fields, const struct type *type,
                      const struct field *f)
{
    struct arena *a = c->arena;
    if (!staff_sees(c, type, f) &&
        !access_scopes(c->app->access, &c->visit.who, type, access_class(f), ACTION_WRITE))
        return;
    struct node *field = node_add(a, fields, node_map(a));
    node_set_str(a, field, S("name"), f->name);
    node_set_str(a, field, S("label"), words(c->language, f->label));
    node_set_str(a, field, S("kind"), field_kind_word(f->kind));
    node_set_bool(a, field, S("required"), f->required);
    node_set_bool(a, field, S("sealed"), f->sealed);
    if (f->list)
        add_codes(c, field, f->list);
    if (f->to)
        node_set_str(a, field, S("to"), f->to->name);
    const struct access *access = c->app->access;
    const struct principal *who = &c->visit.who;
    node_set_bool(a, field, S("read"),
                  access_scopes(access, who, type, access_class(f), ACTION_READ) != 0);
    node_set_bool(a, field, S("write"),
                  !f->by_program &&
                      access_scopes(access, who, type, access_class(f), ACTION_WRITE) != 0);
}

static void add_type(struct call *c, struct node *types, const struct type *type)
{
    static const struct {
        struct str name;
        enum action action;
    } actions[] = {{S_INIT("create"), ACTION_CREATE},
                   {S_INIT("delete"), ACTION_DELETE},
                   {S_INIT("export"), ACTION_EXPORT},
                   {S_INIT("import"), ACTION_IMPORT},
                   {S_INIT("erase"), ACTION_ERASE}};
    struct arena *a = c->arena;
    struct node *one = node_add(a, types, node_map(a));
    node_set_str(a, one, S("type"), type->name);
    node_set_str(a, one, S("label"), words(c->language, type->label));
    node_set_str(a, one, S("plural"), words(c->language, type->plural));
    node_set_str(a, one, S("means"), words(c->language, type->means));
    struct node *may = node_set(a, one, S("may"), node_map(a));
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        node_set_bool(a, may, actions[i].name, visit_may(&c->visit, type, actions[i].action));
    struct node *fields = node_set(a, one, S("fields"), node_list(a));
    for (size_t i = 0; i < type->field_count; i++)
        add_field(c, fields, type, &type->fields[i]);
}

struct node *api_types(struct call *c)
{
    struct node *out = node_map(c->arena);
    struct node *types = node_set(c->arena, out, S("types"), node_list(c->arena));
    const struct model *model = c->app->model;
    for (size_t i = 0; i < model->type_count; i++)
        if (visit_knows_type(&c->visit, &model->types[i]))
            add_type(c, types, &model->types[i]);
    return out;
}
