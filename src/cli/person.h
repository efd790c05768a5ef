/* In whose name a command runs: that of the terminal (role operator), or, with $HIMAYA_TOKEN, that
 * of the token's holder and within its limits. */
#pragma once

#include "access/visit.h"
#include "cli/rooms.h"

/* A visit for the whole command, in cli->arena. False with a fault: the token is none. */
bool person_visit(struct cli *cli, const struct rooms *rooms, const char *channel,
                  struct str reason, struct visit *visit);
/* The same for a command that is about no records but a thing (access.h: access_may), as
 * "audit.verify". False with a fault when it is not allowed, which is then in the chain. */
bool person_may(struct cli *cli, const struct rooms *rooms, const char *thing);
/* Ends the visit: what was refused is written down. Takes a zeroed one too. */
void person_leave(struct visit *visit);
