/* What a thread found in rows, until it is its turn to hand it on. */
#pragma once

#include "register/screen_plan.h"

enum { SCREEN_BATCH_MOST = 4096 }; /* flags, and refusals */
/* Text of flagged rows: one row as long as may be with all its rules, and many usual ones. */
#define SCREEN_BATCH_TEXT (SCREEN_LONGEST_ROW + 256 * 1024)

struct screen_flag {
    uint64_t rules, before; /* that fire, by the law and by the one before */
    struct str district;    /* without quotes; in the thread's memory */
};

struct screen_refusal {
    enum screen_kind kind;
    int64_t line;     /* of the first line of the row, from 0, in the block */
    size_t column;    /* of the first line's, or SCREEN_NOWHERE */
    size_t columns;   /* of the row (SCREEN_WIDTH) */
    struct str value; /* as it stands; in the thread's memory */
    bool further;     /* another one of the same row was before it */
};

struct screen_batch {
    struct screen_flag *flags;
    struct screen_refusal *refusals;
    char *text; /* of flagged.csv */
    size_t flag_count, refusal_count, text_n;
    int64_t rows;
    struct arena *arena; /* for districts with doubled quotes; emptied with the batch */
    /* Hands everything on and empties the batch; false when the work must end. */
    bool (*full)(void *context);
    void *context;
};

/* Both make room first; false when the work must end. `row` is without its line end. */
bool screen_batch_flag(struct screen_batch *batch, const struct screen_plan *plan, struct str row,
                       struct screen_flag flag);
bool screen_batch_refuse(struct screen_batch *batch, struct screen_refusal refusal);
