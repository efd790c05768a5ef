/* The desk of a member of staff: work, search, import. */
#include "web/audit_page.h"
#include "web/desk.h"
#include "web/import_page.h"
#include "web/route.h"
#include "web/work.h"

#define TYPE                                                                                       \
    {                                                                                              \
        "type", IN_PATH, "code", N_("Record type"), "complaint"                                    \
    }
#define NUMBER                                                                                     \
    {                                                                                              \
        "number", IN_PATH, "code", N_("Its number"), "12"                                          \
    }
#define AUDIT_FILTERS                                                                              \
    {"actor", IN_QUERY, "text", N_("Who: a sign-in name"), "a.mammadova"},                         \
        {"action", IN_QUERY, "code", N_("What was done"), "update"},                               \
        {"type", IN_QUERY, "code", N_("Record type"), "complaint"},                                \
        {"record", IN_QUERY, "code", N_("Id of a record"), "01h00000000000000000000000"},          \
        {"from", IN_QUERY, "text", N_("From this day, month or year"), "2026-11-01"},              \
    {                                                                                              \
        "until", IN_QUERY, "text", N_("Until this day, month or year, included"), "2026-11-30"     \
    }
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
    {.name = "import_page",
     .pattern = "/records/{type}/import",
     .who = WHO_STAFF,
     .data = data_import,
     .reach = REACH_PAGE,
     .page = "import",
     .summary = N_("Where a file of records is handed in"),
     .parameters = {TYPE}},
    {.name = "import_check",
     .pattern = "/records/{type}/import",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_import_check,
     .slow = true,
     .largest_body = HTTP_LARGEST_UPLOAD,
     .reach = REACH_PAGE,
     .summary = N_("Checks a file of records and shows how it was understood"),
     .parameters = {TYPE}},
    {.name = "import_go",
     .pattern = "/records/{type}/import/go",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_import_go,
     .slow = true,
     .reach = REACH_PAGE,
     .summary = N_("Imports the file that was shown"),
     .parameters = {TYPE}},
    {.name = "import_run",
     .pattern = "/imports/{number}",
     .who = WHO_STAFF,
     .data = data_import_run,
     .dress = dress_import_run,
     .page = "import-run",
     .summary = N_("An import that was made"),
     .parameters = {NUMBER}},
    {.name = "import_undo",
     .pattern = "/imports/{number}/undo",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_import_undo,
     .reach = REACH_PAGE,
     .summary = N_("Takes a whole import back"),
     .parameters = {NUMBER}},
    {.name = "job",
     .pattern = "/jobs/{number}",
     .who = WHO_STAFF,
     .data = data_job,
     .dress = dress_job,
     .page = "job",
     .summary = N_("How far long work is, and what came of it"),
     .parameters = {NUMBER}},
    {.name = "job_stop",
     .pattern = "/jobs/{number}/stop",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_job_stop,
     .reach = REACH_PAGE,
     .summary = N_("Stops long work"),
     .parameters = {NUMBER}},
    {.name = "audit",
     .pattern = "/audit",
     .who = WHO_STAFF,
     .data = data_audit,
     .dress = dress_audit,
     .page = "audit",
     .summary = N_("Who did what, when and why, newest first"),
     .parameters = {AUDIT_FILTERS,
                    {"before", IN_QUERY, "integer", N_("Only before this number"), "1200"}}},
    {.name = "audit_export",
     .pattern = "/audit/export/csv",
     .who = WHO_STAFF,
     .file = file_audit,
     .slow = true,
     .reach = REACH_PAGE,
     .summary = N_("The chain of changes as CSV"),
     .parameters = {AUDIT_FILTERS}},
    {.name = "emergency",
     .pattern = "/emergencies/{id}",
     .who = WHO_STAFF,
     .data = data_emergency,
     .dress = dress_emergency,
     .page = "emergency",
     .summary = N_("What somebody did with a record opened in an emergency"),
     .parameters = {{"id", IN_PATH, "code", N_("Its id"), "01h00000000000000000000000"}}},
    {.name = "emergency_reviewed",
     .pattern = "/emergencies/{id}/reviewed",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_emergency_reviewed,
     .reach = REACH_PAGE,
     .summary = N_("Notes that an emergency access was looked at"),
     .parameters = {{"id", IN_PATH, "code", N_("Its id"), "01h00000000000000000000000"}}},
    {.name = "audit_verify",
     .pattern = "/audit/verify",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = act_audit_verify,
     .reach = REACH_PAGE,
     .summary = N_("Checks the whole chain of changes")},
};

const struct route_table routes_desk = {rows, sizeof rows / sizeof *rows};
