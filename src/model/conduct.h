/* How records of a type behave among people: whom they concern, how they are listed, found, sealed
 * and kept. Read from the same declaration as the fields, once all types are known. */
#pragma once

#include "model/type.h"

/* Fills the parts of `type` behind its keys. Faults name the line and what was expected. */
bool conduct_read(struct arena *a, const struct model *model, struct type *type,
                  struct faults *faults);
