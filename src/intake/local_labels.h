/* The labels, in the languages of the program, of codes that the country added to its lists. */
#pragma once

#include "model/type.h"

/* Makes them known to markup/words.h. Once a process, when the store has been opened and before
 * other threads ask. */
void local_labels_load(const struct model *model);
