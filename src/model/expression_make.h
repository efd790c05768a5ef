/* Conditions that the program puts together by itself, beside those that are declared. Everything
 * lives in the arena; a path is borrowed. */
#pragma once

#include "model/expression.h"

/* path = 'text', path < 'text' …; no text is the empty value. */
const struct expression *expression_compared(struct arena *a, const struct path *path,
                                             enum comparison how, struct str text);
/* path is null */
const struct expression *expression_is_null(struct arena *a, const struct path *path);
/* one and two; the other alone when one of them is NULL. */
const struct expression *expression_both(struct arena *a, const struct expression *one,
                                         const struct expression *two);
