/* The checks made on every report: part against whole, N/A where it was meant, citations against
 * the list, this report against the last, origins against each other, figures against records.
 * (domain rules: every part is at most its whole; a part of what was not done is N/A.)
 */
#include "report/checks.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "figures/question.h"
#include "intake/chapter/citations.h"

#include <math.h>

void finding_add(struct report_context *c, struct node *list, const struct finding *f,
                 struct str message, const struct str *details, size_t count)
{
    struct arena *a = c->arena;
    struct node *n = node_add(a, list, node_map(a));
    node_set_str(a, n, S("check"), str_of(f->check));
    node_set_str(a, n, S("severity"), str_of(f->severity));
    set_if(a, n, S("key"), f->key);
    if (f->year)
        node_set_int(a, n, S("year"), f->year);
    if (f->line)
        node_set_int(a, n, S("line"), f->line);
    node_set_str(a, n, S("text"), words_fill(a, say(c, message), details, count));
}

struct str year_text(const struct report_context *c, int year)
{
    return str_format(c->arena, "%d", year);
}

static struct finding finding_of(const char *check, const char *severity,
                                 const struct figure_cell *cell)
{
    return (struct finding){check, severity, cell->definition->key, cell->year, cell->chosen->line};
}

static const struct figure_cell *parent_of(const struct report_context *c,
                                           const struct figure_cell *cell)
{
    const struct figure_definition *under = cell->definition->under;
    return under ? figure_cell_of(&c->cells, under, cell->year, cell->territory) : NULL;
}

static void check_part(struct report_context *c, struct node *list, const struct figure_cell *cell)
{
    const struct figure_cell *whole = parent_of(c, cell);
    if (!whole || cell->definition->type != FIGURE_COUNT ||
        whole->definition->type != FIGURE_COUNT || !figure_has_value(cell->chosen) ||
        !figure_has_value(whole->chosen) || !cell->chosen->is_number || !whole->chosen->is_number ||
        cell->chosen->number <= whole->chosen->number)
        return;
    struct finding f = finding_of("part_exceeds_whole", "high", cell);
    FINDING(c, list, &f, N_("{1} ({2}) is more than {3} ({4}) in {5}, of which it is a part."),
            say(c, cell->definition->label), figure_text(c, cell->chosen),
            say(c, whole->definition->label), figure_text(c, whole->chosen),
            year_text(c, cell->year));
}

static void check_not_applicable(struct report_context *c, struct node *list,
                                 const struct figure_cell *cell)
{
    const struct figure_cell *whole = parent_of(c, cell);
    const struct question *q = cell->definition->question;
    if (!whole || !q || q->not_applicable_when_no != whole->definition ||
        !str_eq(whole->chosen->answer, S("no")) || !str_eq(cell->chosen->answer, S("no")))
        return;
    struct finding f = finding_of("not_applicable_meant", "medium", cell);
    FINDING(c, list, &f, N_("{1} is No in {2} although {3} is No already: N/A was meant."),
            say(c, cell->definition->label), year_text(c, cell->year),
            say(c, whole->definition->label));
}

static void check_restated(struct report_context *c, struct node *list,
                           const struct figure_cell *cell)
{
    if (!figure_restated(cell))
        return;
    struct finding f = finding_of("restated", "medium", cell);
    FINDING(c, list, &f, N_("{1} of {2} is {3} here; the report of {2} said {4}."),
            say(c, cell->definition->label), year_text(c, cell->year),
            figure_text(c, cell->reported), figure_text(c, cell->before));
}

static void check_computed(struct report_context *c, struct node *list,
                           const struct figure_cell *cell)
{
    if (!cell->reported || !cell->computed || figure_same(cell->reported, cell->computed))
        return;
    struct finding f = finding_of("computed_differs", "medium", cell);
    struct str why = figure_why(c, cell->computed);
    if (why.n)
        FINDING(c, list, &f, N_("{1} of {2} is reported as {3}; the records give N/A. {4}"),
                say(c, cell->definition->label), year_text(c, cell->year),
                figure_text(c, cell->reported), why);
    else
        FINDING(c, list, &f, N_("{1} of {2} is reported as {3}; the records give {4}."),
                say(c, cell->definition->label), year_text(c, cell->year),
                figure_text(c, cell->reported), figure_text(c, cell->computed));
}

