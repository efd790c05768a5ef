/* A text that grows at its end, in an arena: for writers of CSV, JSON, HTML and the like. */
#pragma once

#include "base/str.h"

struct buffer {
    struct arena *arena;
    char *items;
    size_t count, capacity;
};

/* Room for n more bytes at the end, which the caller fills; counted already. */
char *buffer_room(struct buffer *b, size_t n);

void buffer_add(struct buffer *b, struct str s);

static inline void buffer_char(struct buffer *b, char c)
{
    *(b->count < b->capacity ? &b->items[b->count++] : buffer_room(b, 1)) = c;
}

/* `count` times the same character. */
void buffer_fill(struct buffer *b, char c, size_t count);
/* What stands in it so far; valid until the buffer grows again. */
struct str buffer_str(const struct buffer *b);
