#include "figures/figure.h"

#include "base/arena.h"
#include "figures/compute.h"

#include <math.h>
#include <stdlib.h>

static int origin_rank(struct str origin)
{
    return str_eq(origin, S("chapter")) ? 0 : str_eq(origin, S("national")) ? 1 : 2;
}

static int compare_profiles(const void *a, const void *b)
{
    const struct record *one = *(struct record *const *)a, *two = *(struct record *const *)b;
    int64_t years = record_integer(one, "year") - record_integer(two, "year");
    if (years)
        return years < 0 ? -1 : 1;
    return origin_rank(record_text(one, "origin")) - origin_rank(record_text(two, "origin"));
}

bool profiles_of_country(struct session *s, struct arena *a, struct str country,
                         struct records *found, struct faults *faults)
{
    const struct condition where = {"country", IS, value_text(country)};
    const struct query q = {.type = model_type(session_model(s), S("profile")),
                            .conditions = &where,
                            .condition_count = 1};
    if (!store_query(s, a, &q, found, faults))
        return false;
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, compare_profiles);
    return true;
}

struct profiles profiles_of_year(const struct records *all, int year)
{
    struct profiles p = {0};
    for (size_t i = 0; i < all->count && p.count < 3; i++)
        if (record_integer(all->items[i], "year") == year)
            p.items[p.count++] = all->items[i];
    return p;
}

/* The fields of a figure record, looked up once for all records of a reading. */
enum figure_field {
    AT_KEY,
    AT_YEAR,
    AT_TERRITORY,
    AT_STATE,
    AT_NUMBER,
    AT_ANSWER,
    AT_CURRENCY,
    AT_TEXT,
    AT_MARKS,
    AT_SOURCES,
    AT_AGE,
    AT_AGE_CALCULATED,
    AT_AGE_TEXT,
    AT_LEGISLATION,
    AT_LINE,
    FIGURE_FIELDS
};

static bool fields_find(const struct type *type, size_t at[FIGURE_FIELDS])
{
    static const char *const names[FIGURE_FIELDS] = {
        "key",    "year",           "territory", "state",       "number",
        "answer", "currency",       "text",      "marks",       "sources",
        "age",    "age_calculated", "age_text",  "legislation", "line",
    };
    for (size_t i = 0; i < FIGURE_FIELDS; i++) {
        const struct field *f = type_field(type, str_of(names[i]));
        if (!f)
            return false;
        at[i] = f->index;
    }
    return true;
}

static double real_of(const struct value *v, bool *is_set)
{
    *is_set = v->kind == VALUE_REAL || v->kind == VALUE_INTEGER;
    return v->kind == VALUE_INTEGER ? (double)v->integer : v->real;
}

static struct figure *figure_of_record(struct arena *a, const struct record *r,
                                       const size_t at[FIGURE_FIELDS], const struct record *profile,
                                       const struct figure_definition *d)
{
    const struct value *v = r->values;
    struct figure *f = arena_new(a, struct figure);
    *f = (struct figure){
        .definition = d,
        .year = (int)v[at[AT_YEAR]].integer,
        .report_year = (int)record_integer(profile, "year"),
        .territory = v[at[AT_TERRITORY]].text,
        .state = v[at[AT_STATE]].text,
        .answer = v[at[AT_ANSWER]].text,
        .currency = v[at[AT_CURRENCY]].text,
        .text = v[at[AT_TEXT]].text,
        .marks = v[at[AT_MARKS]].text,
        .sources = v[at[AT_SOURCES]].text,
        .age_calculated = v[at[AT_AGE_CALCULATED]].integer != 0,
        .age_text = v[at[AT_AGE_TEXT]].text,
        .legislation = v[at[AT_LEGISLATION]].text,
        .line = (long)v[at[AT_LINE]].integer,
        .origin = record_text(profile, "origin"),
        .profile = profile->id,
    };
    f->number = real_of(&v[at[AT_NUMBER]], &f->is_number);
    f->age = real_of(&v[at[AT_AGE]], &f->has_age);
    return f;
}

static struct figure_cell *cell_at(struct arena *a, struct figure_cells *cells,
                                   const struct figure_definition *d, int year,
                                   struct str territory)
{
    for (size_t i = 0; i < cells->count; i++) {
        struct figure_cell *c = &cells->items[i];
        if (c->definition == d && c->year == year && str_eq(c->territory, territory))
            return c;
    }
    struct figure_cell *c = arena_push(a, cells);
    *c = (struct figure_cell){.definition = d, .year = year, .territory = territory};
    return c;
}

static bool states_nothing(const struct figure *f)
{
    return str_eq(f->state, S("not_stated"));
}

/* Profiles come in the order of their origins, so the first that states something is it. */
static void cell_add(struct arena *a, struct figure_cell *c, const struct figure *f)
{
    const struct figure *other = f;
    if (!c->reported || (states_nothing(c->reported) && !states_nothing(f))) {
        other = c->reported;
        c->reported = f;
    }
    if (!other)
        return;
    c->others = arena_grow(a, c->others, c->other_count, &c->other_capacity, sizeof *c->others);
    c->others[c->other_count++] = other;
}

static bool is_wanted(const struct figure_reading *r, const struct figure_definition *d)
{
    return !r->only || d == r->only || d->under == r->only;
}

