#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *previous;
    size_t size; /* usable bytes after this header */
    size_t at;   /* bytes of them handed out */
};

enum { ALIGNMENT = 16, FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024 };

/* The bytes behind the header; the header's size is a multiple of the alignment. */
_Static_assert(sizeof(struct arena_block) % 8 == 0, "block header keeps alignment");
#define HEADER (((sizeof(struct arena_block) + ALIGNMENT - 1) / ALIGNMENT) * ALIGNMENT)

static _Noreturn void out_of_memory(size_t wanted)
{
    fprintf(stderr,
            "himaya: out of memory (%zu more bytes were needed). Nothing acknowledged is "
            "lost; close other programs or use a smaller file.\n",
            wanted);
    exit(70);
}

static struct arena_block *block_new(struct arena_block *previous, size_t at_least)
{
    size_t size = previous ? previous->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < at_least)
        size = at_least;
    struct arena_block *block = malloc(HEADER + size);
    if (!block)
        out_of_memory(size);
    block->previous = previous;
    block->size = size;
    block->at = 0;
    return block;
}

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_room(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size_t rounded = round_up(size);
    if (!a->head || a->head->size - a->head->at < rounded)
        a->head = block_new(a->head, rounded);
    char *p = (char *)a->head + HEADER + a->head->at;
    a->head->at += rounded;
    a->used += rounded;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    char *p = arena_room(a, size);
    size_t rounded = round_up(size);
    if (rounded > 64)
        return memset(p, 0, rounded);
    for (size_t i = 0; i < rounded; i += ALIGNMENT)
        memset(p + i, 0, ALIGNMENT); /* one instruction each; a call costs more than the clearing */
    return p;
}

void *arena_array_bytes(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(SIZE_MAX);
    return arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    size_t old, whole;
    if (__builtin_mul_overflow(larger, size, &whole))
        out_of_memory(SIZE_MAX);
    if (!count)
        return *capacity = larger, arena_alloc(a, whole);
    old = count * size;
    char *moved = arena_room(a, whole);
    memcpy(moved, items, old);
    memset(moved + old, 0, whole - old);
    *capacity = larger;
    return moved;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->head, a->head ? a->head->at : 0, a->used};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    while (a->head != mark.head) {
        struct arena_block *previous = a->head->previous;
        free(a->head);
        a->head = previous;
    }
    if (a->head)
        a->head->at = mark.at;
    a->used = mark.used;
}

void arena_free(struct arena *a)
{
    arena_rewind(a, (struct arena_mark){0});
}
