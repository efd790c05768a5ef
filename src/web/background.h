/* What goes on behind the pages: the kinds of jobs there are, and what comes round by the clock.
 * Both are tables in background.c; a new kind is one line there. */
#pragma once

#include "jobs/worker.h"

/* Starts the worker. NULL with a fault. */
struct worker *background_start(struct arena *a, struct store *store, void *context,
                                struct faults *faults);
