/* Where a row of a register file ends, and its cells: RFC 4180 read strictly, with what becomes of
 * rows that break it.
 *
 * Lines end with LF or CRLF. A cell that begins with a quote ends with one, quotes inside are
 * doubled, and line ends inside belong to the cell. A row is broken when a quote stands in a cell
 * that did not begin with one, when something stands behind a closing quote, when a quote is never
 * closed, and when the row takes more than SCREEN_LONGEST_ROW bytes. Of a broken row only the first
 * line is refused and reading goes on with the next: a forgotten quote costs one row, not all that
 * follow. What a row is depends on the bytes alone, never on how they are cut into blocks.
 */
#pragma once

#include "base/str.h"

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define SCREEN_LONGEST_ROW ((size_t)250) /* so that the fuzzer meets it */
#else
#define SCREEN_LONGEST_ROW ((size_t)1000 * 1000) /* bytes, as in base/csv.h */
#endif

enum screen_extent_kind {
    SCREEN_WHOLE,
    SCREEN_BROKEN,  /* its quotes */
    SCREEN_ENDLESS, /* its first line is longer than a row may be */
    SCREEN_MORE,    /* its end is not among these bytes */
};

struct screen_extent {
    enum screen_extent_kind kind;
    size_t n;  /* bytes with the line end; of a broken row its first line; all of them when an
                  endless line does not end here */
    size_t at; /* of a broken one: where it broke */
    bool ends; /* the last of the n bytes is the line end */
};

/* The row that begins at p, among n bytes. `last`: nothing follows them, and they end with LF. */
struct screen_extent screen_extent(const char *p, size_t n, bool last, char separator);

/* The row without its line end. */
struct str screen_row_text(const char *p, size_t n);

/* Cuts a whole row into cells as they stand, with their quotes; returns how many there are, of
 * which at most `room` are written. */
size_t screen_row_cells(struct str row, char separator, struct str *cells, size_t room);

/* A cell without its quotes: borrowed, or in `a` where quotes were doubled. */
struct str screen_cell(struct arena *a, struct str raw);
