/* Ways into the store, lent to one request at a time: a session is one thread's. */
#pragma once

#include "store/store.h"

struct session_pool;

/* Opens `count` sessions. NULL with a fault. */
struct session_pool *session_pool_new(struct arena *a, struct store *store, size_t count,
                                      struct faults *faults);
/* Waits until one is free. */
struct session *session_pool_take(struct session_pool *pool);
void session_pool_give(struct session_pool *pool, struct session *session);
void session_pool_close(struct session_pool *pool);
