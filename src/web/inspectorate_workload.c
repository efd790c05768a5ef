/* How much falls on an inspector in each district, and whether it is all in the capital. */
#include "base/arena.h"
#include "inspectorate/concentration.h"
#include "web/inspectorate.h"

#include <stdlib.h>

/* What is held against the inspectors of a district. */
struct load {
    const char *key, *label; /* label in English */
    const char *type, *day;
    bool in_year;     /* of the year; else all that began until its end… */
    const char *ends; /* …less those that ended until then; NULL: nothing ends */
    const char *sum;  /* adds up a field instead of counting records */
};
static const struct load loads[] = {
    {"employers", N_("Employers"), "employer", NULL, false, NULL, NULL},
    {"workers", N_("Workers"), "employer", NULL, false, NULL, "workers"},
    {"contracts", N_("Contracts"), "contract", "start_date", false, "ended_on", NULL},
    {"complaints", N_("Complaints"), "complaint", "received_on", true, NULL, NULL},
    {"violations", N_("Violations"), "violation", "found_on", true, NULL, NULL},
};
enum { LOADS = sizeof loads / sizeof *loads };

struct workload {
    struct call *call;
    int year;
    struct groups began, left; /* inspectors */
    struct groups still;       /* of those that began, who never left */
    struct groups counts[LOADS], ended[LOADS];
    bool open[LOADS]; /* the person may count it, and there is something to count */
};

/* What nobody keeps records of has no column. */
static bool has_any(const struct load *load, const struct groups *groups)
{
    for (size_t i = 0; i < groups->count; i++)
        if (load->sum ? groups->items[i].sum : groups->items[i].count)
            return true;
    return false;
}

static bool read_load(struct workload *w, size_t i)
{
    struct call *c = w->call;
    const struct load *load = &loads[i];
    struct str day = str_format(c->arena, "%04d-12-31", w->year);
    struct count_question q = {
        .type = load->type, .day = load->day, .by = "district", .sum = load->sum};
    if (load->in_year) {
        q.from = w->year;
        q.until = w->year + 1;
    } else if (load->day) {
        q.until_day = day;
    }
    if (!counts_may(&c->visit, &q))
        return true;
    if (!counts_by(&c->visit, &q, &w->counts[i]))
        return false;
    w->open[i] = has_any(load, &w->counts[i]);
    q.day = load->ends;
    return !load->ends || counts_by(&c->visit, &q, &w->ended[i]);
}

static int64_t load_of(const struct workload *w, size_t i, struct str district)
{
    return loads[i].sum ? counts_sum(&w->counts[i], district)
                        : counts_of(&w->counts[i], district) - counts_of(&w->ended[i], district);
}

static int64_t inspectors_of(const struct workload *w, struct str district)
{
    return inspectorate_serving_in(&w->began, &w->left, district);
}

/* {key, count, each}: each is how many fall on one inspector; missing without any inspector. */
static void add_loads(struct workload *w, struct node *district, struct str code)
{
    struct arena *a = w->call->arena;
    struct node *cells = node_set(a, district, S("loads"), node_list(a));
    int64_t inspectors = inspectors_of(w, code);
    for (size_t i = 0; i < LOADS; i++) {
        if (!w->open[i])
            continue;
        int64_t count = load_of(w, i, code);
        struct node *cell = node_add(a, cells, node_map(a));
        node_set_str(a, cell, S("key"), str_of(loads[i].key));
        node_set_int(a, cell, S("count"), count);
        if (inspectors > 0)
            node_set(a, cell, S("each"), node_real(a, (double)count / (double)inspectors));
    }
}

/* Those of the district who began until the end of the year and are still in service. */
static struct str serving_list(const struct workload *w, struct str code)
{
    struct arena *a = w->call->arena;
    return inspectorate_list(a, "inspector",
                             str_format(a, "started_on.until=%d-12-31&district=%.*s&empty=ended_on",
                                        w->year, STR_ARG(code)));
}

static void add_districts(struct workload *w, struct node *data)
{
    struct call *c = w->call;
    struct arena *a = c->arena;
    const struct code_list *list = model_list(c->app->model, S("districts"));
    struct node *districts = node_set(a, data, S("districts"), node_list(a));
    for (size_t i = 0; list && i < list->count; i++) {
        struct str code = list->items[i].code;
        struct node *one = node_add(a, districts, node_map(a));
        node_set_str(a, one, S("code"), code);
        node_set_str(a, one, S("label"), list->items[i].label);
        node_set_int(a, one, S("inspectors"), inspectors_of(w, code));
        if (inspectors_of(w, code) && counts_of(&w->still, code) == inspectors_of(w, code))
            node_set_str(a, one, S("inspector_records"), serving_list(w, code));
        add_loads(w, one, code);
    }
}

