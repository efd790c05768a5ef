/* A stretch of a register file in a thread's memory, and how the file is cut into such stretches.
 *
 * A file is read in blocks of equal size; rows do not end where blocks do. The threads take blocks
 * in turns: each reads and marks its own at the same time as the others, then, one behind the other
 * and quickly, each is given the beginning of a row that the block before left over (the carry),
 * finds where its own last whole row ends, and leaves the rest for the next.
 */
#pragma once

#include "register/screen_marks.h"
#include "register/screen_row.h"

/* Room for the carry in front of a block, a multiple of 64. */
#define SCREEN_FRONT ((SCREEN_LONGEST_ROW / 64 + 2) * 64)

struct screen_block {
    const struct screen_eyes *eyes;
    char separator;
    char *bytes;                /* SCREEN_FRONT, then the block, then 128 more; aligned to 64 */
    struct screen_marks *marks; /* one for 64 bytes */
    size_t start, end;          /* whole rows, line ends included */
    size_t filled;              /* end of what was read */
    struct screen_glance glance;
    bool last;         /* nothing follows; the bytes end with LF, added where it was missing */
    bool clean;        /* no row is broken, and the marks are those outside of quotes */
    bool broken_lines; /* clean, and line ends stand inside of quotes */
    int lines_before;  /* line ends of this block in front of `start` (0 or 1) */
};

/* What a block leaves for the next. */
struct screen_carry {
    char *bytes; /* SCREEN_LONGEST_ROW */
    size_t n;
    bool skipping; /* the rest of an endless line is passed over up to its end */
};

/* Marks the n bytes that were put at bytes + SCREEN_FRONT. */
void screen_block_mark(struct screen_block *b, size_t n, bool last);
/* Takes the carry, finds start and end, and leaves the new carry. */
void screen_block_cut(struct screen_block *b, struct screen_carry *carry);
