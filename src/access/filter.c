/* Scopes as a condition that the database evaluates, so that totals and pages are right. */
#include "access/within.h"

/* Every table has the column, though no type declares it. */
static const struct field id_field = {.name = S_INIT("id"), .kind = FIELD_TEXT};

static struct expression *make(struct visit *v, enum expression_kind kind)
{
    struct expression *e = arena_new(v->arena, struct expression);
    e->kind = kind;
    return e;
}

static void add(struct visit *v, struct expression *e, const struct expression *item)
{
    *arena_push(v->arena, e) = item;
}

static const struct expression *literal(struct visit *v, struct str text)
{
    struct expression *e = make(v, EXPRESSION_LITERAL);
    e->literal = value_text(text);
    return e;
}

static const struct expression *the_id(struct visit *v)
{
    struct expression *e = make(v, EXPRESSION_FIELD);
    e->path = arena_array(v->arena, 1, const struct field *);
    e->path[0] = &id_field;
    e->path_count = 1;
    return e;
}

static const struct expression *nothing(struct visit *v)
{
    struct expression *e = make(v, EXPRESSION_IS_NULL);
    add(v, e, the_id(v));
    return e;
}

static const struct expression *path_is(struct visit *v, const struct path *path, struct str part)
{
    struct expression *field = make(v, EXPRESSION_FIELD), *e = make(v, EXPRESSION_COMPARE);
    field->path = path->fields;
    field->path_count = path->count;
    e->comparison = EQUAL;
    add(v, e, field);
    add(v, e, literal(v, part));
    return e;
}

static void add_emergencies(struct visit *v, const struct type *type, struct expression *any)
{
    struct expression *e = make(v, EXPRESSION_IN);
    const struct visit_memory *m = visit_memory(v);
    if (!visit_emergencies(v))
        return; /* the query will fail in the same way */
    add(v, e, the_id(v));
    for (size_t i = 0; i < m->emergencies.count; i++)
        if (m->emergencies.items[i].type == type)
            add(v, e, literal(v, m->emergencies.items[i].id));
    if (e->count > 1)
        add(v, any, e);
}

/* One of the plain scopes; NULL when all. */
static const struct expression *plain_filter(struct visit *v, const struct type *type,
                                             unsigned scopes)
{
    struct expression *any = make(v, EXPRESSION_OR);
    if (scopes & IN_ALL)
        return NULL;
    for (int s = 0; s < SCOPE_COUNT; s++)
        for (size_t i = 0; i < type->scopes[s].count && (scopes & 1u << s); i++) {
            const struct path *path = &type->scopes[s].items[i];
            struct str part = visit_part(&v->who, path->fields[path->count - 1]);
            if (part.n)
                add(v, any, path_is(v, path, part));
        }
    if (scopes & IN_EMERGENCY)
        add_emergencies(v, type, any);
    return any->count ? any : nothing(v);
}

static const struct expression *restricted_filter(struct visit *v, const struct type *type,
                                                  const struct restriction *x, unsigned scopes)
{
    struct expression *all = make(v, EXPRESSION_AND);
    const struct expression *in = plain_filter(v, type, scopes);
    const struct expression *within = x->within ? plain_filter(v, type, x->within) : NULL;
    if (in)
        add(v, all, in);
    if (within)
        add(v, all, within);
    if (x->holds)
        add(v, all, x->holds);
    return all;
}

static const struct expression *scope_filter(struct visit *v, const struct type *type,
                                             unsigned scopes)
{
    const struct restricted *r = &v->access->restricted[type - v->access->model->types];
    const struct expression *plain = plain_filter(v, type, scopes & 0xff);
    struct expression *any = make(v, EXPRESSION_OR);
    if (!plain)
        return NULL;
    if (scopes & 0xff)
        add(v, any, plain);
    for (size_t k = 0; k < r->count; k++) {
        unsigned bits = (scopes >> (8 * (k + 1))) & 0xff;
        if (bits)
            add(v, any, restricted_filter(v, type, &r->items[k], bits));
    }
    return any->count ? any : plain;
}

const struct expression *visit_filter(struct visit *v, const struct type *type, unsigned scopes)
{
    const struct expression *in = scope_filter(v, type, scopes);
    const struct expression *seen = visit_not_hidden(v, type);
    if (!in || !seen)
        return in ? in : seen;
    struct expression *both = make(v, EXPRESSION_AND);
    add(v, both, in);
    add(v, both, seen);
    return both;
}
