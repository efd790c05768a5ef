#include "web/dress.h"

#include "base/arena.h"
#include "base/date.h"
#include "markup/words.h"
#include "web/chart.h"
#include "web/data.h"

#include <math.h>

struct node *dress_member(const struct node *map, struct str key)
{
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->count; i++)
        if (str_eq(map->keys[i], key))
            return map->items[i];
    return NULL;
}

void dress_name(struct call *c, struct node *n)
{
    if (n)
        node_set_str(
            c->arena, n, S("name"),
            data_country_name(c, node_get_str(n, S("iso")), node_get_str(n, S("country"))));
}

/* --- map --- */

static const struct node *country_at(const struct node *countries, struct str iso)
{
    for (size_t i = 0; i < node_count(countries); i++)
        if (str_eq(node_get_str(countries->items[i], S("iso")), iso))
            return countries->items[i];
    return NULL;
}

static struct node *level_at(const struct node *levels, struct str level)
{
    for (size_t i = 0; i < node_count(levels); i++)
        if (str_eq(node_get_str(levels->items[i], S("level")), level))
            return levels->items[i];
    return NULL;
}

static void add_place(struct call *c, struct node *list, const struct node *place,
                      const struct node *country)
{
    static const char *const members[] = {"path", "x", "y"};
    struct arena *a = c->arena;
    struct node *one = node_add(a, list, node_map(a));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        struct node *member = dress_member(place, str_of(members[i]));
        if (member)
            node_set(a, one, str_of(members[i]), member);
    }
    if (!country)
        return;
    node_set_str(a, one, S("iso"), node_get_str(country, S("iso")));
    node_set_str(a, one, S("name"), node_get_str(country, S("name")));
    node_set_int(a, one, S("year"), node_get_int(country, S("year"), 0));
}

