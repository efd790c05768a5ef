/* Turns of threads, by number: who has number n may go on when all before it have passed. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct screen_turns {
    atomic_size_t now;
    atomic_bool stopped;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int waiting;
};

void screen_turns_begin(struct screen_turns *turns);
void screen_turns_end(struct screen_turns *turns);
/* False when the work was stopped. */
bool screen_turns_wait(struct screen_turns *turns, size_t number);
void screen_turns_pass(struct screen_turns *turns);
/* Nobody waits any longer. */
void screen_turns_stop(struct screen_turns *turns);
