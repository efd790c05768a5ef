/* A few threads of low priority for what takes long or much memory (a sign-in's hashing, an import,
 * an export), so that pages never wait behind it. What waits is bounded: beyond that a request is
 * better told to come again than left standing. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { SLOW_MOST_WAITING = 100 };

struct slow_pool;
typedef void slow_run(void *context, void *work);

/* Starts the threads; each work is handed to `run` with `context`. NULL when the system gives no
 * threads. */
struct slow_pool *slow_pool_new(struct arena *a, unsigned threads, slow_run *run, void *context);
/* Puts work at the end of the queue; false when SLOW_MOST_WAITING already wait, or the pool is
 * ending. */
bool slow_pool_add(struct slow_pool *pool, void *work);
/* How many wait now. Safe from any thread. */
size_t slow_pool_waiting(struct slow_pool *pool);
/* Finishes all that waits, takes nothing more, and ends the threads. */
void slow_pool_close(struct slow_pool *pool);
