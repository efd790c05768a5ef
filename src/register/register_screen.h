/* The stored register held against the law: all contracts, in bounded memory, as a job. Hits are
 * made once (register/hit.h), so it may be stopped, begun again and done twice. */
#pragma once

#include "base/progress.h"
#include "register/hit.h"

struct register_screening {
    struct str after; /* in: begin behind this id, empty: at the first; out: how far it came */
    int64_t screened, flagged, unreadable; /* contracts: held against the law, with a rule that
                                              fires, with a value that cannot be judged */
    struct hit_count hits;
};

/* Told after each part (a thousand contracts), which is stored by then. False: end here. */
struct register_watch {
    bool (*tell)(void *context, const struct register_screening *so_far, int64_t total);
    void *context;
};

/* True at the end of the register, and when the watch ended it (then *ended). */
bool register_screen(struct session *s, const struct actor *actor, const struct registry *r,
                     struct register_screening *screening, const struct register_watch *watch,
                     bool *ended, struct faults *faults);
