/* The desk of a member of staff: work, search, import. */
#include "web/route.h"
#include "web/work.h"

#define QUESTION                                                                                   \
    {                                                                                              \
        "q", IN_QUERY, "text", N_("Number, name or words of a record"), "C-2019-0007"              \
    }

static const struct route rows[] = {
    {.name = "work",
     .pattern = "/work",
     .who = WHO_STAFF,
     .data = data_work,
     .dress = dress_work,
     .page = "work",
     .summary = N_("What is overdue, what waits for your answer, and what is yours today")},
    {.name = "find_page",
     .pattern = "/find",
     .who = WHO_STAFF,
     .file = file_find,
     .reach = REACH_PAGE,
     .summary = N_("Records by number, name or words"),
     .parameters = {QUESTION}},
    {.name = "find",
     .pattern = "/find",
     .who = WHO_STAFF,
     .data = data_find,
     .reach = REACH_API,
     .summary = N_("Records by number, name or words, in any of the alphabets"),
     .parameters = {QUESTION}},
};

const struct route_table routes_desk = {rows, sizeof rows / sizeof *rows};
