#include "web/gzip.h"

#include "base/arena.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

/* Level 4 packs a page about as well as 6 in half the time; 31 is a window of 32 KB with the header
 * of gzip. No time stamp is written, so the same page gives the same bytes. */
enum { LEVEL = 4, WINDOW = 31, MEMORY = 8 };

/* zlib's own memory comes from the arena too, so it ends with the request. */
static void *take(void *arena, uInt count, uInt size)
{
    return arena_array_bytes(arena, count, size);
}

static void give(void *arena, void *p)
{
    (void)arena;
    (void)p;
}

bool gzip_pack(struct arena *a, struct str text, struct str *packed)
{
    z_stream z = {.zalloc = take, .zfree = give, .opaque = a};
    if (text.n > UINT_MAX / 2 ||
        deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    uLong room = deflateBound(&z, (uLong)text.n);
    char *out = arena_array(a, room, char);
    z.next_in = (const Bytef *)text.p;
    z.avail_in = (uInt)text.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    bool good = deflate(&z, Z_FINISH) == Z_STREAM_END;
    *packed = (struct str){out, room - z.avail_out};
    deflateEnd(&z);
    return good;
}