static void check_citation(struct report_context *c, struct node *list, struct str sources,
                           struct finding f)
{
    struct citation_set set = {0};
    struct buffer missing = {.arena = c->arena};
    if (!c->longest || !sources.n || !citation_parse(sources, &set))
        return;
    for (int i = c->longest; (i = citation_set_next(&set, i)) != 0;) {
        buffer_add(&missing, missing.count ? S(", ") : S(""));
        buffer_add(&missing, year_text(c, i));
    }
    if (missing.count)
        FINDING(c, list, &f,
                N_("A source is cited that the list does not have: {1} (the list ends with {2})."),
                buffer_str(&missing), year_text(c, c->longest));
}

static void check_citations(struct report_context *c, struct node *list)
{
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        if (cell->reported && cell->reported->report_year == c->year) {
            count_sources(c, cell->reported->sources);
            check_citation(c, list, cell->reported->sources,
                           finding_of("citation_missing", "medium", cell));
        }
    }
    const struct records *texts[] = {&c->entries, &c->passages};
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < texts[t]->count; i++)
            check_citation(
                c, list, record_text(texts[t]->items[i], "sources"),
                (struct finding){.check = "citation_missing",
                                 .severity = "medium",
                                 .line = (long)record_integer(texts[t]->items[i], "line")});
}

static void check_not_cited(struct report_context *c, struct node *list)
{
    for (size_t i = 0; i < c->references.count; i++) {
        int number = (int)record_integer(c->references.items[i], "number");
        const struct finding f = {.check = "reference_not_cited",
                                  .severity = "low",
                                  .line = (long)record_integer(c->references.items[i], "line")};
        if (number > 0 && number <= CITATION_LARGEST && !c->cited[number])
            FINDING(c, list, &f, N_("Source {1} is in the list and nothing cites it."),
                    year_text(c, number));
    }
}

struct node *findings_node(struct report_context *c)
{
    struct node *list = node_list(c->arena);
    for (size_t i = 0; i < c->cells.count; i++) {
        check_part(c, list, &c->cells.items[i]);
        check_not_applicable(c, list, &c->cells.items[i]);
        check_restated(c, list, &c->cells.items[i]);
        check_computed(c, list, &c->cells.items[i]);
    }
    check_citations(c, list);
    check_not_cited(c, list);
    check_units(c, list);
    return list;
}

static struct str basis_word(const struct report_context *c, const struct figure *f)
{
    return f->computed ? words(c->request->language, S("computed"))
                       : say_code(c, "profile_origins", f->origin);
}

static void add_alternative(const struct report_context *c, struct node *list,
                            const struct figure_cell *cell, const struct figure *other)
{
    struct arena *a = c->arena;
    const struct figure *f = cell->chosen;
    struct node *n = node_add(a, list, node_map(a));
    node_set_str(a, n, S("key"), cell->definition->key);
    node_set_int(a, n, S("year"), cell->year);
    set_if(a, n, S("territory"), cell->territory);
    node_set(a, n, S("chosen"), figure_node(c, f));
    node_set(a, n, S("other"), figure_node(c, other));
    if (figure_has_value(f) && figure_has_value(other) && f->is_number && other->is_number) {
        double difference = other->number - f->number;
        node_set(a, n, S("difference"),
                 floor(difference) == difference ? node_int(a, (int64_t)difference)
                                                 : node_real(a, difference));
    }
    node_set_str(a, n, S("text"),
                 str_format(a, "%.*s, %d: %.*s %.*s, %.*s %.*s",
                            STR_ARG(say(c, cell->definition->label)), cell->year,
                            STR_ARG(basis_word(c, f)), STR_ARG(figure_text(c, f)),
                            STR_ARG(basis_word(c, other)), STR_ARG(figure_text(c, other))));
}

struct node *alternatives_node(const struct report_context *c)
{
    struct node *list = node_list(c->arena);
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        for (size_t k = 0; k < cell->other_count; k++)
            if (!figure_same(cell->chosen, cell->others[k]))
                add_alternative(c, list, cell, cell->others[k]);
        const struct figure *other = cell->chosen->computed ? cell->reported : cell->computed;
        if (other && !figure_same(cell->chosen, other))
            add_alternative(c, list, cell, other);
    }
    return list;
}