struct node *dress_map(struct call *c, const struct node *countries, const struct node *levels)
{
    struct arena *a = c->arena;
    struct node *map = node_map(a), *groups = node_list(a), *rest = node_list(a);
    static const char *const members[] = {"width", "height", "radius"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        node_set(a, map, str_of(members[i]), dress_member(c->app->world, str_of(members[i])));
    for (size_t i = 0; i < node_count(levels); i++) {
        struct node *group = node_add(a, groups, node_map(a));
        const struct node *level = levels->items[i];
        node_set_str(a, group, S("level"), node_get_str(level, S("level")));
        node_set_str(a, group, S("label"), node_get_str(level, S("label")));
        node_set_int(a, group, S("count"), node_get_int(level, S("count"), 0));
        node_set(a, group, S("places"), node_list(a));
    }
    const struct node *places = node_get(c->app->world, S("places"));
    for (size_t i = 0; i < node_count(places); i++) {
        const struct node *place = places->items[i];
        const struct node *country = country_at(countries, node_get_str(place, S("code")));
        struct node *group = level_at(groups, node_get_str(country, S("level")));
        if (group)
            add_place(c, dress_member(group, S("places")), place, country);
        else if (country || node_get(place, S("path")))
            add_place(c, rest, place, country);
    }
    node_set(a, map, S("levels"), groups);
    node_set(a, map, S("rest"), rest);
    return map;
}

void dress_countries(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *levels = node_get(data, S("levels"));
    node_set(a, data, S("map"), dress_map(c, node_get(data, S("all")), levels));
    const struct node *filter = node_get(data, S("filter"));
    struct str level = node_get_str(filter, S("level"));
    int year = call_number(c, "year");
    if (year)
        node_set_int(a, data, S("chosen_year"), year);
    node_set_str(a, data, S("chosen_level"), level);
    node_set_bool(a, data, S("narrowed"), level.n || year || node_get_str(filter, S("q")).n);
    struct node *named = level_at(levels, level);
    if (named)
        node_set_str(a, data, S("level_label"), node_get_str(named, S("label")));
}

/* --- home --- */

static struct node *figure_of(const struct node *figures, struct str key, int64_t year)
{
    for (size_t i = 0; i < node_count(figures); i++)
        if (str_eq(node_get_str(figures->items[i], S("key")), key) &&
            node_get_int(figures->items[i], S("year"), 0) == year)
            return figures->items[i];
    return NULL;
}

static bool number_in(const struct node *figure, double *number)
{
    const struct node *value = node_get(figure, S("value"));
    if (!value || (value->kind != NODE_INT && value->kind != NODE_REAL))
        return false;
    *number = value->kind == NODE_INT ? (double)value->integer : value->real;
    return true;
}

static void add_main_figure(struct call *c, struct node *list, const struct node *report,
                            struct str key)
{
    struct arena *a = c->arena;
    const struct node *figures = node_get(report, S("figures"));
    int64_t year = node_get_int(report, S("year"), 0);
    struct node *now = figure_of(figures, key, year);
    const struct node *before = figure_of(figures, key, year - 1);
    double number, earlier;
    if (!now)
        return;
    struct node *one = node_add(a, list, node_map(a));
    node_set(a, one, S("figure"), now);
    if (!number_in(now, &number) || !number_in(before, &earlier))
        return;
    node_set(a, one, S("before"), dress_member(before, S("value")));
    node_set_str(a, one, S("change"),
                 number > earlier   ? S("up")
                 : number < earlier ? S("down")
                                    : S("same"));
}

void dress_home(struct call *c, struct node *data)
{
    static const char *const keys[] = {"working", "labor_inspectors", "labor_inspections",
                                       "child_labor_violations", "criminal_investigations"};
    struct node *report = dress_member(data, S("country"));
    const struct node *countries = node_get(data, S("countries"));
    node_set(c->arena, data, S("map"),
             dress_map(c, node_get(countries, S("countries")), node_get(countries, S("levels"))));
    if (!report)
        return;
    dress_name(c, report);
    struct node *figures = node_set(c->arena, report, S("main"), node_list(c->arena));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        add_main_figure(c, figures, report, str_of(keys[i]));
}

/* --- one figure --- */

static bool as_point(const struct node *figure, struct chart_point *point)
{
    point->year = (int)node_get_int(figure, S("year"), 0);
    point->known = number_in(figure, &point->value);
    return point->year > 0;
}

/* A figure of yes and no has no line; its table says it all. */
static bool has_line(const struct chart_point *points, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += points[i].known;
    return known >= 2;
}

void dress_figure(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *years = node_get(data, S("years"));
    struct chart_point *points = arena_array(a, node_count(years) + 1, struct chart_point);
    size_t count = 0;
    for (size_t i = 0; i < node_count(years); i++)
        if (as_point(years->items[i], &points[count]) &&
            (!count || points[count].year > points[count - 1].year))
            count++;
    dress_name(c, data);
    if (has_line(points, count))
        node_set(a, data, S("chart"), chart_line(a, c->language, points, count, 1));
    const struct node *around = node_get(data, S("around"));
    struct node *figures = node_list(a);
    for (size_t i = 0; i < node_count(around); i++)
        node_add(a, figures, dress_member(around->items[i], S("figure")));
    chart_shares(a, figures);
}

void dress_origin(struct call *c, struct node *data)
{
    node_set_int(c->arena, data, S("year"), call_number(c, "year"));
    struct str iso = call_value(c, "country");
    node_set_str(c->arena, data, S("iso"), iso);
    node_set_str(c->arena, data, S("name"), data_country_name(c, iso, iso));
}

/* Longest text without a space that a cell keeps on one line, in bytes. */
enum { LONGEST_CODE = 16 };

/* {text, code}: a day as its readers write it, and whether the cell must not be broken, as the
 * number of a complaint. */
static struct node *dressed_cell(struct call *c, struct str text)
{
    struct node *cell = node_map(c->arena);
    struct date date;
    bool day = date_parse(text, &date) && date_precision(date) == DATE_DAY;
    node_set_str(c->arena, cell, S("text"), day ? words_date(c->arena, c->language, text) : text);
    node_set_bool(c->arena, cell, S("code"),
                  day || (text.n <= LONGEST_CODE && !str_contains(text, S(" "))));
    return cell;
}

void dress_records(struct call *c, struct node *data)
{
    dress_origin(c, data);
    const struct node *records = node_get(data, S("records"));
    for (size_t i = 0; i < node_count(records); i++) {
        const struct node *cells = node_get(records->items[i], S("cells"));
        struct node *shown = node_set(c->arena, records->items[i], S("shown"), node_list(c->arena));
        for (size_t n = 0; n < node_count(cells); n++)
            node_add(c->arena, shown, dressed_cell(c, node_text(c->arena, cells->items[n])));
    }
}

/* --- side by side --- */

void dress_compare(struct call *c, struct node *data)
{
    static const char *const sides[] = {"one", "two"};
    for (size_t i = 0; i < 2; i++)
        dress_name(c, dress_member(data, str_of(sides[i])));
    const struct node *one = node_get(data, S("one")), *two = node_get(data, S("two"));
    node_set_bool(c->arena, data, S("same_country"),
                  one && str_eq(node_get_str(one, S("iso")), node_get_str(two, S("iso"))));
}

/* Where options are shown with their ticks, the answer in words says the same again. */
static void mark_repeated(struct call *c, const struct node *questions)
{
    for (size_t i = 0; i < node_count(questions); i++) {
        struct str type = node_get_str(questions->items[i], S("type"));
        bool chosen = str_eq(type, S("single")) || str_eq(type, S("multiple"));
        bool options = node_count(node_get(questions->items[i], S("options"))) > 0;
        node_set_bool(c->arena, questions->items[i], S("repeated"), chosen && options);
    }
}

void dress_questionnaire(struct call *c, struct node *data)
{
    const struct node *sections = node_get(data, S("sections"));
    dress_name(c, data);
    for (size_t i = 0; i < node_count(sections); i++)
        mark_repeated(c, node_get(sections->items[i], S("questions")));
}
