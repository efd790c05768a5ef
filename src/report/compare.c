/* Two reports side by side, and the list of all countries. */
#include "base/arena.h"
#include "markup/alphabet.h"
#include "report/nodes.h"

#include <math.h>
#include <stdlib.h>

static struct node *side_node(const struct report_context *c)
{
    struct node *n = node_map(c->arena);
    node_set_str(c->arena, n, S("country"), country_name(c->request->language, c->country));
    node_set_str(c->arena, n, S("iso"), c->country->code);
    node_set_int(c->arena, n, S("year"), c->year);
    node_set(c->arena, n, S("years"), years_node(c->arena, &c->all));
    node_set(c->arena, n, S("assessment"), assessment_node(c));
    return n;
}

static struct node *figure_or_null(const struct report_context *c, const struct figure_cell *cell)
{
    return cell ? figure_node(c, cell->chosen) : node_null(c->arena);
}

static void add_row(const struct report_context *one, const struct report_context *two,
                    const struct figure_definition *d, struct node *rows)
{
    struct arena *a = one->arena;
    const struct figure_cell *first = figure_cell_find(&one->cells, d, one->year);
    const struct figure_cell *second = figure_cell_find(&two->cells, d, two->year);
    if (!first && !second)
        return;
    struct node *row = node_add(a, rows, node_map(a));
    node_set_str(a, row, S("key"), d->key);
    node_set_str(a, row, S("label"), say(one, d->label));
    if (d->under)
        node_set_str(a, row, S("under"), d->under->key);
    node_set(a, row, S("one"), figure_or_null(one, first));
    node_set(a, row, S("two"), figure_or_null(two, second));
    bool same = first && second && figure_same(first->chosen, second->chosen);
    node_set_bool(a, row, S("same"), same);
    if (!first || !second || !figure_has_value(first->chosen) ||
        !figure_has_value(second->chosen) || !first->chosen->is_number ||
        !second->chosen->is_number)
        return;
    double difference = second->chosen->number - first->chosen->number;
    difference = round(difference * 1e6) / 1e6; /* 94.3 - 4.5 is 89.8 and not 89.79999 */
    node_set(a, row, S("difference"),
             floor(difference) == difference ? node_int(a, (int64_t)difference)
                                             : node_real(a, difference));
}

struct node *report_compare(struct session *s, struct arena *a, const struct report_request *one,
                            const struct report_request *two, struct faults *faults)
{
    struct report_context c1, c2;
    if (!context_open(&c1, s, a, one, faults) || !context_open(&c2, s, a, two, faults))
        return NULL;
    struct node *page = node_map(a);
    node_set(a, page, S("one"), side_node(&c1));
    node_set(a, page, S("two"), side_node(&c2));
    struct node *tables = node_set(a, page, S("tables"), node_list(a));
    for (size_t t = 0; t < c1.instrument->table_count; t++) {
        const struct table_definition *table = &c1.instrument->tables[t];
        struct node *rows = node_list(a);
        for (size_t i = 0; i < c1.instrument->figure_count; i++)
            if (c1.instrument->figures[i].table == table)
                add_row(&c1, &c2, &c1.instrument->figures[i], rows);
        if (!rows->count)
            continue;
        struct node *n = node_add(a, tables, node_map(a));
        node_set_str(a, n, S("key"), table->key);
        node_set_str(a, n, S("title"), say(&c1, table->title));
        node_set(a, n, S("rows"), rows);
    }
    return page;
}

/* --- countries --- */

/* Profiles by country, year and origin. */
static int compare_profiles(const void *a, const void *b)
{
    const struct record *one = *(struct record *const *)a, *two = *(struct record *const *)b;
    int order = str_compare(record_text(one, "country"), record_text(two, "country"));
    if (order)
        return order;
    int64_t years = record_integer(one, "year") - record_integer(two, "year");
    if (years)
        return years < 0 ? -1 : 1;
    return str_compare(record_text(one, "origin"), record_text(two, "origin"));
}

