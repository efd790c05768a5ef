#include "intake/chapter/regions.h"

#include "intake/chapter/cells.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/prose.h"

/* Letters: a name column is narrower than a long line, running text wider; a row that is broken by
 * its values has no more than the short rest behind its label; no column of a table is as wide as
 * the page. */
enum { LONG_LINE = 60, SHORT_REST = 30, PAGE_WIDE = 72 };

bool region_text_closed(struct str text)
{
    return str_ends(text, S(".")) || str_ends(text, S(")")) || str_ends(text, S("N/A")) ||
           str_ends(text, S("*")) || str_ends(text, S("†")) || str_ends(text, S("‡")) ||
           str_ends(text, S(".”"));
}

/* A finite verb that no name of an agency, policy or program holds, before the first full stop. */
static bool has_finite_verb(struct str text)
{
    static const struct str verbs[] = {
        S_INIT("is"),     S_INIT("are"),     S_INIT("was"),      S_INIT("were"),   S_INIT("has"),
        S_INIT("have"),   S_INIT("had"),     S_INIT("did"),      S_INIT("does"),   S_INIT("do"),
        S_INIT("may"),    S_INIT("made"),    S_INIT("reported"), S_INIT("report"), S_INIT("lacks"),
        S_INIT("remain"), S_INIT("remains"), S_INIT("continued")};
    struct str rest = text, word;
    for (int i = 0; i < 9 && str_cut(&rest, ' ', &word); i++) {
        if (str_ends(word, S(".")) || str_ends(word, S(")")))
            return false;
        for (size_t v = 0; i > 0 && v < sizeof verbs / sizeof *verbs; v++) {
            if (str_eq(word, verbs[v]))
                return true;
        }
    }
    return false;
}

bool region_opens_paragraph(const struct chapter_instrument *instrument, struct str text)
{
    if (fold_length(text) < LONG_LINE || !char_is_upper(text.p[0]))
        return false;
    for (size_t i = 0; i < instrument->openings.count; i++) {
        struct str opening = instrument->openings.items[i];
        if (str_starts(text, opening) && text.n > opening.n && !char_is_alpha(text.p[opening.n]))
            return true;
    }
    return has_finite_verb(text);
}

/* The line begins with the label of a row of the table, or is the first part of one that goes on
 * in the next line. */
static bool begins_row(const struct chapter_instrument *instrument, int table, struct str text)
{
    text = label_without_bullet(text);
    for (size_t i = 0; i < instrument->figures.count; i++) {
        const struct instrument_figure *f = &instrument->figures.items[i];
        for (size_t j = 0; f->table == table && j < f->labels.count; j++) {
            size_t used;
            size_t taken = fold_common(text, f->labels.items[j], &used);
            size_t behind = fold_length(str_from(text, taken));
            bool whole = taken && !fold_length(str_from(f->labels.items[j], used));
            if ((whole && behind < LONG_LINE) ||
                (fold_length(str_slice(text, 0, taken)) >= 12 && behind < SHORT_REST))
                return true;
        }
    }
    return false;
}

/* Tables of long texts: only their readers, which see whole rows, can tell where they end
 * (entries.h, actions.h). Table 2 has short ones. */
static bool ends_by_rows(const struct chapter_reading *r, int table)
{
    const struct instrument_table *t = &r->instrument->tables.items[table];
    return t->holds == HOLDS_ACTIONS ||
           (t->holds == HOLDS_ENTRIES && !str_eq(t->key, S("sector_activities")));
}

static bool holds_entries(const struct chapter_reading *r, int table)
{
    return r->instrument->tables.items[table].holds == HOLDS_ENTRIES;
}

/* A repeated title "(Cont.)" without column heads after it stands behind its rows: the page was
 * read in another order than it is printed. */
static bool is_orphan_title(const struct chapter_reading *r, size_t at)
{
    const struct chapter_line *line = &r->lines.items[at];
    if (line->kind != LINE_TITLE || !line->continued)
        return false;
    while (at < r->lines.count &&
           (r->lines.items[at].kind == LINE_TITLE || r->lines.items[at].kind == LINE_BLANK))
        at++;
    return at >= r->lines.count || r->lines.items[at].kind != LINE_HEADS;
}

/* A long line behind a row that has come to its citation, without a verdict in it: the first
 * paragraph under the table of laws, whatever its words ("Ruritania’s code applies to …"). Notes
 * may stand between. Without a gap it must be longer than the column of laws is wide. */
static bool follows_last_standard(const struct chapter_reading *r, const struct chapter_line *line,
                                  const struct chapter_line *last, int table)
{
    static const struct str verdicts[] = {S_INIT(" Yes "), S_INIT(" No "),  S_INIT(" N/A"),
                                          S_INIT(" Yes*"), S_INIT(" Yes†"), S_INIT(" Unknown ")};
    if (table != chapter_instrument_table(r->instrument, S("legal_standards")) || !last ||
        last->table != table || !char_is_upper(line->text.p[0]))
        return false;
    bool noted = last->kind == LINE_NOTE;
    bool cited = last->kind == LINE_TEXT &&
                 (str_ends(last->text, S(" No")) || str_ends(last->text, S(" N/A")) ||
                  (str_ends(last->text, S(")")) && prose_closed(r->arena, last->text)));
    size_t least = line->after_gap || noted ? LONG_LINE : PAGE_WIDE;
    if ((!noted && !cited) || fold_length(line->text) < least)
        return false;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (str_contains(line->text, verdicts[i]))
            return false;
    return true;
}

