/* Running text by section, and the notes under tables. */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->passages, in the order of the lines: headings, paragraphs (the summary first),
 * marked notes under tables and notes on sources. To be called after the readers of tables, which
 * hand back the lines that are no rows (passages_give_back). */
void passages_read(struct chapter_reading *r);

/* Line `index` of r->lines was taken for a row of a table and is running text: it now belongs to
 * its section. */
void passages_give_back(struct chapter_reading *r, size_t index);
