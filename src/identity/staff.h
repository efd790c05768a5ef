/* Records of the administration as this room reads and writes them. */
#pragma once

#include "identity/identity.h"

/* The staff member with a sign-in name; NULL without a fault when there is none. */
struct record *staff_find(struct session *s, struct arena *a, struct str name,
                          struct faults *faults);
/* The credential of a user's id; NULL without a fault when there is none. */
struct record *staff_credential(struct session *s, struct arena *a, struct str user,
                                struct faults *faults);
/* The record of a type with this text in its one-field first key; NULL without a fault. */
struct record *staff_by_key(struct session *s, struct arena *a, const char *type, struct str key,
                            struct faults *faults);
bool staff_is_active(const struct record *user);
/* The id of the user whose name the actor carries; empty for the terminal (channel "cli") alone. */
bool staff_of_actor(struct session *s, struct arena *a, const struct actor *actor, struct str *user,
                    struct faults *faults);
/* A row of the chain about a user, inside the open change. */
bool staff_event(struct session *s, const char *action, struct str user, struct faults *faults);
/* Who a user is: names, agency, office, district and the roles in force. */
bool staff_principal(struct session *s, struct arena *a, const struct record *user,
                     struct principal *who, struct faults *faults);
/* Minutes after which a session of somebody with these roles is idle too long: the least of the
 * roles', since the most sensitive one decides; 15 without any. */
int staff_idle_minutes(const struct model *model, uint32_t roles);

/* Inside a change: deletes records of an internal type that meet a condition, at most `most` of
 * them (0: all). */
bool identity_delete(struct session *s, struct arena *a, const char *type,
                     const struct condition *condition, size_t most, struct faults *faults);
