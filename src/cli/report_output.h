/* Where and how a report comes out. */
#pragma once

#include "base/node.h"
#include "cli/rooms.h"
#include "report/report.h"

/* --format, or "text". */
struct str output_format(const struct cli *cli);
/* False with a fault when --format is none of `formats` ("text json"). */
bool output_format_is(struct cli *cli, const char *formats);
/* The language of the report: as --language says, else that of messages for what people read and
 * English for what programs read, whose output must not hang on the environment. */
enum language output_language(const struct cli *cli);
/* Columns of the terminal; 0 when it is none. */
size_t output_width(void);
bool output_has_colours(const struct cli *cli);

/* To --out, or to standard output. */
bool output_text(struct cli *cli, struct str text);
bool output_json(struct cli *cli, const struct node *report);
/* The page of the report as it is served, whole in one file. `report` says of which country and
 * year; `page` is what follows the country in its address, empty for the year's profile. */
bool output_page(struct cli *cli, const struct rooms *rooms, const struct report_request *r,
                 const struct node *report, const char *page);
