/* The check of units: whether table and text count child labour violations alike, and where they do
 * not, whether the records explain it (domain rules: 9 violations against "seven violations
 * involving nine children").
 */
#include "base/arena.h"
#include "report/checks.h"
#include "report/enforcement.h"

static const char *const number_words[] = {
    "no",       "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

/* "seven", "1,234" or "17" as a number; -1 when it is none. */
static int64_t number_in_words(struct arena *a, struct str word)
{
    int64_t number;
    for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++)
        if (str_eq_nocase(word, str_of(number_words[i])))
            return (int64_t)i;
    return str_to_int(str_replace(a, word, S(","), S("")), &number) ? number : -1;
}

/* The number before the words at `at`; -1 when none stands there. */
static int64_t number_before(struct arena *a, struct str text, size_t at)
{
    size_t end = at;
    while (end && char_is_space(text.p[end - 1]))
        end--;
    size_t start = end;
    while (start && !char_is_space(text.p[start - 1]) && text.p[start - 1] != '(')
        start--;
    return number_in_words(a, str_slice(text, start, end));
}

/* What a text says of violations found: the number, and the line it stands on. */
struct statement {
    int64_t number; /* -1: nothing */
    long line;
};

static struct statement statement_of(const struct report_context *c)
{
    static const struct str words[] = {S_INIT("child labor violation"),
                                       S_INIT("child labour violation")};
    for (size_t i = 0; i < c->passages.count; i++) {
        const struct record *p = c->passages.items[i];
        struct str text = record_text(p, "text");
        for (size_t w = 0; w < 2; w++)
            for (size_t at = 0; (at = str_find_nocase(text, words[w], at)) != STR_NONE; at++) {
                int64_t number = number_before(c->arena, text, at);
                if (number >= 0)
                    return (struct statement){number, (long)record_integer(p, "line")};
            }
    }
    return (struct statement){.number = -1};
}

static struct str number_text(const struct report_context *c, int64_t number)
{
    return grouped(c->arena, (double)number);
}

static void check_statement(struct report_context *c, struct node *list,
                            const struct figure_cell *cell, struct statement said,
                            const struct tally_of_violations *tally)
{
    int64_t printed = (int64_t)cell->chosen->number;
    bool explained = tally->cases == said.number && (int64_t)tally->violations.count == printed;
    const struct finding f = {explained ? "units_explained" : "table_and_text",
                              explained ? "low" : "high", cell->definition->key, cell->year,
                              said.line};
    if (explained)
        FINDING(
            c, list, &f,
            N_("The table has {1} child labour violations in {2}, the text {3}. Each is right in "
               "its own unit: the records have {1} violations, one for each child, in {3} "
               "cases."),
            figure_text(c, cell->chosen), year_text(c, cell->year), number_text(c, said.number));
    else
        FINDING(c, list, &f, N_("The table has {1} child labour violations in {2}, the text {3}."),
                figure_text(c, cell->chosen), year_text(c, cell->year),
                number_text(c, said.number));
}

bool check_units(struct report_context *c, struct node *list)
{
    const struct figure_definition *d =
        instrument_figure(c->instrument, S("child_labor_violations"));
    const struct figure_cell *cell = d ? figure_cell_find(&c->cells, d, c->year) : NULL;
    struct tally_of_violations tally = {0};
    if (!cell || !figure_has_value(cell->chosen) || !cell->chosen->is_number)
        return true;
    if (c->home && !violations_tally(c, UNIT_OF_CHILD_LABOR, &tally))
        return false;
    struct statement said = statement_of(c);
    if (said.number >= 0 && said.number != (int64_t)cell->chosen->number) {
        check_statement(c, list, cell, said, &tally);
        return true;
    }
    if (!tally.cases || tally.cases == (int64_t)tally.violations.count)
        return true;
    const struct finding f = {"units_explained", "low", d->key, cell->year, cell->chosen->line};
    FINDING(c, list, &f,
            N_("{1} child labour violations of {2} are {3} cases with {4} children, since each "
               "child is a violation. Whoever counts employers says {3}."),
            number_text(c, (int64_t)tally.violations.count), year_text(c, cell->year),
            number_text(c, tally.cases), number_text(c, tally.children));
    return true;
}
