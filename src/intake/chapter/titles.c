#include "intake/chapter/titles.h"

#include "intake/chapter/fold.h"
#include "intake/chapter/lines.h"

enum { LONGEST_HEAD = 60 }; /* bytes of one line of column heads that are broken over several */

/* Behind one of `words` stands nothing but years and their marks; no sentence end. */
static bool is_head(const struct str_list *words, struct str text)
{
    if (text.n > 120 || str_ends(text, S(".")))
        return false;
    for (size_t i = 0; i < words->count; i++) {
        size_t taken = fold_starts(text, words->items[i]);
        struct str rest = str_from(text, taken);
        if (taken && fold_length(rest) == lines_digits(rest))
            return true;
    }
    return false;
}

/* "2014 2015" on a line of its own. */
static bool only_years(struct str text)
{
    return text.n <= 20 && lines_digits(text) == 8 && fold_length(text) == 8 &&
           str_contains(text, S("20"));
}

/* Behind "Table 6." or "Figure 1"; 0 when the line begins otherwise. *cont is set where "(cont)"
 * stands before it. */
static size_t behind_number(struct str text, bool *cont)
{
    size_t start = fold_starts(text, S("cont"));
    *cont = start > 0;
    struct str rest = str_from(text, start);
    size_t word = fold_starts(rest, S("table"));
    if (!word)
        word = fold_starts(rest, S("figure"));
    if (!word)
        return 0;
    size_t at = start + word;
    while (at < text.n && char_is_space(text.p[at]))
        at++;
    size_t digits = at;
    while (at < text.n && char_is_digit(text.p[at]))
        at++;
    return at > digits && at - digits <= 3 ? at : 0;
}

/* The table whose title begins `title`; *whole is the longest whole title it may go on to. */
static int table_titled(const struct chapter_instrument *instrument, struct str title)
{
    for (size_t t = 0; t < instrument->tables.count; t++) {
        const struct instrument_table *table = &instrument->tables.items[t];
        for (size_t i = 0; i < table->titles.count; i++) {
            if (fold_starts(title, table->titles.items[i]))
                return (int)t;
        }
    }
    return -1;
}

/* `title` is the beginning of a whole printed title, and `next` is the rest of it. */
static bool goes_on(const struct instrument_table *table, struct str title, struct str next)
{
    for (size_t i = 0; i < table->whole.count; i++) {
        struct str whole = table->whole.items[i];
        size_t used;
        size_t taken = fold_common(title, whole, &used);
        if (!taken || fold_length(str_from(title, taken)))
            continue;
        struct str remainder = str_from(whole, used);
        if (!fold_length(remainder))
            continue;
        size_t rest = fold_starts(next, remainder);
        if (rest && fold_length(str_from(next, rest)) <= 6) /* "(Cont.)", a mark, ages */
            return true;
    }
    return false;
}

static void mark_title(struct chapter_reading *r, size_t at)
{
    struct chapter_line *line = &r->lines.items[at];
    bool cont;
    size_t behind = behind_number(line->text, &cont);
    if (!behind)
        return;
    struct str title = str_from(line->text, behind);
    struct chapter_line *next = at + 1 < r->lines.count ? line + 1 : NULL;
    bool follows = next && next->kind == LINE_TEXT;
    int table = table_titled(r->instrument, title);
    if (table < 0 && follows && fold_length(title) >= 6) {
        struct arena_mark mark = arena_mark(r->arena);
        struct str joined = str_format(r->arena, "%.*s %.*s", STR_ARG(title), STR_ARG(next->text));
        table = table_titled(r->instrument, joined);
        /* The sentence "Table 5 Agencies …" would go on for longer than a title does. */
        if (table >= 0 && !goes_on(&r->instrument->tables.items[table], title, next->text))
            table = -1;
        arena_rewind(r->arena, mark);
    }
    if (table < 0)
        return;
    line->kind = LINE_TITLE;
    line->begins = true;
    line->table = table;
    line->continued = cont || str_find_nocase(line->text, S("cont)"), 0) != STR_NONE ||
                      str_find_nocase(line->text, S("cont.)"), 0) != STR_NONE;
    if (follows && goes_on(&r->instrument->tables.items[table], title, next->text)) {
        next->kind = LINE_TITLE;
        next->table = table;
    }
}

/* The first line of a table's column heads; years may stand behind the words. */
static int table_headed(const struct chapter_instrument *instrument, struct str text)
{
    for (size_t t = 0; t < instrument->tables.count; t++) {
        if (is_head(&instrument->tables.items[t].heads, text))
            return (int)t;
    }
    return -1;
}

