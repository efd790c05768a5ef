/* The key of each person: 32 random bytes, kept in store_key wrapped by the store key of the key
 * file (XChaCha20-Poly1305, bound to the person and to the version of the store key). */
#include "store/person_key.h"

#include <sodium.h>
#include <string.h>

enum { FORMAT = 1, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
enum { WRAPPED = 1 + NONCE + KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES };

/* --- rows of store_key --- */

static bool bind_person(struct db_statement *q, const struct subject *person)
{
    if (!q)
        return false;
    db_bind_text(q, person->type);
    db_bind_text(q, person->id);
    return true;
}

bool person_key_read(struct session *s, struct arena *a, const struct subject *person,
                     struct person_key *row, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db,
        S("SELECT version, wrapped, destroyed_at FROM store_key WHERE type = $1 AND record = $2"),
        faults);
    *row = (struct person_key){0};
    if (!bind_person(q, person))
        return false;
    enum db_outcome outcome = db_step(q, faults);
    if (outcome == DB_ROW) {
        row->there = true;
        row->version = db_integer(q, 0);
        row->wrapped = db_blob(q, a, 1);
        row->destroyed_at = db_text(q, a, 2);
    }
    db_done(q);
    if (outcome == DB_FAILED)
        return false;
    struct faults in = {.arena = a};
    if (!row->destroyed_at.n)
        keys_says_erased(s->store->keys, person->type, person->id, &row->destroyed_at, &in);
    return true;
}

static bool keep(struct session *s, const struct subject *person, int64_t version,
                 struct str wrapped, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db,
        S("INSERT INTO store_key (type, record, version, wrapped) VALUES ($1, $2, $3, $4) "
          "ON CONFLICT (type, record) DO UPDATE SET version = excluded.version, "
          "wrapped = excluded.wrapped"),
        faults);
    if (!bind_person(q, person))
        return false;
    db_bind_integer(q, version);
    db_bind_blob(q, wrapped);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* --- wrapping --- */

static struct str bound_to(struct arena *a, const struct subject *person, int64_t version)
{
    return str_format(a, "himaya key 1|%.*s|%.*s|%lld", STR_ARG(person->type), STR_ARG(person->id),
                      (long long)version);
}

/* An older copy of the key file must not seal: its key would be missing from the newest one. */
static bool is_newest(struct session *s, int64_t version, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db, S("SELECT coalesce(max(version), 0) FROM store_key"), faults);
    bool ok = q && db_step(q, faults) == DB_ROW;
    int64_t newest = ok ? db_integer(q, 0) : 0;
    db_done(q);
    if (!ok || newest <= version)
        return ok;
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(keys_path(s->store->keys))}),
                 N_("This key file is an older copy: it knows the store key up to version {1}, and "
                    "the store uses version {2}. Put back the newest copy."),
                 str_format(faults->arena, "%lld", (long long)version),
                 str_format(faults->arena, "%lld", (long long)newest));
}

bool person_key_wrap(struct session *s, const struct subject *person,
                     const unsigned char key[KEY_SIZE], struct faults *faults)
{
    unsigned char store_key[KEY_SIZE], wrapped[WRAPPED] = {FORMAT};
    int64_t version;
    if (!keys_current(s->store->keys, &version, store_key, faults) ||
        !is_newest(s, version, faults))
        return false;
    struct str with = bound_to(&s->scratch, person, version);
    randombytes_buf(wrapped + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped + 1 + NONCE, NULL, key, KEY_SIZE,
                                               (const unsigned char *)with.p, with.n, NULL,
                                               wrapped + 1, store_key);
    sodium_memzero(store_key, sizeof store_key);
    return keep(s, person, version, (struct str){(const char *)wrapped, sizeof wrapped}, faults);
}

