/* How values stand in PostgreSQL. */
#pragma once

#include "model/value.h"

/* The type of a column. */
const char *db_postgres_type(enum value_kind holds);
/* A value as the server prints it; what it holds is copied into `a`. */
struct value db_postgres_value(struct arena *a, struct str text, enum value_kind holds);
