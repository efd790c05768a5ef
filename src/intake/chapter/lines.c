#include "intake/chapter/lines.h"

#include "intake/chapter/fold.h"
#include "intake/chapter/level.h"
#include "intake/chapter/references.h"
#include "intake/chapter/regions.h"

static const struct str publisher[] = {
    S_INIT("findingsontheworstformsofchildlabor"),
    S_INIT("bureauofinternationallaboraffairs"),
    S_INIT("unitedstatesdepartmentoflabors"),
};

size_t lines_next(const struct chapter_lines *lines, size_t at)
{
    for (size_t i = at + 1; i < lines->count; i++) {
        enum line_kind kind = lines->items[i].kind;
        if (kind != LINE_BLANK && kind != LINE_RUNNING && kind != LINE_COUNTRY &&
            kind != LINE_LEVEL)
            return i;
    }
    return lines->count;
}

size_t lines_before(const struct chapter_lines *lines, size_t at)
{
    for (size_t i = at; i-- > 0;) {
        enum line_kind kind = lines->items[i].kind;
        if (kind != LINE_BLANK && kind != LINE_RUNNING && kind != LINE_COUNTRY &&
            kind != LINE_LEVEL)
            return i;
    }
    return lines->count;
}

bool line_is_border(const struct chapter_line *line)
{
    return line->kind == LINE_TITLE || line->kind == LINE_HEADING ||
           line->kind == LINE_SUBHEADING || line->kind == LINE_REFERENCES;
}

/* A copy in which every kind of space is the plain one, and signs that print nothing are gone. */
static struct str plain_spaces(struct arena *a, struct str text)
{
    static const struct {
        struct str sign, instead;
    } signs[] = {
        {S_INIT("\xc2\xa0"), S_INIT(" ")},
        {S_INIT("\xc2\xad"), {0}},
        {S_INIT("\xe2\x80\xaf"), S_INIT(" ")},
        {S_INIT("\xe2\x80\x89"), S_INIT(" ")},
        {S_INIT("\xe2\x80\x82"), S_INIT(" ")},
        {S_INIT("\xe2\x80\x83"), S_INIT(" ")},
        {S_INIT("\xe2\x80\x8b"), {0}},
        {S_INIT("\xef\xbb\xbf"), {0}},
        {S_INIT("\r"), {0}},
    };
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t found = sizeof signs / sizeof *signs;
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
            if (text.p[at] == signs[i].sign.p[0] && str_starts(str_from(text, at), signs[i].sign))
                found = i;
        }
        if (found == sizeof signs / sizeof *signs) {
            out[n++] = text.p[at++];
            continue;
        }
        at += signs[found].sign.n;
        if (signs[found].instead.n)
            out[n++] = ' ';
    }
    return (struct str){out, n};
}

static void add_line(struct chapter_reading *r, struct str text, long number)
{
    struct chapter_line *line = arena_push(r->arena, &r->lines);
    *line = (struct chapter_line){.text = text, .number = number, .table = -1, .section = -1};
    line->kind = text.n ? LINE_TEXT : LINE_BLANK;
}

static bool split(struct chapter_reading *r, struct str text, struct faults *faults)
{
    struct str rest = plain_spaces(r->arena, text), line;
    long number = 0;
    while (str_cut(&rest, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.n > LINE_LARGEST)
            return FAULT(faults, FAULT_LIMIT, ((struct place){.line = number}),
                         N_("Line {1} is longer than a million bytes, so this is not the text of a "
                            "chapter. Give the text that a PDF reader shows, with its line ends."),
                         str_format(r->arena, "%ld", number));
        /* "(cont)table 10. …", "(cont)REFERENCES 1. …": two lines that lost the end between them.
         */
        size_t cont = str_starts(line, S("(cont)")) ? 6 : 0;
        if (cont && line.n > cont) {
            add_line(r, str_slice(line, 0, cont), number);
            line = str_trim(str_from(line, cont));
        }
        if (str_starts(line, S("REFERENCES 1"))) {
            add_line(r, str_slice(line, 0, 10), number);
            line = str_from(line, 11);
        }
        add_line(r, line, number);
    }
    return true;
}

static bool small_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return true;
    }
    return false;
}

/* "12019  FINDINGS ON …", "4 BUREAU OF …", "2 0 1 3  F I N D I N G S …": capitals, the name of the
 * publication or of its publisher, and digits; nothing else. */
