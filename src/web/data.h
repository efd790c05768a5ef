/* What each route answers, as a tree: the very JSON of /api/v1, and the ground of its page. Each
 * returns NULL with a fault in call->faults. Shapes: report/report.h; others at the function. */
#pragma once

#include "web/route.h"

/* The request to the report room that the call's parameters make. */
struct report_request data_request(const struct call *c);

/* {country: findings of the home country's latest year or null, countries: report_countries} */
struct node *data_home(struct call *c);
/* report_countries, each with `name` in the reader's language; narrowed by level and text. */
struct node *data_countries(struct call *c);
struct node *data_profile(struct call *c);
/* {tables: [{key, title, figures: [{key, label, means, type, under}]}], states: [{state, means}]}
 */
struct node *data_figures(struct call *c);
/* report_figure and `around`: [{country, iso, name, year, figure, self}], the same figure in the
 * latest report of the countries of the region, this one among them. */
struct node *data_figure(struct call *c);
struct node *data_origin(struct call *c);
struct node *data_records(struct call *c);
struct node *data_enforcement(struct call *c);
struct node *data_unit_records(struct call *c);
/* report_compare, or only {choices} while not both sides are chosen. */
struct node *data_compare(struct call *c);
struct node *data_questionnaire(struct call *c);
/* {id, name, kind, size, sha256, first, last, count, previous, next, lines: [{number, text}]} */
struct node *data_document(struct call *c);
/* {query, countries: [{iso, name, year, label}], figures: [{key, label, means}]} */
struct node *data_search(struct call *c);
struct node *data_about(struct call *c);
struct node *data_openapi(struct call *c);

/* The name of a country in the reader's language. */
struct str data_country_name(const struct call *c, struct str iso, struct str otherwise);
