/* One country of an edition: from its elements to its structs. */
#pragma once

#include "intake/edition/element.h"
#include "intake/edition/instrument.h"

struct edition_reading {
    struct arena *arena; /* of the result */
    const struct edition_instrument *instrument;
    struct edition *edition;
    struct faults *faults;
};

/* Adds the country to the edition. False with a fault when it has no name or its name stood before.
 * What cannot be read in it becomes a remark. */
bool edition_country_read(struct edition_reading *r, const struct edition_element *element);
