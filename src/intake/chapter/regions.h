/* To which table or section each line belongs. */
#pragma once

#include "intake/chapter/parts.h"

/* Gives every line its table or section and fills r->tables, r->sections and r->references. */
void regions_mark(struct chapter_reading *r);

/* A cell or sentence may end here: the text ends with a full stop, a closing bracket or N/A. */
bool region_text_closed(struct str text);

/* The line opens a paragraph of running text and not a row of a table. Judged by its words (the
 * instrument's `openings`) and by a finite verb after a short subject. */
bool region_opens_paragraph(const struct chapter_instrument *instrument, struct str text);