/* The text behind the title at `at` begins with a row of the table. */
static bool row_follows(const struct chapter_reading *r, size_t at, int table)
{
    if (r->instrument->tables.items[table].holds != HOLDS_FIGURES)
        return true;
    while (at < r->lines.count && r->lines.items[at].kind == LINE_TITLE)
        at = lines_next(&r->lines, at);
    return at < r->lines.count && r->lines.items[at].kind == LINE_TEXT &&
           begins_row(r->instrument, table, r->lines.items[at].text);
}

/* Whether running text begins at line `at`, inside table `table`. */
static bool table_ends(const struct chapter_reading *r, size_t at, int table)
{
    const struct chapter_line *line = &r->lines.items[at];
    if (ends_by_rows(r, table))
        return false;
    if (begins_row(r->instrument, table, line->text))
        return false;
    size_t before = lines_before(&r->lines, at);
    const struct chapter_line *last = before < r->lines.count ? &r->lines.items[before] : NULL;
    bool open = last && (last->kind == LINE_TEXT || last->kind == LINE_NOTE) &&
                last->table == table && !region_text_closed(last->text);
    if (follows_last_standard(r, line, last, table))
        return true;
    enum table_holds holds = r->instrument->tables.items[table].holds;
    size_t least = line->after_gap ? LONG_LINE : PAGE_WIDE;
    if (holds == HOLDS_FIGURES && fold_length(line->text) >= least &&
        r->instrument->tables.items[table].years == 2)
        return true;
    return !open && region_opens_paragraph(r->instrument, line->text);
}

/* The table a row stands in that has lost its table (text was set between two pages of it): a whole
 * label of a table of figures with a value right behind it. The same label may be in two tables
 * ("Refresher Courses Provided"): then `last` is meant. -1 when the line is no such row. */
static int table_of_row(const struct chapter_reading *r, size_t at, int last)
{
    struct str text = label_without_bullet(r->lines.items[at].text);
    int found = -1;
    struct arena_mark mark = arena_mark(r->arena);
    for (size_t i = 0; i < r->instrument->figures.count; i++) {
        const struct instrument_figure *f = &r->instrument->figures.items[i];
        const struct instrument_table *t = &r->instrument->tables.items[f->table];
        if (t->years != 2 && f->type != TYPE_STANDARD)
            continue;
        for (size_t j = 0; j < f->labels.count; j++) {
            struct cell cell;
            size_t taken = fold_starts(text, f->labels.items[j]);
            if (taken && (found < 0 || f->table == last) &&
                cell_at(r->arena, str_slice(text, taken, taken + 200), 0, &cell))
                found = f->table;
        }
    }
    arena_rewind(r->arena, mark);
    return found;
}

/* Walks down the text: a title or column heads open a table, a heading or a paragraph closes it. */
static void mark_lines(struct chapter_reading *r)
{
    int table = -1, section = -1, last = -1;
    bool noted = false; /* the line before is a note under the table */
    int chart = chapter_instrument_table(r->instrument, S("sectors_of_work"));
    for (size_t i = 0; i < r->lines.count; i++) {
        struct chapter_line *line = &r->lines.items[i];
        if (line->in_references || line->kind == LINE_REFERENCES) {
            line->table = -1;
            continue;
        }
        switch (line->kind) {
        case LINE_TITLE:
        case LINE_HEADS:
            if (line->table != chart)
                table = line->table;
            if (table >= 0 && r->instrument->tables.items[table].holds == HOLDS_FIGURES)
                last = table;
            if (table >= 0 && is_orphan_title(r, i) &&
                (ends_by_rows(r, table) || !row_follows(r, i, table)))
                table = -1;
            break;
        case LINE_HEADING:
            section = line->section;
            table = -1;
            break;
        case LINE_SUBHEADING: table = -1; break;
        case LINE_TEXT:
            if (table >= 0 && (table_ends(r, i, table) || (noted && holds_entries(r, table))))
                table = -1;
            noted = false;
            if (table < 0 || r->instrument->tables.items[table].holds != HOLDS_FIGURES) {
                int row = table_of_row(r, i, last);
                table = row < 0 ? table : row;
            }
            line->table = table;
            break;
        case LINE_NOTE:
            line->table = table;
            noted = true;
            break;
        default: break;
        }
        line->section = section;
    }
}

/* A repeated title is a further piece even where "(Cont.)" is missing. */
static void mark_continued(struct chapter_reading *r)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < r->lines.count; i++) {
        struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_TITLE || !line->begins || line->table < 0 || line->table > 63)
            continue;
        uint64_t bit = UINT64_C(1) << line->table;
        line->continued = line->continued || (seen & bit);
        seen |= bit;
    }
}

static void collect(struct chapter_reading *r)
{
    r->tables = arena_array(r->arena, r->instrument->tables.count, struct region);
    r->sections = arena_array(r->arena, r->instrument->sections.count + 1, struct region);
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind == LINE_BLANK || line->kind == LINE_RUNNING || line->kind == LINE_COUNTRY ||
            line->kind == LINE_LEVEL || line->kind == LINE_REFERENCES)
            continue;
        struct region *region = &r->sections[line->section + 1];
        if (line->in_references)
            region = &r->references;
        else if (line->table >= 0)
            region = &r->tables[line->table];
        *arena_push(r->arena, region) = i;
    }
}

void regions_mark(struct chapter_reading *r)
{
    mark_continued(r);
    mark_lines(r);
    collect(r);
}
