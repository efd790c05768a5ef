#include "intake/chapter/lines.h"

#include "intake/chapter/chart.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/headers.h"
#include "intake/chapter/references.h"
#include "intake/chapter/titles.h"

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

bool lines_small_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return true;
    }
    return false;
}

size_t lines_digits(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += char_is_digit(s.p[i]);
    return n;
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
        unsigned char c = (unsigned char)text.p[at];
        if (c < 0x80 && c != '\r') {
            out[n++] = text.p[at++];
            continue;
        }
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

/* What a line is by itself: title, heads, heading, chart. */
static void mark_line(struct chapter_reading *r, size_t i, bool references)
{
    struct chapter_line *line = &r->lines.items[i];
    titles_mark(r, i);
    if (references)
        return;
    if (line->kind == LINE_TEXT && is_one_of(&r->instrument->subheadings, line->text))
        line->kind = LINE_SUBHEADING;
    chart_mark(r, i);
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
        if (line->kind != LINE_TEXT && line->kind != LINE_BLANK)
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
    bool references = false;
    headers_mark(r);
    for (size_t i = 0; i < lines->count; i++) {
        struct chapter_line *line = &lines->items[i];
        if (line->kind == LINE_TEXT && fold_same(line->text, S("references"))) {
            line->kind = LINE_REFERENCES;
            references = true;
        }
        mark_line(r, i, references);
        references = references && line->kind != LINE_TITLE && line->kind != LINE_HEADING;
    }
    titles_mark_more_heads(r);
    mark_notes(lines);
    mark_gaps(lines);
    mark_references(lines);
    return true;
}
