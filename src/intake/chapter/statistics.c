/* Table 1 (a share, for the age band printed beside it; working also with the number of children)
 * and Figure 1 (shares of the sectors). The age is "5 to 14", "7-14 yrs.", "N/A" or missing. */
#include "intake/chapter/figures.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"
#include "intake/chapter/level.h"
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
    row->has_population = close != STR_NONE &&
                          cell_at(r->arena, str_slice(text, open + 1, close), 0, &row->population);
}

static void read_row(struct chapter_reading *r, struct str text, struct row_text *row)
{
    *row = (struct row_text){0};
    size_t at = age_band(text);
    if (at)
        row->age = str_trim(str_slice(text, 0, at));
    struct cell first;
    row->has_value = cell_at(r->arena, text, at, &row->value);
    if (!row->has_value)
        return;
    /* Two values without a band: the first is the age column ("N/A 100.2"). */
    if (!at && !row->value.is_number && cell_at(r->arena, text, row->value.to, &first)) {
        row->age = row->value.text;
        row->value = first;
    }
    size_t end = (size_t)(row->value.text.p - text.p) + row->value.text.n;
    read_population(r, str_from(text, end), row);
}

static bool is_read(const struct chapter_reading *r, int figure, struct str territory)
{
    for (size_t i = 0; i < r->chapter->figures.count; i++) {
        const struct chapter_figure *f = &r->chapter->figures.items[i];
        if (str_eq(f->key, r->instrument->figures.items[figure].key) &&
            str_eq(f->territory, territory) && f->state != FIGURE_NOT_STATED)
            return true;
    }
    return false;
}

static void add_row(struct chapter_reading *r, int figure, struct str territory,
                    const struct row_text *row, long line)
{
    int year = r->chapter->year;
    struct chapter_figure *f = figure_add(r, figure, year, territory, line);
    struct cell value = row->value;
    value.line = line;
    value.sources = (struct str){0}; /* a share has none here; the notes below name the source */
    if (row->has_value)
        cell_to_figure(&value, f);
    f->age_text = row->age;
    int population = chapter_instrument_figure(r->instrument, S("working_population"));
    if (population < 0 || r->instrument->figures.items[population].under != figure)
        return;
    struct chapter_figure *children = figure_add(r, population, year, territory, line);
    struct cell count = row->population;
    count.line = line;
    if (row->has_population)
        cell_to_figure(&count, children);
    else if (row->has_value && value.state != FIGURE_VALUE)
        children->state = value.state;
    children->age_text = row->age;
}

struct statistics_reading {
    struct chapter_reading *r;
    bool territories; /* the column "Related Entity" is there */
    int figure;       /* of the last label, or -1 */
    bool waiting;     /* nothing has stood behind that label yet */
};

/* Where the age or the value of a row begins, behind the name of a territory; text.n when it has
 * neither. */
static size_t row_start(struct chapter_reading *r, struct str text)
{
    bool start = true;
    for (size_t at = 0; at < text.n && at < 100; at++) {
        struct cell cell;
        if (start && !char_is_space(text.p[at]) &&
            (age_band(str_from(text, at)) || cell_at(r->arena, text, at, &cell)))
            return at;
        start = char_is_space(text.p[at]);
    }
    return text.n;
}

/* A document of several territories has a column for each: "Unavailable 88.1 Unavailable". */
static bool take_columns(struct statistics_reading *s, struct str text, long line)
{
    struct chapter_reading *r = s->r;
    size_t at = age_band(text), count = 0;
    struct row_text row = {.age = str_trim(str_slice(text, 0, at)), .has_value = true};
    for (; count < r->assessed.count && cell_at(r->arena, text, at, &row.value); count++) {
        struct str territory = r->assessed.items[count];
        add_row(r, s->figure, territory, &row, line);
        if (level_names_country(territory, r->country))
            add_row(r, s->figure, (struct str){0}, &row, line);
        at = row.value.to;
    }
    return count > 0;
}

/* "Primary completion rate was unavailable …" is a note, not a row: without a territory the age or
 * the value comes first. */
static void take_text(struct statistics_reading *s, struct str text, long line)
{
    size_t at = 0;
    while (at < text.n && (text.p[at] == '(' || text.p[at] == ')' || text.p[at] == '%' ||
                           text.p[at] == '*' || text.p[at] == ' '))
        at++;
    text = str_from(text, at);
    size_t start = row_start(s->r, text);
    if (start == text.n || (start && !s->territories))
        return;
    if (s->r->assessed.count > 1 && !start && take_columns(s, text, line)) {
        s->waiting = false;
        return;
    }
    struct row_text row;
    read_row(s->r, str_from(text, start), &row);
    struct str territory = str_trim(str_slice(text, 0, start));
    s->waiting = false;
    if (is_read(s->r, s->figure, territory))
        return;
    add_row(s->r, s->figure, territory, &row, line);
    if (territory.n && figure_speaks_for_all(territory, &(struct str_list){0}))
        add_row(s->r, s->figure, (struct str){0}, &row, line);
}

static void read_table(struct chapter_reading *r)
{
    int table = chapter_instrument_table(r->instrument, S("statistics"));
    const struct region *region = &r->tables[table];
    struct statistics_reading s = {.r = r, .figure = -1};
    size_t next = 0;
    for (size_t i = 0; i < region->count; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        if (line->kind == LINE_HEADS && str_find_nocase(line->text, S("entity"), 0) != STR_NONE)
            s.territories = true;
        struct label_match m;
        if (line->kind != LINE_TEXT || i < next)
            continue;
        if (label_find(r, region, i, table, &m) && m.figure >= 0) {
            s.figure = m.figure;
            s.waiting = true;
            next = m.line + 1;
            take_text(&s, str_from(r->lines.items[region->items[m.line]].text, m.behind),
                      line->number);
        } else if (s.figure >= 0 && (s.waiting || s.territories))
            take_text(&s, line->text, line->number);
    }
}

/* The sector named at text[*at], which moves behind it; -1 when there is none. */
static int take_sector(const struct chapter_reading *r, int chart, struct str text, size_t *at)
{
    for (size_t f = 0; f < r->instrument->figures.count; f++) {
        const struct instrument_figure *figure = &r->instrument->figures.items[f];
        size_t taken =
            figure->table != chart ? 0 : fold_starts(str_from(text, *at), figure->labels.items[0]);
        if (taken) {
            *at += taken;
            return (int)f;
        }
    }
    return -1;
}

/* A sector and its share stand below each other, or several on a line: "7.0% Industry". */
static void read_chart(struct chapter_reading *r)
{
    int chart = chapter_instrument_table(r->instrument, S("sectors_of_work"));
    int waiting = -1;
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_CHART)
            continue;
        for (size_t at = 0; at < line->text.n;) {
            at = skip_spaces(line->text, at);
            int sector = take_sector(r, chart, line->text, &at);
            struct cell cell;
            if (sector >= 0) {
                waiting = sector;
                continue;
            }
            if (!cell_at(r->arena, line->text, at, &cell) || cell.to <= at)
                break;
            at = cell.to;
            if (waiting < 0 || is_read(r, waiting, (struct str){0}))
                continue;
            cell.line = line->number;
            cell_to_figure(&cell,
                           figure_add(r, waiting, r->chapter->year, (struct str){0}, line->number));
            waiting = -1;
        }
    }
}

void statistics_read(struct chapter_reading *r)
{
    read_table(r);
    read_chart(r);
}
