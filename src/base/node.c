#include "base/node.h"

#include "base/arena.h"

#include <math.h>
#include <stdio.h>

static struct node *node_new(struct arena *a, enum node_kind kind)
{
    struct node *n = arena_new(a, struct node);
    n->kind = kind;
    return n;
}

struct node *node_map(struct arena *a)
{
    return node_new(a, NODE_MAP);
}

struct node *node_list(struct arena *a)
{
    return node_new(a, NODE_LIST);
}

struct node *node_str(struct arena *a, struct str text)
{
    struct node *n = node_new(a, NODE_STR);
    n->text = text;
    return n;
}

struct node *node_int(struct arena *a, int64_t value)
{
    struct node *n = node_new(a, NODE_INT);
    n->integer = value;
    return n;
}

struct node *node_real(struct arena *a, double value)
{
    struct node *n = node_new(a, NODE_REAL);
    n->real = value;
    return n;
}

struct node *node_bool(struct arena *a, bool value)
{
    struct node *n = node_new(a, NODE_BOOL);
    n->flag = value;
    return n;
}

struct node *node_null(struct arena *a)
{
    return node_new(a, NODE_NULL);
}

struct node *node_alike(struct arena *a, const struct str *names, struct node *const *values,
                        size_t count)
{
    struct node *n = node_new(a, NODE_MAP);
    n->keys = (struct str *)(uintptr_t)names; /* a larger map gets names of its own */
    n->items = arena_room(a, count * sizeof *n->items);
    memcpy(n->items, values, count * sizeof *n->items);
    n->count = n->capacity = n->key_capacity = count;
    return n;
}

struct node *node_set(struct arena *a, struct node *map, struct str key, struct node *value)
{
    for (size_t i = 0; i < map->count; i++)
        if (str_eq(map->keys[i], key))
            return map->items[i] = value;
    map->keys = arena_grow(a, map->keys, map->count, &map->key_capacity, sizeof *map->keys);
    map->items = arena_grow(a, map->items, map->count, &map->capacity, sizeof *map->items);
    map->keys[map->count] = key;
    return map->items[map->count++] = value;
}

struct node *node_add(struct arena *a, struct node *list, struct node *value)
{
    return *arena_push(a, list) = value;
}

void node_set_str(struct arena *a, struct node *map, struct str key, struct str value)
{
    node_set(a, map, key, node_str(a, value));
}

void node_set_int(struct arena *a, struct node *map, struct str key, int64_t value)
{
    node_set(a, map, key, node_int(a, value));
}

void node_set_bool(struct arena *a, struct node *map, struct str key, bool value)
{
    node_set(a, map, key, node_bool(a, value));
}

const struct node *node_get(const struct node *map, struct str key)
{
    if (!map || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (str_eq(map->keys[i], key))
            return map->items[i];
    return NULL;
}

const struct node *node_path(const struct node *map, struct str path)
{
    struct str part;
    while (map && str_cut(&path, '.', &part))
        map = node_get(map, part);
    return map;
}

struct str node_text(struct arena *a, const struct node *n)
{
    if (!n)
        return (struct str){0};
    switch (n->kind) {
    case NODE_STR: return n->text;
    case NODE_INT: return str_format(a, "%lld", (long long)n->integer);
    case NODE_REAL:
        if (!isfinite(n->real))
            return (struct str){0};
        for (int digits = 1; digits <= 17; digits++) { /* the shortest that reads back the same */
            struct str s = str_format(a, "%.*g", digits, n->real);
            double again;
            if ((str_to_real(s, &again) && again == n->real) || digits == 17)
                return s;
        }
        return (struct str){0};
    case NODE_BOOL: return n->flag ? S("true") : S("false");
    default: return (struct str){0};
    }
}

struct str node_get_str(const struct node *map, struct str key)
{
    const struct node *n = node_get(map, key);
    return n && n->kind == NODE_STR ? n->text : (struct str){0};
}

int64_t node_get_int(const struct node *map, struct str key, int64_t otherwise)
{
    const struct node *n = node_get(map, key);
    return n && n->kind == NODE_INT ? n->integer : otherwise;
}

bool node_get_bool(const struct node *map, struct str key)
{
    return node_truth(node_get(map, key));
}

bool node_truth(const struct node *n)
{
    if (!n)
        return false;
    switch (n->kind) {
    case NODE_NULL: return false;
    case NODE_BOOL: return n->flag;
    case NODE_INT: return n->integer != 0;
    case NODE_REAL: return n->real != 0;
    case NODE_STR: return n->text.n > 0;
    case NODE_LIST:
    case NODE_MAP: return n->count > 0;
    }
    return false;
}

size_t node_count(const struct node *n)
{
    return n && (n->kind == NODE_LIST || n->kind == NODE_MAP) ? n->count : 0;
}

const struct node *node_at(const struct node *n, size_t i)
{
    return i < node_count(n) ? n->items[i] : NULL;
}
