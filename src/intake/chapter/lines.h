/* The text as numbered lines, each with its kind, read from the line itself and its neighbours. */
#pragma once

#include "intake/chapter/parts.h"

/* Largest line that is taken; a longer one is no text of a page. */
#define LINE_LARGEST ((size_t)1000 * 1000)

/* Splits `text` and gives every line its kind; `table` is set on titles, column heads and chart
 * lines, `section` on headings. False, with a fault, when a line is longer than LINE_LARGEST. */
bool lines_split(struct chapter_reading *r, struct str text, struct faults *faults);

/* Index of the next (previous) line after (before) `at` that is not blank and no page header or
 * footer; `count` when there is none. */
size_t lines_next(const struct chapter_lines *lines, size_t at);
size_t lines_before(const struct chapter_lines *lines, size_t at);

/* A heading of a section or table: no cell and no sentence goes on beyond it. */
bool line_is_border(const struct chapter_line *line);

/* The text has a letter a to z. */
bool lines_small_letters(struct str text);
/* Number of digits in the text. */
size_t lines_digits(struct str text);
