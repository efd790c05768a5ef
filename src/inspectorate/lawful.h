/* Whether law lets a body make a visit in a month: the powers with their dates, and the suspension
 * of inspections (law/power.h). */
#pragma once

#include "inspectorate/risk.h"

struct law;

struct lawful {
    bool lawful;
    struct str why; /* in English: the ground in law, or what keeps the visit from being made */
    struct faults refusal; /* the same as a fault, for the reader's language; empty when lawful */
    struct str
        until; /* ISO: the last day of the suspension, with its prolongations; empty: none holds */
};

/* The law of a pack; NULL with faults. */
const struct law *lawful_load(struct arena *a, struct str pack, struct faults *faults);
/* On the first day of the month, by the weights' agency and power, without an exception. */
struct lawful lawful_in(struct arena *a, const struct law *law, const struct risk_weights *weights,
                        int year, int month);
/* On a day, with the exception from the suspension that is claimed (its id; may be empty). */
struct lawful lawful_on(struct arena *a, const struct law *law, const struct risk_weights *weights,
                        struct date on, struct str exception);
