/* Files that were uploaded, checked and shown, and wait for "Import": kept in memory for half an
 * hour, one for each person. Nothing of them is written to disk before the person says so; a
 * restart loses them. Safe from any thread. */
#pragma once

#include "base/str.h"

enum { IMPORT_KEPT_MOST = 16 }; /* files at a time, of at most HTTP_LARGEST_UPLOAD each */

struct import_kept {
    struct str user, type, file_name; /* id of the person, name of the record type */
    struct str bytes;
};
/* Keeps a file, in place of the person's earlier one; `token` is what it is asked for by. The
 * oldest gives way when there are too many. */
void import_kept_put(const struct import_kept *file, char token[33]);
/* Gives the file out into `a` and forgets it. False when it is not there or somebody else's. */
bool import_kept_take(struct arena *a, struct str user, struct str token, struct import_kept *file);
