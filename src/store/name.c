/* The display name of a record, by the pattern of its type. */
#include "store/inside.h"

enum { DEEPEST_NAME = 4 }; /* references followed inside one another */

static struct str name_at(struct session *s, struct arena *a, const struct record *r, int depth,
                          struct faults *faults);

/* True when the name is made of long texts too. */
static bool names_long(const struct type *t)
{
    for (size_t i = 0; i < t->field_count; i++)
        if (t->fields[i].multiline && str_contains(t->named, t->fields[i].name))
            return true;
    return false;
}

static struct str part(struct session *s, struct arena *a, const struct record *r,
                       const struct field *f, int depth, struct faults *faults)
{
    const struct value *v = &r->values[f->index];
    if (v->kind == VALUE_EMPTY)
        return (struct str){0};
    if (f->kind == FIELD_REF) {
        if (depth >= DEEPEST_NAME)
            return v->text;
        struct record *other = names_long(f->to) ? store_get(s, a, f->to, v->text, faults)
                                                 : store_get_brief(s, a, f->to, v->text, faults);
        return other ? name_at(s, a, other, depth + 1, faults) : v->text;
    }
    if (f->kind == FIELD_CODE) {
        const struct code *code = code_find(f->list, v->text);
        return code ? code->label : v->text;
    }
    const struct field *currency = type_field(r->type, f->currency);
    return value_print(a, f, v, currency ? r->values[currency->index].text : (struct str){0});
}

static struct str name_at(struct session *s, struct arena *a, const struct record *r, int depth,
                          struct faults *faults)
{
    struct str pattern = r->type->named;
    struct buffer b = {.arena = a};
    size_t from = 0;
    for (size_t open; (open = str_find_char(pattern, '{', from)) != STR_NONE;) {
        size_t close = str_find_char(pattern, '}', open);
        const struct field *f = type_field(r->type, str_slice(pattern, open + 1, close));
        buffer_add(&b, str_slice(pattern, from, open));
        if (f)
            buffer_add(&b, part(s, a, r, f, depth, faults));
        from = close == STR_NONE ? pattern.n : close + 1;
    }
    buffer_add(&b, str_from(pattern, from));
    struct str name = str_trim(buffer_str(&b));
    return name.n ? name : r->id;
}

struct str store_name(struct session *s, struct arena *a, const struct record *r,
                      struct faults *faults)
{
    return name_at(s, a, r, 0, faults);
}
