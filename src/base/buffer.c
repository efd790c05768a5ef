#include "base/buffer.h"

#include "base/arena.h"

#include <string.h>

/* Makes room for n more bytes; doubles, so that adding is cheap however often it is done. */
static char *room(struct buffer *b, size_t n)
{
    if (b->capacity - b->count < n) {
        size_t wanted = b->capacity ? b->capacity : 256;
        while (wanted - b->count < n)
            wanted *= 2;
        char *bigger = arena_room(b->arena, wanted);
        if (b->count)
            memcpy(bigger, b->items, b->count);
        b->items = bigger;
        b->capacity = wanted;
    }
    char *at = b->items + b->count;
    b->count += n;
    return at;
}

void buffer_add(struct buffer *b, struct str s)
{
    if (!s.n)
        return;
    if (b->capacity - b->count < s.n) {
        memcpy(room(b, s.n), s.p, s.n);
        return;
    }
    memcpy(b->items + b->count, s.p, s.n);
    b->count += s.n;
}

void buffer_char(struct buffer *b, char c)
{
    if (b->count < b->capacity)
        b->items[b->count++] = c;
    else
        *room(b, 1) = c;
}

void buffer_fill(struct buffer *b, char c, size_t count)
{
    if (count)
        memset(room(b, count), c, count);
}

struct str buffer_str(const struct buffer *b)
{
    return (struct str){b->items, b->count};
}
