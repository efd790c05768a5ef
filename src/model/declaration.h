/* Reads a declaration file (YAML) into a tree of nodes that carry their lines.
 *
 * Only the plain part of YAML is taken: maps, lists and scalars. Anchors, aliases, tags and several
 * documents in one file are refused with a fault. A quoted scalar is a string; a plain one is a
 * whole number, a decimal number, true, false, null (or empty), else a string: nothing else is
 * guessed (2019-03-07, yes and no stay strings).
 */
#pragma once

#include "base/fault.h"
#include "base/node.h"

/* Reads `yaml`; the tree lives in `a`. On a fault (named with file, line and column) returns NULL.
 */
const struct node *declaration_read(struct arena *a, struct str yaml, struct faults *faults);
struct resource;
/* The same for a file that was found in the binary or stands in for one (base/resource.h); faults
 * carry its name. What is inside the binary was read when the program was built and comes as a tree
 * at once; anything else is read as YAML. */
const struct node *declaration_file(struct arena *a, const struct resource *file,
                                    struct faults *faults);
/* The same by name. */
const struct node *declaration_resource(struct arena *a, struct str name, struct faults *faults);
