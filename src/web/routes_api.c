/* What only programs can do: changes of records as JSON, and who they are. What they read are the
 * data of the pages (routes_staff.c and others). And what the web core itself answers. */
#include "web/admin_webhooks.h"
#include "web/api_me.h"
#include "web/api_records.h"
#include "web/kept.h"
#include "web/metrics.h"

#define TYPE                                                                                       \
    {                                                                                              \
        "type", IN_PATH, "code", N_("Record type, as /api/v1/types lists them"), "complaint"       \
    }
#define ID                                                                                         \
    {                                                                                              \
        "id", IN_PATH, "code", N_("Id of the record"), "01h00000000000000000000000"                \
    }

static const struct route rows[] = {
    {.name = "me",
     .pattern = "/me",
     .who = WHO_STAFF,
     .reach = REACH_API,
     .data = api_me,
     .summary = N_("Who the token or session is, and what they may do beside records")},
    {.name = "types",
     .pattern = "/types",
     .who = WHO_STAFF,
     .reach = REACH_API,
     .data = api_types,
     .summary =
         N_("The record types you may know of, their fields, and what you may do with each")},
    {.name = "insert_record",
     .pattern = "/records/{type}",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_insert,
     .summary = N_("Make a record"),
     .parameters = {TYPE}},
    {.name = "change_many",
     .pattern = "/records/{type}/bulk",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_bulk,
     .summary = N_("Change or delete up to 200 records, each by itself"),
     .parameters = {TYPE}},
    {.name = "replace_record",
     .pattern = "/records/{type}/{id}",
     .method = HTTP_PUT,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_replace,
     .summary = N_("Change a record; what is not given becomes empty"),
     .parameters = {TYPE, ID}},
    {.name = "change_record",
     .pattern = "/records/{type}/{id}",
     .method = HTTP_PATCH,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_change,
     .summary = N_("Change a record; what is not given stays"),
     .parameters = {TYPE, ID}},
    {.name = "delete_record",
     .pattern = "/records/{type}/{id}",
     .method = HTTP_DELETE,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_delete,
     .summary = N_("Delete a record"),
     .parameters = {TYPE, ID}},
    {.name = "open_record",
     .pattern = "/records/{type}/{id}/open",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_open,
     .summary = N_("Read the sealed fields of a record; the reason is kept"),
     .parameters = {TYPE, ID}},
    {.name = "insert_webhook",
     .pattern = "/webhooks",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_webhook_make,
     .summary = N_("Have another system told when records change; answers its secret, once")},
    {.name = "kept_form",
     .pattern = "/kept/{number}",
     .who = WHO_STAFF,
     .reach = REACH_PAGE,
     .data = kept_form,
     .page = "kept",
     .summary = N_("What was typed into a form whose session had ended"),
     .parameters = {{"number", IN_PATH, "code", N_("Number under which it is kept"), "x"}}},
    {.name = "metrics",
     .pattern = "/metrics",
     .who = WHO_HERE,
     .bearer = true,
     .reach = REACH_PAGE,
     .file = metrics_file,
     .summary = N_("Numbers for Prometheus: requests, durations, jobs, changes")},
};

const struct route_table routes_api = {rows, sizeof rows / sizeof *rows};
