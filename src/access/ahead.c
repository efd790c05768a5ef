/* Records that will be met, read in one question to the database instead of one each. */
#include "access/names.h"
#include "access/within.h"

enum { FEWEST_ASKED = 8, MOST_ASKED = 256 };

static const struct field id_field = {.name = S_INIT("id"), .kind = FIELD_TEXT};

static struct expression *make(struct arena *a, enum expression_kind kind)
{
    struct expression *e = arena_new(a, struct expression);
    e->kind = kind;
    return e;
}

static void add_id(struct arena *a, struct expression *in, struct str id)
{
    struct expression *literal = make(a, EXPRESSION_LITERAL);
    literal->literal = value_text(id);
    *arena_push(a, in) = literal;
}

/* id in (…) of the ids. The last one is repeated up to a power of two, so that the database has few
 * different questions to get ready for. */
static const struct expression *one_of(struct arena *a, const struct str_list *ids)
{
    static const struct field *path[] = {&id_field};
    struct expression *in = make(a, EXPRESSION_IN), *id = make(a, EXPRESSION_FIELD);
    size_t whole = FEWEST_ASKED;
    while (whole < ids->count)
        whole *= 2;
    id->path = path;
    id->path_count = 1;
    *arena_push(a, in) = id;
    for (size_t i = 0; i < whole; i++)
        add_id(a, in, ids->items[i < ids->count ? i : ids->count - 1]);
    return in;
}

/* Reads those of the ids that were not met yet. */
static void read_ahead(struct visit *v, const struct type *type, const struct str_list *ids)
{
    struct visit_memory *m = visit_memory(v);
    struct faults ignored = {.arena = v->arena, .limit = 1};
    struct str_list wanted = {0};
    struct records found;
    struct map seen = {.arena = v->arena};
    for (size_t i = 0; i < ids->count && wanted.count < MOST_ASKED; i++) {
        struct str key = visit_met_key(v, type, ids->items[i]);
        if (map_get(&m->met, key, NULL) || map_get(&seen, key, NULL))
            continue;
        map_put(&seen, key, 1);
        *arena_push(v->arena, &wanted) = ids->items[i];
    }
    if (!wanted.count || !visit_cell(v, type, 0, ACTION_KNOW))
        return;
    struct query q = {.type = type, .where = one_of(v->arena, &wanted), .brief = true};
    if (!store_query(v->session, m->arena, &q, &found, &ignored))
        return;
    for (size_t i = 0; i < found.count; i++)
        visit_remember(v, found.items[i]);
}

struct str *visit_names(struct visit *v, const struct type *type, const struct str *ids,
                        size_t count)
{
    struct str *names = arena_array(v->arena, count + 1, struct str);
    bool *found = arena_array(v->arena, count + 1, bool);
    struct str_list others = {0};
    names_get_all(v, type, ids, count, names, found);
    for (size_t i = 0; i < count; i++)
        if (!found[i] && ids[i].n)
            *arena_push(v->arena, &others) = ids[i];
    if (others.count > 1)
        read_ahead(v, type, &others);
    for (size_t i = 0; i < count; i++)
        if (!found[i] && ids[i].n)
            names[i] = visit_name(v, type, ids[i]);
    return names;
}
