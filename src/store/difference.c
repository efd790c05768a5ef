/* What a change made of a record, field by field, as JSON. */
#include "store/inside.h"

#include "base/json.h"

#include <sodium.h>

static struct str base64(struct arena *a, struct str bytes)
{
    size_t size = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *p = arena_alloc(a, size);
    sodium_bin2base64(p, size, (const unsigned char *)bytes.p, bytes.n,
                      sodium_base64_VARIANT_ORIGINAL);
    return (struct str){p, size - 1};
}

static struct node *file_node(struct arena *a, struct str bytes, bool whole)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[sizeof digest * 2 + 1];
    struct node *n = node_map(a);
    crypto_hash_sha256(digest, (const unsigned char *)bytes.p, bytes.n);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    node_set_int(a, n, S("bytes"), (int64_t)bytes.n);
    node_set_str(a, n, S("sha256"), str_copy(a, str_of(hex)));
    if (whole)
        node_set_str(a, n, S("base64"), base64(a, bytes));
    return n;
}

/* A sealed value is told as it is kept, a secret one only as being there. */
static struct node *sealed_node(struct arena *a, struct str bytes, bool whole)
{
    enum { MOST_TOLD = 100000 }; /* of a sealed file only what leaves the record is kept whole */
    struct node *n = node_map(a);
    if (bytes.n > MOST_TOLD && !whole)
        return file_node(a, bytes, false);
    node_set_str(a, n, S("sealed"), base64(a, bytes));
    return n;
}

static struct node *value_node(struct arena *a, const struct column *c, const struct value *v,
                               bool whole)
{
    if (v->kind != VALUE_EMPTY && c->field && c->field->secret) {
        struct node *n = node_map(a);
        node_set_bool(a, n, S("secret"), true);
        return n;
    }
    switch (v->kind) {
    case VALUE_TEXT: return node_str(a, v->text);
    case VALUE_INTEGER: return node_int(a, v->integer);
    case VALUE_REAL: return node_real(a, v->real);
    case VALUE_BLOB: return file_node(a, v->text, whole);
    case VALUE_SEALED: return sealed_node(a, v->text, whole);
    default: return node_null(a);
    }
}

struct node *difference_value(struct arena *a, const struct column *c, const struct value *v)
{
    return value_node(a, c, v, false);
}

/* Bytes that leave the record are kept whole; those that stay in it need only be named. */
struct str difference_print(struct arena *a, const struct table *t, const struct value *before,
                            const struct value *after)
{
    static const struct value empty;
    struct node *all = node_map(a);
    for (size_t i = 0; i < t->count; i++) {
        const struct column *c = &t->columns[i];
        const struct value *was = before ? &before[i] : &empty, *is = after ? &after[i] : &empty;
        if (value_eq(was, is))
            continue;
        struct node *change = node_map(a);
        node_set(a, change, S("before"), value_node(a, c, was, true));
        node_set(a, change, S("after"), value_node(a, c, is, false));
        node_set(a, all, c->name, change);
    }
    return json_print(a, all, 0);
}
