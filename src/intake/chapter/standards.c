/* Table 4: for each standard whether the law meets it (to 2015: whether a law exists), a legal age,
 * and the acts. The label and the acts run over several lines, before or around the verdict. */
#include "intake/chapter/citations.h"
#include "intake/chapter/figures.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"
#include "intake/chapter/level.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/territories.h"

enum {
    OLDEST_AGE = 25,
    LONGEST_TERRITORY = 60,
    LONGEST_BLOCK = 90,
    MOST_ROWS = 200,
    MOST_PIECES = 80
};

struct standard {
    int figure;
    long line;
    struct str territory;   /* of the block the row is in, as printed; else empty */
    struct str_list pieces; /* what stands behind the label, line by line */
};

struct standards {
    struct standard *items;
    size_t count, capacity;
};

struct standards_reading {
    struct chapter_reading *r;
    struct standards rows;
    bool territories;
    struct str missing; /* rest of a label that was broken by its verdict */
    struct str block;   /* territory whose rows these are, where each has its own block */
};

/* A verdict begins here: "Yes", "No", "N/A*", "Unknown". */
static bool verdict_at(struct chapter_reading *r, struct str text, size_t at, struct cell *cell)
{
    return cell_at(r->arena, text, at, cell) && !cell->is_number;
}

/* "15", "17.5", "12/13", "16‡", "N/A" at the start of `text`; bytes taken, 0 when none is there. */
static size_t read_age(struct chapter_reading *r, struct str text, struct chapter_figure *f)
{
    struct str s = text;
    size_t start = 0;
    while (start < s.n && char_is_space(s.p[start]))
        start++;
    size_t at = start;
    double age = 0, part = 0.1;
    bool point = false;
    for (; at < s.n && (char_is_digit(s.p[at]) || (s.p[at] == '.' && !point)); at++) {
        if (s.p[at] == '.')
            point = true;
        else if (point) {
            age += part * (s.p[at] - '0');
            part /= 10;
        } else
            age = age * 10 + (s.p[at] - '0');
    }
    bool number = at > start && age > 0 && age <= OLDEST_AGE &&
                  (at >= s.n || !(char_is_alpha(s.p[at]) || s.p[at] == '-' || s.p[at] == ','));
    if (number && at < s.n && (s.p[at] == '/' || s.p[at] == '\xc2')) {
        size_t second = at + 1; /* "12/13": no single age */
        while (second < s.n && char_is_digit(s.p[second]))
            second++;
        if (s.p[at] == '/' && second > at + 1)
            at = second;
    } else if (number)
        f->has_age = true;
    if (!number) {
        if (!str_starts_nocase(str_from(s, start), S("N/A")))
            return 0;
        at = start + 3;
    }
    struct str marks = {0};
    size_t end = cell_marks(r->arena, s, at, &marks);
    if (f->has_age)
        f->age = age;
    f->age_calculated = str_contains(marks, S("‡"));
    f->age_text = str_trim(str_slice(s, start, end));
    return end;
}

/* Verdict, age and acts of one row (of one territory). */
static void read_row(struct chapter_reading *r, int figure, struct str territory, struct str text,
                     long line)
{
    struct chapter_figure *f = figure_add(r, figure, r->chapter->year, territory, line);
    struct cell cell;
    if (!verdict_at(r, text, 0, &cell)) {
        chapter_remark_add(r, line, N_("No verdict could be read in the row \"{1}\"."),
                           r->instrument->figures.items[figure].labels.items[0], (struct str){0});
        return;
    }
    cell.line = line;
    cell_to_figure(&cell, f);
    f->sources = (struct str){0};
    /* Marks belong to the verdict, a citation in between to the acts. */
    size_t at = (size_t)(cell.text.p - text.p) + cell.text.n;
    struct str marks = {0};
    at = cell_marks(r->arena, text, at, &marks);
    at += read_age(r, str_from(text, at), f);
    struct str acts = str_trim(str_from(text, at));
    f->legislation = str_squeeze(r->arena, citation_strip(r->arena, acts, r->longest, &f->sources));
    if (str_eq(f->legislation, S("N/A")))
        f->legislation = (struct str){0};
}

