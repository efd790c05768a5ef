/* Tables 6 and 7: a row has a value for the year before and one for the report year.
 *
 * Most texts keep a row on its line. Others give a group of labels and then the values of the group
 * column by column (2015, parts of 2017), so labels without values wait in a group until values
 * come. A country with several territories has a row for each under one label. */
#include "intake/chapter/figures.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/regions.h"

#include <math.h>

enum { LONGEST_TERRITORY = 60, LONGEST_NAME = 40, MOST_ROWS = 400 };

struct row {
    int figure; /* index into the instrument's figures */
    struct str territory;
    long line;
    bool filled;
    struct cell before, now;
};

struct rows {
    struct row *items;
    size_t count, capacity;
};

struct cells {
    struct cell *items;
    size_t count, capacity;
};

struct table_reading {
    struct chapter_reading *r;
    const struct region *region;
    int table;
    struct rows rows;
    size_t *waiting; /* rows that have no values yet */
    size_t waiting_count, waiting_capacity;
    struct cells values; /* values that came after the waiting labels */
    bool in_pairs;       /* the values stood two to a line */
    bool territories;    /* the column "Related Entity" is there */
    struct str lead;     /* a territory whose values stand on the next line */
    int last;            /* figure of the last label, or -1 */
    struct str missing;  /* rest of a label that was broken by its values */
};

static void remark(struct table_reading *t, long line, const char *message, struct str detail)
{
    chapter_remark_add(t->r, line, message, detail, (struct str){0});
}

static struct row *add_row(struct table_reading *t, int figure, struct str territory, long line)
{
    struct row *row = arena_push(t->r->arena, &t->rows);
    *row = (struct row){.figure = figure, .territory = territory, .line = line};
    return row;
}

static void add_waiting(struct table_reading *t, int figure, struct str territory, long line)
{
    add_row(t, figure, territory, line);
    t->waiting = arena_grow(t->r->arena, t->waiting, t->waiting_count, &t->waiting_capacity,
                            sizeof *t->waiting);
    t->waiting[t->waiting_count++] = t->rows.count - 1;
}

/* Gives the waiting labels the values that followed them. */
static void close_group(struct table_reading *t)
{
    size_t rows = t->waiting_count, values = t->values.count;
    bool even = rows && values == 2 * rows;
    for (size_t i = 0; even && i < rows; i++) {
        struct row *row = &t->rows.items[t->waiting[i]];
        row->before = t->values.items[t->in_pairs ? 2 * i : i];
        row->now = t->values.items[t->in_pairs ? 2 * i + 1 : rows + i];
        row->filled = true;
    }
    if (rows && values && !even)
        remark(t, t->rows.items[t->waiting[0]].line,
               N_("The {1} values that follow this row do not fit the rows above them, so these "
                  "rows are left as not stated."),
               str_format(t->r->arena, "%zu", values));
    t->waiting_count = 0;
    t->values.count = 0;
    t->in_pairs = false;
}

static void take_value(struct table_reading *t, const struct cell *cell)
{
    *arena_push(t->r->arena, &t->values) = *cell;
}

/* All cells of a piece of a line; what stands before the first goes to *lead, and what stands
 * between or behind them to *rest. */
static size_t split_cells(struct table_reading *t, struct str text, long line, struct cells *cells,
                          struct str *lead, struct str *rest)
{
    struct cell cell;
    size_t at = 0;
    *lead = *rest = (struct str){0};
    while (cell_find(t->r->arena, text, at, &cell)) {
        struct str between = str_trim(str_slice(text, at, cell.from));
        if (!cells->count)
            *lead = between;
        else if (fold_length(between)) {
            *rest = str_trim(str_from(text, at));
            return cells->count;
        }
        cell.line = line;
        *arena_push(t->r->arena, cells) = cell;
        at = cell.to;
    }
    if (cells->count)
        *rest = str_trim(str_from(text, at));
    else
        *lead = str_trim(text);
    return cells->count;
}

