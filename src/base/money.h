/* Money as whole minor units of a currency (US cents, qapik), never as a floating number. */
#pragma once

#include "base/fault.h"

/* Digits behind the point of a currency by ISO 4217: 0 for the yen, 3 for the Kuwaiti dinar, 2 for
 * all others and for an unknown or empty code. */
int money_digits(struct str currency);

/* Reads "1160", "1160.5" or "1160.50" (with a sign where it is below zero) into minor units.
 * Commas, spaces, currency signs and more digits than the currency has are faults that show how to
 * write it. */
bool money_read(struct str text, struct str currency, struct place where, int64_t *minor,
                struct faults *faults);
/* "1160.50": always all digits of the currency, no thousands. */
struct str money_print(struct arena *a, int64_t minor, struct str currency);

/* A rate that held on a day: units of `currency` for one unit of the other, in millionths. */
struct money_rate {
    struct str currency;
    int64_t millionths;
};

/* Both round half away from zero to the minor unit (100.005 gives 100.01, -100.005 gives -100.01);
 * false when the result does not fit or the rate is not above zero. */

/* From `rate.currency` into `target`, of which one unit costs the rate: 170 AZN at 1.7 is 100 USD.
 */
bool money_divide_by_rate(int64_t minor, struct money_rate rate, struct str target,
                          int64_t *result);
/* From `source` into `rate.currency`: 100 USD at 1.7 is 170 AZN. */
bool money_multiply_by_rate(int64_t minor, struct str source, struct money_rate rate,
                            int64_t *result);
