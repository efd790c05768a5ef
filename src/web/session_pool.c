#include "web/session_pool.h"

#include "base/arena.h"

#include <pthread.h>

struct session_pool {
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct session **free;
    size_t free_count, count;
};

struct session_pool *session_pool_new(struct arena *a, struct store *store, size_t count,
                                      struct faults *faults)
{
    struct session_pool *pool = arena_new(a, struct session_pool);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->given, NULL);
    pool->free = arena_array(a, count, struct session *);
    for (; pool->count < count; pool->count++) {
        struct session *s = session_open(store, faults);
        if (!s) {
            session_pool_close(pool);
            return NULL;
        }
        pool->free[pool->free_count++] = s;
    }
    return pool;
}

struct session *session_pool_take(struct session_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->free_count)
        pthread_cond_wait(&pool->given, &pool->lock);
    struct session *s = pool->free[--pool->free_count];
    pthread_mutex_unlock(&pool->lock);
    return s;
}

void session_pool_give(struct session_pool *pool, struct session *session)
{
    pthread_mutex_lock(&pool->lock);
    pool->free[pool->free_count++] = session;
    pthread_cond_signal(&pool->given);
    pthread_mutex_unlock(&pool->lock);
}

void session_pool_close(struct session_pool *pool)
{
    for (size_t i = 0; i < pool->free_count; i++)
        session_close(pool->free[i]);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
}
