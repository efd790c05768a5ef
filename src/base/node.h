/* A tree of plain values: what a declaration file says, what a page shows, what JSON carries.
 *
 * Nodes live in an arena and are never changed once they are handed on. A node that came from a
 * file carries its line, so that a fault in it can be named. `node_get` on anything that has no
 * such member gives NULL, and every reader takes NULL, so look-ups chain without checks.
 */
#pragma once

#include "base/str.h"

enum node_kind { NODE_NULL, NODE_BOOL, NODE_INT, NODE_REAL, NODE_STR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    long line; /* from 1 in the file it was read from; 0 when made by the program */
    bool flag;
    int64_t integer;
    double real;
    struct str text;  /* NODE_STR */
    struct str *keys; /* NODE_MAP: names of items, in the order given */
    struct node **items;
    size_t count, capacity, key_capacity;
};

struct node *node_map(struct arena *a);
struct node *node_list(struct arena *a);
struct node *node_str(struct arena *a, struct str text); /* borrows the text */
struct node *node_int(struct arena *a, int64_t value);
struct node *node_real(struct arena *a, double value);
struct node *node_bool(struct arena *a, bool value);
struct node *node_null(struct arena *a);

/* A map of `count` members with these names (borrowed, for all the maps that are alike) and values.
 */
struct node *node_alike(struct arena *a, const struct str *names, struct node *const *values,
                        size_t count);

/* Sets a member of a map (replaces one of that name) and returns the value. The key is borrowed. */
struct node *node_set(struct arena *a, struct node *map, struct str key, struct node *value);
/* Adds to a list and returns the value. */
struct node *node_add(struct arena *a, struct node *list, struct node *value);
void node_set_str(struct arena *a, struct node *map, struct str key, struct str value);
void node_set_int(struct arena *a, struct node *map, struct str key, int64_t value);
void node_set_bool(struct arena *a, struct node *map, struct str key, bool value);

/* Member of a map, or NULL. */
const struct node *node_get(const struct node *map, struct str key);
/* Member by a dotted path such as "assessment.level", or NULL. */
const struct node *node_path(const struct node *map, struct str path);
/* A scalar as text: a string as it is, a number printed, true/false; empty for anything else. */
struct str node_text(struct arena *a, const struct node *n);
/* The string of member `key`, or empty. */
struct str node_get_str(const struct node *map, struct str key);
int64_t node_get_int(const struct node *map, struct str key, int64_t otherwise);
bool node_get_bool(const struct node *map, struct str key);
/* False for NULL, null, false, 0, "", and empty lists and maps. */
bool node_truth(const struct node *n);
size_t node_count(const struct node *n);
/* Items of a list (or values of a map); NULL past the end. */
const struct node *node_at(const struct node *n, size_t i);
