/* Makes text smaller for its way (RFC 1952). The only file that knows zlib is gzip.c. */
#pragma once

#include "base/str.h"

/* False when it cannot be packed; the text then goes as it is. */
bool gzip_pack(struct arena *a, struct str text, struct str *packed);
