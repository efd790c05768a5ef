/* Threads that take the blocks of a register in turns. */
#pragma once

#include "base/arena.h"
#include "register/screen_block.h"
#include "register/screen_output.h"
#include "register/screen_source.h"
#include "register/screen_turns.h"

struct screen_work {
    struct screen_source *source;
    const struct screen_plan *plan;
    struct screen_output *output;
    const struct progress *progress;
    size_t block; /* bytes */
    struct screen_carry carry;

    atomic_size_t next;          /* number of the next block */
    struct screen_turns cuts;    /* who cuts its block; guards carry, ended, trouble */
    struct screen_turns results; /* who hands on what it found; guards output and shown */
    pthread_mutex_t reading;     /* of a source that is read in order; guards read_all */
    bool read_all, ended;
    struct screen_read trouble; /* why the work was stopped */
    size_t shown;               /* percent */
};

enum { SCREEN_LEAST_BLOCK = 64, SCREEN_USUAL_BLOCK = 128 * 1024 };

/* Does the work with `threads` threads, this one among them; gives how many there were. 0 when not
 * even this one had memory. */
int screen_work_run(struct screen_work *work, int threads);
