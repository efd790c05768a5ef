#include "intake/chapter/cells.h"

#include "intake/chapter/citations.h"

/* A citation or a second currency is looked for no further than this, so that a line of opening
 * brackets takes no longer than any other. */
enum { WIDEST_GROUP = 400, WIDEST_CURRENCY = 60 };

struct word {
    struct str printed;
    enum figure_state state;
    struct str answer;
};

/* Longer words first: "None" is no "No". */
static const struct word words[] = {
    {S_INIT("Not Applicable"), FIGURE_NOT_APPLICABLE, {0}},
    {S_INIT("Unavailable"), FIGURE_UNAVAILABLE, {0}},
    {S_INIT("Unknown"), FIGURE_UNKNOWN, {0}},
    {S_INIT("None"), FIGURE_VALUE, {0}},
    {S_INIT("N/A"), FIGURE_NOT_APPLICABLE, {0}},
    {S_INIT("NA"), FIGURE_NOT_APPLICABLE, {0}},
    {S_INIT("Yes"), FIGURE_VALUE, S_INIT("yes")},
    {S_INIT("No"), FIGURE_VALUE, S_INIT("no")},
};

/* Words that may stand before a number and belong to it. */
static const struct str about[] = {
    S_INIT("approximately"),
    S_INIT("at least"),
    S_INIT("more than"),
    S_INIT("less than"),
    S_INIT("over"),
    S_INIT("about"),
    S_INIT("nearly"),
    S_INIT("almost"),
    S_INIT("up to"),
    S_INIT("around"),
    S_INIT("~"),
    S_INIT(">"),
    S_INIT("≥"),
    S_INIT("US"),
};

static size_t skip_spaces(struct str s, size_t at)
{
    for (;;) {
        if (at < s.n && char_is_space(s.p[at]))
            at++;
        else if (at + 1 < s.n && s.p[at] == '\xc2' && s.p[at + 1] == '\xa0')
            at += 2;
        else
            return at;
    }
}

static bool word_ends(struct str s, size_t at)
{
    return at >= s.n || !(char_is_alpha(s.p[at]) || char_is_digit(s.p[at]) || s.p[at] == '-' ||
                          (unsigned char)s.p[at] == 0xc3);
}

size_t cell_marks(struct arena *a, struct str text, size_t from, struct str *marks)
{
    static const struct str signs[] = {S_INIT("*"), S_INIT("†"), S_INIT("‡"), S_INIT("§")};
    size_t end = from;
    for (;;) {
        size_t at = skip_spaces(text, end);
        size_t taken = 0;
        for (size_t i = 0; i < 4 && !taken; i++) {
            if (str_starts(str_from(text, at), signs[i])) {
                taken = signs[i].n;
                *marks = str_concat(a, *marks, signs[i]);
            }
        }
        if (!taken)
            return end;
        end = at + taken;
    }
}

/* A space and exactly three digits: the rest of a number that was set with a space. */
static bool three_digits(struct str text, size_t at)
{
    if (at + 4 > text.n || text.p[at] != ' ')
        return false;
    for (size_t i = 1; i <= 3; i++) {
        if (!char_is_digit(text.p[at + i]))
            return false;
    }
    return at + 4 == text.n || !char_is_digit(text.p[at + 4]);
}

/* Digits with commas between groups and one point; 0 when there are none. */
static size_t digits(struct str text, size_t from, double *number)
{
    size_t at = from;
    double value = 0, part = 0;
    bool point = false;
    for (; at < text.n; at++) {
        char c = text.p[at];
        bool more = at + 1 < text.n && char_is_digit(text.p[at + 1]);
        if (char_is_digit(c)) {
            if (point) {
                value += part * (c - '0');
                part /= 10;
            } else
                value = value * 10 + (c - '0');
        } else if (c == '.' && !point && more && at > from) {
            point = true;
            part = 0.1;
        } else if (c == ',' && !point && !more && at > from && three_digits(text, at + 1)) {
            at++; /* "16, 459" */
        } else if (c != ',' || point || !more || at == from)
            break;
    }
    *number = value;
    return at - from;
}

