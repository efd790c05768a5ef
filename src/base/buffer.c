#include "base/buffer.h"

#include "base/arena.h"

#include <string.h>

/* Doubles, so that adding is cheap however often it is done. */
static void grow(struct buffer *b, size_t n)
{
    size_t wanted = b->capacity ? b->capacity : 256;
    while (wanted - b->count < n)
        wanted *= 2;
    char *bigger = arena_room(b->arena, wanted);
    if (b->count)
        memcpy(bigger, b->items, b->count);
    b->items = bigger;
    b->capacity = wanted;
}

char *buffer_room(struct buffer *b, size_t n)
{
    if (b->capacity - b->count < n)
        grow(b, n);
    char *at = b->items + b->count;
    b->count += n;
    return at;
}

/* Most texts of a page are short, and a call for each would cost more than its bytes. */
void buffer_add(struct buffer *b, struct str s)
{
    if (b->capacity - b->count < s.n || s.n > 16) {
        if (s.n)
            memcpy(buffer_room(b, s.n), s.p, s.n);
        return;
    }
    char *to = b->items + b->count;
    b->count += s.n;
    if (s.n >= 8) { /* two halves, which may overlap */
        memcpy(to, s.p, 8);
        memcpy(to + s.n - 8, s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        memcpy(to, s.p, 4);
        memcpy(to + s.n - 4, s.p + s.n - 4, 4);
    } else {
        for (size_t i = 0; i < s.n; i++)
            to[i] = s.p[i];
    }
}

void buffer_fill(struct buffer *b, char c, size_t count)
{
    if (count)
        memset(buffer_room(b, count), c, count);
}

struct str buffer_str(const struct buffer *b)
{
    return (struct str){b->items, b->count};
}
