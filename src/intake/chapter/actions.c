#include "intake/chapter/actions.h"

#include "intake/chapter/margin.h"
#include "intake/chapter/prose.h"
#include "intake/chapter/territories.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2029 }; /* no action was suggested outside these */

/* The action that is being gathered. */
struct gathering {
    struct chapter_reading *r;
    struct margin label;
    int area;
    bool territories;  /* the table has the column "Related Entity" */
    struct str part;   /* of the country: heading "ANGUILLA" over several rows */
    bool part_goes_on; /* the line before was (part of) such a heading */
    struct str_list territory;
    struct str_list lines;
    struct str_list years; /* pieces of the years as printed */
    long first;
};

/* The length of a dash, comma or "to" between years at `at`, with the spaces around it. */
static size_t between_years(struct str s, size_t at)
{
    static const struct str signs[] = {S_INIT("--"), S_INIT("-"),  S_INIT("–"), S_INIT("—"),
                                       S_INIT("‒"),  S_INIT("−"),  S_INIT("‑"), S_INIT(","),
                                       S_INIT(";"),  S_INIT("to ")};
    size_t from = at;
    while (at < s.n && s.p[at] == ' ')
        at++;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!str_starts(str_from(s, at), signs[i]))
            continue;
        at += signs[i].n;
        while (at < s.n && s.p[at] == ' ')
            at++;
        return at - from;
    }
    return 0;
}