static bool is_publication(struct arena *a, struct str text)
{
    if (text.n < 20 || text.n > 200 || small_letters(text))
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

static size_t count_digits(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += char_is_digit(s.p[i]);
    return n;
}

/* Marks the number of the page when it stands on a line of its own beside a header that has none.
 */
static void mark_page_number(struct chapter_lines *lines, size_t from, size_t to)
{
    size_t digits = 0;
    bool publication = false;
    for (size_t i = from; i < to; i++) {
        if (lines->items[i].kind == LINE_RUNNING) {
            digits += count_digits(lines->items[i].text);
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
    return text.n >= 2 && text.n <= 80 && !count_digits(text) && !str_ends(text, S(".")) &&
           !str_ends(text, S(")")) && !str_ends(text, S(",")) && !fold_starts(text, S("table"));
}

/* The name above the level, told by what stands there most often: a line of a table may stand above
 * the level of one page, not of all. */
static void mark_country(struct chapter_lines *lines)
{
    size_t best = lines->count, best_votes = 0;
    enum { PAGES = 64 };
    size_t above[PAGES], pages = 0;
    for (size_t i = 0; i < lines->count && pages < PAGES; i++) {
        size_t before = lines->items[i].kind == LINE_LEVEL && lines->items[i].begins
                            ? text_before(lines, i)
                            : lines->count;
        if (before < lines->count && could_be_country(lines->items[before].text))
            above[pages++] = before;
    }
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
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind != LINE_LEVEL || !lines->items[i].begins)
            continue;
        size_t before = text_before(lines, i);
        if (before < lines->count && fold_same(lines->items[before].text, name))
            lines->items[before].kind = LINE_COUNTRY;
    }
}

/* Behind one of `words` stands nothing but years and their marks; no sentence end. */
static bool is_head(const struct str_list *words, struct str text)
{
    if (text.n > 120 || str_ends(text, S(".")))
        return false;
    for (size_t i = 0; i < words->count; i++) {
        size_t taken = fold_starts(text, words->items[i]);
        struct str rest = str_from(text, taken);
        if (taken && fold_length(rest) == count_digits(rest))
            return true;
    }
    return false;
}

/* "2014 2015" on a line of its own. */
static bool only_years(struct str text)
{
    return text.n <= 20 && count_digits(text) == 8 && fold_length(text) == 8 &&
           str_contains(text, S("20"));
}

/* The whole line is one of `words` and has no sentence end. */
static bool is_one_of(const struct str_list *words, struct str text)
{
    if (str_ends(text, S(".")))
        return false;
    for (size_t i = 0; i < words->count; i++) {
        if (fold_same(text, words->items[i]))
            return true;
    }
    return false;
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
    for (size_t t = 0; t < instrument->tables.count; t++) {
        const struct str_list *heads = &instrument->tables.items[t].heads;
        for (size_t i = 0; i < heads->count; i++) {
            size_t taken = lines_of_heads(&r->lines, at, heads->items[i]);
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
static void mark_more_heads(struct chapter_reading *r)
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
        if (next && next->kind == LINE_TEXT && next->text.n <= 40 && !small_letters(next->text) &&
            !count_digits(next->text)) {
            next->kind = LINE_HEADING;
            next->section = (int)i;
        }
        return;
    }
}

/* Bytes of "91.9%" or "91.9 %" at the start of `s`; 0 when it begins otherwise. */
static size_t percent(struct str s)
{
    size_t at = 0;
    while (at < s.n && (char_is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    if (!at)
        return 0;
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    return at < s.n && s.p[at] == '%' ? at + 1 : 0;
}

/* Nothing but sectors and shares: "Agriculture", "7.0% Industry". Counts both. */
static bool is_chart(const struct chapter_reading *r, struct str text, int chart, int *sectors,
                     int *shares)
{
    *sectors = *shares = 0;
    if (text.n > 80)
        return false;
    for (size_t at = 0; at < text.n;) {
        struct str rest = str_from(text, at);
        size_t taken = char_is_space(rest.p[0]) ? 1 : percent(rest);
        *shares += taken > 1;
        for (size_t i = 0; !taken && i < r->instrument->figures.count; i++) {
            const struct instrument_figure *f = &r->instrument->figures.items[i];
            if (f->table == chart && char_is_alpha(rest.p[0])) {
                taken = fold_starts(rest, f->labels.items[0]);
                *sectors += taken > 0;
            }
        }
        if (!taken)
            return false;
        at += taken;
    }
    return *sectors + *shares > 0;
}

/* "Agriculture" above "91.9%", or both on one line. */
static void mark_chart(struct chapter_reading *r, size_t at, int chart)
{
    struct chapter_line *line = &r->lines.items[at];
    int sectors, shares, next_sectors, next_shares;
    if (!is_chart(r, line->text, chart, &sectors, &shares))
        return;
    size_t before = lines_before(&r->lines, at), next = lines_next(&r->lines, at);
    bool goes_on = before < r->lines.count && r->lines.items[before].kind == LINE_CHART;
    bool begins = next < r->lines.count &&
                  is_chart(r, r->lines.items[next].text, chart, &next_sectors, &next_shares) &&
                  next_shares;
    if ((sectors && shares) || (shares && goes_on) || (sectors && begins)) {
        line->kind = LINE_CHART;
        line->table = chart;
    }
}

/* "Ages 7-14" below "Figure 1. Working Children by Sector,". */
static void mark_caption_end(struct chapter_reading *r, size_t at, int chart)
{
    struct chapter_line *line = &r->lines.items[at];
    struct chapter_line *before = at > 0 ? line - 1 : NULL;
    if (before && before->kind == LINE_TITLE && before->table == chart && line->text.n <= 30 &&
        (fold_starts(line->text, S("Ages")) || fold_starts(line->text, S("Sector")) ||
         fold_starts(line->text, S("by Sector")) ||
         fold_length(line->text) == count_digits(line->text))) {
        line->kind = LINE_TITLE;
        line->table = chart;
    }
}

static bool starts_with_mark(struct str text)
{
    return str_starts(text, S("†")) || str_starts(text, S("‡")) || str_starts(text, S("*"));
}

static void mark_notes(struct chapter_lines *lines)
{
    bool inside = false;
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line->kind != LINE_TEXT) {
            inside = false;
            continue;
        }
        if ((starts_with_mark(line->text) && line->text.n > 6) ||
            fold_starts(line->text, S("Source for")) || fold_starts(line->text, S("Sources for"))) {
            line->kind = LINE_NOTE;
            line->begins = inside = true;
        } else if (inside) {
            line->kind = LINE_NOTE;
        }
        inside = inside && !str_ends(line->text, S(".")) && !str_ends(line->text, S(")"));
    }
}

/* What a line is by itself: title, heads, heading, chart. */
static void mark_line(struct chapter_reading *r, size_t i, int chart, bool references)
{
    struct chapter_line *line = &r->lines.items[i];
    if (line->kind == LINE_TEXT)
        mark_title(r, i);
    if (line->kind == LINE_TEXT && !references)
        mark_caption_end(r, i, chart);
    if (line->kind == LINE_TEXT)
        mark_wrapped_heads(r, i);
    if (line->kind == LINE_TEXT)
        mark_heads(r, i);
    if (line->kind == LINE_TEXT)
        mark_heading(r, i);
    if (references)
        return;
    if (line->kind == LINE_TEXT && is_one_of(&r->instrument->subheadings, line->text))
        line->kind = LINE_SUBHEADING;
    if (line->kind == LINE_TEXT)
        mark_chart(r, i, chart);
}

static void mark_gaps(struct chapter_lines *lines)
{
    bool gap = true;
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        line->after_gap = gap;
        gap = line->kind != LINE_TEXT && line->kind != LINE_NOTE && line->kind != LINE_CHART;
    }
}

/* The number after `number` that the line begins with, 0 when it begins with none; one or two
 * numbers may be missing in the list. */
static int next_reference(const struct chapter_line *line, int number)
{
    if (line->kind != LINE_TEXT)
        return 0;
    for (int n = number + 1; n <= number + 3; n++)
        if (references_numbered(line->text, n))
            return n;
    return 0;
}

/* The list goes on at line `at`: its next number follows, perhaps behind the end of a reference. */
static bool list_goes_on(const struct chapter_lines *lines, size_t at, int number)
{
    for (size_t i = at; i < lines->count && i < at + 8; i++) {
        const struct chapter_line *line = &lines->items[i];
        if (line_is_border(line) || line->kind == LINE_HEADS)
            return false;
        if (next_reference(line, number))
            return true;
    }
    return false;
}

/* The list of references goes from its heading to the end, but a table or section on the same page
 * may be read in the middle of it: then the list goes on behind something that is no text. */
static void mark_references(struct chapter_lines *lines)
{
    bool inside = false, begun = false;
    int number = 0;
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line_is_border(line) || line->kind == LINE_HEADS)
            inside = false;
        else if (begun && !inside && line->kind == LINE_TEXT && line->after_gap)
            inside = list_goes_on(lines, i, number);
        line->in_references = inside;
        int next = inside ? next_reference(line, number) : 0;
        number = next ? next : number;
        if (line->kind == LINE_REFERENCES)
            inside = begun = true;
    }
}

bool lines_split(struct chapter_reading *r, struct str text, struct faults *faults)
{
    if (!split(r, text, faults))
        return false;
    struct chapter_lines *lines = &r->lines;
    int chart = instrument_table(r->instrument, S("sectors_of_work"));
    bool references = false;
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line->kind == LINE_TEXT &&
            (is_publication(r->arena, line->text) || fold_same(line->text, S("cont"))))
            line->kind = LINE_RUNNING;
        else if (line->kind == LINE_TEXT)
            mark_level(r, i);
    }
    mark_country(lines);
    mark_page_numbers(lines);
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line->kind == LINE_TEXT && fold_same(line->text, S("references"))) {
            line->kind = LINE_REFERENCES;
            references = true;
        }
        mark_line(r, i, chart, references);
        references = references && line->kind != LINE_TITLE && line->kind != LINE_HEADING;
    }
    mark_more_heads(r);
    mark_notes(lines);
    mark_gaps(lines);
    mark_references(lines);
    return true;
}
