/* What the pages of the inspectorate share. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/resource.h"
#include "inspectorate/checklist.h"
#include "model/declaration.h"
#include "web/desk.h"
#include "web/inspectorate.h"

/* --- what the pack declares --- */

static bool is_there(struct arena *a, struct str pack, const char *name)
{
    struct str bytes;
    return resource_get(str_format(a, "packs/%.*s/%s", STR_ARG(pack), name), &bytes);
}

/* code,column,row: a district each, so that neighbours stand beside each other. */
static bool read_tiles(struct arena *a, struct str pack, struct inspectorate_ground *ground,
                       struct faults *faults)
{
    struct str bytes, name = str_format(a, "packs/%.*s/map.csv", STR_ARG(pack));
    struct node *tiles = node_map(a);
    struct csv_reader csv;
    struct csv_row row = {0};
    ground->tiles = tiles;
    if (!resource_get(name, &bytes))
        return true;
    if (!csv_start(&csv, bytes, ',', faults) || !csv_next(&csv, a, &row))
        return false;
    for (row = (struct csv_row){0}; csv_next(&csv, a, &row); row = (struct csv_row){0}) {
        int64_t at[2] = {0};
        if (row.count < 3 || !str_to_int(row.items[1].text, &at[0]) ||
            !str_to_int(row.items[2].text, &at[1]))
            return FAULT(
                faults, FAULT_INPUT, ((struct place){.file = name, .line = row.line}),
                N_("A district of the map has a code, a column and a row, as in BA,14,4."));
        struct node *tile = node_set(a, tiles, row.items[0].text, node_map(a));
        node_set_int(a, tile, S("column"), at[0]);
        node_set_int(a, tile, S("row"), at[1]);
        ground->columns = at[0] >= ground->columns ? (int)at[0] + 1 : ground->columns;
        ground->rows = at[1] >= ground->rows ? (int)at[1] + 1 : ground->rows;
    }
    return !csv.failed;
}

const struct inspectorate_ground *
inspectorate_ground_load(struct arena *a, const struct model *model, struct faults *faults)
{
    struct inspectorate_ground *ground = arena_new(a, struct inspectorate_ground);
    struct str pack = model->pack;
    size_t had = faults->total;
    if (!pack.n)
        return ground;
    const struct node *declared =
        declaration_resource(a, str_format(a, "packs/%.*s/pack.yaml", STR_ARG(pack)), faults);
    ground->capital = node_get_str(declared, S("capital"));
    ground->currency = node_get_str(declared, S("currency"));
    ground->economy = node_get_str(declared, S("economy"));
    if (is_there(a, pack, "law/rules.yaml"))
        ground->law = lawful_load(a, pack, faults);
    if (is_there(a, pack, "inspection/risk.yaml"))
        ground->weights = risk_load(a, pack, faults);
    if (is_there(a, pack, "inspection/checklists/work.yaml"))
        ground->checklist = checklist_load(a, pack, S("work"), faults);
    read_tiles(a, pack, ground, faults);
    return faults->total == had ? ground : NULL;
}

/* --- pages --- */

bool inspectorate_open(struct call *c)
{
    return desk_may(c, "inspectorate.see");
}

int inspectorate_year(struct call *c)
{
    const struct type *type = model_type(c->app->model, S("labor_force"));
    struct query q = {.type = type, .order = {"-year"}, .limit = 1};
    struct views found;
    int year = call_number(c, "year");
    if (year)
        return year;
    if (!visit_list(&c->visit, &q, &found, NULL))
        return 0;
    return found.count ? (int)record_integer(found.items[0].record, "year") : date_today().year - 1;
}

void inspectorate_head(struct call *c, struct node *data, const char *part, int year)
{
    static const struct {
        const char *key, *path, *label;
    } parts[] = {{"inspectorate", "/inspectorate", N_("Inspectors")},
                 {"workload", "/inspectorate/workload", N_("Work by district")},
                 {"districts", "/inspectorate/districts", N_("Districts and sectors")},
                 {"plan", "/inspectorate/plan", N_("Plan of inspections")}};
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("parts"), node_list(a));
    node_set_int(a, data, S("before"), year - 1);
    node_set_int(a, data, S("after"), year + 1);
    node_set_str(a, data, S("address"), c->path);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("label"), str_of(parts[i].label));
        node_set_str(a, one, S("path"), str_of(parts[i].path));
        node_set_bool(a, one, S("current"), str_eq(str_of(parts[i].key), str_of(part)));
    }
}

struct str inspectorate_list(struct arena *a, const char *type, struct str query)
{
    return str_format(a, "/records/%s?%.*s", type, STR_ARG(query));
}

static bool is_address(struct str key)
{
    return str_ends(key, S("records")) || str_eq(key, S("record")) || str_eq(key, S("previous")) ||
           str_eq(key, S("next"));
}

/* Branches that are shared are met twice. */
static void put_before(struct call *c, struct node *n, struct str base)
{
    for (size_t i = 0; n && i < n->count; i++) {
        struct node *item = n->items[i];
        if (item->kind == NODE_LIST || item->kind == NODE_MAP)
            put_before(c, item, base);
        else if (n->kind == NODE_MAP && item->kind == NODE_STR && item->text.n &&
                 is_address(n->keys[i]) && !str_starts(item->text, base))
            item->text = str_concat(c->arena, str_slice(base, 0, base.n - 1), item->text);
    }
}

void inspectorate_addresses(struct call *c, struct node *data)
{
    put_before(c, data, str_format(c->arena, "/%.*s/", STR_ARG(language_code(c->language))));
}

bool inspectorate_serving(struct call *c, struct str day, const char *by, struct groups *began,
                          struct groups *left)
{
    const struct count_question started = {
        .type = "inspector", .day = "started_on", .by = by, .until_day = day};
    const struct count_question ended = {
        .type = "inspector", .day = "ended_on", .by = by, .until_day = day};
    return counts_by(&c->visit, &started, began) && counts_by(&c->visit, &ended, left);
}

int64_t inspectorate_serving_in(const struct groups *began, const struct groups *left,
                                struct str district)
{
    return counts_of(began, district) - counts_of(left, district);
}
