/* The second factor of one person: taking a code that was typed, each only once. */
#pragma once

#include "identity/identity.h"

/* A person's credential with its seed opened, read before the change. */
struct factor {
    struct record *credential; /* as read, sealed */
    struct str seed;           /* empty: no codes are set up */
};
/* False with a fault; a user without a credential has no codes. */
bool factor_read(struct session *s, struct arena *a, struct str user, struct factor *factor,
                 struct faults *faults);
/* Inside a change: *right when the code is that of a time step not used before, or a recovery code
 * that is left; either is used up with it. */
bool factor_take(struct session *s, struct arena *a, const struct factor *factor, struct str code,
                 bool *right, struct faults *faults);

/* Makes ten recovery codes ("abcd-efgh-jkmn"), and what is kept of them. */
bool factor_recovery(struct session *s, struct arena *a, struct str user,
                     char codes[RECOVERY_CODES][RECOVERY_TEXT + 1], struct str *kept,
                     struct faults *faults);
/* How many are left of what is kept. */
int factor_recovery_left(const struct record *credential);
