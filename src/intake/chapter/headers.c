#include "intake/chapter/headers.h"

#include "intake/chapter/fold.h"
#include "intake/chapter/level.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/regions.h"

static const struct str publisher[] = {
    S_INIT("findingsontheworstformsofchildlabor"),
    S_INIT("bureauofinternationallaboraffairs"),
    S_INIT("unitedstatesdepartmentoflabors"),
};

/* "12019  FINDINGS ON …", "4 BUREAU OF …", "2 0 1 3  F I N D I N G S …": capitals, the name of the
 * publication or of its publisher, and digits; nothing else. */
/* "Overseas Territories of New Zealand", at every page top of a chapter about several territories.
 */
static bool is_group_name(struct str text)
{
    return text.n < 60 && (str_starts(text, S("Overseas Territories of ")) ||
                           str_starts(text, S("Overseas Territory of ")));
}

static bool is_publication(struct arena *a, struct str text)
{
    if (text.n < 20 || text.n > 200 || lines_small_letters(text))
        return false;
    struct arena_mark mark = arena_mark(a);
    struct str folded = fold_text(a, text);
    bool found = false;
    while (folded.n) {
        size_t taken = char_is_digit(folded.p[0]) ? 1 : 0;
        for (size_t i = 0; !taken && i < sizeof publisher / sizeof *publisher; i++) {
            taken = str_starts(folded, publisher[i]) ? publisher[i].n : 0;
            found = found || taken;
        }
        if (!taken)
            break;
        folded = str_from(folded, taken);
    }
    found = found && folded.n == 0;
    arena_rewind(a, mark);
    return found;
}

/* Capitals, or (2018) small letters right below a name and with a gap behind them: a level, and not
 * the words of a sentence that happen to fill a line. */
static bool stands_as_header(const struct chapter_lines *lines, size_t at)
{
    struct str text = lines->items[at].text;
    for (size_t i = 0; i < text.n && i < 12; i++) {
        if (char_is_upper(text.p[i]))
            return true;
    }
    struct str above = at > 0 ? lines->items[at - 1].text : (struct str){0};
    bool gap = at + 1 >= lines->count || lines->items[at + 1].kind == LINE_BLANK;
    return gap && above.n > 2 && above.n <= 40 && char_is_upper(above.p[0]) &&
           !region_text_closed(above);
}

/* Joins the following lines as long as they make a longer level; marks what was taken. */
static void mark_level(struct chapter_reading *r, size_t at)
{
    struct arena_mark mark = arena_mark(r->arena);
    struct chapter_line *items = r->lines.items;
    struct str joined = items[at].text;
    struct level level;
    enum level_fit fit = level_parse(r->arena, joined, &level);
    if (fit != LEVEL_NONE && stands_as_header(&r->lines, at)) {
        size_t end = at + 1;
        bool whole = fit == LEVEL_WHOLE;
        for (size_t i = at + 1; i < r->lines.count && i <= at + 3 && items[i].text.n; i++) {
            joined = str_format(r->arena, "%.*s %.*s", STR_ARG(joined), STR_ARG(items[i].text));
            fit = level_parse(r->arena, joined, &level);
            if (fit == LEVEL_NONE)
                break;
            if (fit == LEVEL_WHOLE) {
                whole = true;
                end = i + 1;
            }
        }
        for (size_t i = at; whole && i < end; i++)
            items[i].kind = LINE_LEVEL;
        items[at].begins = whole;
    }
    arena_rewind(r->arena, mark);
}

static bool is_short_number(struct str s)
{
    if (s.n == 0 || s.n > 3)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i]))
            return false;
    }
    return true;
}

/* Marks the number of the page when it stands on a line of its own beside a header that has none.
 */
static void mark_page_number(struct chapter_lines *lines, size_t from, size_t to)
{
    size_t digits = 0;
    bool publication = false;
    for (size_t i = from; i < to; i++) {
        if (lines->items[i].kind == LINE_RUNNING) {
            digits += lines_digits(lines->items[i].text);
            publication = true;
        }
    }
    if (!publication || digits > 4)
        return;
    while (from > 0 && lines->items[from - 1].kind == LINE_BLANK)
        from--;
    while (to < lines->count && lines->items[to].kind == LINE_BLANK)
        to++;
    if (to < lines->count && lines->items[to].kind == LINE_TEXT &&
        is_short_number(lines->items[to].text))
        lines->items[to].kind = LINE_RUNNING;
    else if (from > 0 && lines->items[from - 1].kind == LINE_TEXT &&
             is_short_number(lines->items[from - 1].text))
        lines->items[from - 1].kind = LINE_RUNNING;
}

