/* The law as one SQL query, for a register that lives in another engine. */
#pragma once

#include "law/law.h"

enum law_dialect { LAW_POSTGRES, LAW_DUCKDB };

/* "postgres" or "duckdb". */
bool law_dialect_find(struct str name, enum law_dialect *dialect);

/* A query over a table or view `contracts` with the columns of law/contract.h: all of them for the
 * flagged rows, and a last column `rules`, the ids joined by ";" in the order declared: the same
 * rows as the kernel's. Columns that are text are judged as they stand; those of another type as
 * the engine writes them (a date as 2019-06-01, a boolean as true). Lists stand in the query, so
 * nothing else is needed. A comment in front says what it is, of which law, and (DuckDB) how to
 * read the contracts from a CSV file. */
struct str law_sql(struct arena *a, const struct law *law, enum law_dialect dialect);
