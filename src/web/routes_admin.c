/* Administration: users, roles, lists, retention, keys, jobs, health, audit. */
#include "web/route.h"

const struct route_table routes_admin = {NULL, 0};
