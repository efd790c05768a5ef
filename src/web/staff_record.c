/* The page of one record, and the first page of all types. */
#include "web/staff_record.h"

#include "base/arena.h"
#include "web/casework.h"
#include "web/staff_data.h"
#include "web/staff_list.h"

enum { STORY_SHOWN = 12 };

/* --- all types --- */

static void add_type(struct call *c, struct node *list, const struct type *type)
{
    struct arena *a = c->arena;
    struct faults ignored = {.arena = a, .limit = 1}, *own = c->visit.faults;
    struct list_query all = {.type = type, .page = 1};
    int64_t count = 0;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("type"), type->name);
    node_set_str(a, one, S("label"), words(c->language, type->label));
    node_set_str(a, one, S("plural"), words(c->language, type->plural));
    node_set_str(a, one, S("means"), words(c->language, type->means));
    node_set_str(a, one, S("group"), type->group);
    c->visit.faults = &ignored;
    if (staff_count(c, &all, &count))
        node_set_int(a, one, S("count"), count);
    c->visit.faults = own;
}

struct node *staff_types(struct call *c)
{
    struct arena *a = c->arena;
    const struct model *model = c->app->model;
    struct node *out = node_map(a), *list = node_set(a, out, S("types"), node_list(a));
    for (size_t i = 0; i < model->type_count; i++)
        if (!model->types[i].internal && visit_knows_type(&c->visit, &model->types[i]))
            add_type(c, list, &model->types[i]);
    return out;
}

/* Groups as they stand in declarations, in the order in which people look for them. */
static const struct {
    const char *name, *label;
    bool aside; /* looked for rarely: names alone */
} groups[] = {
    {"labor_enforcement", N_("Labour inspection")}, {"register", N_("Contract register")},
    {"protection", N_("Protection of children")},   {"criminal_track", N_("Criminal law")},
    {"coordination", N_("Working together"), true}, {"places_and_parties", N_("People and places")},
    {"inspectorate", N_("The inspectorate"), true}, {"accounting", N_("Reports and figures"), true},
    {"administration", N_("Administration"), true}, {"", N_("Others"), true}};
enum { GROUPS = sizeof groups / sizeof *groups };

static size_t group_of(struct str name)
{
    for (size_t i = 0; i + 1 < GROUPS; i++)
        if (str_eq(name, str_of(groups[i].name)))
            return i;
    return GROUPS - 1;
}

void staff_types_dress(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *types = node_get(data, S("types"));
    struct node *near = node_set(a, data, S("groups"), node_list(a));
    struct node *aside = node_set(a, data, S("others"), node_list(a));
    for (size_t g = 0; g < GROUPS; g++) {
        struct node *members = node_list(a);
        for (size_t i = 0; i < node_count(types); i++)
            if (group_of(node_get_str(types->items[i], S("group"))) == g)
                node_add(a, members, types->items[i]);
        if (!members->count)
            continue;
        struct node *one = node_add(a, groups[g].aside ? aside : near, node_map(a));
        node_set_str(a, one, S("label"), words(c->language, str_of(groups[g].label)));
        node_set(a, one, S("types"), members);
    }
}

/* --- one record --- */

void staff_head(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    const struct record *r = p->view->record;
    node_set_str(a, p->out, S("type"), p->type->name);
    node_set_str(a, p->out, S("label"), words(c->language, p->type->label));
    node_set_str(a, p->out, S("plural"), words(c->language, p->type->plural));
    node_set_str(a, p->out, S("list_address"),
                 staff_address(c, staff_path(a, p->type, (struct str){0})));
    node_set_str(a, p->out, S("id"), r->id);
    node_set_int(a, p->out, S("version"), r->version);
    node_set_str(a, p->out, S("name"), visit_name_of(&c->visit, p->view));
    node_set_str(a, p->out, S("address"), staff_address(c, staff_path(a, p->type, r->id)));
}

