/* How often a name or an address failed lately, so that guessing gets slower and slower.
 *
 * After n failures of a name the next try waits 1, 2, 4 … 60 seconds; an address may fail ten
 * times before it waits, since a whole office may stand behind it. A browser that signed in to this
 * account before carries proof of it and is counted by itself alone: a stranger who guesses cannot
 * keep it out. Kept are keyed hashes, for a day.
 */
#pragma once

#include "identity/identity.h"

struct attempt {
    struct str whose; /* hash */
    int64_t before_failures;
    int64_t before_at; /* seconds; of the failure before this try */
    int free;          /* failures that cost nothing */
};
struct attempts {
    struct attempt items[2];
    size_t count;
    bool known_device;
};

/* Counts a try as a failure of the name (or the known browser) before it is looked at, so that many
 * at once gain nothing. *wait is then 0; more: it has to wait so many seconds and was not counted.
 * A change of its own. */
bool attempts_count(struct session *s, struct arena *a, const struct sign_in_request *request,
                    struct str name, struct attempts *t, int *wait, struct faults *faults);
/* Inside a change: it failed indeed, which counts for the address too. (A try alone does not: many
 * may sign in at once behind one address.) */
bool attempts_failed(struct session *s, struct arena *a, struct attempts *t, struct faults *faults);
/* Inside a change: the try was no failure after all; earlier ones stand. */
bool attempts_take_back(struct session *s, struct arena *a, const struct attempts *t,
                        struct faults *faults);
/* Inside a change: somebody is in; their failures are forgotten, not those of the address. */
bool attempts_forget(struct session *s, struct arena *a, const struct attempts *t,
                     struct faults *faults);
/* Proof that a browser signed in to this account: for a cookie of its own that stays. */
bool attempts_device(struct session *s, struct arena *a, struct str name,
                     char text[DEVICE_TEXT + 1], struct faults *faults);
