/* Parts of the report trees that several of them share (their shapes: report.h). For the files of
 * this room only.
 */
#pragma once

#include "report/context.h"

/* Text of a figure as a reader sees it. */
struct str figure_text(const struct report_context *c, const struct figure *f);
struct node *figure_node(const struct report_context *c, const struct figure *f);
/* Why a computed figure is N/A, in a sentence; empty for others. */
struct str figure_why(const struct report_context *c, const struct figure *f);
/* {state, text, why} of a figure, with basis where asked for. */
struct node *figure_brief(const struct report_context *c, const struct figure *f, bool with_basis);
/* Name of a table as it comes out: "6" or "figure1"; empty when it is not in this report. */
struct str table_number(const struct report_context *c, const struct table_definition *t);
/* "Table 6" or "Figure 1". */
struct str table_name(const struct report_context *c, const struct table_definition *t);
struct node *tables_node(struct report_context *c);
struct node *sections_node(struct report_context *c);
struct node *assessment_node(const struct report_context *c);
struct node *document_node(const struct report_context *c, struct str profile_id);
/* The figure that the request names; NULL with a fault when there is none. */
const struct figure_definition *figure_asked(const struct report_context *c);
/* Key, label, meaning, country and question of a figure. */
void set_definition(const struct report_context *c, const struct figure_definition *d,
                    struct node *page);
/* Sets total, from, until, earlier, later, columns and records (report_records) of what a figure
 * counts in a year. */
bool records_node(const struct report_context *c, const struct figure_definition *d, int year,
                  struct node *page);
/* Sets known_by: {records, stated_by, stated_on}, what shows that none would mean none. */
bool known_node(const struct report_context *c, const struct figure_definition *d, int year,
                struct node *page);
/* Where a computed figure's records are: "/countries/AZ/2019/figures/KEY/records?of=2018". */
struct str records_address(const struct report_context *c, const struct figure *f);
/* The checks that are made on every report. */
struct node *findings_node(struct report_context *c);
struct node *alternatives_node(const struct report_context *c);

/* Numbers of a citation in normal form as a list of integers. */
struct node *sources_node(struct arena *a, struct str sources);
/* A text cut at its citations: [{text} | {text, cites}]. */
struct node *parts_node(struct arena *a, struct str text, int longest);
/* Counts what a citation in normal form, or a text, cites. */
void count_sources(struct report_context *c, struct str sources);
void count_text(struct report_context *c, struct str text);
/* Hyphens between years and numbers of a range made dashes: "2016-2019" gives "2016–2019". */
struct str dashes(struct arena *a, struct str years);
/* "2011 – 2019", "2019"; as printed when that holds more than a range. */
struct str action_years(struct arena *a, const struct record *action);
/* 1500 as "1,500". */
struct str grouped(struct arena *a, double number);
void set_if(struct arena *a, struct node *map, struct str key, struct str text);
