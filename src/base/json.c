#include "base/json.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <jansson.h>

static void new_line(struct buffer *b, int indent, int depth)
{
    if (indent) {
        buffer_char(b, '\n');
        buffer_fill(b, ' ', (size_t)(indent * depth));
    }
}

/* How the character at *at is escaped, or NULL; moves *at behind it. */
static const char *escaped(struct str s, size_t *at, char hex[7])
{
    unsigned char c = (unsigned char)s.p[*at];
    size_t start = *at;
    if (c < 0x80) {
        *at += 1;
        switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '<': return "\\u003c";
        default: break;
        }
        if (c >= 0x20 && c != 0x7f)
            return NULL;
        static const char digits[] = "0123456789abcdef";
        const char form[7] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15], 0};
        for (size_t i = 0; i < sizeof form; i++)
            hex[i] = form[i];
        return hex;
    }
    size_t longest = s.n - start < 4 ? s.n - start : 4, length = 2;
    while (length <= longest && !utf8_valid(str_slice(s, start, start + length), NULL))
        length++;
    *at = start + (length <= longest ? length : 1);
    if (length > longest)
        return "\xef\xbf\xbd";
    uint32_t code = utf8_next(s, &start);
    if (code == 0x2028 || code == 0x2029)
        return code == 0x2028 ? "\\u2028" : "\\u2029";
    return NULL;
}

void json_write_string(struct buffer *b, struct str s)
{
    char hex[7];
    size_t from = 0;
    buffer_char(b, '"');
    for (size_t at = 0; at < s.n;) {
        size_t start = at;
        const char *instead = escaped(s, &at, hex);
        if (!instead)
            continue;
        buffer_add(b, str_slice(s, from, start));
        buffer_add(b, str_of(instead));
        from = at;
    }
    buffer_add(b, str_from(s, from));
    buffer_char(b, '"');
}

static void write_at(struct buffer *b, const struct node *n, int indent, int depth)
{
    if (n && n->kind == NODE_STR) {
        json_write_string(b, n->text);
        return;
    }
    if (!n || (n->kind != NODE_LIST && n->kind != NODE_MAP)) {
        struct str text = node_text(b->arena, n);
        buffer_add(b, text.n ? text : S("null"));
        return;
    }
    bool map = n->kind == NODE_MAP;
    buffer_char(b, map ? '{' : '[');
    for (size_t i = 0; i < n->count; i++) {
        if (i)
            buffer_char(b, ',');
        new_line(b, indent, depth + 1);
        if (map) {
            json_write_string(b, n->keys[i]);
            buffer_add(b, indent ? S(": ") : S(":"));
        }
        write_at(b, n->items[i], indent, depth + 1);
    }
    if (n->count)
        new_line(b, indent, depth);
    buffer_char(b, map ? '}' : ']');
}

void json_write(struct buffer *b, const struct node *n, int indent)
{
    write_at(b, n, indent, 0);
}

struct str json_print(struct arena *a, const struct node *n, int indent)
{
    struct buffer b = {.arena = a};
    json_write(&b, n, indent);
    return buffer_str(&b);
}

/* The same tree in the arena; NULL when it is nested too deep. */
static struct node *taken(struct arena *a, json_t *json, int depth)
{
    if (depth > JSON_DEEPEST)
        return NULL;
    switch (json_typeof(json)) {
    case JSON_TRUE: return node_bool(a, true);
    case JSON_FALSE: return node_bool(a, false);
    case JSON_INTEGER: return node_int(a, json_integer_value(json));
    case JSON_REAL: return node_real(a, json_real_value(json));
    case JSON_STRING:
        return node_str(
            a, str_copy(a, (struct str){json_string_value(json), json_string_length(json)}));
    case JSON_ARRAY: {
        struct node *list = node_list(a);
        for (size_t i = 0; i < json_array_size(json); i++) {
            struct node *item = taken(a, json_array_get(json, i), depth + 1);
            if (!item)
                return NULL;
            node_add(a, list, item);
        }
        return list;
    }
    case JSON_OBJECT: {
        struct node *map = node_map(a);
        const char *key;
        json_t *member;
        json_object_foreach(json, key, member)
        {
            struct node *item = taken(a, member, depth + 1);
            if (!item)
                return NULL;
            node_set(a, map, str_copy(a, str_of(key)), item);
        }
        return map;
    }
    case JSON_NULL: break;
    }
    return node_null(a);
}

const struct node *json_read(struct arena *a, struct str text, struct faults *faults)
{
    json_error_t error;
    if (text.n > JSON_LARGEST) {
        FAULT(faults, FAULT_LIMIT, (struct place){0}, N_("This JSON is larger than {1}."),
              S("64 MB"));
        return NULL;
    }
    json_t *json =
        json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json) {
        FAULT(faults, FAULT_INPUT,
              ((struct place){.line = error.line > 0 ? error.line : 1,
                              .column = error.column > 0 ? error.column : 1}),
              N_("This cannot be read as JSON: {1}."), str_of(error.text));
        return NULL;
    }
    struct node *tree = taken(a, json, 0);
    json_decref(json);
    if (!tree)
        FAULT(faults, FAULT_LIMIT, (struct place){0},
              N_("This JSON is nested more than {1} levels deep."),
              str_format(faults->arena, "%d", JSON_DEEPEST));
    return tree;
}
