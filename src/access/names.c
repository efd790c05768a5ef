#include "access/names.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum {
    PLACES = 16384,
    WAYS = 4,           /* places that a name may stand at */
    ROOM = 1000 * 1000, /* bytes of names; when it is full, all begins anew */
    GOOD_FOR = 60,      /* seconds: rules may ask for the day */
    LONGEST_ID = 64,
    HASH = crypto_shorthash_siphashx24_BYTES
};

struct named {
    unsigned char key[HASH];
    uint64_t round; /* 0: the place is free */
    struct str name;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct named places[PLACES];
static struct arena arena;
static uint64_t round_now;
static const struct access *access_now;
static int64_t state_now;
static time_t since;
static unsigned char secret[crypto_shorthash_siphashx24_KEYBYTES];

static void forget(const struct visit *v, int64_t state)
{
    if (!round_now)
        randombytes_buf(secret, sizeof secret);
    arena_free(&arena);
    round_now++;
    access_now = v->access;
    state_now = state;
    since = time(NULL);
}

static void add(struct buffer *b, struct str part)
{
    buffer_add(b, (struct str){(const char *)&part.n, sizeof part.n});
    buffer_add(b, part);
}

/* All that decides what the person may see: nobody gets a name that was made for somebody who may
 * see more. */
static struct str person_of(struct visit *v)
{
    struct visit_memory *m = visit_memory(v);
    const struct principal *who = &v->who;
    struct buffer b = {.arena = m->arena};
    if (m->person.n && m->person_round == round_now)
        return m->person;
    buffer_add(&b, (struct str){(const char *)&who->roles, sizeof who->roles});
    add(&b, who->user);
    add(&b, who->agency);
    add(&b, who->office);
    add(&b, who->district);
    add(&b, who->types);
    unsigned char *digest = arena_alloc(m->arena, HASH);
    crypto_shorthash_siphashx24(digest, (const unsigned char *)b.items, b.count, secret);
    m->person_round = round_now;
    return m->person = (struct str){(const char *)digest, HASH};
}

/* The first of WAYS places of a name; `key` becomes what must stand there. */
static struct named *place_for(struct visit *v, const struct type *type, struct str id,
                               unsigned char key[HASH])
{
    unsigned char text[HASH + sizeof type + LONGEST_ID];
    size_t place, n = id.n < LONGEST_ID ? id.n : LONGEST_ID;
    memcpy(text, person_of(v).p, HASH);
    memcpy(text + HASH, &type, sizeof type);
    if (n)
        memcpy(text + HASH + sizeof type, id.p, n);
    crypto_shorthash_siphashx24(key, text, HASH + sizeof type + n, secret);
    memcpy(&place, key, sizeof place);
    return &places[place % (PLACES / WAYS) * WAYS];
}

/* The state of the store, read once in a visit and before any of its names. */
static bool asks(struct visit *v, struct str id)
{
    struct visit_memory *m = visit_memory(v);
    if (m->open || m->importing || m->naming > 0 || id.n > LONGEST_ID)
        return false;
    if (!m->state_read)
        m->state_read = store_newest_change(v->session, &m->state, v->faults);
    return m->state_read;
}

/* Under the lock. */
static bool remembers(struct visit *v)
{
    return round_now && state_now == visit_memory(v)->state && access_now == v->access &&
           time(NULL) - since < GOOD_FOR;
}

static bool look_up(struct visit *v, const struct type *type, struct str id, struct str *name)
{
    unsigned char key[HASH];
    const struct named *n = place_for(v, type, id, key);
    for (size_t i = 0; i < WAYS; i++)
        if (n[i].round == round_now && memcmp(n[i].key, key, HASH) == 0) {
            *name = str_copy(v->arena, n[i].name);
            return true;
        }
    return false;
}

bool names_get(struct visit *v, const struct type *type, struct str id, struct str *name)
{
    bool found = false;
    names_get_all(v, type, &id, 1, name, &found);
    return found;
}

void names_get_all(struct visit *v, const struct type *type, const struct str *ids, size_t count,
                   struct str *names, bool *found)
{
    if (!asks(v, (struct str){0}))
        return;
    pthread_mutex_lock(&lock);
    bool any = remembers(v);
    for (size_t i = 0; any && i < count; i++) {
        bool again = i > 0 && found[i - 1] && str_eq(ids[i], ids[i - 1]);
        if (again)
            names[i] = names[i - 1];
        found[i] = again || (ids[i].n <= LONGEST_ID && look_up(v, type, ids[i], &names[i]));
    }
    pthread_mutex_unlock(&lock);
}

void names_put(struct visit *v, const struct type *type, struct str id, struct str name)
{
    unsigned char key[HASH];
    if (!asks(v, id) || visit_in_emergency(v))
        return;
    int64_t state = visit_memory(v)->state;
    pthread_mutex_lock(&lock);
    if (!round_now || state_now < state || access_now != v->access || arena.used + name.n > ROOM ||
        time(NULL) - since >= GOOD_FOR)
        forget(v, state);
    if (state_now == state) {
        struct named *n = place_for(v, type, id, key), *end = n + WAYS - 1;
        while (n < end && n->round == round_now && memcmp(n->key, key, HASH) != 0)
            n++; /* when all are taken, the last one gives way */
        memcpy(n->key, key, HASH);
        n->round = round_now;
        n->name = str_copy(&arena, name);
    }
    pthread_mutex_unlock(&lock);
}
