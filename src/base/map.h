/* Finds a number by a text: for "was this seen before, and where". */
#pragma once

#include "base/str.h"

struct map_entry {
    struct str key;
    int64_t value;
    bool used;
};

/* An empty map is zero but for its arena. */
struct map {
    struct arena *arena;
    struct map_entry *slots;
    size_t capacity, count;
};

/* False when the key is not there; *value (may be NULL) then stays as it is. */
bool map_get(const struct map *m, struct str key, int64_t *value);
/* Puts a value in, in place of an older one. The key is copied. */
void map_put(struct map *m, struct str key, int64_t value);