bool person_key_unwrap(struct session *s, const struct subject *person,
                       const struct person_key *row, unsigned char key[KEY_SIZE],
                       struct faults *faults)
{
    unsigned char store_key[KEY_SIZE];
    if (!keys_version(s->store->keys, row->version, store_key, faults))
        return false;
    struct str with = bound_to(&s->scratch, person, row->version);
    const unsigned char *wrapped = (const unsigned char *)row->wrapped.p;
    bool ok = row->wrapped.n == WRAPPED && wrapped[0] == FORMAT &&
              crypto_aead_xchacha20poly1305_ietf_decrypt(
                  key, NULL, NULL, wrapped + 1 + NONCE, WRAPPED - 1 - NONCE,
                  (const unsigned char *)with.p, with.n, wrapped + 1, store_key) == 0;
    sodium_memzero(store_key, sizeof store_key);
    return ok || FAULT(faults, FAULT_STORE, (struct place){0},
                       N_("The key of the record {1} of type {2} does not fit the key file: one of "
                          "them was changed. Run: himaya audit verify"),
                       person->id, person->type);
}

/* --- keys for use --- */

enum { LONGEST_PERSON = 200 };

/* Within a change nobody else writes, so the key of the person it is busy with stays good. */
struct held_key {
    size_t length; /* of type, a zero and id; 0: none is held */
    char person[LONGEST_PERSON];
    unsigned char key[KEY_SIZE];
};

static size_t name_person(char name[LONGEST_PERSON], const struct subject *person)
{
    size_t n = person->type.n + 1 + person->id.n;
    if (n > LONGEST_PERSON)
        return 0;
    memcpy(name, person->type.p, person->type.n);
    name[person->type.n] = 0;
    memcpy(name + person->type.n + 1, person->id.p, person->id.n);
    return n;
}

static bool is_held(const struct session *s, const struct subject *person,
                    unsigned char key[KEY_SIZE])
{
    char name[LONGEST_PERSON];
    if (!s->writing || !s->held || !s->held->length ||
        s->held->length != name_person(name, person) ||
        memcmp(name, s->held->person, s->held->length) != 0)
        return false;
    memcpy(key, s->held->key, KEY_SIZE);
    return true;
}

static bool hold(struct session *s, const struct subject *person, const unsigned char key[KEY_SIZE])
{
    if (!s->writing)
        return true;
    if (!s->held && !(s->held = sodium_malloc(sizeof *s->held)))
        return true; /* only slower */
    s->held->length = name_person(s->held->person, person);
    memcpy(s->held->key, key, KEY_SIZE);
    return true;
}

void seal_let_go(struct session *s, bool close)
{
    if (!s->held)
        return;
    if (!close) {
        sodium_memzero(s->held, sizeof *s->held);
        return;
    }
    sodium_free(s->held);
    s->held = NULL;
}

bool person_key_get(struct session *s, const struct subject *person, unsigned char key[KEY_SIZE],
                    struct str *erased_at, struct faults *faults)
{
    struct person_key row;
    *erased_at = (struct str){0};
    if (is_held(s, person, key))
        return true;
    if (!person_key_read(s, &s->scratch, person, &row, faults))
        return false;
    *erased_at = row.destroyed_at;
    if (erased_at->n)
        return true;
    if (!row.there)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The key of the record {1} of type {2} is missing from the store. Restore "
                        "the latest backup."),
                     person->id, person->type);
    return person_key_unwrap(s, person, &row, key, faults) && hold(s, person, key);
}

bool person_key_for_sealing(struct session *s, const struct subject *person,
                            unsigned char key[KEY_SIZE], struct faults *faults)
{
    struct person_key row;
    if (is_held(s, person, key))
        return true;
    if (!person_key_read(s, &s->scratch, person, &row, faults))
        return false;
    if (row.destroyed_at.n)
        return FAULT(faults, FAULT_REFUSED, (struct place){0},
                     N_("The person was erased on {1}, so nothing sealed can be written about them "
                        "any more."),
                     str_slice(row.destroyed_at, 0, 10));
    if (row.there)
        return person_key_unwrap(s, person, &row, key, faults) && hold(s, person, key);
    randombytes_buf(key, KEY_SIZE);
    return person_key_wrap(s, person, key, faults) && hold(s, person, key);
}
