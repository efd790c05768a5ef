/* A text as a QR code, for a telephone to read from the screen. */
#pragma once

#include "base/node.h"

/* {size, path}: a square of size by size units with its quiet zone, and the path of its dark
 * modules for an SVG. NULL when the library is not there; the text itself stands on the page too.
 */
struct node *qr_draw(struct arena *a, struct str text);
