/* Records: lists, records, forms (src/web/staff*), work, search and import. */
#include "web/route.h"
#include "web/staff_acts.h"
#include "web/staff_data.h"
#include "web/staff_form.h"

#define TYPE                                                                                       \
    {                                                                                              \
        "type", IN_PATH, "code", N_("Record type"), "complaint"                                    \
    }
#define ID                                                                                         \
    {                                                                                              \
        "id", IN_PATH, "code", N_("Id of the record"), "01h00000000000000000000000"                \
    }
#define FILTERS                                                                                    \
    {                                                                                              \
        "filter", IN_QUERY, "text",                                                                \
            N_("Any field by its name: district=GNJ, received_on=2019, received_on.from=2019-03, " \
               "empty=closed_on, filled=office"),                                                  \
            "district=GNJ"                                                                         \
    }
#define SORT                                                                                       \
    {                                                                                              \
        "sort", IN_QUERY, "text", N_("Field to order by; - in front: falling"), "-received_on"     \
    }
#define PAGE                                                                                       \
    {                                                                                              \
        "page", IN_QUERY, "integer", N_("Page, from 1"), "2"                                       \
    }
#define LIMIT                                                                                      \
    {                                                                                              \
        "limit", IN_QUERY, "integer", N_("Records of a page for programs: up to 200"), "200"       \
    }
#define COLUMNS                                                                                    \
    {                                                                                              \
        "columns", IN_QUERY, "text", N_("Fields to give, with commas"), "number,received_on"       \
    }

static const struct route rows[] = {
    {.name = "record_types",
     .pattern = "/records",
     .who = WHO_STAFF,
     .recalls = true,
     .data = staff_types,
     .dress = staff_types_dress,
     .page = "staff-records",
     .summary = N_("The record types that are open to you")},
    {.name = "record_list",
     .pattern = "/records/{type}",
     .who = WHO_STAFF,
     .recalls = true,
     .data = staff_list,
     .any_query = true,
     .page = "staff-list",
     .summary = N_("Records of a type, narrowed, ordered and paged"),
     .parameters = {TYPE, FILTERS, SORT, PAGE, LIMIT, COLUMNS}},
    {.name = "record_view",
     .pattern = "/records/{type}/view",
     .who = WHO_STAFF,
     .file = staff_view_address,
     .any_query = true,
     .reach = REACH_PAGE,
     .summary = N_("Goes to the list that a panel of filters asks for"),
     .parameters = {TYPE}},
    {.name = "record_names",
     .pattern = "/records/{type}/names",
     .who = WHO_STAFF,
     .recalls = true,
     .data = staff_names,
     .reach = REACH_API,
     .summary = N_("A few records by words of their names or by their number, for forms"),
     .parameters = {TYPE, {"q", IN_QUERY, "text", N_("Words or number"), "Kür"}}},
    {.name = "record_new",
     .pattern = "/records/{type}/new",
     .who = WHO_STAFF,
     .data = staff_new,
     .any_query = true,
     .reach = REACH_PAGE,
     .page = "staff-form",
     .summary = N_("The form of a new record"),
     .parameters = {TYPE}},
    {.name = "record_new_save",
     .pattern = "/records/{type}/new",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_new_save,
     .any_query = true,
     .reach = REACH_PAGE,
     .summary = N_("Saves a new record from its form"),
     .parameters = {TYPE}},
    {.name = "record_bulk",
     .pattern = "/records/{type}/bulk",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_bulk,
     .reach = REACH_PAGE,
     .summary = N_("Changes, deletes or takes away the rows that were ticked"),
     .parameters = {TYPE}},
    {.name = "record_export",
     .pattern = "/records/{type}/export/{format}",
     .who = WHO_STAFF,
     .file = staff_export,
     .any_query = true,
     .bearer = true,
     .summary = N_("The list as a file: csv, xlsx or json"),
     .parameters =
         {TYPE, {"format", IN_PATH, "code", N_("Format"), "csv"}, FILTERS, SORT, COLUMNS}},
    {.name = "record",
     .pattern = "/records/{type}/{id}",
     .who = WHO_STAFF,
     .recalls = true,
     .data = staff_record,
     .page = "staff-record",
     .summary = N_("One record, as far as it is open to you"),
     .parameters = {TYPE, ID}},
    {.name = "record_history",
     .pattern = "/records/{type}/{id}/history",
     .who = WHO_STAFF,
     .recalls = true,
     .data = staff_history,
     .page = "staff-history",
     .summary = N_("What happened to a record: who, when, why, and the difference"),
     .parameters = {TYPE, ID}},
    {.name = "record_file",
     .pattern = "/records/{type}/{id}/files/{field}",
     .who = WHO_STAFF,
     .file = staff_file,
     .bearer = true,
     .summary = N_("A file kept in a field of a record"),
     .parameters = {TYPE, ID, {"field", IN_PATH, "code", N_("Field"), "file"}}},
    {.name = "record_edit",
     .pattern = "/records/{type}/{id}/edit",
     .who = WHO_STAFF,
     .data = staff_edit,
     .reach = REACH_PAGE,
     .page = "staff-form",
     .summary = N_("The form of a record"),
     .parameters = {TYPE, ID}},
    {.name = "record_edit_save",
     .pattern = "/records/{type}/{id}/edit",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_edit_save,
     .reach = REACH_PAGE,
     .summary =
         N_("Saves a record from its form; when somebody else was faster, shows both values"),
     .parameters = {TYPE, ID}},
    {.name = "record_open",
     .pattern = "/records/{type}/{id}/open",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_open,
     .reach = REACH_PAGE,
     .summary = N_("Opens sealed fields once, with a reason"),
     .parameters = {TYPE, ID}},
    {.name = "record_emergency",
     .pattern = "/records/{type}/{id}/emergency",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_emergency,
     .reach = REACH_PAGE,
     .summary = N_("Opens a record outside one's work, with a reason and an end"),
     .parameters = {TYPE, ID}},
    {.name = "record_delete_page",
     .pattern = "/records/{type}/{id}/delete",
     .who = WHO_STAFF,
     .data = staff_delete_page,
     .reach = REACH_PAGE,
     .page = "staff-sure",
     .summary = N_("Asks whether a record is to be deleted"),
     .parameters = {TYPE, ID}},
    {.name = "record_delete_sure",
     .pattern = "/records/{type}/{id}/delete",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_delete,
     .reach = REACH_PAGE,
     .summary = N_("Deletes a record, with a reason"),
     .parameters = {TYPE, ID}},
    {.name = "record_erase_page",
     .pattern = "/records/{type}/{id}/erase",
     .who = WHO_STAFF,
     .data = staff_erase_page,
     .reach = REACH_PAGE,
     .page = "staff-sure",
     .summary = N_("Asks whether the person of a record is to be erased"),
     .parameters = {TYPE, ID}},
    {.name = "record_erase_sure",
     .pattern = "/records/{type}/{id}/erase",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .act = staff_erase,
     .slow = true,
     .reach = REACH_PAGE,
     .summary = N_("Erases the person of a record, with a reason and the password"),
     .parameters = {TYPE, ID}},
};

const struct route_table routes_staff = {rows, sizeof rows / sizeof *rows};
