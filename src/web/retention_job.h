/* Retention as work that goes on by itself: once a day what was kept long enough is counted, and
 * removed when the setting `retention` of the store is `on`. Somebody may order the removal before;
 * holds count either way (store/retention.h). */
#pragma once

#include "jobs/worker.h"

/* The setting, and whether it is on. False with a fault. */
bool retention_is_daily(struct session *s, bool *daily, struct faults *faults);
/* Sets it, in a change of its own. */
bool retention_set_daily(struct session *s, const struct actor *actor, bool daily,
                         struct faults *faults);

/* The kind of job "retention". Its work {remove: true} removes in any case. Its result {removing,
 * due, held, removed, emptied}: numbers of records of all types; `due` is what was due and not held
 * back before it began. */
bool retention_job(struct job_run *run);
/* Orders one when the last is a day old. */
bool retention_order(struct store *store, struct session *session, struct arena *a, void *context,
                     struct faults *faults);
/* Orders the removal now; *number is that of the job. */
bool retention_remove_now(struct session *s, struct arena *a, const struct actor *actor,
                          struct str *number, struct faults *faults);
