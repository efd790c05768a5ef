/* Chance that is the same on every machine and every day (SplitMix64). */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* A whole number from `least` to `most`, both included. */
int chance_between(struct chance *c, int least, int most);
/* True in so many of a hundred cases. */
int chance_of(struct chance *c, int percent);
/* One of `count` things, each as likely as its weight. */
size_t chance_pick(struct chance *c, const int *weights, size_t count);
/* Fills `amounts` with multiples of `step` from `least` to `most` that add up to `total`, which
 * must be possible. */
void chance_share_out(struct chance *c, int *amounts, size_t count, int total, int least, int most,
                      int step);