/* Begins a further row when the line opens with a territory and its verdict: "Zanzibar No 15 …". */
static bool opens_territory(struct standards_reading *s, struct str text, struct str *territory,
                            struct str *rest)
{
    struct cell cell, age;
    if (!cell_find(s->r->arena, str_slice(text, 0, 200), 0, &cell) || cell.is_number ||
        cell.from == 0 || cell.from > LONGEST_TERRITORY)
        return false;
    *territory = str_trim(str_slice(text, 0, cell.from));
    *rest = str_from(text, cell.from);
    bool followed = cell.to >= text.n || cell_at(s->r->arena, text, cell.to, &age);
    return char_is_upper(territory->p[0]) && followed;
}

/* Known names of territories at piece `at`, broken over up to three lines, with a verdict behind
 * them: "Khyber", "Pakhtunkhwa", "Yes Section 3 …". The pieces taken, 0 when there are none. */
static size_t named_territory(struct standards_reading *s, const struct str_list *pieces, size_t at,
                              struct str *territory, struct str *rest)
{
    enum { MOST_LINES = 3 };
    struct chapter_reading *r = s->r;
    struct str joined = {0};
    for (size_t taken = 1; taken <= MOST_LINES && at + taken <= pieces->count; taken++) {
        struct str piece = pieces->items[at + taken - 1];
        joined =
            joined.n ? str_format(r->arena, "%.*s %.*s", STR_ARG(joined), STR_ARG(piece)) : piece;
        size_t names = territories_at_start(r->instrument, joined);
        struct cell cell;
        if (!names || !verdict_at(r, joined, names, &cell))
            continue;
        *territory = str_trim(str_slice(joined, 0, names));
        *rest = str_from(joined, names);
        return taken;
    }
    return 0;
}

/* The rows of one standard: one, or one for each territory. */
static void read_standard(struct standards_reading *s, const struct standard *row)
{
    struct chapter_reading *r = s->r;
    struct str territory = row->territory, text = {0}, opened, rest;
    bool begun = false;
    for (size_t i = 0; i < row->pieces.count; i++) {
        struct str piece = row->pieces.items[i];
        size_t taken = s->territories ? named_territory(s, &row->pieces, i, &opened, &rest) : 0;
        if (taken || (s->territories && opens_territory(s, piece, &opened, &rest))) {
            if (begun)
                read_row(r, row->figure, territory, text, row->line);
            territory = opened;
            text = rest;
            begun = true;
            i += taken ? taken - 1 : 0;
            continue;
        }
        struct cell cell;
        if (!begun && !verdict_at(r, piece, 0, &cell) && s->territories) {
            territory = territory.n
                            ? str_format(r->arena, "%.*s %.*s", STR_ARG(territory), STR_ARG(piece))
                            : piece;
            continue;
        }
        begun = true;
        text = text.n ? str_format(r->arena, "%.*s %.*s", STR_ARG(text), STR_ARG(piece)) : piece;
    }
    if (!begun && territory.n > LONGEST_TERRITORY)
        territory = (struct str){0};
    read_row(r, row->figure, territory, text, row->line);
}

/* A label of this table is followed by nothing, a verdict, a mark or a territory, never by a
 * sentence. */
static bool is_label(struct standards_reading *s, const struct label_match *m, struct str behind)
{
    struct cell cell;
    if (m->missing.n || !fold_length(behind))
        return true;
    if (!cell_find(s->r->arena, str_slice(behind, 0, 200), 0, &cell))
        return s->territories && behind.n <= LONGEST_TERRITORY;
    return !cell.is_number &&
           (cell.from <= 4 || (s->territories && cell.from <= LONGEST_TERRITORY));
}

static void take_piece(struct standards_reading *s, struct str text)
{
    if (!s->rows.count)
        return;
    if (s->missing.n) {
        size_t used;
        size_t taken = fold_common(text, s->missing, &used);
        if (taken && used >= 3) {
            s->missing = str_from(s->missing, used);
            if (!fold_length(s->missing))
                s->missing = (struct str){0};
            text = str_trim(str_from(text, taken));
        }
    }
    struct standard *row = &s->rows.items[s->rows.count - 1];
    if (text.n && row->figure >= 0 && row->pieces.count < MOST_PIECES)
        *arena_push(s->r->arena, &row->pieces) = text;
}

