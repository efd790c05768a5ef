#include "web/tally.h"

#include "base/arena.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PLACES = 8192, HASH = crypto_shorthash_siphashx24_BYTES };

struct counted {
    unsigned char key[HASH];
    int64_t state, number;
};

struct tally {
    pthread_mutex_t lock;
    unsigned char secret[crypto_shorthash_siphashx24_KEYBYTES];
    struct counted places[PLACES]; /* two questions of one place take turns */
};

struct tally *tally_new(struct arena *a)
{
    struct tally *tally = arena_new(a, struct tally);
    pthread_mutex_init(&tally->lock, NULL);
    randombytes_buf(tally->secret, sizeof tally->secret);
    return tally;
}

void tally_close(struct tally *tally)
{
    pthread_mutex_destroy(&tally->lock);
}

static struct counted *place_for(struct tally *tally, struct str what, unsigned char key[HASH])
{
    size_t place;
    crypto_shorthash_siphashx24(key, (const unsigned char *)what.p, what.n, tally->secret);
    memcpy(&place, key, sizeof place);
    return &tally->places[place % PLACES];
}

bool tally_get(struct tally *tally, const struct tally_key *key, int64_t *number)
{
    unsigned char hash[HASH];
    const struct counted *place = place_for(tally, key->what, hash);
    pthread_mutex_lock(&tally->lock);
    bool found = place->state == key->state && memcmp(place->key, hash, HASH) == 0;
    if (found)
        *number = place->number;
    pthread_mutex_unlock(&tally->lock);
    return found;
}

void tally_put(struct tally *tally, const struct tally_key *key, int64_t number)
{
    unsigned char hash[HASH];
    struct counted *place = place_for(tally, key->what, hash);
    pthread_mutex_lock(&tally->lock);
    memcpy(place->key, hash, HASH);
    place->state = key->state;
    place->number = number;
    pthread_mutex_unlock(&tally->lock);
}
