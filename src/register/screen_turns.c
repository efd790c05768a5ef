#include "register/screen_turns.h"

/* A turn is short: looking this often costs less than going to sleep. */
enum { LOOKS = 2000 };

void screen_turns_begin(struct screen_turns *turns)
{
    atomic_init(&turns->now, 0);
    atomic_init(&turns->stopped, false);
    turns->waiting = 0;
    pthread_mutex_init(&turns->lock, NULL);
    pthread_cond_init(&turns->moved, NULL);
}

void screen_turns_end(struct screen_turns *turns)
{
    pthread_mutex_destroy(&turns->lock);
    pthread_cond_destroy(&turns->moved);
}

static bool reached(struct screen_turns *turns, size_t number)
{
    return atomic_load_explicit(&turns->now, memory_order_acquire) == number ||
           atomic_load_explicit(&turns->stopped, memory_order_relaxed);
}

static void rest(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

bool screen_turns_wait(struct screen_turns *turns, size_t number)
{
    for (int i = 0; i < LOOKS && !reached(turns, number); i++)
        rest();
    if (!reached(turns, number)) {
        pthread_mutex_lock(&turns->lock);
        turns->waiting++;
        while (!reached(turns, number))
            pthread_cond_wait(&turns->moved, &turns->lock);
        turns->waiting--;
        pthread_mutex_unlock(&turns->lock);
    }
    return !atomic_load(&turns->stopped);
}

static void wake(struct screen_turns *turns)
{
    if (turns->waiting)
        pthread_cond_broadcast(&turns->moved);
    pthread_mutex_unlock(&turns->lock);
}

void screen_turns_pass(struct screen_turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    atomic_fetch_add_explicit(&turns->now, 1, memory_order_release);
    wake(turns);
}

void screen_turns_stop(struct screen_turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    atomic_store(&turns->stopped, true);
    wake(turns);
}