/* Column heads with a line for each word: "Area", "Related", "Entity", "Suggested Action", … The
 * lines from `at` that are exactly `heads`, or 0. */
static size_t lines_of_heads(const struct chapter_lines *lines, size_t at, struct str heads)
{
    size_t i = at;
    for (; i < lines->count && fold_length(heads); i++) {
        const struct chapter_line *line = &lines->items[i];
        if (line->kind == LINE_BLANK)
            continue;
        size_t taken = line->kind == LINE_TEXT ? fold_starts(heads, line->text) : 0;
        if (!taken)
            return 0;
        heads = str_from(heads, taken);
    }
    return fold_length(heads) ? 0 : i - at;
}

static void mark_wrapped_heads(struct chapter_reading *r, size_t at)
{
    const struct chapter_instrument *instrument = r->instrument;
    size_t count = 0;
    int table = -1;
    struct str text = r->lines.items[at].text;
    if (text.n > LONGEST_HEAD)
        return;
    for (size_t t = 0; t < instrument->tables.count; t++) {
        const struct str_list *heads = &instrument->tables.items[t].heads;
        for (size_t i = 0; i < heads->count; i++) {
            size_t taken = fold_starts(heads->items[i], text)
                               ? lines_of_heads(&r->lines, at, heads->items[i])
                               : 0;
            if (taken <= count)
                continue;
            count = taken;
            table = (int)t;
        }
    }
    for (size_t i = at; i < at + count; i++) {
        struct chapter_line *line = &r->lines.items[i];
        if (line->kind == LINE_BLANK)
            continue;
        line->kind = LINE_HEADS;
        line->table = table;
        line->begins = i == at;
    }
}

static void mark_heads(struct chapter_reading *r, size_t at)
{
    struct chapter_line *line = &r->lines.items[at];
    int table = table_headed(r->instrument, line->text);
    if (table < 0)
        return;
    /* Right below a title the title decides: heads are misprinted now and then. The title of a
     * continued table may stand below its rows, and says nothing of the heads that follow. */
    size_t before = lines_before(&r->lines, at);
    const struct chapter_line *title =
        before < r->lines.count && r->lines.items[before].kind == LINE_TITLE
            ? &r->lines.items[before]
            : NULL;
    if (title && title->begins && !title->continued)
        table = title->table;
    line->kind = LINE_HEADS;
    line->table = table;
    line->begins = true;
}

/* Further lines of column heads, which say nothing on their own ("International"). */
void titles_mark_more_heads(struct chapter_reading *r)
{
    struct chapter_lines *lines = &r->lines;
    int table = -1;
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line->kind == LINE_TITLE || line->kind == LINE_HEADS)
            table = line->table;
        else if (line->kind == LINE_TEXT && table >= 0 &&
                 (is_head(&r->instrument->tables.items[table].heads_more, line->text) ||
                  (r->instrument->tables.items[table].years == 2 && only_years(line->text)))) {
            line->kind = LINE_HEADS;
            line->table = table;
        } else if (line->kind == LINE_TEXT)
            table = -1;
    }
}

static void mark_heading(struct chapter_reading *r, size_t at)
{
    struct chapter_line *line = &r->lines.items[at];
    size_t letters = 0;
    while (letters < line->text.n && (line->text.p[letters] == 'I' || line->text.p[letters] == 'V'))
        letters++;
    if (!letters || letters > 4 || letters >= line->text.n || line->text.n > 120)
        return;
    if (line->text.p[letters] != '.' && line->text.p[letters] != ' ')
        return;
    struct str title = str_from(line->text, letters);
    for (size_t i = 0; i < r->instrument->sections.count; i++) {
        if (!fold_starts(title, r->instrument->sections.items[i].heading))
            continue;
        line->kind = LINE_HEADING;
        line->begins = true;
        line->section = (int)i;
        struct chapter_line *next = at + 1 < r->lines.count ? line + 1 : NULL;
        if (next && next->kind == LINE_TEXT && next->text.n <= 40 &&
            !lines_small_letters(next->text) && !lines_digits(next->text)) {
            next->kind = LINE_HEADING;
            next->section = (int)i;
        }
        return;
    }
}

void titles_mark(struct chapter_reading *r, size_t at)
{
    const struct chapter_line *line = &r->lines.items[at];
    if (line->kind == LINE_TEXT)
        mark_title(r, at);
    if (line->kind == LINE_TEXT)
        mark_wrapped_heads(r, at);
    if (line->kind == LINE_TEXT)
        mark_heads(r, at);
    if (line->kind == LINE_TEXT)
        mark_heading(r, at);
}
