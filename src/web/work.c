#include "web/work.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/staff_data.h"

#include <stdlib.h>

/* --- one row --- */

static int64_t days_until(struct str today, struct str due)
{
    struct date from = {0}, to = {0};
    if (!date_parse(today, &from) || !date_parse(due, &to))
        return 0;
    return date_to_days(date_last_day(to)) - date_to_days(from);
}

static void add_concern(struct work *w, struct node *list, const struct view *view,
                        const struct field *f)
{
    struct arena *a = w->call->arena;
    const struct value *v = &view->record->values[f->index];
    bool masked = view->sight[f->index] == SIGHT_MASKED && view->has_value[f->index];
    struct str name = {0};
    if (view->sight[f->index] == SIGHT_FULL && v->kind == VALUE_TEXT)
        name = visit_name(&w->call->visit, f->to, v->text);
    if (name.n && str_eq(name, v->text)) { /* known to be there, but not by name */
        masked = true;
        name = (struct str){0};
    }
    if (!name.n && !masked)
        return;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("label"), f->label);
    if (masked)
        node_set_bool(a, one, S("masked"), true);
    else
        node_set_str(a, one, S("name"), name);
}

/* Whom it concerns: people, and employers. */
static struct node *concerns(struct work *w, const struct view *view)
{
    struct node *list = node_list(w->call->arena);
    const struct type *type = view->record->type;
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (f->kind == FIELD_REF &&
            (str_eq(f->to->name, S("person")) || str_eq(f->to->name, S("employer"))))
            add_concern(w, list, view, f);
    }
    return list;
}

void work_put(struct work *w, enum work_list list, const struct work_item *item)
{
    struct arena *a = w->call->arena;
    struct node *row = node_add(a, w->rows[list], node_map(a));
    struct str name = item->name, address = item->address;
    if (item->view) {
        const struct record *r = item->view->record;
        name = name.n ? name : visit_name_of(&w->call->visit, item->view);
        struct str page = node_get_str(node_get(r->type->declared, S("page")), S("at"));
        if (!address.n)
            address = page.n ? str_concat(a, page, r->id) : staff_path(a, r->type, r->id);
        node_set_str(a, row, S("type"), r->type->name);
        node_set_str(a, row, S("label"), r->type->label);
        node_set_str(a, row, S("id"), r->id);
        node_set(a, row, S("concerns"), concerns(w, item->view));
    }
    if (item->label.n)
        node_set_str(a, row, S("label"), item->label);
    node_set_str(a, row, S("name"), name);
    node_set_str(a, row, S("step"), item->step);
    node_set_str(a, row, S("address"), address);
    if (!item->due.n)
        return;
    int64_t days = days_until(w->today, item->due);
    node_set_str(a, row, S("due"), item->due);
    node_set_int(a, row, days < 0 ? S("days_late") : S("days_left"), days < 0 ? -days : days);
}

/* --- the three lists --- */

/* Earliest due first; what has no last day stands behind. */
static int by_due(const void *one, const void *two)
{
    struct str a = node_get_str(*(struct node *const *)one, S("due"));
    struct str b = node_get_str(*(struct node *const *)two, S("due"));
    if (!a.n || !b.n)
        return (a.n == 0) - (b.n == 0);
    return str_compare(a, b);
}

enum { MOST_ROWS = 50 };

struct node *data_work(struct call *c)
{
    static const char *const keys[WORK_LISTS] = {"overdue", "waiting", "today"};
    struct arena *a = c->arena;
    struct work w = {.call = c, .today = date_print(a, date_today())};
    struct node *data = node_map(a), *lists = node_list(a);
    for (size_t i = 0; i < WORK_LISTS; i++)
        w.rows[i] = node_list(a);
    if (!work_duties(&w) || !work_steps(&w) || !work_others(&w))
        return NULL;
    for (size_t i = 0; i < WORK_LISTS; i++) {
        struct node *list = node_add(a, lists, node_map(a));
        if (w.rows[i]->count)
            qsort(w.rows[i]->items, w.rows[i]->count, sizeof *w.rows[i]->items, by_due);
        if (w.rows[i]->count > MOST_ROWS)
            w.rows[i]->count = MOST_ROWS;
        node_set_str(a, list, S("key"), str_of(keys[i]));
        node_set_int(a, list, S("count"), w.counts[i]);
        node_set(a, list, S("rows"), w.rows[i]);
    }
    node_set_str(a, data, S("today"), w.today);
    node_set(a, data, S("lists"), lists);
    return data;
}

void dress_work(struct call *c, struct node *data)
{
    const struct node *lists = node_get(data, S("lists"));
    for (size_t i = 0; i < node_count(lists); i++) {
        struct node *list = lists->items[i];
        int64_t rest =
            node_get_int(list, S("count"), 0) - (int64_t)node_count(node_get(list, S("rows")));
        if (rest > 0)
            node_set_int(c->arena, list, S("rest"), rest);
    }
}
