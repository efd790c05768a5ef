#include "web/import_kept.h"

#include "base/arena.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { KEPT_SECONDS = 30 * 60, TOKEN_BYTES = 16 };

struct place {
    struct arena arena;
    struct import_kept file;
    char token[TOKEN_BYTES * 2 + 1];
    time_t since; /* 0: the place is free */
};

static struct place places[IMPORT_KEPT_MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void forget(struct place *p)
{
    sodium_memzero((void *)p->file.bytes.p, p->file.bytes.n);
    arena_free(&p->arena);
    *p = (struct place){0};
}

/* A free place: the person's own, one whose time is over, or the oldest. */
static struct place *place_for(struct str user, time_t now)
{
    struct place *best = &places[0];
    for (size_t i = 0; i < IMPORT_KEPT_MOST; i++) {
        struct place *p = &places[i];
        if (p->since && now - p->since > KEPT_SECONDS)
            forget(p);
        if (p->since && str_eq(p->file.user, user))
            forget(p);
        if (p->since < best->since)
            best = p;
    }
    if (best->since)
        forget(best);
    return best;
}

void import_kept_put(const struct import_kept *file, char token[33])
{
    unsigned char random[TOKEN_BYTES];
    randombytes_buf(random, sizeof random);
    pthread_mutex_lock(&lock);
    struct place *p = place_for(file->user, time(NULL));
    sodium_bin2hex(p->token, sizeof p->token, random, sizeof random);
    p->file = (struct import_kept){str_copy(&p->arena, file->user), str_copy(&p->arena, file->type),
                                   str_copy(&p->arena, file->file_name),
                                   str_copy(&p->arena, file->bytes)};
    p->since = time(NULL);
    memcpy(token, p->token, sizeof p->token);
    pthread_mutex_unlock(&lock);
}

bool import_kept_take(struct arena *a, struct str user, struct str token, struct import_kept *file)
{
    bool found = false;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < IMPORT_KEPT_MOST && !found; i++) {
        struct place *p = &places[i];
        if (!p->since || !str_eq(p->file.user, user) || !str_eq(str_of(p->token), token))
            continue;
        found = time(NULL) - p->since <= KEPT_SECONDS;
        *file = (struct import_kept){str_copy(a, p->file.user), str_copy(a, p->file.type),
                                     str_copy(a, p->file.file_name), str_copy(a, p->file.bytes)};
        forget(p);
    }
    pthread_mutex_unlock(&lock);
    return found;
}
