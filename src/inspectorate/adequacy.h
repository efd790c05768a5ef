/* Whether a country has labour inspectors enough for its workers.
 *
 * The technical advice of the ILO (GB.297/ESP/3, 2006) is a number of workers for one inspector by
 * the kind of economy; model/lists/economy_kinds.csv holds it. Reports of the ILAB round the
 * quotient half up, which 32 published country texts confirm.
 */
#pragma once

#include "base/date.h"
#include "model/type.h"

struct adequacy {
    int64_t workers, per_inspector;
    int64_t inspectors;
    int64_t needed;  /* workers / per_inspector, rounded half up */
    int64_t missing; /* needed - inspectors; 0 when there are enough */
    double percent;  /* of those needed that there are; 0 when none is needed */
    bool enough;
};

/* Rounded half up; 0 when a number makes no sense (below 1). */
int64_t adequacy_needed(int64_t workers, int64_t per_inspector);
struct adequacy adequacy_of(int64_t workers, int64_t per_inspector, int64_t inspectors);
/* Workers for one inspector in a kind of economy; 0 when the list has none. */
int64_t adequacy_ratio(const struct model *model, struct str economy);
