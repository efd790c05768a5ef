/* Work that follows from steps: what is owed on files given to this person, and on files of their
 * office that nobody has yet. And who owes what by when, for supervisors. */
#include "base/arena.h"
#include "model/expression_make.h"
#include "web/casework.h"
#include "web/staff_data.h"
#include "web/work.h"

enum { MOST_OF_A_KIND = 200, MOST_SEARCHED = 2000, SOON_DAYS = 7, ROWS = 100 };

/* The path of the person in charge: the record's own, or of what it belongs to. */
static const struct path *charge_of(const struct type *type)
{
    const struct paths *assigned = &type->scopes[SCOPE_ASSIGNED];
    return assigned->count ? &assigned->items[0] : NULL;
}

/* --- My work --- */

static bool put_record(struct work *w, struct view *view, bool *put)
{
    struct call *c = w->call;
    struct casework engine = casework_for(&c->visit);
    const struct record *truth = casework_truth(c, view->record);
    const struct step *step;
    struct date until;
    *put = false;
    if (!truth || !casework_owed(&engine, truth, &step, &until))
        return false;
    if (!step || !casework_is_by(&engine, step))
        return true;
    struct str due = until.year ? date_print(c->arena, until) : (struct str){0};
    enum work_list list = due.n && str_compare(due, w->today) < 0 ? WORK_OVERDUE : WORK_WAITING;
    work_put(w, list, &(struct work_item){.view = view, .step = step->label, .due = due});
    w->counts[list]++;
    *put = true;
    return true;
}

static bool put_all(struct work *w, const struct type *type, const struct expression *where)
{
    struct query q = {.type = type, .where = where, .limit = MOST_OF_A_KIND};
    struct views found;
    int64_t total;
    bool put;
    if (!visit_list_readable(&w->call->visit, &q, &found, &total))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (!put_record(w, &found.items[i], &put))
            return false;
    return true;
}

/* Files of the office that nobody has been given. */
static bool put_office(struct work *w, const struct type *type, const struct path *charge)
{
    struct arena *a = w->call->arena;
    const struct paths *offices = &type->scopes[SCOPE_OFFICE];
    const struct expression *nobody = expression_is_null(a, charge);
    if (charge->count != 1 || !offices->count || offices->items[0].count != 1 ||
        !w->call->visit.who.office.n || !str_eq(offices->items[0].fields[0]->to_name, S("office")))
        return true;
    const struct expression *mine =
        expression_compared(a, &offices->items[0], EQUAL, w->call->visit.who.office);
    return put_all(w, type,
                   expression_both(a, type->procedure->open, expression_both(a, mine, nobody)));
}

bool work_steps(struct work *w)
{
    const struct model *m = w->call->app->model;
    struct arena *a = w->call->arena;
    struct str me = w->call->visit.who.user;
    for (size_t i = 0; me.n && i < m->type_count; i++) {
        const struct type *type = &m->types[i];
        const struct path *charge = charge_of(type);
        if (!type->procedure->step_count || !charge || !visit_knows_type(&w->call->visit, type))
            continue;
        if (!put_all(w, type,
                     expression_both(a, type->procedure->open,
                                     expression_compared(a, charge, EQUAL, me))) ||
            !put_office(w, type, charge))
            return false;
    }
    return true;
}

/* --- deadlines by inspector --- */

struct owed {
    struct str person; /* id; empty: nobody */
    struct node *row;
    int64_t days; /* until it is due; below 0: late */
};
struct all_owed {
    struct owed *items;
    size_t count, capacity;
};

static struct str in_charge(struct call *c, const struct record *r)
{
    const struct path *path = charge_of(r->type);
    struct str id = {0};
    for (size_t i = 0; path && r && i < path->count; i++) {
        const struct value *v = &r->values[path->fields[i]->index];
        id = v->kind == VALUE_TEXT ? v->text : (struct str){0};
        r = id.n && i + 1 < path->count
                ? store_get_brief(c->session, c->arena, path->fields[i]->to, id, &c->faults)
                : NULL;
    }
    return id;
}

