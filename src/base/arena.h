/* Memory with the life of a piece of work: a request, a command, a batch.
 *
 * An arena hands out zeroed memory and gives all of it back at once. Nothing taken from an arena is
 * freed by its taker. A function that takes an `struct arena *` allocates its results there, so the
 * results live as long as the arena; everything else it was given it only borrows.
 *
 * Running out of memory ends the process with a message and status 70: the store acknowledges a
 * write only after it is on disk, so nothing acknowledged is lost. Every reader of outside bytes
 * has a size limit of its own (base/limits.h), so input alone cannot bring this about.
 */
#pragma once

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block; NULL before the first allocation */
    size_t used;              /* bytes handed out, all blocks together */
};

/* A place in an arena to return to. */
struct arena_mark {
    struct arena_block *head;
    size_t at;
    size_t used;
};

/* An empty arena is all zero: `struct arena a = {0};` needs no init. */

/* Returns `size` zeroed bytes aligned for any type. `size` may be 0 (a valid, unusable pointer). */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull, malloc));

/* The same with whatever stood there: for bytes that are all written at once. */
void *arena_room(struct arena *a, size_t size) __attribute__((returns_nonnull, malloc));

/* As arena_alloc for `count` things of `size` bytes; refuses (ends the process) on overflow. */
void *arena_array_bytes(struct arena *a, size_t count, size_t size)
    __attribute__((returns_nonnull, malloc));

#define arena_new(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, count, type) ((type *)arena_array_bytes((a), (count), sizeof(type)))

/* Grows an array of `size`-byte things held in an arena: returns a place for at least `count + 1`,
 * with the old `count` copied when it had to move. `*capacity` is kept up to date. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
    __attribute__((returns_nonnull));

/* Appends one zeroed item to `list` with fields `items`, `count`, `capacity`; yields its address.
 */
#define arena_push(a, list)                                                                        \
    ((list)->items =                                                                               \
         arena_grow((a), (list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items),  \
     &(list)->items[(list)->count++])

struct arena_mark arena_mark(const struct arena *a);
/* Gives back all that was taken since `mark`. */
void arena_rewind(struct arena *a, struct arena_mark mark);
/* Gives back everything; the arena is empty and usable again. */
void arena_free(struct arena *a);
