/* The tables of the store itself, beside those of the record types: declared once, so that they are
 * made, brought to a new layout and copied to another database from the same words. What is added
 * comes with a new STORE_LAYOUT; a table or index that is there already is left as it is. */
#pragma once

#include "store/db.h"

struct own_column {
    const char *name;
    enum value_kind holds;
    bool optional;
};

enum { OWN_COLUMNS = 13, OWN_INDEXES = 5 };

struct own_table {
    const char *name;
    const char *key; /* columns of the primary key; NULL: none */
    struct own_column columns[OWN_COLUMNS];
    struct {
        const char *name, *columns;
        bool unique;
    } indexes[OWN_INDEXES];
    bool of_database; /* what each database has for itself, and a copy must not bring along */
};

extern const struct own_table own_tables[];
extern const size_t own_table_count;

/* The statements that make what is missing of tables and indexes. */
struct str own_tables_sql(struct arena *a, const struct db *db);
/* Runs them. */
bool own_tables_make(struct db *db, struct faults *faults);
