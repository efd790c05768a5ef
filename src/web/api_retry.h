/* Requests that a program sends again because it did not hear the answer: with the header
 * Idempotency-Key they are carried out once. What is kept for a day is a hash of the key and its
 * sender, a hash of the request, and the id of the record made. */
#pragma once

#include "web/route.h"

struct api_retry {
    struct str key, request; /* hashes; key empty: no header */
    struct str record;       /* of the first time, when this is another */
};

/* Reads the header and what is kept under it. False with an answer when the key is no good (400) or
 * was used for another request (422). */
bool api_retry_read(struct call *c, struct api_retry *retry);
/* Inside the change that carries the request out: remembers the record made. */
bool api_retry_keep(struct call *c, const struct api_retry *retry, const struct type *type,
                    struct str id);
/* Standing work: forgets what is older than a day. */
bool api_retry_forget(struct store *store, struct session *session, struct arena *a, void *context,
                      struct faults *faults);
