/* The files that travel inside the binary: model/, packs/, instruments/, web/, po/.
 *
 * Names are paths from the root of the project ("model/types/figure.yaml"). With the environment
 * variable HIMAYA_RESOURCES set to a folder, a file found there under the same name stands in for
 * the one inside; a country can so change a list or a word without building anew. Bytes live as
 * long as the process.
 */
#pragma once

#include "base/str.h"

struct resource {
    struct str name;
    struct str bytes;
};

/* The named file; false when there is none. */
bool resource_get(struct str name, struct str *bytes);
/* The i-th file whose name starts with `prefix`, in byte order of names; false past the last. */
bool resource_next(struct str prefix, size_t i, struct resource *found);
