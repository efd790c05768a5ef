/* Reads one code list from CSV: columns code, label, and optional also (other names, separated by
 * "|"), and any others that rooms above make use of. */
#pragma once

#include "model/type.h"

/* False with faults (file and line) when it is no good list. `name` is the name of the list. */
bool list_read(struct arena *a, struct str name, const struct resource *file,
               struct code_list *list, struct faults *faults);

/* True for what may be a code: letters, digits, "_", "-" and ".", at most 64. */
bool list_good_code(struct str code);
/* Adds codes to a list that was read, or gives new labels to those it has (the old label stays a
 * name of the code). For the time before other threads know of the list. A name that stands for
 * another code already leads to that one. Lives in `a`. */
void list_extend(struct arena *a, struct code_list *list, const struct code *more, size_t count);
