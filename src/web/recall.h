/* Answers to one person, kept for as long as nothing changes: the same list or record asked for
 * again (going back, the next click, a page that asks by itself) costs its session check alone.
 *
 * Only after who asks was let in anew; kept under the session and all that decides what is open in
 * it, so nobody gets what was made for somebody else. Any change of the store, by whichever
 * process, makes all of them worthless, and the next one kept wipes them: a session that ends, a
 * role that is taken away and a record that is erased are changes. Not kept: what had a fault,
 * opened something sealed, or was refused (each writes a row, which is a change), what an emergency
 * had part in, and what says a sentence once. Bounded; nothing is written to disk. */
#pragma once

#include "web/route.h"

struct recall;

struct recall *recall_new(struct arena *a);
void recall_close(struct recall *recall);

/* What the call's answer would be kept under; empty: it is not one to keep. To be made before the
 * answer is. */
struct recall_key {
    struct str text;
    int64_t state; /* store_newest_change */
};
/* False with a fault when the store cannot be asked. */
bool recall_key(struct call *c, struct recall_key *key);
/* Fills the call's response and returns true when the answer is there. */
bool recall_get(struct call *c, const struct recall_key *key);
/* Keeps a copy of the answer, unless the store changed meanwhile or the answer may not be kept. */
void recall_put(struct call *c, const struct recall_key *key);
