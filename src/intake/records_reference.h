/* Finds the record that a cell names, and remembers it for the next line. */
#pragma once

#include "access/visit.h"
#include "base/map.h"

struct records_references {
    struct visit *visit; /* what its person may not know of is not there */
    struct arena *arena;
    struct map known; /* type and text -> index in ids */
    struct str_list ids;
    const struct type *type; /* of the records being read */
    const struct map *keys;  /* the first keys of that file: "0 KEY" -> line */
};

/* Puts the id of the named record in place of its name in *value. A fault at `where` when there is
 * none. A record of the same file that stands above is known too. */
bool records_resolve(struct records_references *r, const struct type *to, struct place where,
                     struct value *value, struct faults *faults);
