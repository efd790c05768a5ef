#include "identity/password.h"

#include "base/arena.h"
#include "identity/secret.h"

#include <pthread.h>
#include <sodium.h>

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024, AT_ONCE = 2 };

/* Of a random password that nobody has: what a name without a password is checked against. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$z3rvnPMN7k5cB2GWqnFXGA$FRN/PrD1k2nYa/"
                             "GMTuoEkRHMlDuebRm2X1S1JbfTUjU";

/* At most AT_ONCE run, so that many sign-ins at once cannot take the machine's memory. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int running;
} hashing = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void wait_for_place(void)
{
    pthread_mutex_lock(&hashing.lock);
    while (hashing.running >= AT_ONCE)
        pthread_cond_wait(&hashing.freed, &hashing.lock);
    hashing.running++;
    pthread_mutex_unlock(&hashing.lock);
}

static void give_place(void)
{
    pthread_mutex_lock(&hashing.lock);
    hashing.running--;
    pthread_cond_signal(&hashing.freed);
    pthread_mutex_unlock(&hashing.lock);
}

static struct str peppered(struct session *s, struct arena *a, struct str password,
                           struct faults *faults)
{
    return secret_keyed(s, a, "password pepper", password, faults);
}

struct str password_hash(struct session *s, struct arena *a, struct str password,
                         struct faults *faults)
{
    struct str secret = peppered(s, a, password, faults);
    char *text = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (!secret.n)
        return (struct str){0};
    wait_for_place();
    int failed = crypto_pwhash_str_alg(text, secret.p, secret.n, PASSES, MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13);
    give_place();
    if (!failed)
        return str_of(text);
    FAULT(faults, FAULT_SYSTEM, (struct place){0},
          N_("There is not enough memory to check a password just now; try again in a moment."));
    return (struct str){0};
}

bool password_check(struct session *s, struct str hash, struct str password, bool *right, bool *old,
                    struct faults *faults)
{
    struct arena a = {0};
    struct str secret = peppered(s, &a, password, faults);
    const char *kept = hash.n ? str_c(&a, hash) : nobody;
    if (secret.n) {
        wait_for_place();
        *right = crypto_pwhash_str_verify(kept, secret.p, secret.n) == 0 && hash.n;
        give_place();
    }
    bool done = secret.n;
    if (old)
        *old = crypto_pwhash_str_needs_rehash(kept, PASSES, MEMORY) != 0;
    arena_free(&a);
    return done;
}
