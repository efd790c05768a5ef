#include "base/map.h"

#include "base/arena.h"

enum { FEWEST_SLOTS = 64 };

/* The slot of the key, or the free one where it would go. `capacity` is a power of two. */
static struct map_entry *slot_of(struct map_entry *slots, size_t capacity, struct str key)
{
    size_t i = (size_t)str_hash(key) & (capacity - 1);
    while (slots[i].used && !str_eq(slots[i].key, key))
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

bool map_get(const struct map *m, struct str key, int64_t *value)
{
    if (!m->count)
        return false;
    const struct map_entry *found = slot_of(m->slots, m->capacity, key);
    if (found->used && value)
        *value = found->value;
    return found->used;
}

static void grow(struct map *m)
{
    size_t capacity = m->capacity ? m->capacity * 2 : FEWEST_SLOTS;
    struct map_entry *slots = arena_array(m->arena, capacity, struct map_entry);
    for (size_t i = 0; i < m->capacity; i++)
        if (m->slots[i].used)
            *slot_of(slots, capacity, m->slots[i].key) = m->slots[i];
    m->slots = slots;
    m->capacity = capacity;
}

void map_put(struct map *m, struct str key, int64_t value)
{
    if ((m->count + 1) * 2 > m->capacity)
        grow(m);
    struct map_entry *slot = slot_of(m->slots, m->capacity, key);
    if (!slot->used) {
        slot->key = str_copy(m->arena, key);
        slot->used = true;
        m->count++;
    }
    slot->value = value;
}
