#include "base/csv.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Line and character of the byte at `at`. */
static struct place place_of(struct str text, size_t at)
{
    struct place where = {.line = 1};
    size_t start = str_starts(text, S(BYTE_ORDER_MARK)) ? 3 : 0;
    for (size_t i = start; i < at; i++) {
        bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
        if ((text.p[i] == '\n' || text.p[i] == '\r') && !pair) {
            where.line++;
            start = i + 1;
        }
    }
    where.column = 1 + (long)(at > start ? utf8_count(str_slice(text, start, at)) : 0);
    return where;
}

bool csv_start(struct csv_reader *r, struct str text, char separator, struct faults *faults)
{
    size_t bad = 0;
    *r = (struct csv_reader){
        .text = text, .faults = faults, .separator = separator ? separator : ',', .line = 1};
    r->failed = true;
    if (str_starts(text, S("\xff\xfe")) || str_starts(text, S("\xfe\xff")))
        return FAULT(
            faults, FAULT_INPUT, ((struct place){.line = 1, .column = 1}),
            N_("This file is saved as UTF-16 (\"Unicode text\"); save it as \"CSV UTF-8\"."));
    const char *nul = text.n ? memchr(text.p, 0, text.n) : NULL;
    if (nul)
        return FAULT(faults, FAULT_INPUT, place_of(text, (size_t)(nul - text.p)),
                     N_("A zero byte stands here, so this is not a CSV file but some other kind; "
                        "save the table as \"CSV UTF-8\"."));
    if (!utf8_valid(text, &bad))
        return FAULT(
            faults, FAULT_INPUT, place_of(text, bad),
            N_("This letter is not UTF-8 (the file may be Latin-1 or Windows-1251); in the "
               "spreadsheet choose Save as, \"CSV UTF-8\"."));
    if (str_starts(text, S(BYTE_ORDER_MARK)))
        r->at = r->line_start = 3;
    r->failed = false;
    return true;
}

static struct place place_here(const struct csv_reader *r, size_t at)
{
    return (struct place){
        .line = r->line,
        .column = 1 + (long)utf8_count(str_slice(r->text, r->line_start, at)),
    };
}

static bool fails(struct csv_reader *r, struct place where, const char *message, struct str detail)
{
    r->failed = true;
    return FAULT(r->faults, FAULT_INPUT, where, message, detail);
}

/* Length of the line end at `at`: 2, 1 or 0. */
static size_t line_end(struct str text, size_t at)
{
    if (at >= text.n)
        return 0;
    if (text.p[at] == '\r')
        return at + 1 < text.n && text.p[at + 1] == '\n' ? 2 : 1;
    return text.p[at] == '\n';
}

static void pass_line_end(struct csv_reader *r, size_t n)
{
    r->at += n;
    r->line_start = r->at;
    r->line++;
}

/* Reads behind an opening quote up to and with the closing one. */
static bool read_quoted(struct csv_reader *r, struct arena *a, struct csv_cell *cell,
                        size_t row_start)
{
    struct place opened = {.line = cell->line, .column = cell->column};
    size_t start = r->at, doubled = 0;
    for (;;) {
        if (r->at - row_start > CSV_LONGEST_LINE || r->at >= r->text.n)
            return fails(
                r, opened,
                N_("The quotation mark that opens here is never closed; a \" inside a cell "
                   "is written twice, as in \"the \"\"Star\"\" cafe\"."),
                (struct str){0});
        size_t end = line_end(r->text, r->at);
        if (end) {
            pass_line_end(r, end);
            continue;
        }
        if (r->text.p[r->at] != '"') {
            r->at++;
            continue;
        }
        if (r->at + 1 >= r->text.n || r->text.p[r->at + 1] != '"')
            break;
        doubled++;
        r->at += 2;
    }
    cell->text = str_slice(r->text, start, r->at);
    if (doubled)
        cell->text = str_replace(a, cell->text, S("\"\""), S("\""));
    cell->quoted = true;
    r->at++;
    if (r->at < r->text.n && r->text.p[r->at] != r->separator && !line_end(r->text, r->at))
        return fails(r, place_here(r, r->at),
                     N_("Something stands behind the closing quotation mark; a \" inside a cell is "
                        "written twice, as in \"the \"\"Star\"\" cafe\"."),
                     (struct str){0});
    return true;
}

