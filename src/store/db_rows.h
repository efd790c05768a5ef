/* Many rows into one table, with as few statements as may be. */
#pragma once

#include "store/db.h"

struct db_rows {
    const char *into; /* table and columns: `store_index (name, definition)` */
    size_t columns;
    const char *then; /* what stands behind the values, " ON CONFLICT DO NOTHING"; NULL: nothing */
};

/* Adds `count` rows; `values` holds those of one row after the other. Rows go 32 at a time, the
 * rest by halves, so that few texts of statements are made ready. They are sent (db_send). False
 * with a fault. */
bool db_insert_rows(struct db *db, const struct db_rows *rows, const struct value *values,
                    size_t count, struct faults *faults);
