/* The stored register held against the law, as a job: a stretch at a time, so that it goes on where
 * it was after the program ended. */
#pragma once

#include "jobs/worker.h"

/* result: {screened, flagged, unreadable, made, opened, ceased, after}. */
bool register_screen_job(struct job_run *run);
