#include "web/data.h"

#include "base/arena.h"
#include "base/fold.h"
#include "base/resource.h"
#include "report/report.h"
#include "web/api_document.h"

enum { MOST_AROUND = 12 };

struct report_request data_request(const struct call *c)
{
    return (struct report_request){.instrument = c->app->instrument,
                                   .country = call_value(c, "country"),
                                   .year = call_number(c, "year"),
                                   .basis = call_value(c, "basis"),
                                   .language = c->language,
                                   .key = call_value(c, "figure"),
                                   .figure_year = call_number(c, "of"),
                                   .territory = call_value(c, "territory"),
                                   .from = call_number(c, "from")};
}

static const struct code *country_of(const struct call *c, struct str iso)
{
    const struct code_list *list = model_list(c->app->model, S("countries"));
    return list ? code_find(list, iso) : NULL;
}

static struct str name_in(const struct code *country, enum language language)
{
    static const struct str columns[LANGUAGE_COUNT] = {S_INIT("label"), S_INIT("name_az"),
                                                       S_INIT("name_ru")};
    struct str name = node_get_str(country->row, columns[language]);
    return name.n ? name : country->label;
}

struct str data_country_name(const struct call *c, struct str iso, struct str otherwise)
{
    const struct code *country = country_of(c, iso);
    return country ? name_in(country, c->language) : otherwise;
}

/* Every name of a country, as one key. */
static struct str names_key(struct call *c, const struct node *country)
{
    struct str iso = node_get_str(country, S("iso"));
    const struct code *code = country_of(c, iso);
    struct buffer all = {.arena = c->arena};
    buffer_add(&all, iso);
    buffer_char(&all, ' ');
    buffer_add(&all, node_get_str(country, S("country")));
    for (size_t i = 0; code && i < LANGUAGE_COUNT; i++) {
        buffer_char(&all, ' ');
        buffer_add(&all, name_in(code, (enum language)i));
    }
    for (size_t i = 0; code && i < code->also.count; i++) {
        buffer_char(&all, ' ');
        buffer_add(&all, code->also.items[i]);
    }
    return fold_key(c->arena, buffer_str(&all));
}

/* The list with only what `level` and `text` (either may be empty) leave of it. */
static struct node *narrowed(struct call *c, const struct node *countries, struct str level,
                             struct str text)
{
    struct node *kept = node_list(c->arena);
    struct str wanted = fold_key(c->arena, text);
    for (size_t i = 0; i < node_count(countries); i++) {
        struct node *one = countries->items[i];
        if ((level.n && !str_eq(node_get_str(one, S("level")), level)) ||
            !fold_matches(names_key(c, one), wanted))
            continue;
        node_set_str(
            c->arena, one, S("name"),
            data_country_name(c, node_get_str(one, S("iso")), node_get_str(one, S("country"))));
        node_add(c->arena, kept, one);
    }
    return kept;
}

struct node *data_countries(struct call *c)
{
    struct report_request r = data_request(c);
    struct node *found = report_countries(c->session, c->arena, &r, &c->faults);
    if (!found)
        return NULL;
    struct str level = call_value(c, "level"), text = call_value(c, "q");
    node_set(c->arena, found, S("all"),
             narrowed(c, node_get(found, S("countries")), (struct str){0}, (struct str){0}));
    node_set(c->arena, found, S("countries"),
             narrowed(c, node_get(found, S("countries")), level, text));
    struct node *filter = node_set(c->arena, found, S("filter"), node_map(c->arena));
    node_set_str(c->arena, filter, S("level"), level);
    node_set_str(c->arena, filter, S("q"), text);
    return found;
}

struct node *data_home(struct call *c)
{
    struct node *home = node_map(c->arena);
    struct report_request r = data_request(c);
    struct node *countries = report_countries(c->session, c->arena, &r, &c->faults);
    if (!countries)
        return NULL;
    const struct node *list = node_get(countries, S("countries"));
    node_set(c->arena, countries, S("countries"),
             narrowed(c, list, (struct str){0}, (struct str){0}));
    node_set(c->arena, home, S("countries"), countries);
    r.country = c->app->home;
    for (size_t i = 0; i < node_count(list); i++)
        if (str_eq_nocase(node_get_str(list->items[i], S("iso")), r.country)) {
            struct node *report = report_findings(c->session, c->arena, &r, &c->faults);
            if (!report)
                return NULL;
            node_set(c->arena, home, S("country"), report);
        }
    return home;
}

struct node *data_profile(struct call *c)
{
    struct report_request r = data_request(c);
    return report_findings(c->session, c->arena, &r, &c->faults);
}

static struct node *figure_node(struct call *c, const struct figure_definition *f)
{
    struct node *n = node_map(c->arena);
    node_set_str(c->arena, n, S("key"), f->key);
    node_set_str(c->arena, n, S("label"), words(c->language, f->label));
    node_set_str(c->arena, n, S("means"), words(c->language, f->means));
    node_set_str(c->arena, n, S("type"), f->type_name);
    if (f->under)
        node_set_str(c->arena, n, S("under"), f->under->key);
    return n;
}

