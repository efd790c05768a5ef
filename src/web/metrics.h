/* Numbers about this process for those who watch over it: Prometheus' text format, at /metrics. */
#pragma once

#include "identity/identity.h"
#include "web/route.h"

struct metrics;

struct metrics *metrics_new(struct arena *a);
/* Counts one answer; from any thread. `route` NULL: none was found. */
void metrics_count(struct metrics *m, const struct route *route, int status, double seconds);
/* Counts one step of signing in by what came of it. */
void metrics_count_sign_in(struct metrics *m, enum sign_in_outcome outcome);
/* How many there were since the program began: let in (or asked for the code), refused, made to
 * wait, failed for another reason. */
struct metrics_sign_ins {
    int64_t let_in, wanted_code, refused, waited, failed;
};
struct metrics_sign_ins metrics_sign_ins(const struct metrics *m);
/* Seconds of a clock that never goes back. */
double metrics_clock(void);
/* /metrics: requests by route and class of status, how long they took, jobs, the newest change,
 * what waits for the slow pool, memory, the size of the store, whether its anchor is written, when
 * the last backup was made, sign-ins by outcome. No names, no records. */
void metrics_file(struct call *c);
