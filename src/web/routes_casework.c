/* Steps of records, their letters, and deadlines (src/web/casework*). */
#include "web/casework.h"
#include "web/route.h"

#define TYPE                                                                                       \
    {                                                                                              \
        "type", IN_PATH, "code", N_("Record type"), "complaint"                                    \
    }
#define ID                                                                                         \
    {                                                                                              \
        "id", IN_PATH, "code", N_("Id of the record"), "01h00000000000000000000000"                \
    }
#define STEP                                                                                       \
    {                                                                                              \
        "step", IN_PATH, "code", N_("Name of the step"), "triage"                                  \
    }

static const struct route rows[] = {
    {.name = "record_steps",
     .pattern = "/records/{type}/{id}/steps",
     .who = WHO_STAFF,
     .reach = REACH_API,
     .data = data_steps,
     .summary = N_("The stage of a record and its steps: by whom, until when, on which ground, and "
                   "why one is refused"),
     .parameters = {TYPE, ID}},
    {.name = "take_step",
     .pattern = "/records/{type}/{id}/steps/{step}",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_API,
     .act = api_step,
     .summary = N_("Take a step; what is unlawful is refused with its article"),
     .parameters = {TYPE, ID, STEP}},
    {.name = "record_step",
     .pattern = "/records/{type}/{id}/steps/{step}",
     .who = WHO_STAFF,
     .reach = REACH_PAGE,
     .data = step_page,
     .any_query = true,
     .page = "casework-step",
     .summary = N_("The page of a step"),
     .parameters = {TYPE, ID, STEP}},
    {.name = "record_step_save",
     .pattern = "/records/{type}/{id}/steps/{step}",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .reach = REACH_PAGE,
     .act = step_save,
     .any_query = true,
     .summary = N_("Takes a step from its page"),
     .parameters = {TYPE, ID, STEP}},
    {.name = "letter",
     .pattern = "/records/information_request/{id}/letter",
     .who = WHO_STAFF,
     .reach = REACH_PAGE,
     .data = letter_page,
     .page = "casework-letter",
     .summary = N_("The letter of a request for papers, to print"),
     .parameters = {ID}},
    {.name = "deadlines",
     .pattern = "/deadlines",
     .who = WHO_STAFF,
     .data = data_deadlines,
     .dress = dress_deadlines,
     .page = "casework-deadlines",
     .summary = N_("What is overdue or due within a week, and with whom")},
};

const struct route_table routes_casework = {rows, sizeof rows / sizeof *rows};
