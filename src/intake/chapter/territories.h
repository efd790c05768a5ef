/* Parts of a country named in the column "Related Entity" of its tables: "BD, FBiH, RS". */
#pragma once

#include "intake/chapter/parts.h"

/* The table has that column: its heads say so. */
bool territories_stand_in(const struct chapter_reading *r, const struct region *table);

/* Bytes of the names of territories (of the instrument's `territories`) at the start of `text`,
 * with the commas and the "and" between them; 0 when there are none. A name that goes on in small
 * letters or is followed by a small word ("Punjab laws") is none. */
size_t territories_at_start(const struct chapter_instrument *instrument, struct str text);

/* Where such names at the end of `text` begin; text.n when there are none, or nothing else. */
size_t territories_at_end(const struct chapter_instrument *instrument, struct str text);
