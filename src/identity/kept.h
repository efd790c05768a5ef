/* Who a token belongs to, remembered for a few seconds so that a busy page need not ask the store
 * each time. What this process or another one changes in the store makes it forget at once. */
#pragma once

#include "identity/identity.h"

struct kept {
    struct principal who;
    bool proved;
    int64_t seen_at; /* when the store last heard of the session */
};

/* True when it is remembered and still holds; `who` is copied into the arena. */
bool kept_find(struct arena *a, struct str hash, bool by_token, int64_t newest, struct kept *found);
void kept_put(struct str hash, int64_t newest, const struct kept *kept);
/* Something of this room changed: all is read anew. */
void kept_forget(void);
/* Ends the open change of a session, on disk or, when it is not `good`, not at all; what was
 * remembered of anybody is forgotten. */
bool kept_settle(struct session *s, bool good, struct faults *faults);
