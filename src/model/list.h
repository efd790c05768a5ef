/* Reads one code list from CSV: columns code, label, and optional also (other names, separated by
 * "|"), and any others that rooms above make use of. */
#pragma once

#include "model/type.h"

/* False with faults (file and line) when it is no good list. `name` is the name of the list. */
bool list_read(struct arena *a, struct str name, const struct resource *file,
               struct code_list *list, struct faults *faults);
