/* The rows of one block judged. */
#pragma once

#include "register/screen_batch.h"
#include "register/screen_block.h"

/* Places that separators and line ends of one block may take; a block with more is read row by row.
 */
enum { SCREEN_MOST_PLACES = 96 * 1024 };

struct screen_judge {
    const struct screen_plan *plan;
    struct screen_batch *batch;
    struct screen_places places; /* room for SCREEN_MOST_PLACES and what a row is wide */
    struct str *cells;           /* SCREEN_MOST_COLUMNS + 1 */
    bool suspect;                /* bytes 0 or bad UTF-8 are somewhere in the block */
    const struct screen_block *block;
    size_t counted;  /* place up to which lines were counted */
    int64_t line;    /* lines of the block before it */
    size_t row_ends; /* of a clean block: line ends outside of quotes */
};

/* Judges the rows of a block that was cut. *lines is how many lines it has, those in front of its
 * rows included. False when the work must end. */
bool screen_judge_block(struct screen_judge *j, const struct screen_block *block, int64_t *lines);
