/* Roles as records. */
#pragma once

#include "identity/identity.h"

/* The code of a role by code or label; a fault at "role" when it is none that a person can have. */
bool grants_check_role(const struct model *model, struct str given, struct str *code,
                       struct faults *faults);
/* Inside a change: a role asked for, in force when `at_once`. Ends no sessions. */
bool grants_add(struct session *s, struct arena *a, const struct actor *actor,
                const struct role_wish *wish, bool at_once, struct faults *faults);