static bool read_plain(struct csv_reader *r, struct csv_cell *cell)
{
    size_t start = r->at;
    while (r->at < r->text.n && r->text.p[r->at] != r->separator && r->text.p[r->at] != '\n' &&
           r->text.p[r->at] != '\r') {
        if (r->text.p[r->at] == '"')
            return fails(r, place_here(r, r->at),
                         N_("A quotation mark stands inside a cell that is not quoted; write the "
                            "cell as \"the \"\"Star\"\" cafe\"."),
                         (struct str){0});
        r->at++;
    }
    cell->text = str_slice(r->text, start, r->at);
    return true;
}

/* Reads the cells of one row and passes its line end. */
static bool read_row(struct csv_reader *r, struct arena *a, struct csv_row *row)
{
    size_t start = r->at, counted_to = r->at;
    long column = 1, line = r->line;
    for (;;) {
        /* Columns are counted on from the cell before, so that a long row is walked once. */
        if (r->line != line || counted_to < r->line_start) {
            line = r->line;
            counted_to = r->line_start;
            column = 1;
        }
        column += (long)utf8_count(str_slice(r->text, counted_to, r->at));
        counted_to = r->at;
        struct csv_cell cell = {.line = r->line, .column = column};
        if (row->count == CSV_MOST_CELLS)
            return fails(r, (struct place){.line = cell.line, .column = cell.column},
                         N_("This line has more than {1} cells."), S("1,000"));
        bool quoted = r->at < r->text.n && r->text.p[r->at] == '"';
        r->at += quoted;
        if (!(quoted ? read_quoted(r, a, &cell, start) : read_plain(r, &cell)))
            return false;
        *arena_push(a, row) = cell;
        if (r->at - start > CSV_LONGEST_LINE)
            return fails(r, (struct place){.line = row->line, .column = 1},
                         N_("This line is longer than {1}; a table has one record on each line."),
                         S("1 MB"));
        if (r->at >= r->text.n || r->text.p[r->at] != r->separator)
            break;
        r->at++;
    }
    size_t end = line_end(r->text, r->at);
    if (end)
        pass_line_end(r, end);
    return true;
}

bool csv_next(struct csv_reader *r, struct arena *a, struct csv_row *row)
{
    for (size_t end; (end = line_end(r->text, r->at)) > 0;)
        pass_line_end(r, end);
    *row = (struct csv_row){.line = r->line};
    if (r->failed || r->at >= r->text.n || !read_row(r, a, row))
        return false;
    if (!r->width)
        r->width = row->count;
    if (row->count != r->width) {
        row->ragged = true;
        struct arena *of_faults = r->faults->arena;
        FAULT(
            r->faults, FAULT_INPUT, ((struct place){.line = row->line, .column = 1}),
            N_("This line has {1} cells, and the first line has {2}; a cell that holds a comma is "
               "written in quotation marks."),
            str_format(of_faults, "%zu", row->count), str_format(of_faults, "%zu", r->width));
    }
    return true;
}

char csv_guess_separator(struct str text)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t found[3] = {0};
    bool quoted = false;
    for (size_t i = 0; i < text.n && (quoted || (text.p[i] != '\n' && text.p[i] != '\r')); i++) {
        if (text.p[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; k < 3 && !quoted; k++)
            found[k] += text.p[i] == candidates[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < 3; k++)
        if (found[k] > found[best])
            best = k;
    return candidates[best];
}

static bool runs_as_formula(struct str text)
{
    double number;
    if (!text.n || !memchr("=+-@\t\r", text.p[0], 6))
        return false;
    return !str_to_real(text, &number);
}

void csv_write_cell(struct buffer *b, struct str text, bool safe_for_spreadsheets)
{
    bool guarded = safe_for_spreadsheets && runs_as_formula(text);
    bool quoted = str_starts(text, S(BYTE_ORDER_MARK)); /* else it would go as the file's own */
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' || text.p[i] == '\r';
    if (quoted)
        buffer_char(b, '"');
    if (guarded)
        buffer_char(b, '\'');
    size_t from = 0;
    for (size_t at; (at = str_find_char(text, '"', from)) != STR_NONE; from = at + 1) {
        buffer_add(b, str_slice(text, from, at + 1));
        buffer_char(b, '"');
    }
    buffer_add(b, str_from(text, from));
    if (quoted)
        buffer_char(b, '"');
}

void csv_write_row(struct buffer *b, const struct str *cells, size_t count,
                   bool safe_for_spreadsheets)
{
    if (count == 1 && cells[0].n == 0)
        buffer_add(b, S("\"\""));
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(b, ',');
        csv_write_cell(b, cells[i], safe_for_spreadsheets);
    }
    buffer_add(b, S("\r\n"));
}
