#include "identity/kept.h"

#include "base/arena.h"
#include "identity/moment.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SLOTS = 512, GOOD_FOR = 5 };

struct slot {
    struct arena arena;
    struct str hash;
    struct kept kept;
    int64_t newest, round, put_at;
};

static struct slot slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int64_t rounds;

static struct slot *slot_of(struct str hash)
{
    return &slots[str_hash(hash) % SLOTS];
}

static struct principal copy(struct arena *a, const struct principal *who)
{
    struct principal mine = *who;
    struct str *texts[] = {&mine.user,     &mine.name,     &mine.full_name, &mine.agency,
                           &mine.office,   &mine.district, &mine.types,     &mine.session,
                           &mine.employer, &mine.tax_id};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = str_copy(a, *texts[i]);
    return mine;
}

bool kept_find(struct arena *a, struct str hash, bool by_token, int64_t newest, struct kept *found)
{
    pthread_mutex_lock(&lock);
    const struct slot *slot = slot_of(hash);
    int64_t age = moment_now() - slot->put_at;
    bool good = slot->hash.n && str_eq(slot->hash, hash) && slot->kept.who.by_token == by_token &&
                slot->newest == newest && slot->round == atomic_load(&rounds) && age >= 0 &&
                age < GOOD_FOR;
    if (good) {
        *found = slot->kept;
        found->who = copy(a, &slot->kept.who);
    }
    pthread_mutex_unlock(&lock);
    return good;
}

void kept_put(struct str hash, int64_t newest, const struct kept *kept)
{
    pthread_mutex_lock(&lock);
    struct slot *slot = slot_of(hash);
    arena_free(&slot->arena);
    slot->hash = str_copy(&slot->arena, hash);
    slot->kept = *kept;
    slot->kept.who = copy(&slot->arena, &kept->who);
    slot->newest = newest;
    slot->round = atomic_load(&rounds);
    slot->put_at = moment_now();
    pthread_mutex_unlock(&lock);
}

void kept_forget(void)
{
    atomic_fetch_add(&rounds, 1);
}

bool kept_settle(struct session *s, bool good, struct faults *faults)
{
    bool done = good && store_commit(s, faults);
    if (!done)
        store_rollback(s);
    kept_forget();
    return done;
}
