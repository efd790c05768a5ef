/* Lines of a page put together again. */
#pragma once

#include "intake/chapter/parts.h"

/* Joins lines with spaces; behind a hyphen or dash at a line end nothing is put ("self-" and
 * "employed" give "self-employed"). White space is squeezed. In the arena. */
struct str prose_join(struct arena *a, const struct str_list *lines);

/* The same for the text of a cell or paragraph of the chapter: every citation in normal form. */
struct str prose_text(const struct chapter_reading *r, const struct str_list *lines);

/* A sentence or citation ends here. */
bool prose_closed(struct arena *a, struct str line);

/* Takes every footnote mark ("*", "†", "‡") out of a name; `marks` gets them in print order. */
struct str prose_unmark(struct arena *a, struct str name, struct str *marks);
/* The different footnote marks in a text, in print order. */
struct str prose_marks(struct arena *a, struct str text);

/* The years of a policy or program named in `name`: "2018–2025" of "Program (2018–2025)"; empty
 * when there are none. Borrowed from `name`. */
struct str prose_years(struct str name);
