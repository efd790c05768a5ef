/* Table 1 (a share, for the age band printed beside it; working also with the number of children)
 * and Figure 1 (shares of the sectors). The age is "5 to 14", "7-14 yrs.", "N/A" or missing. */
#include "intake/chapter/figures.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"
#include "intake/chapter/lines.h"

static size_t skip_digits(struct str s, size_t at)
{
    while (at < s.n && char_is_digit(s.p[at]))
        at++;
    return at;
}

static size_t skip_spaces(struct str s, size_t at)
{
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    return at;
}

/* "5 to 14", "5-14 yrs.", "14+": bytes taken, 0 when no band begins here. */
static size_t age_band(struct str s)
{
    size_t at = skip_digits(s, 0);
    if (!at || at > 2)
        return 0;
    at = skip_spaces(s, at);
    static const struct str between[] = {S_INIT("to"), S_INIT("-"), S_INIT("–"), S_INIT("—")};
    size_t end = 0;
    for (size_t i = 0; i < 4 && !end; i++) {
        if (str_starts(str_from(s, at), between[i])) {
            size_t from = skip_spaces(s, at + between[i].n);
            size_t to = skip_digits(s, from);
            end = to > from && to - from <= 2 ? to : 0;
        }
    }
    if (!end)
        return 0;
    size_t years = skip_spaces(s, end);
    if (str_starts_nocase(str_from(s, years), S("yrs")))
        end = years + 3;
    else if (str_starts_nocase(str_from(s, years), S("years")))
        end = years + 5;
    if (end < s.n && s.p[end] == '.')
        end++;
    return end;
}

/* The words of a row behind its label. */
struct row_text {
    struct str age;
    struct cell value;
    struct cell population; /* of working children: behind the share, in brackets */
    bool has_value, has_population;
};

static void read_population(struct chapter_reading *r, struct str text, struct row_text *row)
{
    size_t open = skip_spaces(text, 0);
    if (open >= text.n || text.p[open] != '(')
        return;
    size_t close = str_find_char(text, ')', open);
    row->has_population = close != STR_NONE && cell_at(r->arena, str_slice(text, open + 1, close),
                                                       0, 0, &row->population);
}

static void read_row(struct chapter_reading *r, struct str text, struct row_text *row)
{
    *row = (struct row_text){0};
    size_t at = age_band(text);
    if (at)
        row->age = str_trim(str_slice(text, 0, at));
    struct cell first;
    row->has_value = cell_at(r->arena, text, at, 0, &row->value);
    if (!row->has_value)
        return;
    /* Two values without a band: the first is the age column ("N/A 100.2"). */
    if (!at && !row->value.is_number && cell_at(r->arena, text, row->value.to, 0, &first)) {
        row->age = row->value.text;
        row->value = first;
    }
    size_t end = (size_t)(row->value.text.p - text.p) + row->value.text.n;
    read_population(r, str_from(text, end), row);
}

static void add_row(struct chapter_reading *r, int figure, const struct row_text *row, long line)
{
    int year = r->chapter->year;
    struct chapter_figure *f = figure_add(r, figure, year, (struct str){0}, line);
    struct cell value = row->value;
    value.line = line;
    value.sources = (struct str){0}; /* a share has none here; the notes below name the source */
    if (row->has_value)
        cell_to_figure(&value, f);
    f->age_text = row->age;
    int population = instrument_figure(r->instrument, S("working_population"));
    if (population < 0 || r->instrument->figures.items[population].under != figure)
        return;
    struct chapter_figure *children = figure_add(r, population, year, (struct str){0}, line);
    struct cell count = row->population;
    count.line = line;
    if (row->has_population)
        cell_to_figure(&count, children);
    else if (row->has_value && value.state != FIGURE_VALUE)
        children->state = value.state;
    children->age_text = row->age;
}

static bool is_read(const struct chapter_reading *r, int figure)
{
    for (size_t i = 0; i < r->chapter->figures.count; i++) {
        if (str_eq(r->chapter->figures.items[i].key, r->instrument->figures.items[figure].key) &&
            r->chapter->figures.items[i].state != FIGURE_NOT_STATED)
            return true;
    }
    return false;
}

static void read_table(struct chapter_reading *r)
{
    int table = instrument_table(r->instrument, S("statistics"));
    const struct region *region = &r->tables[table];
    for (size_t i = 0; i < region->count; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        struct label_match m;
        if (line->kind != LINE_TEXT || !label_find(r, region, i, table, &m) || m.figure < 0 ||
            is_read(r, m.figure))
            continue;
        const struct chapter_line *end = &r->lines.items[region->items[m.line]];
        struct str behind = end->text;
        size_t at = m.behind;
        while (at < behind.n && (behind.p[at] == '(' || behind.p[at] == ')' ||
                                 behind.p[at] == '%' || behind.p[at] == ' '))
            at++;
        struct row_text row;
        behind = str_trim(str_from(behind, at));
        if (!behind.n && m.line + 1 < region->count &&
            r->lines.items[region->items[m.line + 1]].kind == LINE_TEXT)
            behind = r->lines.items[region->items[m.line + 1]].text;
        read_row(r, behind, &row);
        /* "Primary completion rate was unavailable …" is a note, not a row. */
        if (row.has_value || row.age.n)
            add_row(r, m.figure, &row, line->number);
    }
}

static void read_chart(struct chapter_reading *r)
{
    int chart = instrument_table(r->instrument, S("sectors_of_work"));
    int waiting = -1;
    long waiting_line = 0;
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_CHART)
            continue;
        struct str text = line->text;
        for (size_t f = 0; f < r->instrument->figures.count; f++) {
            size_t taken = r->instrument->figures.items[f].table != chart
                               ? 0
                               : fold_starts(text, r->instrument->figures.items[f].labels.items[0]);
            if (!taken)
                continue;
            waiting = (int)f;
            waiting_line = line->number;
            text = str_from(text, taken);
            break;
        }
        struct cell cell;
        if (waiting < 0 || !cell_at(r->arena, text, 0, 0, &cell) || is_read(r, waiting))
            continue;
        struct chapter_figure *f =
            figure_add(r, waiting, r->chapter->year, (struct str){0}, waiting_line);
        cell.line = line->number;
        cell_to_figure(&cell, f);
        waiting = -1;
    }
}

void statistics_read(struct chapter_reading *r)
{
    read_table(r);
    read_chart(r);
}