static bool may_edit(const struct staff_page *p)
{
    for (size_t i = 0; i < p->type->field_count; i++)
        if (p->view->may_write[i] && !p->type->fields[i].by_program)
            return !p->call->visit.who.read_only;
    return false;
}

static bool reads_something(const struct staff_page *p)
{
    for (size_t i = 0; i < p->type->field_count; i++)
        if (p->view->sight[i] == SIGHT_FULL &&
            !access_known(p->call->app->access, p->type, &p->type->fields[i]))
            return true;
    return false;
}

static struct node *may(struct staff_page *p)
{
    struct arena *a = p->call->arena;
    struct node *m = node_map(a);
    bool writes = !p->call->visit.who.read_only;
    node_set_bool(a, m, S("edit"), may_edit(p));
    node_set_bool(a, m, S("delete"), writes && p->view->may_delete);
    node_set_bool(a, m, S("erase"), writes && p->view->may_erase);
    node_set_bool(a, m, S("open"), p->view->sealed && !p->opened);
    return m;
}

/* "Closed on 5 March 2019" once the day is there from which the record is kept. */
static void add_state(struct staff_page *p)
{
    struct call *c = p->call;
    const struct field *end = p->type->keep_since;
    if (!end || p->view->sight[end->index] != SIGHT_FULL)
        return;
    struct str details[] = {staff_words_label(c, end),
                            staff_words_field(&p->words, p->type, end, p->view->record->values)};
    if (details[1].n)
        node_set_str(c->arena, p->out, S("state"), words_fill(c->arena, S("{1}: {2}"), details, 2));
}

/* Where people work with records of the type, when its declaration names such a page. */
static void add_own_page(struct staff_page *p)
{
    struct call *c = p->call;
    const struct node *page = node_get(p->type->declared, S("page"));
    if (!page)
        return;
    struct node *one = node_set(c->arena, p->out, S("own_page"), node_map(c->arena));
    node_set_str(
        c->arena, one, S("address"),
        staff_address(c, str_concat(c->arena, node_get_str(page, S("at")), p->view->record->id)));
    node_set_str(c->arena, one, S("says"), words(c->language, node_get_str(page, S("says"))));
}

void staff_record_page(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    bool reads = reads_something(p);
    staff_head(p);
    node_set(a, p->out, S("may"), may(p));
    node_set(a, p->out, S("holder"), staff_holder(p));
    node_set_bool(a, p->out, S("known_only"), !reads);
    add_own_page(p);
    node_set_bool(a, p->out, S("opened"), p->opened);
    node_set_bool(a, p->out, S("emergency"),
                  access_may(c->app->access, &c->visit.who, S("emergency")));
    if (!reads)
        return;
    add_state(p);
    if (p->type->procedure->stage_count) {
        casework_line(p);
        casework_next(p);
        casework_events(p);
        node_set_bool(a, p->out, S("letter"), str_eq(p->type->name, S("information_request")));
    } else {
        staff_line(p);
    }
    staff_steps(p);
    staff_sections(p);
    staff_related(p);
    struct faults *own = c->visit.faults, ignored = {.arena = a, .limit = 1};
    c->visit.faults = &ignored; /* without a story the record is still worth its page */
    staff_story(p, S("story"), STORY_SHOWN);
    c->visit.faults = own;
}

struct node *staff_record(struct call *c)
{
    const struct type *type = staff_type(c);
    const struct view *view = type ? staff_view(c, type) : NULL;
    if (!view)
        return NULL;
    struct staff_page p = {.call = c, .type = type, .view = view, .out = node_map(c->arena)};
    p.words = staff_words_new(c);
    if (c->api) {
        p.out = staff_record_node(c, view, NULL, 0);
        node_set_str(c->arena, p.out, S("type"), type->name);
        node_set(c->arena, p.out, S("may"), may(&p));
    } else {
        staff_record_page(&p);
    }
    return p.out;
}