static struct str joined(struct table_reading *t, struct str one, struct str two)
{
    if (!one.n || !two.n)
        return one.n ? one : two;
    bool slash = str_ends(one, S("/")); /* "FBiH/RS/" goes on in the next line */
    return str_format(t->r->arena, "%.*s%s%.*s", STR_ARG(one), slash ? "" : " ", STR_ARG(two));
}

static void fill(struct row *row, const struct cells *cells)
{
    row->before = cells->items[0];
    row->now = cells->items[1];
    row->filled = true;
}

/* A line that begins with a label. */
static void take_label(struct table_reading *t, const struct label_match *m, struct str behind,
                       long line)
{
    struct cells cells = {0};
    struct str lead, rest;
    size_t count = split_cells(t, behind, line, &cells, &lead, &rest);
    if (t->values.count || (count && t->waiting_count))
        close_group(t);
    t->lead = (struct str){0};
    t->last = m->figure;
    t->missing = m->missing;
    if (m->figure < 0)
        return;
    if (count >= 2) {
        fill(add_row(t, m->figure, lead, line), &cells);
        if (count > 2 || fold_length(rest))
            remark(t, line, N_("This row has more in it than two values: {1}."), behind);
        return;
    }
    if (t->territories && !count)
        t->lead = lead;
    else
        lead = count ? lead : (struct str){0};
    if (t->territories && !count)
        return; /* rows of the territories follow */
    add_waiting(t, m->figure, lead, line);
    for (size_t i = 0; i < count; i++)
        take_value(t, &cells.items[i]);
}

/* A line that goes on with what came before: values, a territory with its values, or the rest of a
 * broken label. */
static void take_more(struct table_reading *t, struct str text, long line)
{
    if (t->missing.n) {
        size_t used;
        size_t taken = fold_common(text, t->missing, &used);
        if (taken && used >= 3) {
            t->missing = str_from(t->missing, used);
            if (!fold_length(t->missing))
                t->missing = (struct str){0};
            text = str_trim(str_from(text, taken));
            if (!fold_length(text))
                return;
        }
    }
    struct cells cells = {0};
    struct str lead, rest;
    size_t count = split_cells(t, text, line, &cells, &lead, &rest);
    if (lead.n > LONGEST_TERRITORY || (!t->territories && fold_length(lead) > 3)) {
        remark(t, line, N_("This line of a table was not understood: {1}."), text);
        return;
    }
    if (t->lead.n + lead.n <= LONGEST_TERRITORY)
        lead = joined(t, t->lead, lead);
    t->lead = (struct str){0};
    if (!count) {
        t->lead = lead;
        return;
    }
    if (count >= 2 && !t->waiting_count && t->last >= 0 && t->territories) {
        fill(add_row(t, t->last, lead, line), &cells);
        return;
    }
    if (t->territories && t->last >= 0 && !t->waiting_count)
        add_waiting(t, t->last, lead, line);
    t->in_pairs = count >= 2;
    for (size_t i = 0; i < count; i++)
        take_value(t, &cells.items[i]);
    if (!t->waiting_count) {
        remark(t, line, N_("These values stand under no row: {1}."), text);
        t->values.count = 0;
    }
}

/* A name in front of two values: "Puntland Yes (25) Unknown". Rows with misprinted labels look like
 * that too, but are longer or begin with the first word of a label. */
static bool is_territory_row(struct table_reading *t, struct str text)
{
    struct cell first, second;
    if (!text.n || !char_is_upper(text.p[0]) ||
        !cell_find(t->r->arena, str_slice(text, 0, 200), 0, &first) || first.from < 2 ||
        first.from > LONGEST_NAME || !cell_at(t->r->arena, text, first.to, &second))
        return false;
    struct str word = text, rest = text;
    str_cut(&rest, ' ', &word);
    for (size_t i = 0; i < t->r->instrument->figures.count; i++) {
        const struct instrument_figure *f = &t->r->instrument->figures.items[i];
        for (size_t j = 0; f->table == t->table && j < f->labels.count; j++) {
            if (fold_starts(f->labels.items[j], word))
                return false;
        }
    }
    return true;
}

