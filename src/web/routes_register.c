/* The contract register: notifications, contracts under the law, hits (src/web/register_*). */
#include "web/register_api.h"

static const struct route rows[] = {
    {.name = "notify",
     .pattern = "/register/notifications",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_register_notify,
     .summary =
         N_("Notify the conclusion, amendment or end of contracts; each is answered at once")},
};

const struct route_table routes_register = {rows, sizeof rows / sizeof *rows};
