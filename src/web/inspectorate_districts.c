/* The country by district and by sector: a map of tiles, and the tables behind it. */
#include "base/arena.h"
#include "web/inspectorate.h"

#include <stdlib.h>

enum { TILE = 46, GAP = 2, LEVELS = 4 };

/* --- numbers --- */

static void add_cells(struct call *c, struct node *row, const struct measured *all,
                      enum measure_by by, struct str code, int year)
{
    struct node *cells = node_set(c->arena, row, S("cells"), node_list(c->arena));
    for (int i = 0; i < MEASURES; i++) {
        struct node *cell = measure_cell(c, &all[i], by, code, year);
        if (cell)
            node_add(c->arena, cells, cell);
    }
}

static void add_rows(struct call *c, struct node *data, const struct measured *all,
                     enum measure_by by, int year)
{
    struct arena *a = c->arena;
    const struct code_list *list =
        model_list(c->app->model, by == BY_DISTRICT ? S("districts") : S("work_sectors"));
    struct node *rows =
        node_set(a, data, by == BY_DISTRICT ? S("districts") : S("sectors"), node_list(a));
    for (size_t i = 0; list && i <= list->count; i++) {
        struct node *row = node_add(a, rows, node_map(a));
        bool none = i == list->count; /* at the end: those without */
        node_set_str(a, row, S("code"), none ? (struct str){0} : list->items[i].code);
        node_set_str(a, row, S("label"), none ? S(N_("not stated")) : list->items[i].label);
        add_cells(c, row, all, by, none ? (struct str){0} : list->items[i].code, year);
    }
}

static void add_measures(struct call *c, struct node *data, const struct measured *all, int year)
{
    struct arena *a = c->arena;
    struct str show = call_value(c, "show");
    struct node *list = node_set(a, data, S("measures"), node_list(a));
    struct str shown = {0};
    for (int i = 0; i < MEASURES; i++) {
        struct node *total = measure_total(c, &all[i], year);
        struct str key = str_of(all[i].measure->key);
        if (!total)
            continue;
        node_set_str(a, total, S("label"), str_of(all[i].measure->label));
        node_set_bool(a, total, S("by_sector"), all[i].open[BY_SECTOR]);
        node_add(a, list, total);
        if (!shown.n || str_eq(key, show))
            shown = key;
    }
    node_set_str(a, data, S("show"), shown);
}

struct node *data_districts(struct call *c)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a);
    struct measured all[MEASURES];
    int year = inspectorate_open(c) ? inspectorate_year(c) : 0;
    if (!year || !measures_read(c, year, all))
        return NULL;
    node_set_int(a, data, S("year"), year);
    add_measures(c, data, all, year);
    add_rows(c, data, all, BY_DISTRICT, year);
    add_rows(c, data, all, BY_SECTOR, year);
    return data;
}

/* --- the map --- */

static const struct node *cell_of(const struct node *row, struct str key)
{
    const struct node *cells = node_get(row, S("cells"));
    for (size_t i = 0; i < node_count(cells); i++)
        if (str_eq(node_get_str(cells->items[i], S("key")), key))
            return cells->items[i];
    return NULL;
}

static int64_t count_of(const struct node *row, struct str key)
{
    return node_get_int(cell_of(row, key), S("count"), 0);
}

