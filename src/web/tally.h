/* How many records a list has, remembered for as long as the store does not change: the pages of a
 * list ask for the same number. */
#pragma once

#include "web/route.h"

struct tally;

struct tally *tally_new(struct arena *a);
void tally_close(struct tally *tally);

/* `what` names the question, with all that decides the answer; `state` is store_newest_change. */
struct tally_key {
    struct str what;
    int64_t state;
};
bool tally_get(struct tally *tally, const struct tally_key *key, int64_t *number);
void tally_put(struct tally *tally, const struct tally_key *key, int64_t number);