/* "(903,100 manat)" behind an amount: not a citation, part of what is printed. */
static size_t other_currency(struct str text, size_t at)
{
    size_t open = skip_spaces(text, at);
    if (open >= text.n || text.p[open] != '(')
        return at;
    size_t close = str_find_char(str_slice(text, 0, open + WIDEST_CURRENCY), ')', open);
    if (close == STR_NONE)
        return at;
    struct citation_set set = {{0}};
    if (citation_parse(str_slice(text, open + 1, close), &set))
        return at;
    return close + 1;
}

static size_t read_number(struct str text, size_t from, struct cell *cell)
{
    size_t at = from;
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        if (str_starts_nocase(str_from(text, at), about[i])) {
            at = skip_spaces(text, at + about[i].n);
            break;
        }
    }
    bool dollar = at < text.n && text.p[at] == '$';
    bool euro = str_starts(str_from(text, at), S("€"));
    if (dollar)
        at = skip_spaces(text, at + 1);
    else if (euro)
        at = skip_spaces(text, at + S("€").n);
    size_t n = digits(text, at, &cell->number);
    if (!n)
        return 0;
    at += n;
    size_t unit = skip_spaces(text, at);
    static const struct str units[] = {S_INIT("thousand"), S_INIT("million"), S_INIT("billion"),
                                       S_INIT("trillion")};
    static const double sizes[] = {1e3, 1e6, 1e9, 1e12};
    for (size_t i = 0; i < 4; i++) {
        if (str_starts_nocase(str_from(text, unit), units[i]) &&
            word_ends(text, unit + units[i].n)) {
            cell->number *= sizes[i];
            at = unit + units[i].n;
        }
    }
    if (at < text.n && text.p[at] == '%')
        at++;
    /* "12th", "3a", "2019-2020" are no numbers of a cell. */
    if (!word_ends(text, at))
        return 0;
    if (dollar || euro) {
        cell->currency = dollar ? S("USD") : S("EUR");
        at = other_currency(text, at);
    }
    cell->is_number = true;
    cell->state = FIGURE_VALUE;
    return at - from;
}

static size_t read_word(struct str text, size_t from, struct cell *cell)
{
    struct str rest = str_from(text, from);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_starts_nocase(rest, words[i].printed) || !word_ends(rest, words[i].printed.n))
            continue;
        cell->state = words[i].state;
        cell->answer = words[i].answer;
        if (words[i].state == FIGURE_VALUE && !words[i].answer.n) {
            cell->is_number = true; /* "None" is a counted zero */
            cell->number = 0;
        }
        return words[i].printed.n;
    }
    return 0;
}

bool cell_at(struct arena *a, struct str text, size_t from, struct cell *cell)
{
    *cell = (struct cell){0};
    size_t at = skip_spaces(text, from);
    size_t taken = read_word(text, at, cell);
    if (!taken)
        taken = read_number(text, at, cell);
    if (!taken)
        return false;
    cell->from = at;
    cell->text = str_slice(text, at, at + taken);
    at += taken;
    struct citation_set sources = {{0}};
    for (;;) {
        size_t next = cell_marks(a, text, at, &cell->marks);
        struct citation group;
        size_t open = skip_spaces(text, next);
        struct str window = str_slice(text, open, open + WIDEST_GROUP);
        if (str_starts(window, S("(")) && citation_next(window, 0, 0, &group) && group.from == 0) {
            citation_set_join(&sources, &group.numbers);
            next = open + group.to;
        }
        if (next == at)
            break;
        at = next;
    }
    cell->to = at;
    cell->sources = citation_set_text(a, &sources);
    return true;
}

bool cell_find(struct arena *a, struct str text, size_t from, struct cell *cell)
{
    bool start = true; /* a cell begins a word */
    for (size_t at = from; at < text.n; at++) {
        char c = text.p[at];
        bool space = char_is_space(c) || c == '\xa0';
        if (start && !space && cell_at(a, text, at, cell))
            return true;
        start = space || c == ')';
    }
    return false;
}

void cell_to_figure(const struct cell *cell, struct chapter_figure *figure)
{
    figure->state = cell->state;
    figure->is_number = cell->is_number;
    figure->number = cell->number;
    figure->answer = cell->answer;
    figure->currency = cell->currency;
    figure->text = cell->text;
    figure->marks = cell->marks;
    figure->sources = cell->sources;
    figure->line = cell->line;
}
