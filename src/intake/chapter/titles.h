/* Titles of tables, their column heads, and headings of sections, on one line or several. */
#pragma once

#include "intake/chapter/parts.h"

/* Looks whether the line at `at` begins a title, column heads or a heading, and marks it (and the
 * lines it goes on to) with its table or section. */
void titles_mark(struct chapter_reading *r, size_t at);

/* Marks further lines of column heads, which say nothing on their own ("International"). */
void titles_mark_more_heads(struct chapter_reading *r);
