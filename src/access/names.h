/* What records are called to a person, remembered across visits for as long as the store does not
 * change: a list of fifty names fifty employers, and the next page the same ones again. */
#pragma once

#include "access/within.h"

/* Puts the names that are remembered into their places, and true into `found`, for `count` ids;
 * less work than asking for one after the other. */
void names_get_all(struct visit *v, const struct type *type, const struct str *ids, size_t count,
                   struct str *names, bool *found);
/* True with the name (bytes in the visit's arena; may be empty) when it is remembered. Never inside
 * an open change. */
bool names_get(struct visit *v, const struct type *type, struct str id, struct str *name);
/* Remembers it, unless an emergency, which ends by the clock, had part in the visit. */
void names_put(struct visit *v, const struct type *type, struct str id, struct str name);
