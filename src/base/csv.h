/* CSV as RFC 4180 has it, read with the place of every cell, and written.
 *
 * Read: UTF-8 with or without a byte order mark; lines end with LF, CRLF or CR; cells may be
 * quoted, quotes inside are doubled, quoted cells may hold separators and line breaks. Empty lines
 * are passed over. A row of another width than the first is a fault but the reading goes on, so
 * that all of them can be named; a file that is no text, a quote that is never closed and a line
 * over the limit end it.
 */
#pragma once

#include "base/buffer.h"
#include "base/fault.h"

#define CSV_LONGEST_LINE ((size_t)1000 * 1000) /* bytes of one row */
#define CSV_MOST_CELLS   1000                  /* cells of one row */

struct csv_cell {
    struct str text;   /* without its quotes */
    long line, column; /* where it begins, from 1; columns are counted in characters */
    bool quoted;
};

struct csv_row {
    struct csv_cell *items;
    size_t count, capacity;
    long line;
    bool ragged; /* not as wide as the first row; a fault was added */
};

struct csv_reader {
    struct str text; /* borrowed for as long as cells are used */
    struct faults *faults;
    char separator;
    size_t at, line_start; /* bytes */
    long line;
    size_t width; /* of the first row */
    bool failed;  /* reading ended early, with a fault */
};

/* Checks that `text` is UTF-8 without NUL and makes ready to read it; `separator` 0 means a comma.
 * False with a fault that names line and column of the first bad byte and says how to save as
 * UTF-8. */
bool csv_start(struct csv_reader *r, struct str text, char separator, struct faults *faults);
/* The next row, its cells in `a` (their text borrowed from the file where it stands there as is).
 * False at the end and on a fault that ends the reading (r->failed). */
bool csv_next(struct csv_reader *r, struct arena *a, struct csv_row *row);
/* The separator that the first line suggests: the most frequent of comma, semicolon and tab outside
 * quotes; a comma when there is none. */
char csv_guess_separator(struct str text);

/* Adds one cell, quoted where it must be. With `safe_for_spreadsheets` a text that a spreadsheet
 * would run as a formula (it begins with = + - @, tab or CR, and is no plain number) gets a ' in
 * front (OWASP, CSV injection); our own import does not take that away again, so it is for people.
 */
void csv_write_cell(struct buffer *b, struct str text, bool safe_for_spreadsheets);
/* Adds a row: cells, commas, CRLF. A row of one empty cell is written as "". */
void csv_write_row(struct buffer *b, const struct str *cells, size_t count,
                   bool safe_for_spreadsheets);
