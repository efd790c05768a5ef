/* Records around a record: those that refer to it, who holds it, and what is to be done next. */
#include "web/staff_record.h"

#include "base/arena.h"
#include "base/date.h"
#include "model/procedure.h"
#include "web/dress.h"
#include "web/staff_data.h"

enum { NEWEST = 5, SOON_DAYS = 3 };

/* A visit whose refusals are no faults of this page: what may not be asked is not shown. */
static struct visit quiet(const struct call *c, struct faults *ignored)
{
    struct visit v = c->visit;
    *ignored = (struct faults){.arena = c->arena, .limit = 1};
    v.faults = ignored;
    return v;
}

/* --- who refers to it --- */

static const struct field *order_of(const struct type *type)
{
    struct str order = type->order;
    return type_field(type, str_starts(order, S("-")) ? str_from(order, 1) : order);
}

/* A date of the record, to tell it from its neighbours: the one its list is ordered by. */
static struct str note_of(struct staff_page *p, const struct view *view)
{
    const struct type *type = view->record->type;
    const struct field *f = order_of(type);
    return f && f->kind == FIELD_DATE ? staff_words_field(&p->words, type, f, view->record->values)
                                      : (struct str){0};
}

static void add_records(struct staff_page *p, struct node *list, const struct views *found)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    for (size_t i = 0; i < found->count; i++) {
        const struct view *view = &found->items[i];
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("name"), visit_name_of(&c->visit, view));
        node_set_str(a, one, S("address"),
                     staff_address(c, staff_path(a, view->record->type, view->record->id)));
        node_set_str(a, one, S("note"), note_of(p, view));
    }
}

static struct query referring(struct staff_page *p, const struct field *f, const struct type *type,
                              struct condition *condition)
{
    struct arena *a = p->call->arena;
    *condition = (struct condition){str_c(a, f->name), IS, value_text(p->view->record->id)};
    struct query q = {.type = type,
                      .conditions = condition,
                      .condition_count = 1,
                      .limit = NEWEST,
                      .brief = true};
    const struct field *order = order_of(type);
    if (order && visit_may_ask(&p->call->visit, type, order))
        q.order[0] = str_c(a, type->order);
    return q;
}

/* What may be recorded about this one: a form that knows it already. */
static void add_addition(struct staff_page *p, const struct type *type, struct str address)
{
    struct arena *a = p->call->arena;
    struct node *one = node_map(a), *list = dress_member(p->out, S("additions"));
    for (size_t i = 0; i < node_count(list); i++)
        if (str_eq(node_get_str(list->items[i], S("type")), type->name))
            return;
    node_set_str(a, one, S("type"), type->name);
    node_set_str(a, one, S("label"), words(p->call->language, type->label));
    node_set_str(a, one, S("make"), address);
    node_add(a, list, one);
}

/* What a step of this record makes is made by that step, which knows more of it than a bare form.
 */
static bool has_step(const struct type *type, const struct type *made)
{
    for (size_t i = 0; i < type->procedure->step_count; i++)
        if (type->procedure->steps[i].makes == made)
            return true;
    return false;
}

static void add_related(struct staff_page *p, struct node *related, const struct type *type,
                        const struct field *f)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct faults ignored;
    struct visit v = quiet(c, &ignored);
    struct condition condition;
    struct query q = referring(p, f, type, &condition);
    struct views found = {0};
    bool make = !has_step(p->type, type) && visit_may(&c->visit, type, ACTION_CREATE) &&
                !f->by_program && !c->visit.who.read_only;
    int64_t count = 0;
    struct str path = staff_address(c, staff_path(a, type, (struct str){0}));
    struct str query = str_format(a, "?%.*s=%.*s", STR_ARG(f->name), STR_ARG(p->view->record->id));
    if (make)
        add_addition(p, type, str_format(a, "%.*s/new%.*s", STR_ARG(path), STR_ARG(query)));
    if (!visit_list(&v, &q, &found, &count) || !count)
        return;
    struct node *one = node_add(a, related, node_map(a)), *list = node_list(a);
    add_records(p, list, &found);
    node_set_str(a, one, S("plural"), words(c->language, type->plural));
    node_set_str(a, one, S("by"), staff_words_label(c, f));
    node_set_int(a, one, S("count"), count);
    node_set_bool(a, one, S("more"), count > NEWEST);
    node_set_str(a, one, S("address"), str_concat(a, path, query));
    node_set(a, one, S("records"), list);
}

