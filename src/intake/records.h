/* Records of one type from a CSV file into the store, all or nothing.
 *
 * The first line names the fields, in any order; a field that is not needed may be left out. A
 * column `id` changes the records of those ids (an empty id adds a record). Codes are given by
 * code, label or other name; a reference by the first key of the record it names (several fields of
 * it joined by
 * "/"), or by its id. A comma, a semicolon or a tab separates, as the first line does.
 */
#pragma once

#include "base/progress.h"
#include "store/store.h"

#define RECORDS_LARGEST_FILE ((size_t)256 * 1000 * 1000)

struct records_done {
    int64_t added, changed, unchanged;
};

/* Stores every line of `csv` in one change, or nothing with all faults, each with its line and
 * column. `progress` may be NULL. */
bool records_import(struct session *s, const struct type *type, struct str csv,
                    const struct actor *actor, const struct progress *progress,
                    struct records_done *done, struct faults *faults);
/* The same inside a change that the caller has begun, and rolls back when this is false. */
bool records_put(struct session *s, const struct type *type, struct str csv,
                 const struct progress *progress, struct records_done *done, struct faults *faults);
