/* One figure over all years. */
#include "base/arena.h"
#include "figures/compute.h"
#include "figures/question.h"
#include "report/nodes.h"

const struct figure_definition *figure_asked(const struct report_context *c)
{
    const struct figure_definition *d = instrument_figure(c->instrument, c->request->key);
    if (!d)
        FAULT(c->faults, FAULT_MISSING, (struct place){.field = S("figure")},
              N_("“{1}” is no figure. A figure has a key such as labor_inspectors."),
              c->request->key);
    return d;
}

/* The figure as one report gives it, for the report's year or the year before. */
static const struct figure *figure_in(struct report_context *c, const struct figure_definition *d,
                                      int report_year, int year)
{
    struct profiles profiles = profiles_of_year(&c->all, report_year), none = {0};
    const struct figure_reading reading = {
        .session = c->session,
        .instrument = c->instrument,
        .profiles = &profiles,
        .previous = &none,
        .year = report_year,
        .only = d,
    };
    struct figure_cells cells = {0};
    if (!figures_read(&reading, c->arena, &cells, c->faults))
        return NULL;
    const struct figure_cell *cell = figure_cell_find(&cells, d, year);
    for (size_t i = 0; i < cells.count; i++) /* parts, and counts beside percentages */
        if (report_year == year)
            *arena_push(c->arena, &c->cells) = cells.items[i];
    return cell ? cell->reported : NULL;
}

/* The range of years that anything can be said for. */
static bool year_range(const struct report_context *c, int *first, int *last)
{
    if (!c->all.count)
        return false;
    *first = (int)record_integer(c->all.items[0], "year") - 1;
    *last = (int)record_integer(c->all.items[c->all.count - 1], "year");
    return true;
}

static void set_years(struct report_context *c, const struct figure_definition *d,
                      struct node *page)
{
    struct arena *a = c->arena;
    struct node *years = node_set(a, page, S("years"), node_list(a));
    struct node *restated = node_set(a, page, S("restated"), node_list(a));
    struct node *computed = node_set(a, page, S("computed"), node_list(a));
    struct node *parts = node_set(a, page, S("territories"), node_list(a));
    int first, last;
    if (!year_range(c, &first, &last))
        return;
    for (int year = first; year <= last; year++) {
        const struct figure *own = figure_in(c, d, year, year), *made = NULL;
        const struct figure *later = d->table->two_years ? figure_in(c, d, year + 1, year) : NULL;
        if (c->home && !figure_compute(c->session, a, d, year, &made, NULL, c->faults))
            return;
        const struct figure *shown = own ? own : later;
        bool silent = !shown || str_eq(shown->state, S("not_stated"));
        if (silent && made)
            shown = made;
        if (shown)
            node_add(a, years, figure_node(c, shown));
        if (own && later && !figure_same(own, later) && !str_eq(later->state, S("not_stated")))
            node_add(a, restated, figure_node(c, later));
        if (made)
            node_add(a, computed, figure_node(c, made));
    }
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        if (cell->definition == d && cell->territory.n && cell->reported->report_year == cell->year)
            node_add(a, parts, figure_node(c, cell->reported));
    }
}

static struct node *question_node(const struct report_context *c, const struct question *q)
{
    struct node *n = node_map(c->arena);
    node_set_str(c->arena, n, S("type"), q->part.type->name);
    node_set_str(c->arena, n, S("label"), say(c, q->part.type->plural));
    node_set_str(c->arena, n, S("text"), q->text);
    return n;
}

void set_definition(const struct report_context *c, const struct figure_definition *d,
                    struct node *page)
{
    struct arena *a = c->arena;
    node_set_str(a, page, S("key"), d->key);
    node_set_str(a, page, S("label"), say(c, d->label));
    set_if(a, page, S("means"), say(c, d->means));
    node_set_str(a, page, S("type"), d->type_name);
    node_set_str(a, page, S("table_key"), d->table->key);
    if (d->under)
        node_set_str(a, page, S("under"), d->under->key);
    node_set_str(a, page, S("country"), country_name(c->request->language, c->country));
    node_set_str(a, page, S("iso"), c->country->code);
    if (d->question)
        node_set(a, page, S("question"), question_node(c, d->question));
}

struct node *report_figure(struct session *s, struct arena *a, const struct report_request *r,
                           struct faults *faults)
{
    struct report_context c;
    size_t before = faults->total;
    if (!context_open_all_years(&c, s, a, r, faults))
        return NULL;
    const struct figure_definition *d = figure_asked(&c);
    if (!d)
        return NULL;
    struct node *page = node_map(a);
    set_definition(&c, d, page);
    set_years(&c, d, page);
    return faults->total == before ? page : NULL;
}

/* --- where a figure comes from --- */

