/* Administration beside users, roles and health: lists, retention, keys, jobs. */
#include "web/admin_pages.h"

#define LIST                                                                                       \
    {                                                                                              \
        "list", IN_PATH, "code", N_("Name of the list"), "work_sectors"                            \
    }
#define NUMBER                                                                                     \
    {                                                                                              \
        "number", IN_PATH, "code", N_("Its number"), "20261122-cgaszm"                             \
    }
#define CHANGE(row, path, function, words)                                                         \
    .name = row, .pattern = path, .method = HTTP_POST, .who = WHO_STAFF, .act = function,          \
    .reach = REACH_PAGE, .summary = words

static const struct route rows[] = {
    {.name = "admin",
     .pattern = "/admin",
     .who = WHO_STAFF,
     .data = data_admin,
     .reach = REACH_PAGE,
     .page = "admin",
     .summary = N_("The parts of administration that are open to you")},
    {.name = "admin_lists",
     .pattern = "/admin/lists",
     .who = WHO_STAFF,
     .data = data_admin_lists,
     .page = "admin-lists",
     .summary = N_("What fields offer to choose from")},
    {.name = "admin_list",
     .pattern = "/admin/lists/{list}",
     .who = WHO_STAFF,
     .data = data_admin_list,
     .page = "admin-list",
     .summary = N_("The codes of one list, with how many records hold each"),
     .parameters = {LIST}},
    {CHANGE("admin_list_add", "/admin/lists/{list}", act_admin_list_add,
            N_("Adds a code of the country's own, or labels of one")),
     .parameters = {LIST}},
    {.name = "admin_retention",
     .pattern = "/admin/retention",
     .who = WHO_STAFF,
     .data = data_admin_retention,
     .dress = dress_admin_retention,
     .page = "admin-retention",
     .summary = N_("How long records are kept, what is due, and what is held back")},
    {CHANGE("retention", "/admin/retention", act_retention,
            N_("Removes what was kept long enough, now or each day"))},
    {CHANGE("hold_place", "/admin/retention/holds", act_hold_place,
            N_("Holds a record back from removal"))},
    {CHANGE("hold_lift", "/admin/retention/holds/{id}/lift", act_hold_lift, N_("Lifts a hold")),
     .parameters = {{"id", IN_PATH, "code", N_("Id of the hold"), "01h00000000000000000000000"}}},
    {.name = "admin_keys",
     .pattern = "/admin/keys",
     .who = WHO_STAFF,
     .data = data_admin_keys,
     .dress = dress_admin_keys,
     .page = "admin-keys",
     .summary = N_("What seals the fields of people")},
    {CHANGE("keys_rotate", "/admin/keys/rotate", act_keys_rotate, N_("Makes a new store key"))},
    {.name = "admin_jobs",
     .pattern = "/admin/jobs",
     .who = WHO_STAFF,
     .data = data_admin_jobs,
     .dress = dress_admin_jobs,
     .page = "admin-jobs",
     .summary = N_("Long work: waiting, running, ended")},
    {CHANGE("admin_job_stop", "/admin/jobs/{number}/stop", act_admin_job_stop,
            N_("Stops long work")),
     .parameters = {NUMBER}},
    {CHANGE("admin_job_again", "/admin/jobs/{number}/again", act_admin_job_again,
            N_("Does long work again")),
     .parameters = {NUMBER}},
};

const struct route_table routes_keeping = {rows, sizeof rows / sizeof *rows};
