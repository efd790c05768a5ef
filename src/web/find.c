/* The search among records: by exact number, by words, and people by who they are. */
#include "web/work.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/dress.h"
#include "web/staff_data.h"

enum { MOST_FOUND = 60 };

/* --- one row --- */

/* Who holds the record: what its scopes assigned and office begin with. */
static struct node *holders(struct call *c, const struct view *view)
{
    static const enum scope held[] = {SCOPE_OFFICE, SCOPE_ASSIGNED};
    struct node *list = node_list(c->arena);
    const struct type *type = view->record->type;
    for (size_t s = 0; s < sizeof held / sizeof *held; s++)
        for (size_t i = 0; i < type->scopes[held[s]].count; i++) {
            const struct field *f = type->scopes[held[s]].items[i].fields[0];
            const struct value *v = &view->record->values[f->index];
            if (f->kind != FIELD_REF || view->sight[f->index] != SIGHT_FULL ||
                v->kind != VALUE_TEXT)
                continue;
            struct str name = visit_name(&c->visit, f->to, v->text);
            struct node *one = name.n ? node_add(c->arena, list, node_map(c->arena)) : NULL;
            if (!one)
                continue;
            node_set_str(c->arena, one, S("label"), f->label);
            node_set_str(c->arena, one, S("name"), name);
        }
    return list;
}

static struct node *group_of(struct call *c, struct node *groups, const struct type *type)
{
    for (size_t i = 0; i < groups->count; i++)
        if (str_eq(node_get_str(groups->items[i], S("type")), type->name))
            return groups->items[i];
    struct node *group = node_add(c->arena, groups, node_map(c->arena));
    node_set_str(c->arena, group, S("type"), type->name);
    node_set_str(c->arena, group, S("plural"), type->plural);
    node_set(c->arena, group, S("rows"), node_list(c->arena));
    return group;
}

static bool is_there(const struct node *rows, struct str id)
{
    for (size_t i = 0; i < node_count(rows); i++)
        if (str_eq(node_get_str(rows->items[i], S("id")), id))
            return true;
    return false;
}

static int64_t add_views(struct call *c, struct node *groups, const struct views *views)
{
    struct arena *a = c->arena;
    int64_t added = 0;
    for (size_t i = 0; i < views->count; i++) {
        const struct view *view = &views->items[i];
        const struct record *r = view->record;
        struct node *rows = dress_member(group_of(c, groups, r->type), S("rows"));
        if (is_there(rows, r->id))
            continue;
        struct node *row = node_add(a, rows, node_map(a));
        node_set_str(a, row, S("id"), r->id);
        node_set_str(a, row, S("name"), visit_name_of(&c->visit, view));
        node_set(a, row, S("held_by"), holders(c, view));
        node_set_str(a, row, S("address"), staff_path(a, r->type, r->id));
        added++;
    }
    return added;
}

/* --- an exact number --- */

/* The record whose key of one text is exactly this, when the person may read that key in it. */
static const struct view *by_key(struct call *c, const struct type *type, struct str text)
{
    struct arena *a = c->arena;
    if (!type->key_count || type->keys[0].count != 1 || !type->search.count)
        return NULL;
    const struct field *key = &type->fields[type->keys[0].fields[0]];
    struct faults ignored = {.arena = a, .limit = 1}, *own = c->visit.faults;
    struct views found = {0};
    struct condition is = {str_c(a, key->name), IS, value_text(text)};
    struct query q = {
        .type = type, .conditions = &is, .condition_count = 1, .limit = 1, .brief = true};
    int64_t total;
    c->visit.faults = &ignored;
    bool ok = key->kind == FIELD_TEXT && visit_list_readable(&c->visit, &q, &found, &total);
    c->visit.faults = own;
    return ok && found.count && found.items[0].sight[key->index] == SIGHT_FULL ? &found.items[0]
                                                                               : NULL;
}

/* The address of the only record with this number; empty when there is none or more than one. */
static struct str exact(struct call *c, struct str text)
{
    const struct model *m = c->app->model;
    const struct view *only = NULL;
    for (size_t i = 0; i < m->type_count; i++) {
        if (!visit_knows_type(&c->visit, &m->types[i]))
            continue;
        const struct view *view = by_key(c, &m->types[i], text);
        if (view && only)
            return (struct str){0};
        only = view ? view : only;
    }
    return only ? staff_path(c->arena, only->record->type, only->record->id) : (struct str){0};
}

/* --- the whole --- */

struct node *data_find(struct call *c)
{
    struct arena *a = c->arena;
    struct str text = call_value(c, "q");
    struct node *data = node_map(a), *groups = node_list(a);
    struct views people = {0}, found = {0};
    int64_t count = 0;
    if (text.n && (!visit_find_people(&c->visit, text, &people) ||
                   !visit_search(&c->visit, text, MOST_FOUND, &found)))
        return NULL;
    count = add_views(c, groups, &people) + add_views(c, groups, &found);
    node_set_str(a, data, S("query"), text);
    struct str address = text.n ? exact(c, text) : (struct str){0};
    if (address.n)
        node_set_str(a, data, S("exact"), address);
    node_set_int(a, data, S("count"), count);
    node_set_bool(a, data, S("more"), found.count == MOST_FOUND);
    node_set(a, data, S("groups"), groups);
    return data;
}

void file_find(struct call *c)
{
    struct str text = call_value(c, "q");
    struct str address = text.n ? exact(c, text) : (struct str){0};
    struct node *data = address.n ? NULL : data_find(c);
    if (address.n)
        answer_go(c, address);
    else if (data)
        answer_page(c, 200, "find", data);
}
