/* JSON (RFC 8259) to and from trees of nodes. */
#pragma once

#include "base/buffer.h"
#include "base/fault.h"
#include "base/node.h"

#define JSON_LARGEST ((size_t)64 * 1000 * 1000) /* bytes that are read at once */
#define JSON_DEEPEST 100                        /* levels of nesting that are read */

/* Writes a tree; `indent` spaces a level, 0 for all on one line. NULL is null; a number that is not
 * finite is null; reals are as short as reads back the same. UTF-8 stays as it is; bytes that are
 * no UTF-8 become U+FFFD; `<`, U+2028 and U+2029 are escaped, so that the text may stand inside a
 * page. */
struct str json_print(struct arena *a, const struct node *n, int indent);
void json_write(struct buffer *b, const struct node *n, int indent);
/* One string with its quotation marks. */
void json_write_string(struct buffer *b, struct str s);

/* Reads a text into `a`. NULL with a fault that names line and column when it is no JSON, has a
 * name twice in one object, a whole number beyond 64 bits, or passes a limit above. */
const struct node *json_read(struct arena *a, struct str text, struct faults *faults);
