#include "model/tree.h"

#include "base/arena.h"

#include <string.h>

/* A node is its kind, its line and its content; numbers are seven bits a byte, the lowest first. */

static void write_number(struct buffer *out, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        buffer_char(out, (char)(unsigned char)(n | 0x80));
    buffer_char(out, (char)n);
}

static void write_text(struct buffer *out, struct str text)
{
    write_number(out, text.n);
    buffer_add(out, text);
}

void tree_write(struct buffer *out, const struct node *node)
{
    uint64_t bits = 0;
    write_number(out, (uint64_t)node->kind);
    write_number(out, (uint64_t)node->line);
    switch (node->kind) {
    case NODE_NULL: break;
    case NODE_BOOL: write_number(out, node->flag); break;
    case NODE_INT: write_number(out, (uint64_t)node->integer); break;
    case NODE_REAL:
        memcpy(&bits, &node->real, sizeof bits);
        write_number(out, bits);
        break;
    case NODE_STR: write_text(out, node->text); break;
    case NODE_LIST:
    case NODE_MAP:
        write_number(out, node->count);
        for (size_t i = 0; i < node->count; i++) {
            if (node->kind == NODE_MAP)
                write_text(out, node->keys[i]);
            tree_write(out, node->items[i]);
        }
    }
}

struct reading {
    struct arena *arena;
    struct str bytes;
    size_t at;
};

static uint64_t read_number(struct reading *r)
{
    uint64_t n = 0;
    for (unsigned shift = 0; r->at < r->bytes.n && shift < 64; shift += 7) {
        unsigned char byte = (unsigned char)r->bytes.p[r->at++];
        n |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    return n;
}

static struct str read_text(struct reading *r)
{
    size_t n = (size_t)read_number(r);
    struct str text = str_slice(r->bytes, r->at, r->at + n);
    r->at += text.n;
    return text;
}

static struct node *read_node(struct reading *r)
{
    struct node *node = arena_new(r->arena, struct node);
    uint64_t bits;
    node->kind = (enum node_kind)read_number(r);
    node->line = (long)read_number(r);
    switch (node->kind) {
    case NODE_NULL: break;
    case NODE_BOOL: node->flag = read_number(r) != 0; break;
    case NODE_INT: node->integer = (int64_t)read_number(r); break;
    case NODE_REAL:
        bits = read_number(r);
        memcpy(&node->real, &bits, sizeof bits);
        break;
    case NODE_STR: node->text = read_text(r); break;
    case NODE_LIST:
    case NODE_MAP:
        node->count = node->capacity = node->key_capacity = (size_t)read_number(r);
        node->items = arena_array(r->arena, node->count, struct node *);
        if (node->kind == NODE_MAP)
            node->keys = arena_array(r->arena, node->count, struct str);
        for (size_t i = 0; i < node->count; i++) {
            if (node->kind == NODE_MAP)
                node->keys[i] = read_text(r);
            node->items[i] = read_node(r);
        }
    }
    return node;
}

const struct node *tree_read(struct arena *a, struct str bytes)
{
    struct reading r = {.arena = a, .bytes = bytes};
    return read_node(&r);
}