/* Reads the figures of one report. With `only_year` not 0, only those of that year. */
static bool read_profile(const struct figure_reading *r, struct arena *a,
                         const struct record *profile, int only_year, struct figure_cells *cells,
                         struct faults *faults)
{
    const struct condition where[] = {{"profile", IS, value_text(profile->id)},
                                      {"year", IS, value_integer(only_year)}};
    const struct query q = {.type = model_type(session_model(r->session), S("figure")),
                            .conditions = where,
                            .condition_count = only_year ? 2 : 1};
    struct records found = {0};
    size_t at[FIGURE_FIELDS];
    if (!q.type || !fields_find(q.type, at))
        return FAULT(faults, FAULT_STORE, (struct place){.file = S("model/types/figure.yaml")},
                     N_("The record type figure lacks a field that reports need."));
    if (!store_query(r->session, a, &q, &found, faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct figure_definition *d =
            instrument_figure(r->instrument, found.items[i]->values[at[AT_KEY]].text);
        if (!d || !is_wanted(r, d))
            continue;
        const struct figure *f = figure_of_record(a, found.items[i], at, profile, d);
        cell_add(a, cell_at(a, cells, d, f->year, f->territory), f);
    }
    return true;
}

/* What the report of the year before said of its own year. */
static bool read_before(const struct figure_reading *r, struct arena *a, struct figure_cells *cells,
                        struct faults *faults)
{
    struct figure_cells before = {0};
    for (size_t i = 0; r->previous && i < r->previous->count; i++)
        if (!read_profile(r, a, r->previous->items[i], r->year - 1, &before, faults))
            return false;
    for (size_t i = 0; i < before.count; i++) {
        const struct figure_cell *b = &before.items[i];
        if (!b->definition->table->two_years)
            continue;
        struct figure_cell *c = cell_at(a, cells, b->definition, b->year, b->territory);
        c->before = b->reported;
        if (!c->reported)
            c->reported = b->reported;
    }
    return true;
}

static bool add_computed(const struct figure_reading *r, struct arena *a,
                         struct figure_cells *cells, struct faults *faults)
{
    struct figure_answers answers = {0};
    for (size_t i = 0; i < r->instrument->figure_count; i++) {
        const struct figure_definition *d = &r->instrument->figures[i];
        if (!is_wanted(r, d))
            continue;
        for (int year = r->year - (d->table->two_years ? 1 : 0); year <= r->year; year++) {
            const struct figure *f = NULL;
            if (!figure_compute(r->session, a, d, year, &f, &answers, faults))
                return false;
            if (f)
                cell_at(a, cells, d, year, (struct str){0})->computed = f;
        }
    }
    return true;
}

static void choose(struct figure_cell *c, enum figure_basis basis)
{
    bool reported = c->reported && !states_nothing(c->reported);
    if (c->computed && (basis == BASIS_COMPUTED || !reported))
        c->chosen = c->computed;
    else
        c->chosen = c->reported;
}

static int compare_cells(const void *a, const void *b)
{
    const struct figure_cell *one = a, *two = b;
    if (one->definition != two->definition)
        return one->definition->index < two->definition->index ? -1 : 1;
    if (one->year != two->year)
        return one->year < two->year ? -1 : 1;
    return str_compare(one->territory, two->territory);
}

bool figures_read(const struct figure_reading *r, struct arena *a, struct figure_cells *cells,
                  struct faults *faults)
{
    for (size_t i = 0; i < r->profiles->count; i++)
        if (!read_profile(r, a, r->profiles->items[i], 0, cells, faults))
            return false;
    if (!read_before(r, a, cells, faults) || (r->home && !add_computed(r, a, cells, faults)))
        return false;
    for (size_t i = 0; i < cells->count; i++)
        choose(&cells->items[i], r->basis);
    if (cells->count)
        qsort(cells->items, cells->count, sizeof *cells->items, compare_cells);
    return true;
}

const struct figure_cell *figure_cell_of(const struct figure_cells *cells,
                                         const struct figure_definition *definition, int year,
                                         struct str territory)
{
    for (size_t i = 0; i < cells->count; i++) {
        const struct figure_cell *c = &cells->items[i];
        if (c->definition == definition && c->year == year && str_eq(c->territory, territory))
            return c;
    }
    return NULL;
}

const struct figure_cell *figure_cell_find(const struct figure_cells *cells,
                                           const struct figure_definition *definition, int year)
{
    return figure_cell_of(cells, definition, year, (struct str){0});
}

bool figure_has_value(const struct figure *f)
{
    return f && str_eq(f->state, S("value"));
}

bool figure_same(const struct figure *one, const struct figure *two)
{
    if (!str_eq(one->state, two->state))
        return false;
    if (!figure_has_value(one))
        return true;
    if (one->is_number != two->is_number)
        return false;
    if (one->is_number)
        return fabs(one->number - two->number) < 1e-6;
    return str_eq(one->answer, two->answer);
}

bool figure_restated(const struct figure_cell *c)
{
    return c->before && c->reported && c->before != c->reported && !states_nothing(c->before) &&
           !states_nothing(c->reported) && !figure_same(c->before, c->reported);
}

struct str figures_home(struct session *s, struct arena *a, struct faults *faults)
{
    const struct model *m = session_model(s);
    struct str country = {0};
    if (!store_setting_get(s, a, S("country"), &country, faults))
        return (struct str){0};
    const struct code *home =
        code_find(model_list(m, S("countries")), country.n ? country : m->pack);
    return home ? home->code : (struct str){0};
}