static bool in_page_header(const struct chapter_line *line)
{
    return line->kind == LINE_RUNNING || line->kind == LINE_COUNTRY || line->kind == LINE_LEVEL;
}

/* Page headers: runs of publication, country and level with only blank lines between them. */
static void mark_page_numbers(struct chapter_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (!in_page_header(&lines->items[i]))
            continue;
        size_t to = i + 1;
        for (size_t j = to; j < lines->count; j++) {
            if (in_page_header(&lines->items[j]))
                to = j + 1;
            else if (lines->items[j].kind != LINE_BLANK)
                break;
        }
        mark_page_number(lines, i, to);
        i = to;
    }
}

static size_t text_before(const struct chapter_lines *lines, size_t at)
{
    while (at > 0 && lines->items[at - 1].kind == LINE_BLANK)
        at--;
    return at > 0 && lines->items[at - 1].kind == LINE_TEXT ? at - 1 : lines->count;
}

static bool could_be_country(struct str text)
{
    /* "FALKLAND ISLANDS (ISLAS MALVINAS)", but no sentence with its sources. */
    bool brackets = str_ends(text, S(")")) && lines_small_letters(text);
    return text.n >= 2 && text.n <= 80 && !lines_digits(text) && !str_ends(text, S(".")) &&
           !brackets && !str_ends(text, S(",")) && !fold_starts(text, S("table"));
}

enum { MOST_PAGES = 64 };

/* Lines that stand right above a level and may be a name. */
static size_t lines_above_levels(const struct chapter_lines *lines, size_t above[MOST_PAGES])
{
    size_t pages = 0;
    for (size_t i = 0; i < lines->count && pages < MOST_PAGES; i++) {
        size_t before = lines->items[i].kind == LINE_LEVEL && lines->items[i].begins
                            ? text_before(lines, i)
                            : lines->count;
        if (before < lines->count && could_be_country(lines->items[before].text))
            above[pages++] = before;
    }
    return pages;
}

/* The name above the level, told by what stands there most often: a line of a table may stand above
 * the level of one page, not of all. Names that stand there once each are territories that are
 * assessed one by one (2016, 2017); their pages repeat no level. */
static void mark_country(struct chapter_reading *r)
{
    struct chapter_lines *lines = &r->lines;
    size_t above[MOST_PAGES], best = lines->count, best_votes = 0;
    size_t pages = lines_above_levels(lines, above);
    for (size_t i = 0; i < pages; i++) {
        size_t votes = 0;
        for (size_t j = 0; j < pages; j++)
            votes += fold_same(lines->items[above[i]].text, lines->items[above[j]].text);
        if (votes > best_votes) {
            best_votes = votes;
            best = above[i];
        }
    }
    if (best == lines->count)
        return;
    struct str name = lines->items[best].text;
    bool several = best_votes == 1 && pages > 1;
    for (size_t i = 0; i < pages; i++) {
        struct chapter_line *line = &lines->items[above[i]];
        if (several)
            *arena_push(r->arena, &r->assessed) = line->text;
        if (several || fold_same(line->text, name))
            line->kind = LINE_COUNTRY;
    }
}

/* The mark that a table or list goes on, on a line of its own. */
static bool is_continuation(struct str text)
{
    return fold_same(text, S("cont")) || fold_same(text, S("ct"));
}

void headers_mark(struct chapter_reading *r)
{
    for (size_t i = 0; i < r->lines.count; i++) {
        struct chapter_line *line = &r->lines.items[i];
        if (line->kind == LINE_TEXT && (is_publication(r->arena, line->text) ||
                                        is_group_name(line->text) || is_continuation(line->text)))
            line->kind = LINE_RUNNING;
        else if (line->kind == LINE_TEXT)
            mark_level(r, i);
    }
    mark_country(r);
    mark_page_numbers(&r->lines);
}
