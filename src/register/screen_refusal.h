/* What was refused, put into words. */
#pragma once

#include "register/screen_batch.h"

/* The value that goes with it, cut short and made readable, in `a`. */
struct str screen_refusal_value(struct arena *a, const struct screen_refusal *refusal);
/* Adds it to `faults` as a sentence for a clerk; `line` counts from 1. */
void screen_refusal_tell(const struct screen_plan *plan, const struct screen_refusal *refusal,
                         struct str file, int64_t line, struct faults *faults);
