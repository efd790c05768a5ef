/* The numbered list of references at the end of a chapter. */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->references and r->longest. To be called before anything that reads citations:
 * how long the list is tells a citation from other numbers in brackets. */
void references_read(struct chapter_reading *r);

/* The line begins with `number`, then a space, a full stop or nothing: the bytes of that, else 0.
 */
size_t references_numbered(struct str line, int number);

/* Fills r->chapter->citations: every group as printed, outside the list. */
void references_list_citations(struct chapter_reading *r);

/* Remarks on citations of a number that is not in the list, and on references nobody cites. */
void references_check(struct chapter_reading *r);
