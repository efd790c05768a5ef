/* Records of one type from a CSV file into the store, all or nothing.
 *
 * The first line names the fields, in any order, by name (received_on) or by label in any of the
 * languages (Received on); a field that is not needed may be left out. A column `id` changes the
 * records of those ids (an empty id adds a record). Codes are given by code, label or other name; a
 * reference by the first key of the record it names (several fields of it joined by
 * "/"), or by its id. A comma, a semicolon or a tab separates, as the first line does.
 *
 * It is done in somebody's name (struct visit): what they may not add, change or refer to is a
 * fault with its line and field, and what they may not know of is not there.
 */
#pragma once

#include "access/visit.h"
#include "base/progress.h"

#define RECORDS_LARGEST_FILE ((size_t)256 * 1000 * 1000)

struct records_done {
    int64_t added, changed, unchanged;
};

/* How a file was understood, for people to look at before anything is stored. */
struct records_column {
    struct str heading;        /* as it stands in the file */
    const struct field *field; /* NULL: none of that name, or the id */
    bool is_id;
};
struct records_preview {
    struct arena *arena; /* given; all results live there */
    size_t most;         /* given: rows wanted */
    struct records_column *columns;
    size_t width;
    struct str **rows; /* the cells of the first rows as they stand there; `width` of each */
    size_t count;
};

/* Reads every line as records_put does and says what storing it would do and each fault that it
 * would have, but stores nothing and needs no change. Only what several records say together
 * (another key than the first that is taken) may still come up when it is stored. */
bool records_check(struct visit *v, const struct type *type, struct str csv,
                   const struct progress *progress, struct records_preview *preview,
                   struct records_done *done);

/* Stores every line of `csv`, or adds all faults, each with its line and column: inside a change
 * that the caller has begun (visit_begin_import) and rolls back when this is false. `progress` may
 * be NULL. import_run (intake/import_run.h) does the whole. */
bool records_put(struct visit *v, const struct type *type, struct str csv,
                 const struct progress *progress, struct records_done *done);
