/* The shapes of records as JSON Schema 2020-12, made from the model: for the OpenAPI document. */
#pragma once

#include "model/type.h"

/* Adds to `schemas`: problem, record, and for each type of the model that programs can reach
 * values_TYPE and record_TYPE. */
void api_schemas(struct arena *a, const struct model *model, struct node *schemas);
/* {"$ref": "#/components/schemas/NAME"} */
struct node *api_reference(struct arena *a, struct str name);
