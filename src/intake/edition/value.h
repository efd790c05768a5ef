/* One value of a published cell: a number, an answer, or one of the ways of saying nothing. */
#pragma once

#include "intake/chapter/chapter.h"

/* Sets state, number, answer, currency, text and marks of `cell` from `printed`: "177", "14‡",
 * "$1.2 million", "Yes", "N/A", "Unknown*", "Unavailable", "". A share (`as_share`) is a fraction
 * in the file and becomes percent. False when the value is none of these: the state is then
 * FIGURE_NOT_STATED and the text is kept. Strings live in `a`. */
bool edition_value_read(struct arena *a, struct str printed, bool as_share,
                        struct chapter_figure *cell);

/* Sets the age of a standard from "15", "17.5", "12/13", "16‡", "N/A". False when not readable. */
bool edition_age_read(struct arena *a, struct str printed, struct chapter_figure *cell);

/* "5-14" and "5 - 14" as "5 to 14"; anything else as it is. */
struct str edition_age_band(struct arena *a, struct str printed);
