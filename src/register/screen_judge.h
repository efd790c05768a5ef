/* The rows of one block judged. */
#pragma once

#include "register/screen_batch.h"
#include "register/screen_block.h"

struct screen_judge {
    const struct screen_plan *plan;
    struct screen_batch *batch;
    struct str *cells; /* SCREEN_MOST_COLUMNS + 1 */
    bool suspect;      /* bytes 0 or bad UTF-8 are somewhere in the block */
    const struct screen_block *block;
    size_t counted; /* place up to which lines were counted */
    int64_t line;   /* lines of the block before it */
};

/* Judges the rows of a block that was cut. *lines is how many lines it has, those in front of its
 * rows included. False when the work must end. */
bool screen_judge_block(struct screen_judge *j, const struct screen_block *block, int64_t *lines);
