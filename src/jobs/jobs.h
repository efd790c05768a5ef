/* Long work that goes on by itself: an import, a rotation of keys. A job is a record of type `job`;
 * whoever serves the store works on the jobs, one at a time (jobs/worker.h).
 *
 * A job that is worked on is leased: when its process dies, another one (or the next) takes it up
 * after the lease has ended, so its function must bear to be begun again; what it stores in the
 * very change that ends the job (job_end_within) is stored exactly once.
 */
#pragma once

#include "base/node.h"
#include "store/store.h"

struct job_order {
    const char *kind;        /* one that the worker knows (web/job_kinds.c) */
    const struct node *work; /* what the kind needs to know, a map; may be NULL */
    struct str input;        /* a file to work on; kept sealed; may be empty */
    struct str not_before;   /* a time; empty: at once */
    struct str number;       /* a number of its own, for a job that lasts; empty: a new one */
};

struct job {
    struct str number, kind, state; /* state: waiting, running, done, failed, stopped */
    struct str asked_by, asked_at, finished_at, not_before;
    int64_t done, total, tries; /* total 0: not known */
    const struct node *work;    /* never NULL */
    const struct node *result;  /* {…} by the kind, or {faults: [text]} when it failed */
    struct record *record;
};
struct jobs {
    struct job *items;
    size_t count, capacity;
};

/* Orders a job in a change of its own; *number is what it is asked for by afterwards (in `a`). */
bool jobs_add(struct session *s, struct arena *a, const struct actor *actor,
              const struct job_order *order, struct str *number, struct faults *faults);
/* NULL with FAULT_MISSING when there is none of that number. */
struct job *jobs_get(struct session *s, struct arena *a, struct str number, struct faults *faults);
/* The newest first; `kind` empty: all. */
bool jobs_list(struct session *s, struct arena *a, struct str kind, size_t limit,
               struct jobs *found, struct faults *faults);
/* A waiting job is stopped at once, a running one when it next tells how far it is. One that has
 * ended is a FAULT_CONFLICT. */
bool jobs_stop(struct session *s, struct arena *a, const struct actor *actor, struct str number,
               struct faults *faults);
/* Puts a job that has ended back among the waiting, its result kept. */
bool jobs_again(struct session *s, struct arena *a, const struct actor *actor, struct str number,
                struct faults *faults);
/* How many stand in a state. */
bool jobs_count(struct session *s, const char *state, int64_t *count, struct faults *faults);
