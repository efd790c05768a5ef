#include "report/context.h"

#include "base/arena.h"
#include "base/buffer.h"

const struct code *context_country(const struct model *m, struct str country, struct faults *faults)
{
    const struct code_list *list = model_list(m, S("countries"));
    const struct code *found = list ? code_find(list, str_trim(country)) : NULL;
    if (!found)
        FAULT(
            faults, FAULT_MISSING, (struct place){0},
            N_("“{1}” is no country that is known here. Give its English name or its ISO code, as "
               "in Azerbaijan or AZ."),
            country);
    return found;
}

struct str country_name(enum language language, const struct code *country)
{
    struct str column = language == LANGUAGE_AZERBAIJANI ? S("name_az")
                        : language == LANGUAGE_RUSSIAN   ? S("name_ru")
                                                         : S("label");
    struct str name = node_get_str(country->row, column);
    return name.n ? name : country->label;
}

struct str say(const struct report_context *c, struct str message)
{
    return words(c->request->language, message);
}

struct str say_code(const struct report_context *c, const char *list, struct str code)
{
    const struct code_list *codes = model_list(c->model, str_of(list));
    for (size_t i = 0; codes && i < codes->count; i++)
        if (str_eq(codes->items[i].code, code))
            return say(c, codes->items[i].label);
    return code;
}

struct node *years_node(struct arena *a, const struct records *profiles)
{
    struct node *years = node_list(a);
    int64_t last = 0;
    for (size_t i = 0; i < profiles->count; i++) {
        int64_t year = record_integer(profiles->items[i], "year");
        if (year != last)
            node_add(a, years, node_int(a, year));
        last = year;
    }
    return years;
}

bool records_of_profile(const struct report_context *c, const char *type,
                        const struct record *profile, const char *order, struct records *found)
{
    const struct condition where = {"profile", IS, value_text(profile->id)};
    const struct query q = {
        .type = model_type(c->model, str_of(type)),
        .conditions = &where,
        .condition_count = 1,
        .order = {order},
    };
    return !q.type || store_query(c->session, c->arena, &q, found, c->faults);
}

/* Whether the home country has records of its own to compute from. */
static bool nothing_there(const struct report_context *c)
{
    return c->profiles.count == 0 && c->cells.count == 0;
}

static bool fault_no_report(const struct report_context *c)
{
    struct buffer there = {.arena = c->arena};
    const struct node *years = years_node(c->arena, &c->all);
    for (size_t i = 0; i < node_count(years); i++) {
        buffer_add(&there, i ? S(", ") : S(""));
        buffer_add(&there, node_text(c->arena, node_at(years, i)));
    }
    if (!there.count)
        return FAULT(c->faults, FAULT_MISSING, (struct place){.field = S("country")},
                     N_("Nothing is known of {1}. Import a chapter or an edition first, as in: "
                        "himaya import chapter {1}-2019.txt"),
                     c->country->label);
    return FAULT(c->faults, FAULT_MISSING, (struct place){.field = S("year")},
                 N_("There is no report of {1} for {2}. There are reports for {3}."),
                 c->country->label, str_format(c->arena, "%d", c->year), buffer_str(&there));
}

static bool read_figures(struct report_context *c)
{
    const struct figure_reading reading = {
        .session = c->session,
        .instrument = c->instrument,
        .profiles = &c->profiles,
        .previous = &c->previous,
        .year = c->year,
        .home = c->home,
        .basis = c->basis,
    };
    return figures_read(&reading, c->arena, &c->cells, c->faults);
}

static bool read_basis(struct report_context *c)
{
    struct str basis = c->request->basis;
    c->basis = str_eq(basis, S("computed")) ? BASIS_COMPUTED : BASIS_REPORTED;
    if (!basis.n || str_eq(basis, S("computed")) || str_eq(basis, S("reported")))
        return true;
    return FAULT(c->faults, FAULT_INPUT, (struct place){.field = S("basis")},
                 N_("“{1}” is no basis of figures. It is reported or computed."), basis);
}

bool context_open_all_years(struct report_context *c, struct session *s, struct arena *a,
                            const struct report_request *r, struct faults *faults)
{
    *c = (struct report_context){
        .session = s,
        .arena = a,
        .request = r,
        .faults = faults,
        .instrument = r->instrument,
        .model = session_model(s),
    };
    c->country = context_country(c->model, r->country, faults);
    if (!c->country || !profiles_of_country(s, a, c->country->code, &c->all, faults))
        return false;
    c->home = str_eq(figures_home(s, a, faults), c->country->code);
    return true;
}

/* The figures of a year before any text: only what the report of that year itself fills is enough
 * to be a report; the year before alone is not. */
bool context_open(struct report_context *c, struct session *s, struct arena *a,
                  const struct report_request *r, struct faults *faults)
{
    if (!context_open_all_years(c, s, a, r, faults) || !read_basis(c))
        return false;
    c->year = r->year;
    if (!c->year && c->all.count)
        c->year = (int)record_integer(c->all.items[c->all.count - 1], "year");
    if (!c->year)
        return fault_no_report(c);
    c->profiles = profiles_of_year(&c->all, c->year);
    c->previous = profiles_of_year(&c->all, c->year - 1);
    if (c->profiles.count == 0 && !c->home)
        return fault_no_report(c);
    if (!read_figures(c))
        return false;
    return !nothing_there(c) || fault_no_report(c);
}

/* Reads records of the first profile, in the order of origins, that has any of the type. */
static bool read_first(struct report_context *c, const char *type, const char *order,
                       struct records *found)
{
    for (size_t i = 0; i < c->profiles.count && found->count == 0; i++)
        if (!records_of_profile(c, type, c->profiles.items[i], order, found))
            return false;
    return true;
}

bool context_read_texts(struct report_context *c)
{
    c->main = c->profiles.count ? c->profiles.items[0] : NULL;
    if (!read_first(c, "entry", "position", &c->entries) ||
        !read_first(c, "suggested_action", "position", &c->actions) ||
        !read_first(c, "reference", "number", &c->references) ||
        !read_first(c, "passage", "position", &c->passages) ||
        !read_first(c, "remark", "position", &c->remarks) ||
        !read_first(c, "good", "name", &c->goods))
        return false;
    for (size_t i = 0; i < c->references.count; i++) {
        int number = (int)record_integer(c->references.items[i], "number");
        if (number > c->longest)
            c->longest = number;
    }
    return true;
}

bool context_table_filled(const struct report_context *c, const struct table_definition *t)
{
    if (t->holds == HOLDS_ACTIONS)
        return c->actions.count > 0;
    for (size_t i = 0; t->holds == HOLDS_ENTRIES && i < c->entries.count; i++)
        if (str_eq(record_text(c->entries.items[i], "table"), t->key))
            return true;
    for (size_t i = 0; t->holds == HOLDS_FIGURES && i < c->cells.count; i++)
        if (c->cells.items[i].definition->table == t)
            return true;
    return false;
}

void context_number_tables(struct report_context *c)
{
    int tables = 0, figures = 0;
    for (size_t i = 0; i < c->instrument->table_count && i < MOST_TABLES; i++) {
        const struct table_definition *t = &c->instrument->tables[i];
        if (context_table_filled(c, t))
            c->numbers[i] = t->as_figure ? ++figures : ++tables;
    }
}