/* A line of capitals right above column heads names the territory whose block begins: "NIUE". */
static struct str block_above(const struct chapter_reading *r, size_t heads)
{
    size_t above = lines_before(&r->lines, heads);
    const struct chapter_line *line = above < r->lines.count
                                          ? &r->lines.items[above]
                                          : &(struct chapter_line){.kind = LINE_BLANK};
    bool name = line->kind == LINE_TEXT && line->text.n <= LONGEST_BLOCK &&
                fold_length(line->text) > 2 && !lines_small_letters(line->text) &&
                !lines_digits(line->text) && !str_contains(line->text, S("N/A"));
    return name ? line->text : (struct str){0};
}

/* Whether the line at `at` of the text names a block and is no part of a row. */
static bool is_block(const struct chapter_reading *r, size_t at)
{
    size_t next = lines_next(&r->lines, at);
    return r->assessed.count > 1 && next < r->lines.count &&
           r->lines.items[next].kind == LINE_HEADS && block_above(r, next).n > 0;
}

static void take_lines(struct standards_reading *s, const struct region *region, int table)
{
    size_t next = 0;
    for (size_t i = 0; i < region->count && s->rows.count < MOST_ROWS; i++) {
        const struct chapter_line *line = &s->r->lines.items[region->items[i]];
        if (line->kind == LINE_HEADS && str_find_nocase(line->text, S("entity"), 0) != STR_NONE)
            s->territories = true;
        if (line->kind == LINE_HEADS && line->begins && s->r->assessed.count > 1) {
            struct str block = block_above(s->r, region->items[i]);
            s->block = block.n ? block : s->block;
        }
        if (line->kind != LINE_TEXT || i < next || is_block(s->r, region->items[i]))
            continue;
        struct label_match m;
        bool found = label_find(s->r, region, i, table, &m);
        struct str behind = {0};
        if (found)
            behind = str_trim(str_from(s->r->lines.items[region->items[m.line]].text, m.behind));
        if (!found || !is_label(s, &m, behind)) {
            take_piece(s, line->text);
            continue;
        }
        struct standard *row = arena_push(s->r->arena, &s->rows);
        *row = (struct standard){.figure = m.figure, .line = line->number, .territory = s->block};
        s->missing = m.missing;
        take_piece(s, behind);
        s->missing = m.missing;
        next = m.line + 1;
    }
}

static void add_national(struct chapter_reading *r, size_t from)
{
    struct str_list parts = {0};
    size_t to = r->chapter->figures.count;
    for (size_t i = from; i < to; i++)
        figure_parts(r->arena, r->chapter->figures.items[i].territory, &parts);
    for (size_t i = from; i < to; i++) {
        struct chapter_figure f = r->chapter->figures.items[i];
        bool all = r->assessed.count > 1 ? level_names_country(f.territory, r->country)
                                         : figure_speaks_for_all(f.territory, &parts);
        if (!f.territory.n || !all)
            continue;
        f.territory = (struct str){0};
        *arena_push(r->arena, &r->chapter->figures) = f;
    }
}

void standards_read(struct chapter_reading *r)
{
    int table = chapter_instrument_table(r->instrument, S("legal_standards"));
    struct standards_reading s = {.r = r};
    size_t from = r->chapter->figures.count;
    uint64_t seen = 0;
    take_lines(&s, &r->tables[table], table);
    for (size_t i = 0; i < s.rows.count; i++) {
        int figure = s.rows.items[i].figure;
        if (figure < 0)
            continue;
        /* A label repeated at the top of a page without anything behind it adds nothing. */
        if (!s.rows.items[i].pieces.count && (seen >> (figure % 64) & 1))
            continue;
        seen |= UINT64_C(1) << (figure % 64);
        read_standard(&s, &s.rows.items[i]);
    }
    add_national(r, from);
}