static int ascending(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

/* The least of each of the four classes, so that each holds about as many districts; equal ones
 * stand in the same. */
static int classes(struct arena *a, const struct node *rows, struct str key, int64_t least[LEVELS])
{
    int64_t *counts = arena_array(a, node_count(rows) + 1, int64_t);
    size_t count = 0;
    int found = 0;
    for (size_t i = 0; i < node_count(rows); i++)
        if (node_get_str(rows->items[i], S("code")).n && count_of(rows->items[i], key) > 0)
            counts[count++] = count_of(rows->items[i], key);
    if (count)
        qsort(counts, count, sizeof *counts, ascending);
    for (size_t i = 0; count && i < LEVELS; i++) {
        int64_t from = counts[count * i / LEVELS];
        if (!found || from > least[found - 1])
            least[found++] = from;
    }
    return found;
}

/* 0 without any; else 1 to the number of classes. */
static int level_of(int64_t count, const int64_t *least, int found)
{
    int level = 0;
    while (level < found && count >= least[level])
        level++;
    return count > 0 ? level : 0;
}

/* Few classes take the stronger tones. */
static int tone_of(int level, int found)
{
    return level ? level + LEVELS - found : 0;
}

static void add_tile(struct call *c, struct node *tiles, const struct node *row,
                     const struct node *at, struct str key)
{
    struct arena *a = c->arena;
    struct node *tile = node_add(a, tiles, node_map(a));
    int64_t x = node_get_int(at, S("column"), 0) * TILE, y = node_get_int(at, S("row"), 0) * TILE;
    node_set_int(a, tile, S("x"), x + GAP / 2);
    node_set_int(a, tile, S("y"), y + GAP / 2);
    node_set_int(a, tile, S("middle"), x + TILE / 2);
    node_set_int(a, tile, S("name_y"), y + 19);
    node_set_int(a, tile, S("count_y"), y + 35);
    node_set_str(a, tile, S("code"), node_get_str(row, S("code")));
    node_set_str(a, tile, S("label"), node_get_str(row, S("label")));
    node_set_int(a, tile, S("count"), count_of(row, key));
    node_set_str(a, tile, S("records"), node_get_str(cell_of(row, key), S("records")));
}

static struct node *map_of(struct call *c, const struct node *rows, struct str key)
{
    struct arena *a = c->arena;
    const struct inspectorate_ground *ground = c->app->ground;
    struct node *map = node_map(a), *legend = node_list(a);
    struct node *tiles = node_set(a, map, S("tiles"), node_list(a));
    int64_t least[LEVELS] = {0};
    int found = classes(a, rows, key, least);
    for (size_t i = 0; i < node_count(rows); i++) {
        struct str code = node_get_str(rows->items[i], S("code"));
        const struct node *at = node_get(ground->tiles, code);
        if (!at)
            continue;
        add_tile(c, tiles, rows->items[i], at, key);
        int level = level_of(count_of(rows->items[i], key), least, found);
        node_set_int(a, tiles->items[tiles->count - 1], S("tone"), tone_of(level, found));
    }
    for (int i = 0; i < found; i++) {
        struct node *one = node_add(a, legend, node_map(a));
        node_set_int(a, one, S("tone"), tone_of(i + 1, found));
        node_set_int(a, one, S("from"), least[i]);
        if (i + 1 < found)
            node_set_int(a, one, S("to"), least[i + 1] - 1);
    }
    node_set(a, map, S("legend"), legend);
    node_set_int(a, map, S("width"), ground->columns * TILE);
    node_set_int(a, map, S("height"), ground->rows * TILE);
    node_set_int(a, map, S("size"), TILE - GAP);
    return map;
}

/* --- as a page --- */

static bool is_empty(const struct node *row)
{
    const struct node *cells = node_get(row, S("cells"));
    bool empty = true;
    for (size_t i = 0; i < node_count(cells); i++)
        empty = empty && !node_get_int(cells->items[i], S("count"), 0);
    return empty;
}

struct order {
    struct node *row;
    int64_t count;
};

static int by_count(const void *one, const void *two)
{
    const struct order *a = one, *b = two;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return str_compare(node_get_str(a->row, S("label")), node_get_str(b->row, S("label")));
}

/* Rows with anything in them, most of what is shown first; the length of a bar beside each. */
static struct node *table_of(struct call *c, const struct node *rows, struct str key)
{
    struct arena *a = c->arena;
    struct node *table = node_list(a);
    struct order *orders = arena_array(a, node_count(rows) + 1, struct order);
    size_t count = 0;
    for (size_t i = 0; i < node_count(rows); i++)
        if (!is_empty(rows->items[i]))
            orders[count++] = (struct order){rows->items[i], count_of(rows->items[i], key)};
    if (count)
        qsort(orders, count, sizeof *orders, by_count);
    for (size_t i = 0; i < count; i++) {
        node_add(a, table, orders[i].row);
        if (orders[0].count)
            node_set(a, orders[i].row, S("share"),
                     node_real(a, (double)(orders[i].count * 1000 / orders[0].count) / 10));
        const struct node *cells = node_get(orders[i].row, S("cells"));
        for (size_t k = 0; k < node_count(cells); k++)
            node_set_bool(a, cells->items[k], S("shown"),
                          str_eq(node_get_str(cells->items[k], S("key")), key));
    }
    return table;
}

void dress_districts(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    struct str show = node_get_str(data, S("show"));
    const struct node *districts = node_get(data, S("districts"));
    const struct node *measures = node_get(data, S("measures"));
    struct node *sector_heads = node_set(a, data, S("sector_heads"), node_list(a));
    inspectorate_head(c, data, "districts", (int)node_get_int(data, S("year"), 0));
    bool closed = false;
    for (size_t i = 0; i < node_count(measures); i++) {
        struct node *m = measures->items[i];
        bool current = str_eq(node_get_str(m, S("key")), show);
        node_set_bool(a, m, S("current"), current);
        if (current) {
            node_set(a, data, S("shown"), m);
            node_set_bool(a, data, S("shown_by_sector"), node_get_bool(m, S("by_sector")));
        }
        if (node_get_bool(m, S("by_sector")))
            node_add(a, sector_heads, m);
        closed = closed || (node_get_int(m, S("count"), 0) && !node_get(m, S("records")));
    }
    node_set_bool(a, data, S("closed"), closed);
    if (c->app->ground->columns)
        node_set(a, data, S("map"), map_of(c, districts, show));
    node_set(a, data, S("district_rows"), table_of(c, districts, show));
    node_set(a, data, S("sector_rows"), table_of(c, node_get(data, S("sectors")), show));
    inspectorate_addresses(c, data);
}
