/* What the two files of the schema share: tables and indexes as SQL. */
#pragma once

#include "store/inside.h"

struct index {
    struct str name, definition;
    const struct type *type;
    const struct key *key; /* NULL: of a reference */
};
struct indexes {
    struct index *items;
    size_t count, capacity;
};

/* The statement that makes the table of a type. A reference to a table that is made later is left
 * out where the engine wants that one to be there (PostgreSQL): schema_ahead_sql adds those, empty
 * when there are none. */
struct str schema_type_sql(struct arena *a, const struct db *db, const struct model *m,
                           const struct type *type);
struct str schema_ahead_sql(struct arena *a, const struct db *db, const struct model *m,
                            const struct type *type);
/* Adds the indexes of a type to those wanted. */
void schema_wanted_indexes(struct arena *a, const struct db *db, const struct type *type,
                           struct indexes *wanted);