/* {key, label, total, capital, capital_percent, same_percent, gini} */
static void add_spread(struct workload *w, struct node *list, const char *key, const char *label,
                       int64_t (*of)(const struct workload *, size_t, struct str), size_t i)
{
    struct call *c = w->call;
    struct arena *a = c->arena;
    const struct code_list *districts = model_list(c->app->model, S("districts"));
    size_t count = districts ? districts->count : 0;
    int64_t *parts = arena_array(a, count + 1, int64_t), total = 0, capital = 0;
    for (size_t d = 0; d < count; d++) {
        parts[d] = of(w, i, districts->items[d].code);
        total += parts[d];
        if (str_eq(districts->items[d].code, c->app->ground->capital))
            capital = parts[d];
    }
    if (!total)
        return;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("key"), str_of(key));
    node_set_str(a, one, S("label"), str_of(label));
    node_set_int(a, one, S("total"), total);
    node_set_int(a, one, S("capital"), capital);
    node_set(a, one, S("capital_percent"), node_real(a, concentration_share(capital, total)));
    node_set(a, one, S("same_percent"), node_real(a, 100 * concentration_same(parts, count)));
    node_set(a, one, S("gini"), node_real(a, concentration_gini(parts, count)));
}

static int64_t inspectors_at(const struct workload *w, size_t i, struct str district)
{
    (void)i;
    return inspectors_of(w, district);
}

struct node *data_workload(struct call *c)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a);
    struct workload w = {.call = c, .year = inspectorate_open(c) ? inspectorate_year(c) : 0};
    struct str day = str_format(a, "%04d-12-31", w.year);
    const struct count_question still = {.type = "inspector",
                                         .day = "started_on",
                                         .by = "district",
                                         .where = S("ended_on is null"),
                                         .until_day = day};
    if (!w.year || !inspectorate_serving(c, day, "district", &w.began, &w.left) ||
        !counts_by(&c->visit, &still, &w.still))
        return NULL;
    for (size_t i = 0; i < LOADS; i++)
        if (!read_load(&w, i))
            return NULL;
    node_set_int(a, data, S("year"), w.year);
    node_set_str(a, data, S("capital"), c->app->ground->capital);
    struct node *spread = node_set(a, data, S("spread"), node_list(a));
    add_spread(&w, spread, "inspectors", N_("Inspectors"), inspectors_at, 0);
    for (size_t i = 0; i < LOADS; i++)
        if (w.open[i])
            add_spread(&w, spread, loads[i].key, loads[i].label, load_of, i);
    add_districts(&w, data);
    return data;
}

/* --- as a page --- */

static const struct node *cell_at(const struct node *district, struct str key)
{
    const struct node *cells = node_get(district, S("loads"));
    for (size_t i = 0; i < node_count(cells); i++)
        if (str_eq(node_get_str(cells->items[i], S("key")), key))
            return cells->items[i];
    return NULL;
}

static double each_of(const struct node *district)
{
    const struct node *each = node_get(cell_at(district, S("complaints")), S("each"));
    return each ? each->real : 0;
}

static int64_t complaints_of(const struct node *district)
{
    return node_get_int(cell_at(district, S("complaints")), S("count"), 0);
}

/* Most complaints for one inspector first; in front of all, complaints and nobody for them. */
static int by_load(const void *one, const void *two)
{
    const struct node *a = *(struct node *const *)one, *b = *(struct node *const *)two;
    bool no_a = !node_get_int(a, S("inspectors"), 0) && complaints_of(a);
    bool no_b = !node_get_int(b, S("inspectors"), 0) && complaints_of(b);
    double x = each_of(a), y = each_of(b);
    if (no_a != no_b)
        return no_a ? -1 : 1;
    if (x < y || x > y)
        return x < y ? 1 : -1;
    if (complaints_of(a) != complaints_of(b))
        return complaints_of(a) < complaints_of(b) ? 1 : -1;
    return str_compare(node_get_str(a, S("label")), node_get_str(b, S("label")));
}

/* Districts in which there is nobody and nothing stand in the map and not in the table. */
static bool is_empty(const struct node *district)
{
    const struct node *cells = node_get(district, S("loads"));
    bool empty = !node_get_int(district, S("inspectors"), 0);
    for (size_t i = 0; i < node_count(cells); i++)
        empty = empty && !node_get_int(cells->items[i], S("count"), 0);
    return empty;
}

void dress_workload(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *all = node_get(data, S("districts"));
    struct node *rows = node_set(a, data, S("rows"), node_list(a));
    struct node *heads = node_set(a, data, S("heads"), node_list(a));
    const struct code_list *list = model_list(c->app->model, S("districts"));
    const struct code *capital = list ? code_find(list, c->app->ground->capital) : NULL;
    inspectorate_head(c, data, "workload", (int)node_get_int(data, S("year"), 0));
    for (size_t i = 0; i < node_count(all); i++)
        if (!is_empty(all->items[i]))
            node_add(a, rows, all->items[i]);
    if (rows->count)
        qsort(rows->items, rows->count, sizeof *rows->items, by_load);
    node_set_int(a, data, S("empty"), (int64_t)(node_count(all) - rows->count));
    for (size_t i = 0; i < LOADS; i++)
        if (cell_at(node_at(all, 0), str_of(loads[i].key))) {
            struct node *head = node_add(a, heads, node_map(a));
            node_set_str(a, head, S("label"), str_of(loads[i].label));
        }
    const struct node *spread = node_get(data, S("spread"));
    for (size_t i = 0; i < node_count(spread); i++) {
        struct node *one = spread->items[i];
        double same = node_get(one, S("same_percent"))->real;
        node_set_int(a, one, S("of_hundred"), (int64_t)(same + 0.5));
        node_set_str(a, one, S("gini_words"),
                     words_real(a, c->language, node_get(one, S("gini"))->real, 2));
    }
    if (capital)
        node_set_str(a, data, S("capital_label"), words(c->language, capital->label));
    inspectorate_addresses(c, data);
}
