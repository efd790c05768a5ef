/* A tree of nodes as bytes, so that the declarations inside the binary need not be read as YAML at
 * every start. Written when the program is built (tools/compile-declarations.c), which is also when
 * a declaration that cannot be read stops the build; read here. The bytes are our own, of the same
 * build: they are trusted.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"

/* Appends the tree. */
void tree_write(struct buffer *out, const struct node *node);
/* Reads one tree from the front of `bytes`; texts stay in `bytes`, nodes live in `a`. */
const struct node *tree_read(struct arena *a, struct str bytes);
