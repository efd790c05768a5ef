/* Finds the name that somebody meant: for messages such as "did you mean …". */
#pragma once

#include "base/str.h"

/* How many letters must be put in, left out, changed or swapped to make one of the other, without
 * regard to the case of ASCII letters. Counted in bytes; texts over 64 bytes are never near. */
size_t near_distance(struct str one, struct str other);
/* The up to `most` names nearest to `text`, best first, among those that differ in at most a third
 * of their letters or begin with (or hold) the text. */
struct str_list near_names(struct arena *a, struct str text, const struct str_list *names,
                           size_t most);
/* The same as words: "a", "a or b", "a, b or c"; empty when nothing is near. */
struct str near_words(struct arena *a, struct str text, const struct str_list *names);
