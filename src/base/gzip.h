/* gzip (RFC 1952): a text made smaller for its way, and a stream made whole again. The only file
 * that knows zlib is gzip.c.
 */
#pragma once

#include "base/str.h"

/* False when it cannot be packed; the text then goes as it is. */
bool gzip_pack(struct arena *a, struct str text, struct str *packed);

/* True when a file that begins so is gzip. */
bool gzip_begins(struct str start);

/* A stream that is unpacked piece by piece; its memory (about 50 KB) is in the arena. */
struct gunzip;
enum gunzip_state {
    GUNZIP_GOING, /* give more, or make room */
    GUNZIP_WHOLE, /* what was given so far is complete; another part may follow it */
    GUNZIP_BROKEN /* this is no gzip, or it is damaged */
};
struct gunzip *gunzip_start(struct arena *a);
/* Unpacks the front of *packed (which is cut by what was used) into `room` bytes at `out`; *made is
 * how many were written. Parts that stand one behind the other are read as one text. */
enum gunzip_state gunzip_next(struct gunzip *g, struct str *packed, char *out, size_t room,
                              size_t *made);