void staff_related(struct staff_page *p)
{
    struct arena *a = p->call->arena;
    const struct model *model = p->call->app->model;
    struct node *related = node_set(a, p->out, S("related"), node_list(a));
    struct node *additions = node_set(a, p->out, S("additions"), node_list(a));
    for (size_t t = 0; t < model->type_count; t++) {
        const struct type *type = &model->types[t];
        if (type->internal || !visit_knows_type(&p->call->visit, type))
            continue;
        for (size_t i = 0; i < type->field_count; i++)
            if (type->fields[i].kind == FIELD_REF && type->fields[i].to == p->type &&
                visit_may_ask(&p->call->visit, type, &type->fields[i]))
                add_related(p, related, type, &type->fields[i]);
    }
    node_set_bool(a, p->out, S("around"), related->count || additions->count);
}

/* --- who holds it --- */

/* The name of the record that the scope's first own field refers to. */
static struct str holder_of(struct staff_page *p, enum scope scope)
{
    const struct paths *paths = &p->type->scopes[scope];
    for (size_t i = 0; i < paths->count; i++) {
        const struct path *path = &paths->items[i];
        const struct field *f = path->fields[0];
        const struct value *v = &p->view->record->values[f->index];
        if (path->count == 1 && f->kind == FIELD_REF && v->kind == VALUE_TEXT)
            return staff_words_name(&p->words, f->to, v->text);
    }
    return (struct str){0};
}

struct node *staff_holder(struct staff_page *p)
{
    struct arena *a = p->call->arena;
    struct node *holder = node_map(a);
    struct str user = holder_of(p, SCOPE_ASSIGNED), office = holder_of(p, SCOPE_OFFICE);
    if (user.n)
        node_set_str(a, holder, S("user"), user);
    if (office.n)
        node_set_str(a, holder, S("office"), office);
    return holder;
}

/* --- what is next --- */

static bool holds(struct staff_page *p, const struct duty *duty)
{
    struct arena *a = p->call->arena;
    struct faults ignored = {.arena = a, .limit = 1};
    struct parameter today = {S("today"), value_text(date_print(a, date_today()))};
    const struct expression *when = expression_bind(a, duty->when, &today, 1, &ignored);
    return when && visit_holds(p->view, when);
}

static void add_due(struct staff_page *p, struct node *step, const struct field *due)
{
    struct call *c = p->call;
    struct date day;
    const struct value *v = due ? &p->view->record->values[due->index] : NULL;
    if (!v || v->kind != VALUE_TEXT || !date_parse(v->text, &day))
        return;
    int64_t left = date_to_days(date_last_day(day)) - date_to_days(date_today());
    node_set_str(c->arena, step, S("due"), words_date(c->arena, c->language, v->text));
    node_set_str(c->arena, step, S("state"),
                 left < 0            ? S("overdue")
                 : left <= SOON_DAYS ? S("soon")
                                     : S("later"));
    node_set_int(c->arena, step, S("days"), left < 0 ? -left : left);
}

void staff_steps(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct node *steps = node_set(a, p->out, S("steps"), node_list(a));
    for (size_t i = 0; i < p->type->duty_count; i++) {
        const struct duty *duty = &p->type->duties[i];
        if (!holds(p, duty))
            continue;
        struct node *step = node_add(a, steps, node_map(a));
        node_set_str(a, step, S("says"), words(c->language, duty->says));
        add_due(p, step, duty->due);
    }
}
