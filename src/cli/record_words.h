/* Records as a program or a person reads them on the terminal, as far as the visit may see them. */
#pragma once

#include "access/visit.h"
#include "markup/words.h"

/* One field: codes, ISO dates, decimal points; a reference by what its record is called. Empty when
 * it is sealed or may not be read; "filled in" when only that may be known. */
struct str record_words(struct visit *v, const struct view *view, const struct field *f,
                        enum language language);
/* {id, version, name, values, masked, sealed}, as the interface gives it. */
struct node *record_node(struct visit *v, const struct view *view,
                         const struct field *const *columns, size_t count);
