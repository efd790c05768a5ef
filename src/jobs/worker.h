/* Works on the jobs of a store in a thread of its own, and on what comes round by the clock. */
#pragma once

#include "jobs/jobs.h"

/* One job being worked on. */
struct job_run {
    struct arena *arena;     /* ends with the job */
    struct session *session; /* for the work */
    struct store *store;
    const struct job *job;
    struct str input;    /* opened */
    struct node *result; /* a map for the kind to fill */
    struct faults *faults;
    struct str again_at; /* set by the kind: not done yet; go on at this time. The result is kept
                            and stands in job->result then */
    void *context;       /* of the worker */
    bool holds_change;   /* set by the kind while it has a change open for long: progress is then
                            only kept in memory */
    struct worker *worker;
};

struct job_kind {
    const char *name;
    /* False with faults when it failed. A fault of the store or the machine is tried again, three
     * times in all. */
    bool (*run)(struct job_run *run);
};

/* What is looked at every so many seconds, by every process that serves the store: it must bear to
 * be done twice. Faults are printed to standard error, once each time they change. */
struct standing_work {
    const char *name;
    int seconds;
    bool (*run)(struct store *store, struct session *session, struct arena *a, void *context,
                struct faults *faults);
};

struct worker_settings {
    struct store *store;
    const struct job_kind *kinds;
    size_t kind_count;
    const struct standing_work *standing;
    size_t standing_count;
    void *context;
    bool only_known;   /* jobs of other kinds are another worker's; else they fail */
    int lease_seconds; /* 0: 120 */
};

struct worker;
/* NULL with a fault. */
struct worker *worker_start(struct arena *a, const struct worker_settings *settings,
                            struct faults *faults);
/* A job that is being worked on is asked to end and then waits for the next process. */
void worker_stop(struct worker *worker);

/* Says how far a job is. False when it is to end now: it was stopped, or the program ends; the kind
 * then rolls back and returns false without a fault. Call it often; it writes seldom. */
bool job_tell(struct job_run *run, int64_t done, int64_t total);
/* Inside the kind's own open change: marks the job done with its result, so that its work and its
 * end are one change. */
bool job_end_within(struct job_run *run);
