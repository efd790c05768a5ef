/* The tables of names and descriptions: agencies, bodies, policies, programs (Tables 5, 8, 9, 10).
 */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->entries with the rows of all four. Lines behind the rows that are running text
 * go back to their section. */
void entries_read(struct chapter_reading *r);
