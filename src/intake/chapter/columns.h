/* Finds the rows of a table of two columns, name and description, when only its lines are left.
 *
 * A PDF gives up its words cell by cell: the lines of a narrow name, then the lines of its wide
 * description; or both on one line when the name is short. What tells them apart is how a cell is
 * filled: a line inside a cell ends where the next word did not fit; a description begins with
 * certain words ("Enforces", "Aims to", "$5 million") and ends with its citation. Every reading of
 * the lines is given a price for what speaks against it, and the cheapest one is taken.
 */
#pragma once

#include "base/str.h"

struct arena;

/* A line of the body of a table: no title, no column heads, no page header. */
struct column_line {
    struct str text;
    bool after_gap;       /* a blank line stands before it */
    bool begins_piece;    /* a page break or the column heads stand before it */
    bool opens_paragraph; /* begins the way running text begins */
};

/* Words a description begins with. */
struct column_words {
    struct str_list verbs; /* without their "s": "coordinate" */
    struct str_list nouns; /* before "that", "to", "funded", …: "program" */
};

/* A row: lines [first, end). Lines [first, text) hold the name alone, and so do the first `split`
 * bytes of line `text`; the description is the rest. */
struct column_row {
    size_t first, text, end;
    size_t split;
    bool doubtful; /* the place where the name ends is a guess */
};

struct column_rows {
    struct column_row *items;
    size_t count, capacity;
};

/* Reads `count` lines as rows, in order. Lines that belong to no row are running text. */
void columns_find(struct arena *a, const struct column_words *words,
                  const struct column_line *lines, size_t count, struct column_rows *rows);

/* The width of a text as printed, in thousandths of the type size, near enough to tell whether one
 * more word would have fitted on its line. */
int column_width(struct str text);