/* Whether the table has a column of territories: its heads say so, or at least two rows. */
static bool has_territories(struct table_reading *t)
{
    size_t rows = 0;
    struct arena_mark mark = arena_mark(t->r->arena);
    for (size_t i = 0; i < t->region->count && rows < 2; i++) {
        const struct chapter_line *line = &t->r->lines.items[t->region->items[i]];
        if (line->kind == LINE_HEADS && str_find_nocase(line->text, S("entity"), 0) != STR_NONE)
            rows = 2;
        else if (line->kind == LINE_TEXT)
            rows += is_territory_row(t, line->text);
    }
    arena_rewind(t->r->arena, mark);
    return rows >= 2;
}

static void take_lines(struct table_reading *t)
{
    size_t next = 0;
    t->territories = has_territories(t);
    for (size_t i = 0; i < t->region->count; i++) {
        const struct chapter_line *line = &t->r->lines.items[t->region->items[i]];
        if (line->kind != LINE_TEXT || i < next)
            continue;
        if (t->rows.count >= MOST_ROWS)
            break; /* no table has a tenth of that */
        struct label_match m;
        if (label_find(t->r, t->region, i, t->table, &m)) {
            const struct chapter_line *end = &t->r->lines.items[t->region->items[m.line]];
            take_label(t, &m, str_trim(str_from(end->text, m.behind)), line->number);
            next = m.line + 1;
        } else
            take_more(t, label_without_bullet(line->text), line->number);
    }
    close_group(t);
}

/* The first reading of a row counts: a continued table may repeat a row that stood at its end. */
static bool is_repeated(const struct table_reading *t, size_t at)
{
    const struct row *row = &t->rows.items[at];
    for (size_t i = 0; i < t->rows.count; i++) {
        const struct row *other = &t->rows.items[i];
        if (i != at && other->figure == row->figure &&
            fold_same(other->territory, row->territory) &&
            ((other->filled && !row->filled) || (i < at && other->filled == row->filled)))
            return true;
    }
    return false;
}

static void add_year(struct table_reading *t, const struct row *row, struct str territory,
                     const struct cell *cell, int year)
{
    struct chapter_figure *f = figure_add(t->r, row->figure, year, territory, row->line);
    if (!row->filled)
        return;
    cell_to_figure(cell, f);
    /* Nothing is counted in thousandths: "7.559" is a count with a point between thousands. */
    size_t point = str_find_char(f->text, '.', 0);
    if (t->r->instrument->figures.items[row->figure].type == TYPE_COUNT && f->is_number &&
        point != STR_NONE && f->text.n == point + 4)
        f->number = round(f->number * 1000);
}

static void add_figures(struct table_reading *t)
{
    struct str_list parts = {0};
    int year = t->r->chapter->year;
    for (size_t i = 0; i < t->rows.count; i++)
        figure_parts(t->r->arena, t->rows.items[i].territory, &parts);
    for (size_t i = 0; i < t->rows.count; i++) {
        const struct row *row = &t->rows.items[i];
        if (is_repeated(t, i))
            continue;
        struct str territory = row->territory;
        add_year(t, row, territory, &row->before, year - 1);
        add_year(t, row, territory, &row->now, year);
        if (territory.n && figure_speaks_for_all(territory, &parts)) {
            add_year(t, row, (struct str){0}, &row->before, year - 1);
            add_year(t, row, (struct str){0}, &row->now, year);
        }
        if (!row->filled)
            remark(t, row->line, N_("No value could be read in the row \"{1}\"."),
                   t->r->instrument->figures.items[row->figure].labels.items[0]);
    }
}

static void read_table(struct chapter_reading *r, struct str key)
{
    int table = chapter_instrument_table(r->instrument, key);
    struct table_reading t = {.r = r, .region = &r->tables[table], .table = table, .last = -1};
    take_lines(&t);
    add_figures(&t);
}

void enforcement_read(struct chapter_reading *r)
{
    read_table(r, S("labor_enforcement"));
    read_table(r, S("criminal_enforcement"));
}
