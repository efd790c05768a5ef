/* Values of a record as JSON has them, read from a body. */
#pragma once

#include "web/route.h"

/* Reads the map `values` into r->values and marks what is given. Refuses a name that is no field of
 * the type (FAULT_INPUT, to be answered with 400) and a value that is not of its field's kind. A
 * reference is the id of a record; null empties. */
bool api_values_read(struct call *c, const struct node *values, struct record *r, bool *given);
/* The members of a body: true when each is one of `known` (ends with NULL); else a fault. */
bool api_members_are(struct call *c, const struct node *body, const char *const *known);
/* The member `reason` of the body, for the history; a fault when it is no text or too long. */
bool api_take_reason(struct call *c);
/* The version in If-Match: "\"3\"" or 3. 0 with an answer (428, 400) when there is none. */
int64_t api_if_match(struct call *c);
/* Answers with a record as GET does, its version as ETag. */
void api_answer_record(struct call *c, int status, const struct type *type, struct str id);
