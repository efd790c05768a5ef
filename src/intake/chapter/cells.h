/* One cell of a table: an answer, a number, an amount, or the word that says why there is none. */
#pragma once

#include "intake/chapter/parts.h"

struct cell {
    enum figure_state state;
    bool is_number;
    double number;       /* "$1.2 million" is 1200000 */
    struct str answer;   /* "yes", "no" or empty */
    struct str currency; /* "USD" where a $ is printed */
    struct str text;     /* as printed, without marks and citation */
    struct str marks;    /* in print order */
    struct str sources;  /* normal form */
    long line;
    size_t from, to; /* bytes of the text it was read from, citation and marks included */
};

/* Reads the cell that begins at text[from] (spaces skipped). False when none begins there. Strings
 * of the cell are slices of `text` or live in `a`. Numbers in brackets right behind a value are its
 * sources, however high. */
bool cell_at(struct arena *a, struct str text, size_t from, struct cell *cell);

/* The first cell at or after `from` that begins a word; what stands before it is text[from ..
 * cell->from). */
bool cell_find(struct arena *a, struct str text, size_t from, struct cell *cell);

/* Takes footnote marks ("*", "†", "‡", "§", with spaces between) at text[from]; returns where they
 * end. */
size_t cell_marks(struct arena *a, struct str text, size_t from, struct str *marks);

/* Fills in a figure's value fields from a cell. */
void cell_to_figure(const struct cell *cell, struct chapter_figure *figure);
