/* Passwords: argon2id with 64 MiB and three passes (ASVS 5.0 appendix C asks for 19 MiB and two),
 * a salt for each, and a pepper that lives outside the database. */
#pragma once

#include "identity/identity.h"

enum { PASSWORD_SHORTEST = 12, PASSWORD_LONGEST = 128 };

/* What is kept of a password; empty with a fault. About 0.3 s and 64 MiB; two at once at most. */
struct str password_hash(struct session *s, struct arena *a, struct str password,
                         struct faults *faults);
/* *right: whether it is the password of this hash. An empty hash costs the same and is never
 * right. *old (may be NULL): it should be hashed anew, with today's cost. */
bool password_check(struct session *s, struct str hash, struct str password, bool *right, bool *old,
                    struct faults *faults);
/* May this person choose it? 12 to 128 characters of any kind, none of the commonest, not made of
 * the person's own names, no row of keys or repetition. A fault at the field "new_password". */
bool password_allowed(struct str password, struct str name, struct str full_name,
                      struct faults *faults);
