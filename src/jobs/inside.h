/* What the files of this room share. */
#pragma once

#include "jobs/jobs.h"

/* A record of type job as a struct; progress of a job that this process works on comes from memory.
 */
struct job *job_read(struct arena *a, struct record *r);
/* Wakes the worker of this process, when there is one. */
void job_wake(void);
/* Waits at most so long for job_wake; *seen keeps which calls of it this thread knows of. */
void job_sleep(int milliseconds, unsigned *seen);
/* How far the job that this process works on is; number empty: none is worked on. */
void job_remember(struct str number, int64_t done, int64_t total);
bool job_recall(struct str number, int64_t *done, int64_t *total);