static bool add_owed(struct call *c, struct view *view, struct all_owed *all)
{
    struct arena *a = c->arena;
    struct casework w = casework_for(&c->visit);
    const struct record *r = casework_truth(c, view->record);
    const struct step *step;
    struct date until;
    if (!r || !casework_owed(&w, r, &step, &until))
        return false;
    int64_t days = step && until.year ? date_to_days(until) - date_to_days(w.today) : SOON_DAYS + 1;
    if (days > SOON_DAYS)
        return true;
    struct node *row = node_map(a);
    node_set_str(a, row, S("type"), r->type->name);
    node_set_str(a, row, S("label"), r->type->label);
    node_set_str(a, row, S("id"), r->id);
    node_set_str(a, row, S("name"), visit_name_of(&c->visit, view));
    node_set_str(a, row, S("step"), step->label);
    node_set_str(a, row, S("due"), date_print(a, until));
    node_set_int(a, row, days < 0 ? S("days_late") : S("days_left"), days < 0 ? -days : days);
    node_set_str(a, row, S("address"), staff_path(a, r->type, r->id));
    *arena_push(a, all) = (struct owed){in_charge(c, r), row, days};
    return true;
}

static bool find_owed(struct call *c, struct all_owed *all)
{
    const struct model *m = c->app->model;
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *type = &m->types[i];
        struct query q = {.type = type, .where = type->procedure->open, .limit = MOST_SEARCHED};
        struct views found;
        int64_t total;
        if (!type->procedure->step_count || !visit_knows_type(&c->visit, type))
            continue;
        if (!visit_list_readable(&c->visit, &q, &found, &total))
            return false;
        for (size_t k = 0; k < found.count; k++)
            if (!add_owed(c, &found.items[k], all))
                return false;
    }
    return true;
}

static void put_in_order(struct all_owed *all)
{
    for (size_t gap = all->count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < all->count; i++)
            for (size_t n = i; n >= gap && all->items[n].days < all->items[n - gap].days;
                 n -= gap) {
                struct owed moved = all->items[n];
                all->items[n] = all->items[n - gap];
                all->items[n - gap] = moved;
            }
}

static struct node *person_row(struct call *c, struct node *people, struct str id)
{
    struct arena *a = c->arena;
    const struct type *user = model_type(c->app->model, S("user"));
    for (size_t i = 0; i < people->count; i++)
        if (str_eq(node_get_str(people->items[i], S("id")), id))
            return people->items[i];
    struct node *one = node_add(a, people, node_map(a));
    node_set_str(a, one, S("id"), id);
    node_set_str(a, one, S("name"), id.n ? visit_name(&c->visit, user, id) : id);
    node_set_int(a, one, S("overdue"), 0);
    node_set_int(a, one, S("soon"), 0);
    return one;
}

struct node *data_deadlines(struct call *c)
{
    struct arena *a = c->arena;
    struct all_owed all = {0};
    if (!find_owed(c, &all))
        return NULL;
    put_in_order(&all);
    struct node *out = node_map(a), *people = node_list(a), *rows = node_list(a);
    for (size_t i = 0; i < all.count; i++) {
        struct node *person = person_row(c, people, all.items[i].person);
        struct str key = all.items[i].days < 0 ? S("overdue") : S("soon");
        node_set_int(a, person, key, node_get_int(person, key, 0) + 1);
        node_set_str(a, all.items[i].row, S("person"), node_get_str(person, S("name")));
        if (i < ROWS)
            node_add(a, rows, all.items[i].row);
    }
    node_set_str(a, out, S("today"), date_print(a, date_today()));
    node_set_int(a, out, S("count"), (int64_t)all.count);
    node_set(a, out, S("people"), people);
    node_set(a, out, S("rows"), rows);
    return out;
}

void dress_deadlines(struct call *c, struct node *data)
{
    int64_t rest =
        node_get_int(data, S("count"), 0) - (int64_t)node_count(node_get(data, S("rows")));
    if (rest > 0)
        node_set_int(c->arena, data, S("rest"), rest);
}
