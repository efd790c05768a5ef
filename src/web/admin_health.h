/* How the program and its store are. */
#pragma once

#include "web/route.h"

/* {good, checks: [{name, good, says, at}], jobs: {waiting, running, failed}, changes,
 * store_bytes, sign_ins: {let_in, refused, waited, failed}, slow_waiting}: name: store, size,
 * chain, anchor, backup, keys, disk, jobs, retention. Sign-ins are those since the program began.
 * FAULT_REFUSED without the right "health". */
struct node *admin_health(struct call *c);
/* Adds `when`, the time in the reader's words. */
void admin_health_dress(struct call *c, struct node *data);
