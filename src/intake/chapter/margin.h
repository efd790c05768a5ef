/* Labels of the first column that stand before several rows: sectors of Table 2, areas of the last
 * table. A label may be wrapped over lines, alone or with the first words of a row behind it. */
#pragma once

#include "intake/chapter/parts.h"

struct margin {
    const struct instrument_area *labels;
    size_t count;
    struct str rest; /* what is still to come of a wrapped label */
    int lines;       /* lines it may still take to come */
};

/* Takes a label, or the next part of one, off the front of `line`. Returns the index of a label
 * that begins here, or -1; *rest is what stands behind it (all of the line when nothing was
 * taken). */
int margin_take(struct margin *state, struct str line, struct str *rest);