static int compare_names(const void *a, const void *b, void *language)
{
    const struct node *one = *(struct node *const *)a, *two = *(struct node *const *)b;
    return alphabet_compare(*(const enum language *)language, node_get_str(one, S("country")),
                            node_get_str(two, S("country")));
}

/* The country of all profiles in `own`, at the year asked for, or NULL when it has none then. */
static struct node *country_node(struct session *s, struct arena *a, const struct report_request *r,
                                 const struct records *own)
{
    int last = (int)record_integer(own->items[own->count - 1], "year");
    struct report_context c = {
        .session = s,
        .arena = a,
        .request = r,
        .instrument = r->instrument,
        .model = session_model(s),
        .all = *own,
        .year = r->year ? r->year : last,
    };
    struct str iso = record_text(own->items[0], "country");
    c.country = code_find(model_list(c.model, S("countries")), iso);
    c.profiles = profiles_of_year(own, c.year);
    if (!c.profiles.count || !c.country)
        return NULL;
    struct node *n = node_map(a), *assessment = assessment_node(&c);
    struct str region = record_text(c.profiles.items[0], "region");
    node_set_str(a, n, S("country"), country_name(r->language, c.country));
    node_set_str(a, n, S("iso"), iso);
    node_set_str(a, n, S("region"), region.n ? region : node_get_str(c.country->row, S("region")));
    node_set_int(a, n, S("year"), c.year);
    node_set_str(a, n, S("level"), node_get_str(assessment, S("level")));
    node_set_str(a, n, S("qualifier"), node_get_str(assessment, S("qualifier")));
    node_set_str(a, n, S("label"), node_get_str(assessment, S("label")));
    node_set(a, n, S("years"), years_node(a, own));
    return n;
}

static struct node *levels_node(struct session *s, struct arena *a, const struct report_request *r,
                                const struct node *countries)
{
    const struct code_list *list = model_list(session_model(s), S("advancement_levels"));
    struct node *levels = node_list(a);
    for (size_t i = 0; list && i < list->count; i++) {
        int64_t count = 0;
        for (size_t k = 0; k < countries->count; k++)
            count += str_eq(node_get_str(countries->items[k], S("level")), list->items[i].code);
        struct node *n = node_add(a, levels, node_map(a));
        node_set_str(a, n, S("level"), list->items[i].code);
        node_set_str(a, n, S("label"), words(r->language, list->items[i].label));
        node_set_int(a, n, S("count"), count);
    }
    return levels;
}

/* Years of any country, rising. */
static struct node *all_years(struct arena *a, const struct records *all)
{
    struct node *years = node_list(a);
    for (int64_t year = 2000; year <= 2100; year++)
        for (size_t i = 0; i < all->count; i++)
            if (record_integer(all->items[i], "year") == year) {
                node_add(a, years, node_int(a, year));
                break;
            }
    return years;
}

struct node *report_countries(struct session *s, struct arena *a, const struct report_request *r,
                              struct faults *faults)
{
    const struct query q = {.type = model_type(session_model(s), S("profile"))};
    struct records all = {0};
    if (!store_query(s, a, &q, &all, faults))
        return NULL;
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, compare_profiles);
    struct node *page = node_map(a), *countries = node_list(a);
    for (size_t i = 0, end; i < all.count; i = end) {
        struct str iso = record_text(all.items[i], "country");
        for (end = i; end < all.count && str_eq(record_text(all.items[end], "country"), iso);)
            end++;
        const struct records own = {.items = all.items + i, .count = end - i};
        struct node *country = country_node(s, a, r, &own);
        if (country)
            node_add(a, countries, country);
    }
    enum language language = r->language;
    if (countries->count)
        qsort_r(countries->items, countries->count, sizeof *countries->items, compare_names,
                &language);
    node_set_int(a, page, S("year"), r->year);
    node_set(a, page, S("years"), all_years(a, &all));
    node_set(a, page, S("levels"), levels_node(s, a, r, countries));
    node_set(a, page, S("countries"), countries);
    return page;
}