#define LINES_AROUND 3

/* The lines of a text from `first` to `last` (from 1), with the one that the figure stands on. */
static struct node *lines_node(struct arena *a, struct str text, long here)
{
    struct node *lines = node_list(a);
    struct str line;
    for (long number = 1; number <= here + LINES_AROUND && str_cut(&text, '\n', &line); number++) {
        if (number < here - LINES_AROUND)
            continue;
        struct node *n = node_add(a, lines, node_map(a));
        node_set_int(a, n, S("number"), number);
        node_set_str(a, n, S("text"), str_trim(line));
        node_set_bool(a, n, S("here"), number == here);
    }
    return lines;
}

static void set_lines(const struct report_context *c, const struct figure *f,
                      const struct node *document, struct node *n)
{
    if (!document || !f->line)
        return;
    const struct record *r = store_get(c->session, c->arena, model_type(c->model, S("document")),
                                       node_get_str(document, S("id")), c->faults);
    if (r && record_text(r, "text").n)
        node_set(c->arena, n, S("lines"), lines_node(c->arena, record_text(r, "text"), f->line));
}

/* The full sources that a figure cites, from the list of its own report. */
static bool set_references(const struct report_context *c, const struct figure *f, struct node *n)
{
    struct arena *a = c->arena;
    struct node *numbers = sources_node(a, f->sources);
    struct node *list = node_set(a, n, S("references"), node_list(a));
    const struct record profile = {.id = f->profile};
    struct records found = {0};
    if (numbers->count && !records_of_profile(c, "reference", &profile, "number", &found))
        return false;
    for (size_t i = 0; i < found.count; i++)
        for (size_t k = 0; k < numbers->count; k++) {
            if (numbers->items[k]->integer != record_integer(found.items[i], "number"))
                continue;
            struct node *reference = node_add(a, list, node_map(a));
            node_set_int(a, reference, S("number"), numbers->items[k]->integer);
            node_set_str(a, reference, S("text"), record_text(found.items[i], "text"));
        }
    return true;
}

static bool add_reported(const struct report_context *c, const struct figure *f, struct node *list)
{
    struct arena *a = c->arena;
    struct node *n = node_add(a, list, node_map(a));
    node_set(a, n, S("figure"), figure_node(c, f));
    struct node *document = document_node(c, f->profile);
    if (document)
        node_set(a, n, S("document"), document);
    if (f->line)
        node_set_int(a, n, S("line"), f->line);
    set_lines(c, f, document, n);
    return set_references(c, f, n);
}

/* The cell that a request speaks of; NULL with a fault. */
static const struct figure_cell *cell_asked(const struct report_context *c,
                                            const struct figure_definition *d)
{
    int year = c->request->figure_year ? c->request->figure_year : c->year;
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        if (cell->definition == d && cell->year == year &&
            str_eq(cell->territory, c->request->territory))
            return cell;
    }
    FAULT(c->faults, FAULT_MISSING, (struct place){.field = S("year")},
          N_("The report of {1} for {2} says nothing on “{3}” in {4}."), c->country->label,
          str_format(c->arena, "%d", c->year), d->label, str_format(c->arena, "%d", year));
    return NULL;
}

struct node *report_origin(struct session *s, struct arena *a, const struct report_request *r,
                           struct faults *faults)
{
    struct report_context c;
    size_t before = faults->total;
    if (!context_open(&c, s, a, r, faults))
        return NULL;
    const struct figure_definition *d = figure_asked(&c);
    const struct figure_cell *cell = d ? cell_asked(&c, d) : NULL;
    if (!cell)
        return NULL;
    context_number_tables(&c);
    struct node *page = node_map(a);
    set_definition(&c, d, page);
    node_set_int(a, page, S("report_year"), c.year);
    node_set(a, page, S("figure"), figure_node(&c, cell->chosen));
    struct node *reported = node_set(a, page, S("reported"), node_list(a));
    bool good = !cell->reported || add_reported(&c, cell->reported, reported);
    for (size_t i = 0; good && i < cell->other_count; i++)
        good = add_reported(&c, cell->others[i], reported);
    if (good && figure_restated(cell))
        good = add_reported(&c, cell->before, reported);
    struct node *computed = node_null(a);
    if (cell->computed) {
        int64_t count = 0;
        good = good && figure_records_count(s, a, d, cell->year, &count, faults);
        computed = node_map(a);
        node_set(a, computed, S("figure"), figure_node(&c, cell->computed));
        node_set(a, computed, S("question"), question_node(&c, d->question));
        node_set_int(a, computed, S("count"), count);
        good = good && known_node(&c, d, cell->year, computed);
    }
    node_set(a, page, S("computed"), computed);
    return good && faults->total == before ? page : NULL;
}
