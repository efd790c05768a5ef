/* How the program and its store are. */
#pragma once

#include "web/route.h"

/* {good, checks: [{name, good, says, at}], jobs: {waiting, running, failed}, changes,
 * slow_waiting}: name: store, chain, backup, keys, disk, jobs. FAULT_REFUSED without the right
 * "health". */
struct node *admin_health(struct call *c);
/* Adds `when`, the time in the reader's words. */
void admin_health_dress(struct call *c, struct node *data);
