#include "base/gzip.h"

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
    return arena_room(arena, (size_t)count * size); /* zlib clears what it needs cleared */
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

struct gunzip {
    z_stream z;
    bool whole; /* a part has ended; the next byte begins another */
    bool broken;
};

bool gzip_begins(struct str start)
{
    return start.n >= 2 && start.p[0] == '\x1f' && start.p[1] == '\x8b';
}

struct gunzip *gunzip_start(struct arena *a)
{
    struct gunzip *g = arena_new(a, struct gunzip);
    g->z = (z_stream){.zalloc = take, .zfree = give, .opaque = a};
    g->broken = inflateInit2(&g->z, WINDOW) != Z_OK;
    return g;
}

enum gunzip_state gunzip_next(struct gunzip *g, struct str *packed, char *out, size_t room,
                              size_t *made)
{
    size_t take_in = packed->n < INT_MAX ? packed->n : INT_MAX;
    size_t make = room < INT_MAX ? room : INT_MAX;
    *made = 0;
    if (g->whole && packed->n && !g->broken) {
        g->broken = inflateReset(&g->z) != Z_OK;
        g->whole = false;
    }
    if (g->broken)
        return GUNZIP_BROKEN;
    if (g->whole)
        return GUNZIP_WHOLE;
    g->z.next_in = (const Bytef *)packed->p;
    g->z.avail_in = (uInt)take_in;
    g->z.next_out = (Bytef *)out;
    g->z.avail_out = (uInt)make;
    int state = inflate(&g->z, Z_NO_FLUSH);
    *packed = str_from(*packed, take_in - g->z.avail_in);
    *made = make - g->z.avail_out;
    g->whole = state == Z_STREAM_END;
    g->broken = !g->whole && state != Z_OK && state != Z_BUF_ERROR;
    return g->broken ? GUNZIP_BROKEN : g->whole ? GUNZIP_WHOLE : GUNZIP_GOING;
}
