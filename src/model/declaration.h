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
/* The same for a file inside the binary (base/resource.h); faults carry its name. */
const struct node *declaration_resource(struct arena *a, struct str name, struct faults *faults);
