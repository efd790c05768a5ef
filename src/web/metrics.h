/* Numbers about this process for those who watch over it: Prometheus' text format, at /metrics. */
#pragma once

#include "web/route.h"

struct metrics;

struct metrics *metrics_new(struct arena *a);
/* Counts one answer; from any thread. `route` NULL: none was found. */
void metrics_count(struct metrics *m, const struct route *route, int status, double seconds);
/* Seconds of a clock that never goes back. */
double metrics_clock(void);
/* /metrics: requests by route and class of status, how long they took, jobs, the newest change,
 * what waits for the slow pool, memory. No names, no records. */
void metrics_file(struct call *c);
