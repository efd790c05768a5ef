/* Records by what a person types for them: an id, a key ("C-12", a tax number) or words of a name,
 * among those the person may know of. */
#pragma once

#include "web/route.h"

enum { STAFF_FIND_MOST = 8 };

/* At most STAFF_FIND_MOST records. An id or a key gives exactly the one. False with a fault of the
 * store; finding nothing is none. */
bool staff_look_for(struct call *c, const struct type *type, struct str text, struct views *found);
