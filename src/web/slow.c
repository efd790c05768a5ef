#include "web/slow.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_THREADS = 8, LOWER_PRIORITY = 10 };

struct slow_pool {
    pthread_mutex_t lock;
    pthread_cond_t added;
    slow_run *run;
    void *context;
    void *waiting[SLOW_MOST_WAITING];
    size_t first, count;
    bool ending;
    pthread_t threads[MOST_THREADS];
    unsigned thread_count;
};

/* NULL when the pool has ended and nothing is left. */
static void *take(struct slow_pool *pool)
{
    void *work = NULL;
    pthread_mutex_lock(&pool->lock);
    while (!pool->count && !pool->ending)
        pthread_cond_wait(&pool->added, &pool->lock);
    if (pool->count) {
        work = pool->waiting[pool->first];
        pool->first = (pool->first + 1) % SLOW_MOST_WAITING;
        pool->count--;
    }
    pthread_mutex_unlock(&pool->lock);
    return work;
}

static void *serve(void *argument)
{
    struct slow_pool *pool = argument;
    /* On Linux a thread has a priority of its own. Where it cannot be lowered the work is done all
     * the same. */
    (void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), LOWER_PRIORITY);
    for (void *work; (work = take(pool));)
        pool->run(pool->context, work);
    return NULL;
}

struct slow_pool *slow_pool_new(struct arena *a, unsigned threads, slow_run *run, void *context)
{
    struct slow_pool *pool = arena_new(a, struct slow_pool);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->added, NULL);
    pool->run = run;
    pool->context = context;
    if (threads > MOST_THREADS)
        threads = MOST_THREADS;
    for (; pool->thread_count < threads; pool->thread_count++)
        if (pthread_create(&pool->threads[pool->thread_count], NULL, serve, pool) != 0)
            break;
    if (pool->thread_count)
        return pool;
    slow_pool_close(pool);
    return NULL;
}

bool slow_pool_add(struct slow_pool *pool, void *work)
{
    pthread_mutex_lock(&pool->lock);
    bool room = pool->count < SLOW_MOST_WAITING && !pool->ending;
    if (room) {
        pool->waiting[(pool->first + pool->count++) % SLOW_MOST_WAITING] = work;
        pthread_cond_signal(&pool->added);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

size_t slow_pool_waiting(struct slow_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    size_t count = pool->count;
    pthread_mutex_unlock(&pool->lock);
    return count;
}

void slow_pool_close(struct slow_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->added);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->added);
    pthread_mutex_destroy(&pool->lock);
}
