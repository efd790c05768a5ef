/* Administration: users, roles, lists, retention, keys, jobs, health, audit. */
#include "web/admin_health.h"
#include "web/route.h"

static const struct route rows[] = {
    {.name = "health",
     .pattern = "/admin/health",
     .who = WHO_STAFF,
     .data = admin_health,
     .page = "admin-health",
     .summary = N_("How the program and its store are: chain, backup, keys, disk, jobs")},
};

const struct route_table routes_admin = {rows, sizeof rows / sizeof *rows};
