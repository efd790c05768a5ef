#include "model/expression_make.h"

#include "base/arena.h"

static struct expression *make(struct arena *a, enum expression_kind kind)
{
    struct expression *e = arena_new(a, struct expression);
    e->kind = kind;
    return e;
}

static const struct expression *field_of(struct arena *a, const struct path *path)
{
    struct expression *e = make(a, EXPRESSION_FIELD);
    e->path = path->fields;
    e->path_count = path->count;
    return e;
}

const struct expression *expression_compared(struct arena *a, const struct path *path,
                                             enum comparison how, struct str text)
{
    struct expression *e = make(a, EXPRESSION_COMPARE), *literal = make(a, EXPRESSION_LITERAL);
    e->comparison = how;
    literal->literal = value_text(text);
    *arena_push(a, e) = field_of(a, path);
    *arena_push(a, e) = literal;
    return e;
}

const struct expression *expression_is_null(struct arena *a, const struct path *path)
{
    struct expression *e = make(a, EXPRESSION_IS_NULL);
    *arena_push(a, e) = field_of(a, path);
    return e;
}

const struct expression *expression_both(struct arena *a, const struct expression *one,
                                         const struct expression *two)
{
    if (!one || !two)
        return one ? one : two;
    struct expression *e = make(a, EXPRESSION_AND);
    *arena_push(a, e) = one;
    *arena_push(a, e) = two;
    return e;
}
