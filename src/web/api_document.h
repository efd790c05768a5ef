/* The interface described to programs and to people, made from the table of routes and the model.
 */
#pragma once

#include "base/str.h"

struct node;
struct model;
struct route;

/* OpenAPI 3.1: what stands at /records/{type} is described for each record type by itself. */
struct node *api_document(struct arena *a, const struct model *model);
/* docs/api.md. */
struct str api_markdown(struct arena *a);
/* "POST", "GET" … of a route. */
struct str api_method(const struct route *r);
/* The statuses a route may answer with, 0 behind the last: the good one first. */
enum { API_MOST_STATUSES = 12 };
void api_statuses(const struct route *r, int statuses[API_MOST_STATUSES]);
