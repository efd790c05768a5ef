/* Keys of people, each in a row of store_key. Only the sealing of this room includes it. Every key
 * handed out is cleared by its taker (sodium_memzero). */
#pragma once

#include "store/inside.h"

struct person_key {
    bool there;
    int64_t version; /* of the store key that wraps it */
    struct str wrapped;
    struct str destroyed_at; /* empty while it stands; also when only the key file knows of it */
};

bool person_key_read(struct session *s, struct arena *a, const struct subject *person,
                     struct person_key *row, struct faults *faults);
/* The key for opening. When the person was erased, *erased_at is the day and the key is none. */
bool person_key_get(struct session *s, const struct subject *person, unsigned char key[KEY_SIZE],
                    struct str *erased_at, struct faults *faults);
/* The key for sealing, made when there is none; refused when the person was erased. Inside a
 * change. */
bool person_key_for_sealing(struct session *s, const struct subject *person,
                            unsigned char key[KEY_SIZE], struct faults *faults);
/* Wraps a key with the newest store key and keeps it. Inside a change. */
bool person_key_wrap(struct session *s, const struct subject *person,
                     const unsigned char key[KEY_SIZE], struct faults *faults);
bool person_key_unwrap(struct session *s, const struct subject *person,
                       const struct person_key *row, unsigned char key[KEY_SIZE],
                       struct faults *faults);