struct node *data_figures(struct call *c)
{
    const struct instrument *in = c->app->instrument;
    struct node *out = node_map(c->arena), *tables = node_list(c->arena);
    node_set(c->arena, out, S("tables"), tables);
    for (size_t t = 0; t < in->table_count; t++) {
        struct node *figures = node_list(c->arena);
        for (size_t i = 0; i < in->figure_count; i++)
            if (in->figures[i].table == &in->tables[t])
                node_add(c->arena, figures, figure_node(c, &in->figures[i]));
        if (!figures->count)
            continue;
        struct node *table = node_add(c->arena, tables, node_map(c->arena));
        node_set_str(c->arena, table, S("key"), in->tables[t].key);
        node_set_str(c->arena, table, S("title"), words(c->language, in->tables[t].title));
        node_set(c->arena, table, S("figures"), figures);
    }
    return out;
}

/* The figure of `year` in a report_figure, or NULL. */
static struct node *value_of_year(const struct node *figure, int64_t year)
{
    const struct node *years = node_get(figure, S("years"));
    for (size_t i = 0; i < node_count(years); i++)
        if (node_get_int(years->items[i], S("year"), 0) == year)
            return years->items[i];
    return NULL;
}

static struct node *around(struct call *c, struct str iso)
{
    struct report_request r = data_request(c);
    struct node *list = node_list(c->arena);
    r.year = 0;
    const struct node *all =
        node_get(report_countries(c->session, c->arena, &r, &c->faults), S("countries"));
    struct str region = {0};
    for (size_t i = 0; i < node_count(all); i++)
        if (str_eq(node_get_str(all->items[i], S("iso")), iso))
            region = node_get_str(all->items[i], S("region"));
    for (size_t i = 0; i < node_count(all) && list->count < MOST_AROUND; i++) {
        const struct node *one = all->items[i];
        struct str other = node_get_str(one, S("iso"));
        if (!region.n || !str_eq(node_get_str(one, S("region")), region))
            continue;
        struct faults ignored = {.arena = c->arena, .limit = 1}; /* no such figure there */
        r.country = other;
        struct node *figure = report_figure(c->session, c->arena, &r, &ignored);
        int64_t year = node_get_int(one, S("year"), 0);
        struct node *value = value_of_year(figure, year);
        if (!value)
            continue;
        struct node *row = node_add(c->arena, list, node_map(c->arena));
        struct str country = node_get_str(one, S("country"));
        node_set_str(c->arena, row, S("country"), country);
        node_set_str(c->arena, row, S("iso"), other);
        node_set_bool(c->arena, row, S("self"), str_eq(other, iso));
        node_set_str(c->arena, row, S("name"), data_country_name(c, other, country));
        node_set_int(c->arena, row, S("year"), year);
        node_set(c->arena, row, S("figure"), value);
    }
    return list;
}

struct node *data_figure(struct call *c)
{
    struct report_request r = data_request(c);
    struct node *figure = report_figure(c->session, c->arena, &r, &c->faults);
    if (figure)
        node_set(c->arena, figure, S("around"), around(c, node_get_str(figure, S("iso"))));
    return figure;
}

struct node *data_origin(struct call *c)
{
    struct report_request r = data_request(c);
    return report_origin(c->session, c->arena, &r, &c->faults);
}

struct node *data_records(struct call *c)
{
    struct report_request r = data_request(c);
    return report_records(c->session, c->arena, &r, &c->faults);
}

struct node *data_compare(struct call *c)
{
    struct report_request one = data_request(c), two = one;
    one.country = call_value(c, "one");
    one.year = call_number(c, "one_year");
    two.country = call_value(c, "two");
    two.year = call_number(c, "two_year");
    struct node *found = node_map(c->arena);
    if (one.country.n && two.country.n &&
        !(found = report_compare(c->session, c->arena, &one, &two, &c->faults)))
        return NULL;
    struct report_request all = data_request(c);
    struct node *choices = report_countries(c->session, c->arena, &all, &c->faults);
    if (!choices)
        return NULL;
    struct node *list = node_map(c->arena);
    node_set(c->arena, list, S("countries"),
             narrowed(c, node_get(choices, S("countries")), (struct str){0}, (struct str){0}));
    if (node_get(choices, S("years")))
        node_set(c->arena, list, S("years"), choices->items[1]);
    node_set(c->arena, found, S("choices"), list);
    return found;
}

struct node *data_questionnaire(struct call *c)
{
    struct report_request r = data_request(c);
    return report_p029(c->session, c->arena, &r, &c->faults);
}

struct node *data_search(struct call *c)
{
    struct arena *a = c->arena;
    struct str text = call_value(c, "q"), key = fold_key(a, text);
    struct report_request r = data_request(c);
    struct node *out = node_map(a), *figures = node_list(a);
    struct node *all = report_countries(c->session, a, &r, &c->faults);
    if (!all)
        return NULL;
    node_set_str(a, out, S("query"), text);
    node_set(a, out, S("countries"),
             key.n ? narrowed(c, node_get(all, S("countries")), (struct str){0}, text)
                   : node_list(a));
    for (size_t i = 0; key.n && i < c->app->instrument->figure_count; i++) {
        const struct figure_definition *f = &c->app->instrument->figures[i];
        struct str names = str_format(a, "%.*s %.*s %.*s", STR_ARG(f->label),
                                      STR_ARG(words(c->language, f->label)), STR_ARG(f->key));
        if (fold_matches(fold_key(a, names), key))
            node_add(a, figures, figure_node(c, f));
    }
    node_set(a, out, S("figures"), figures);
    return out;
}

struct node *data_about(struct call *c)
{
    return node_map(c->arena);
}

struct node *data_openapi(struct call *c)
{
    return api_document(c->arena, c->app->model);
}
