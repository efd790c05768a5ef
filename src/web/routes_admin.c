/* Administration: users, roles, lists, retention, keys, jobs, health, audit. */
#include "web/admin_health.h"
#include "web/admin_webhooks.h"
#include "web/route.h"

static const struct route rows[] = {
    {.name = "health",
     .pattern = "/admin/health",
     .who = WHO_STAFF,
     .data = admin_health,
     .dress = admin_health_dress,
     .page = "admin-health",
     .summary = N_("How the program and its store are: chain, backup, keys, disk, jobs")},
    {.name = "webhooks",
     .pattern = "/admin/webhooks",
     .who = WHO_STAFF,
     .data = admin_webhooks,
     .page = "admin-webhooks",
     .summary = N_("Other systems that are told when records change")},
    {.name = "make_webhook",
     .pattern = "/admin/webhooks",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = admin_webhook_make,
     .summary = N_("Tells another system from now on; its secret is shown once")},
    {.name = "begin_webhook_again",
     .pattern = "/admin/webhooks/again",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = admin_webhook_again,
     .summary = N_("Begins again with a system that could not be reached for long")},
};

const struct route_table routes_admin = {rows, sizeof rows / sizeof *rows};
