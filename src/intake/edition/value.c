#include "intake/edition/value.h"

#include "base/arena.h"

#include <math.h>

static const struct {
    struct str printed;
    enum figure_state state;
} states[] = {
    {S_INIT("N/A"), FIGURE_NOT_APPLICABLE},
    {S_INIT("NA"), FIGURE_NOT_APPLICABLE},
    {S_INIT("Not Applicable"), FIGURE_NOT_APPLICABLE}, /* parts of 2020 */
    {S_INIT("Unknown"), FIGURE_UNKNOWN},
    {S_INIT("Unavailable"), FIGURE_UNAVAILABLE},
    {S_INIT("No Value"), FIGURE_NOT_STATED}, /* territories of 2016 */
    {S_INIT(""), FIGURE_NOT_STATED},
};

static const struct str mark_signs[] = {S_INIT("*"), S_INIT("†"), S_INIT("‡"), S_INIT("§"),
                                        S_INIT("^")};

/* Cuts footnote marks off the end; they are returned in the order printed. */
static struct str cut_marks(struct str *text)
{
    struct str whole = *text;
    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < sizeof mark_signs / sizeof *mark_signs; i++) {
            if (!str_ends(*text, mark_signs[i]))
                continue;
            *text = str_slice(*text, 0, text->n - mark_signs[i].n);
            found = true;
        }
    }
    struct str marks = str_from(whole, text->n);
    *text = str_trim(*text);
    return marks;
}

/* Cuts a citation such as "(5)" or "(4,7-9)" off the end and returns what is in its brackets. Only
 * some drafts of an edition carry them. */
static struct str cut_citation(struct str *text)
{
    size_t open = str_find_char(*text, '(', 0);
    if (open == STR_NONE || open == 0 || !str_ends(*text, S(")")))
        return (struct str){0};
    struct str inside = str_slice(*text, open + 1, text->n - 1);
    for (size_t i = 0; i < inside.n; i++)
        if (!char_is_digit(inside.p[i]) && inside.p[i] != ',' && inside.p[i] != '-')
            return (struct str){0};
    *text = str_trim(str_slice(*text, 0, open));
    return inside;
}

/* Factor of a word such as "million" at the end, which is cut off; 1 where there is none. */
static double cut_scale(struct str *text)
{
    static const struct {
        struct str word;
        double factor;
    } scales[] = {{S_INIT("million"), 1e6}, {S_INIT("billion"), 1e9}};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        struct str word = scales[i].word;
        if (text->n <= word.n || !str_eq_nocase(str_from(*text, text->n - word.n), word))
            continue;
        *text = str_trim(str_slice(*text, 0, text->n - word.n));
        return scales[i].factor;
    }
    return 1;
}

static bool read_number(struct arena *a, struct str text, struct chapter_figure *cell)
{
    bool dollars = str_starts(text, S("$"));
    double number;
    text = str_trim(str_from(text, dollars ? 1 : 0));
    double factor = cut_scale(&text);
    struct str digits = str_replace(a, str_replace(a, text, S(","), S("")), S(" "), S(""));
    if (!str_to_real(digits, &number) || !isfinite(number * factor))
        return false;
    cell->is_number = true;
    cell->number = round(number * factor * 1e8) / 1e8;
    cell->currency = dollars ? S("USD") : (struct str){0};
    return true;
}

/* Percent of a fraction, freed of what binary fractions leave behind (0.07 is 7, not 7.000…1). */
static void make_percent(struct arena *a, struct chapter_figure *cell)
{
    cell->number = round(cell->number * 1e8) / 1e6;
    cell->text = str_format(a, "%.1f", cell->number);
}

bool edition_value_read(struct arena *a, struct str printed, bool as_share,
                        struct chapter_figure *cell)
{
    struct str text = str_trim(printed);
    cell->sources = str_copy(a, cut_citation(&text));
    struct str marks = cut_marks(&text);
    cell->marks = str_copy(a, marks);
    cell->text = str_copy(a, text);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (!str_eq_nocase(text, states[i].printed))
            continue;
        cell->state = states[i].state;
        return true;
    }
    cell->state = FIGURE_VALUE;
    if (str_eq_nocase(text, S("yes")) || str_eq_nocase(text, S("no"))) {
        cell->answer = str_lower(a, text);
        return true;
    }
    if (read_number(a, text, cell)) {
        if (as_share)
            make_percent(a, cell);
        return true;
    }
    cell->state = FIGURE_NOT_STATED;
    return false;
}

bool edition_age_read(struct arena *a, struct str printed, struct chapter_figure *cell)
{
    struct str text = str_trim(printed);
    struct str marks = cut_marks(&text);
    double age;
    cell->age_text = str_copy(a, str_trim(printed));
    if (str_contains(marks, S("‡")))
        cell->age_calculated = true;
    if (text.n == 0 || str_eq_nocase(text, S("None")))
        return true;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_eq_nocase(text, states[i].printed))
            return true;
    if (str_to_real(text, &age) && age >= 0 && age <= 30) {
        cell->has_age = true;
        cell->age = age;
        cell->age_text = str_format(a, "%g%.*s", age, STR_ARG(marks));
        return true;
    }
    /* Two ages by kind of work or of school ("12/13") are kept as printed: neither is the one. */
    return str_find_char(text, '/', 0) != STR_NONE;
}

struct str edition_age_band(struct arena *a, struct str printed)
{
    struct str text = str_trim(printed);
    size_t dash = str_find_char(text, '-', 0);
    int64_t from, to;
    if (dash == STR_NONE || !str_to_int(str_trim(str_slice(text, 0, dash)), &from) ||
        !str_to_int(str_trim(str_from(text, dash + 1)), &to) || from < 0 || from > to || to > 99)
        return str_copy(a, text);
    return str_format(a, "%d to %d", (int)from, (int)to);
}
