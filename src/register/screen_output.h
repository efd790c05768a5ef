/* What the threads found, in the order of the file: written, counted and remembered. */
#pragma once

#include "base/arena.h"
#include "register/screen_batch.h"
#include "register/screen_counts.h"
#include "register/screen_file.h"

struct screen_output {
    struct arena *arena;
    struct arena scratch; /* emptied with each batch */
    const struct screen_plan *plan;
    struct screen_result *result;
    struct str source; /* file name for faults; empty for none */
    const char *folder;
    struct screen_file flagged, refused, counts, compare;
    struct screen_counts districts;
    struct buffer line;            /* one line of refused.csv, used again */
    int64_t lines;                 /* of the file, before the block whose turn it is */
    uint64_t twin[LAW_MOST_RULES]; /* the rule of `law` with the id of one of `before`, as a set */
    int64_t gone[LAW_MOST_RULES], gained[LAW_MOST_RULES]; /* by rule of before, of law */
};

/* Makes the folder where it is missing, opens the files and writes their first lines. `output` has
 * arena, plan, result, source, folder. */
bool screen_output_open(struct screen_output *output, struct faults *faults);
/* Takes a batch and empties it; false when something cannot be written. */
bool screen_output_take(struct screen_output *output, struct screen_batch *batch);
/* Writes the rest and gives the files their names. */
bool screen_output_keep(struct screen_output *output, struct faults *faults);
/* Takes away what was not kept. */
void screen_output_drop(struct screen_output *output);
