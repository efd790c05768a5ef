/* One-time codes (RFC 6238: SHA-1, 6 digits, 30 seconds, as every authenticator has them) and
 * recovery codes. */
#pragma once

#include "base/fault.h"

enum {
    CODE_SEED = 20, /* bytes: 160 bits */
    CODE_SEED_TEXT = 32,
    CODE_DIGITS = 6,
    CODE_SECONDS = 30,
};

/* A new seed in base 32. */
void codes_new_seed(char text[CODE_SEED_TEXT + 1]);
/* A seed as a person gives it: base 32, small letters and spaces do not matter, 128 to 512 bits.
 * Empty when it is none. */
struct str codes_seed(struct arena *a, struct str text);
/* The time step (30 s since 1970) whose code this is, among that of `now` and its two neighbours,
 * since clocks differ; 0 when it is none of theirs. */
int64_t codes_step(struct str seed, int64_t now, struct str code);
/* The code of a moment: for tests and for the example. */
bool codes_of(struct str seed, int64_t now, char code[CODE_DIGITS + 1]);
/* Without spaces and hyphens, letters small. */
struct str codes_plain(struct arena *a, struct str code);