static int year_at(struct str s, size_t at)
{
    int64_t year;
    struct str digits = str_slice(s, at, at + 4);
    bool more = at + 4 < s.n && char_is_digit(s.p[at + 4]);
    bool inside = at > 0 && (char_is_digit(s.p[at - 1]) || char_is_alpha(s.p[at - 1]));
    if (digits.n < 4 || more || inside || !char_is_digit(digits.p[0]) ||
        !str_to_int(digits, &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return 0;
    return (int)year;
}

/* Where the years at the end of `line` begin ("2016 – 2019", "2009, 2011 – 2016", "2016 –");
 * line.n when there are none. */
static size_t years_begin(struct str line)
{
    for (size_t at = 0; at < line.n; at++) {
        size_t end = at;
        while (year_at(line, end)) {
            end += 4;
            end += between_years(line, end);
        }
        if (end > at && end >= line.n)
            return at;
        if (end > at)
            at = end - 1;
    }
    return line.n;
}

static bool begins_with_dash(struct str line)
{
    return line.n && !char_is_alpha(line.p[0]) && between_years(line, 0) &&
           year_at(line, between_years(line, 0));
}

static void read_years(struct str years, struct chapter_action *action)
{
    for (size_t at = 0; at < years.n; at++) {
        int year = year_at(years, at);
        if (!year)
            continue;
        if (!action->first_year || year < action->first_year)
            action->first_year = year;
        if (year > action->last_year)
            action->last_year = year;
    }
}

static void finish(struct gathering *g)
{
    struct chapter_reading *r = g->r;
    if (g->lines.count) {
        struct chapter_action *action = arena_push(r->arena, &r->chapter->actions);
        *action = (struct chapter_action){
            .area = g->area < 0 ? (struct str){0} : g->label.labels[g->area].key,
            .territory = g->territory.count ? prose_join(r->arena, &g->territory) : g->part,
            .text = prose_text(r, &g->lines),
            .years_text = str_squeeze(r->arena, str_join(r->arena, &g->years, S(" "))),
            .line = g->first,
        };
        read_years(action->years_text, action);
        if (!action->first_year)
            chapter_remark_add(r, g->first, N_("This suggested action has no years: {1}"),
                               action->text, (struct str){0});
        if (g->area < 0)
            chapter_remark_add(r, g->first, N_("This suggested action has no area: {1}"),
                               action->text, (struct str){0});
    }
    g->lines = g->years = g->territory = (struct str_list){0};
}

/* The action has its years and its text has come to an end: a sentence is closed, or `next`
 * begins like a new one. (Years are read behind the text of their row.) */
static bool is_whole(const struct gathering *g, struct str next)
{
    struct str years = g->years.count ? g->years.items[g->years.count - 1] : (struct str){0};
    bool open = years.n && !char_is_digit(years.p[years.n - 1]);
    bool new_row = next.n && char_is_upper(next.p[0]);
    return g->lines.count && years.n && !open &&
           (new_row || prose_closed(g->r->arena, g->lines.items[g->lines.count - 1]));
}

/* Years of a row on its first line, with its text going on below: a range up to the report year, or
 * a year behind a full stop. A year inside a sentence is text. */
static size_t years_of_row(const struct gathering *g, struct str line)
{
    size_t at = years_begin(line);
    if (at == line.n)
        return at;
    struct str text = str_trim(str_slice(line, 0, at)), years = str_from(line, at);
    bool closed = !text.n || prose_closed(g->r->arena, text);
    bool range = years.n > 4;
    int report = g->r->chapter->year;
    bool of_report = report && year_at(years, years.n - 4) == report;
    return closed || (range && of_report) ? at : line.n;
}

/* "SAINT HELENA, ASCENSIÓN," on a line of its own: capitals without a digit. */
static bool is_part(struct str text)
{
    size_t capitals = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (char_is_digit(text.p[i]) || (text.p[i] >= 'a' && text.p[i] <= 'z'))
            return false;
        capitals += char_is_upper(text.p[i]);
    }
    return capitals >= 4;
}

/* A part of the country in capitals stands before the area: "ANGUILLA Legal Framework Ensure …". */
static struct str take_part(struct gathering *g, struct str text)
{
    for (size_t at = 0; at + 1 < text.n && !(text.p[at] >= 'a' && text.p[at] <= 'z'); at++) {
        struct str rest = str_from(text, at + 1);
        struct margin fresh = {.labels = g->label.labels, .count = g->label.count};
        if (text.p[at] != ' ' || margin_take(&fresh, rest, &rest) < 0)
            continue;
        g->part = str_slice(text, 0, at);
        return str_from(text, at + 1);
    }
    return text;
}

/* Takes what stands before the text of a row: part of the country, area, territory. */
static struct str take_margin(struct gathering *g, struct str text)
{
    text = take_part(g, text);
    int area = margin_take(&g->label, text, &text);
    g->area = area >= 0 ? area : g->area;
    size_t taken = g->territories ? territories_at_start(g->r->instrument, text) : 0;
    if (taken)
        *arena_push(g->r->arena, &g->territory) = str_slice(text, 0, taken);
    return str_trim(str_from(text, taken));
}

static void take_line(struct gathering *g, const struct chapter_line *line)
{
    struct str text = line->text;
    bool more_years = g->years.count && begins_with_dash(text);
    if (is_whole(g, text) && !more_years)
        finish(g);
    if (!g->lines.count && is_part(text)) {
        g->part = g->part_goes_on
                      ? str_format(g->r->arena, "%.*s %.*s", STR_ARG(g->part), STR_ARG(text))
                      : text;
        g->part_goes_on = true;
        return;
    }
    g->part_goes_on = false;
    if (!g->lines.count)
        text = take_margin(g, text);
    else if (g->label.rest.n)
        margin_take(&g->label, text, &text);
    size_t at = more_years ? 0 : years_of_row(g, text);
    struct str words = str_trim(str_slice(text, 0, at));
    if (words.n && !g->lines.count)
        g->first = line->number;
    if (words.n)
        *arena_push(g->r->arena, &g->lines) = words;
    if (at < text.n)
        *arena_push(g->r->arena, &g->years) = str_from(text, at);
}

void actions_read(struct chapter_reading *r)
{
    const struct region *region = &r->tables[chapter_instrument_table(r->instrument, S("actions"))];
    struct gathering g = {
        .r = r,
        .area = -1,
        .territories = territories_stand_in(r, region),
        .label = {.labels = r->instrument->areas.items, .count = r->instrument->areas.count},
    };
    for (size_t i = 0; i < region->count; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        if (line->kind == LINE_TEXT)
            take_line(&g, line);
    }
    finish(&g);
}

int actions_last_year(const struct chapter_reading *r)
{
    int votes[LAST_YEAR - FIRST_YEAR + 1] = {0}, most = 0;
    const struct region *region = &r->tables[chapter_instrument_table(r->instrument, S("actions"))];
    for (size_t i = 0; i < region->count; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        struct chapter_action action = {0};
        struct str years = str_from(line->text, years_begin(line->text));
        if (line->kind != LINE_TEXT || years.n < 4)
            continue;
        read_years(years, &action);
        votes[action.last_year - FIRST_YEAR]++;
    }
    for (int y = 1; y <= LAST_YEAR - FIRST_YEAR; y++)
        most = votes[y] > votes[most] ? y : most;
    return votes[most] ? FIRST_YEAR + most : 0;
}
