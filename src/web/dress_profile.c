/* The country profile: its tables cut the way they are read on a page. */
#include "base/arena.h"
#include "web/chart.h"
#include "web/dress.h"

static struct node *table_of(const struct node *tables, struct str key)
{
    for (size_t i = 0; i < node_count(tables); i++)
        if (str_eq(node_get_str(tables->items[i], S("key")), key))
            return tables->items[i];
    return NULL;
}

/* A list without its first item. */
static struct node *without_first(struct arena *a, const struct node *list)
{
    struct node *rest = node_list(a);
    for (size_t i = 1; i < node_count(list); i++)
        node_add(a, rest, list->items[i]);
    return rest;
}

/* Rows that share a sector or an area stand under one heading instead of repeating it. */
static void group_rows(struct arena *a, struct node *table)
{
    struct node *rows = dress_member(table, S("rows"));
    struct str last = {0};
    node_set_bool(a, table, S("grouped"), true);
    node_set(a, table, S("columns"), without_first(a, node_get(table, S("columns"))));
    for (size_t i = 0; i < node_count(rows); i++) {
        struct node *row = rows->items[i];
        struct str group = node_get_str(row, S("group"));
        node_set_bool(a, row, S("starts"), i == 0 || !str_eq(group, last));
        node_set(a, row, S("cells"), without_first(a, node_get(row, S("cells"))));
        last = group;
    }
}

/* Marks the cells of the year before, the row's heading, and rows that are a part of another. */
static void mark_cells(struct arena *a, struct node *table)
{
    const struct node *columns = node_get(table, S("columns"));
    struct node *rows = dress_member(table, S("rows"));
    bool grouped = node_get_bool(table, S("grouped"));
    for (size_t i = 0; i < node_count(rows); i++) {
        struct node *cells = dress_member(rows->items[i], S("cells"));
        for (size_t k = 0; k < node_count(cells); k++) {
            struct str column = node_get_str(node_at(columns, k), S("key"));
            struct node *cell = cells->items[k];
            node_set_bool(a, cell, S("before"), str_eq(column, S("previous_year")));
            node_set_bool(a, cell, S("head"), k == 0 && !grouped);
            node_set_bool(a, cell, S("number"), node_get_bool(cell, S("number")));
        }
    }
    for (size_t k = 0; k < node_count(columns); k++) {
        struct str key = node_get_str(columns->items[k], S("key"));
        bool number =
            str_eq(key, S("previous_year")) || str_eq(key, S("year")) || str_eq(key, S("percent"));
        node_set_bool(a, columns->items[k], S("number"), number);
        node_set_bool(a, columns->items[k], S("before"), str_eq(key, S("previous_year")));
        if (str_eq(key, S("previous_year")))
            node_set_bool(a, table, S("two_years"), true);
    }
}

/* Shares of the sectors as bars behind their numbers. */
static void add_shares(struct arena *a, struct node *table, const struct node *figures)
{
    struct node *rows = dress_member(table, S("rows")), *values = node_list(a);
    for (size_t i = 0; i < node_count(rows); i++) {
        struct str key = node_get_str(rows->items[i], S("key"));
        for (size_t f = 0; f < node_count(figures); f++)
            if (str_eq(node_get_str(figures->items[f], S("key")), key)) {
                node_add(a, values, figures->items[f]);
                node_set(a, rows->items[i], S("shown"), figures->items[f]);
                break;
            }
    }
    chart_shares(a, values);
    node_set_bool(a, table, S("bars"), values->count > 0);
}

static void place_tables(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *tables = node_get(data, S("tables"));
    struct node *sections = dress_member(data, S("sections"));
    for (size_t i = 0; i < node_count(sections); i++) {
        struct node *section = sections->items[i], *inside = node_list(a);
        const struct node *keys = node_get(section, S("tables"));
        for (size_t k = 0; k < node_count(keys); k++) {
            struct node *table = table_of(tables, keys->items[k]->text);
            if (table)
                node_add(a, inside, table);
        }
        node_set(a, section, S("inside"), inside);
    }
}

/* Actions under their areas, each with its bar over the years. */
static void add_timeline(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    struct node *actions = dress_member(data, S("actions")), *areas = node_list(a);
    if (!node_count(actions))
        return;
    node_set(a, data, S("axis"), chart_spans(a, actions, node_get_int(data, S("year"), 0)));
    struct node *area = NULL;
    for (size_t i = 0; i < actions->count; i++) {
        struct str key = node_get_str(actions->items[i], S("area"));
        if (!area || !str_eq(node_get_str(area, S("key")), key)) {
            area = node_add(a, areas, node_map(a));
            node_set_str(a, area, S("key"), key);
            node_set_str(a, area, S("label"), node_get_str(actions->items[i], S("area_label")));
            node_set(a, area, S("actions"), node_list(a));
        }
        node_add(a, dress_member(area, S("actions")), actions->items[i]);
    }
    node_set(a, data, S("areas"), areas);
}

static struct node *downloads(struct arena *a)
{
    static const struct str formats[][2] = {{S_INIT("xlsx"), S_INIT("XLSX")},
                                            {S_INIT("csv"), S_INIT("CSV")},
                                            {S_INIT("json"), S_INIT("JSON")},
                                            {S_INIT("txt"), S_INIT("TXT")},
                                            {S_INIT("xml"), S_INIT("XML")}};
    struct node *list = node_list(a);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("format"), formats[i][0]);
        node_set_str(a, one, S("name"), formats[i][1]);
    }
    return list;
}

void dress_profile(struct call *c, struct node *data)
{
    struct node *tables = dress_member(data, S("tables"));
    dress_name(c, data);
    node_set_int(c->arena, data, S("report_year"), node_get_int(data, S("year"), 0));
    for (size_t i = 0; i < node_count(tables); i++) {
        struct node *table = tables->items[i];
        const struct node *rows = node_get(table, S("rows"));
        if (node_get_str(node_at(rows, 0), S("group")).n)
            group_rows(c->arena, table);
        mark_cells(c->arena, table);
        if (str_eq(node_get_str(table, S("key")), S("sectors_of_work")))
            add_shares(c->arena, table, node_get(data, S("figures")));
    }
    bool home = str_eq_nocase(node_get_str(data, S("iso")), c->app->home);
    node_set_bool(c->arena, data, S("has_records"), home);
    node_set(c->arena, data, S("downloads"), downloads(c->arena));
    place_tables(c, data);
    add_timeline(c, data);
}
