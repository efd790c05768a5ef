/* This moment, as this room counts it: seconds since 1970 in UTC, and the texts of the store. */
#pragma once

#include "base/str.h"

int64_t moment_now(void);
/* For tests: the clock stands at `seconds` until it is set again; 0 lets it run. */
void moment_set(int64_t seconds);
/* "2019-03-07T14:05:09Z", and back (0 for anything else). */
struct str moment_text(struct arena *a, int64_t seconds);
int64_t moment_read(struct str text);
