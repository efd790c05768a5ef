#include "web/waiting.h"

#include "base/arena.h"

#include <pthread.h>

enum { LONGEST_SENDER = 64 };

struct place {
    char sender[LONGEST_SENDER];
    size_t n;
    bool taken;
};

struct waiting {
    struct arena arena; /* it lives in this */
    pthread_mutex_t lock;
    struct place places[WAITING_FILES];
    size_t bytes;
};

struct waiting *waiting_new(void)
{
    struct arena arena = {0};
    struct waiting *w = arena_new(&arena, struct waiting);
    w->arena = arena;
    pthread_mutex_init(&w->lock, NULL);
    return w;
}

void waiting_free(struct waiting *w)
{
    struct arena arena = w->arena;
    pthread_mutex_destroy(&w->lock);
    arena_free(&arena);
}

static bool is_of(const struct place *p, struct str sender)
{
    return p->taken && str_eq((struct str){p->sender, p->n}, sender);
}

enum waiting_answer waiting_take(struct waiting *w, struct str sender)
{
    struct place *free = NULL;
    int own = 0;
    sender = str_slice(sender, 0, LONGEST_SENDER);
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < WAITING_FILES; i++) {
        own += is_of(&w->places[i], sender);
        if (!w->places[i].taken)
            free = &w->places[i];
    }
    bool may = own < WAITING_FILES_EACH;
    if (may && free) {
        free->taken = true;
        free->n = sender.n;
        for (size_t i = 0; i < sender.n; i++)
            free->sender[i] = sender.p[i];
    }
    pthread_mutex_unlock(&w->lock);
    return !may ? WAITING_OWN_LIMIT : free ? WAITING_TAKEN : WAITING_FULL;
}

void waiting_give(struct waiting *w, struct str sender)
{
    sender = str_slice(sender, 0, LONGEST_SENDER);
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < WAITING_FILES; i++)
        if (is_of(&w->places[i], sender)) {
            w->places[i] = (struct place){0};
            break;
        }
    pthread_mutex_unlock(&w->lock);
}

bool waiting_add(struct waiting *w, size_t bytes)
{
    pthread_mutex_lock(&w->lock);
    bool good = bytes <= WAITING_SMALL - w->bytes;
    if (good)
        w->bytes += bytes;
    pthread_mutex_unlock(&w->lock);
    return good;
}

void waiting_subtract(struct waiting *w, size_t bytes)
{
    pthread_mutex_lock(&w->lock);
    w->bytes -= bytes;
    pthread_mutex_unlock(&w->lock);
}
