/* Conditions judged from the records as they stand. */
#include "base/arena.h"
#include "casework/within.h"

struct value judge_reach(struct casework *w, const struct field *const *path, size_t count,
                         const struct record *r)
{
    for (size_t i = 0; r; i++) {
        const struct value *value = &r->values[path[i]->index];
        if (i + 1 == count)
            return *value;
        if (value->kind != VALUE_TEXT)
            break;
        r = store_get_brief(w->session, w->arena, path[i]->to, value->text, w->faults);
    }
    return (struct value){0};
}

static struct value value_of(struct casework *w, const struct expression *e, const struct record *r)
{
    if (e->kind == EXPRESSION_FIELD)
        return judge_reach(w, e->path, e->path_count, r);
    if (e->kind != EXPRESSION_PARAMETER)
        return e->literal;
    return str_eq(e->parameter, S("today")) ? value_text(date_print(w->arena, w->today))
                                            : (struct value){0};
}

static bool compares(struct casework *w, const struct expression *e, const struct record *r)
{
    struct value left = value_of(w, e->items[0], r), right = value_of(w, e->items[1], r);
    if (left.kind == VALUE_EMPTY || right.kind == VALUE_EMPTY || left.kind == VALUE_SEALED ||
        right.kind == VALUE_SEALED)
        return false;
    int order = value_compare(&left, &right);
    switch (e->comparison) {
    case EQUAL: return order == 0;
    case UNEQUAL: return order != 0;
    case BELOW: return order < 0;
    case AT_OR_BELOW: return order <= 0;
    case ABOVE: return order > 0;
    default: return order >= 0;
    }
}

static bool is_among(struct casework *w, const struct expression *e, const struct record *r)
{
    struct value value = value_of(w, e->items[0], r);
    for (size_t i = 1; value.kind != VALUE_EMPTY && i < e->count; i++) {
        struct value one = value_of(w, e->items[i], r);
        if (one.kind != VALUE_EMPTY && value_compare(&value, &one) == 0)
            return true;
    }
    return false;
}

bool judge(struct casework *w, const struct expression *e, const struct record *r)
{
    switch (e->kind) {
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        for (size_t i = 0; i < e->count; i++)
            if (judge(w, e->items[i], r) == (e->kind == EXPRESSION_OR))
                return e->kind == EXPRESSION_OR;
        return e->kind == EXPRESSION_AND;
    case EXPRESSION_NOT: return !judge(w, e->items[0], r);
    case EXPRESSION_IS_NULL: return value_of(w, e->items[0], r).kind == VALUE_EMPTY;
    case EXPRESSION_IN: return is_among(w, e, r);
    case EXPRESSION_COMPARE: return compares(w, e, r);
    default: {
        struct value value = value_of(w, e, r);
        return value.kind == VALUE_INTEGER && value.integer == 1;
    }
    }
}

/* --- records about a record --- */

static struct expression *make(struct casework *w, enum expression_kind kind)
{
    struct expression *e = arena_new(w->arena, struct expression);
    e->kind = kind;
    return e;
}

/* `by` = the record, and what else is asked of them. */
const struct expression *casework_about(struct casework *w, const struct related *related,
                                        struct str id)
{
    struct expression *field = make(w, EXPRESSION_FIELD), *literal = make(w, EXPRESSION_LITERAL);
    struct expression *is = make(w, EXPRESSION_COMPARE), *both = make(w, EXPRESSION_AND);
    field->path = related->by.fields;
    field->path_count = related->by.count;
    literal->literal = value_text(id);
    is->comparison = EQUAL;
    *arena_push(w->arena, is) = field;
    *arena_push(w->arena, is) = literal;
    if (!related->where)
        return is;
    struct parameter today = {S("today"), value_text(date_print(w->arena, w->today))};
    const struct expression *where =
        expression_bind(w->arena, related->where, &today, 1, w->faults);
    if (!where)
        return NULL;
    *arena_push(w->arena, both) = is;
    *arena_push(w->arena, both) = where;
    return both;
}

static bool is_in_stage(struct casework *w, const struct str_list *names, const struct record *r)
{
    struct stages reached;
    if (!names->count)
        return true;
    if (!casework_stages(w, r, &reached) || !reached.count)
        return false;
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], reached.items[reached.count - 1].stage->name))
            return true;
    return false;
}

/* Those it finds; with `one`, the first of them alone, when that is all that is asked. */
static bool find_related(struct casework *w, const struct related *related, const struct record *r,
                         bool one, struct records *found)
{
    struct records all = {0};
    *found = (struct records){0};
    if (!r->id.n)
        return true;
    struct query q = {
        .type = related->type, .where = casework_about(w, related, r->id), .brief = true};
    q.limit = one ? 1 : 0; /* mostly the first one answers; else all are read */
    do {
        if (!q.where || !store_query(w->session, w->arena, &q, &all, w->faults))
            return false;
        for (size_t i = 0; i < all.count && !(one && found->count); i++)
            if (is_in_stage(w, &related->stages, all.items[i]))
                *arena_push(w->arena, found) = all.items[i];
        q.offset = q.limit;
        q.limit = 0;
    } while (q.offset && all.count && !found->count);
    return true;
}

bool judge_related(struct casework *w, const struct related *related, const struct record *r,
                   struct records *found)
{
    return find_related(w, related, r, false, found);
}

static bool is_there(struct casework *w, const struct related *related, const struct record *r)
{
    struct records found;
    if (related->instead)
        return judge(w, related->instead, r);
    return find_related(w, related, r, true, &found) && found.count;
}

bool judge_circumstance(struct casework *w, const struct circumstance *c, const struct record *r)
{
    bool any = !c->any_count;
    if (c->when && !judge(w, c->when, r))
        return false;
    for (size_t i = 0; i < c->any_count && !any; i++)
        any = is_there(w, &c->any[i], r);
    for (size_t i = 0; any && i < c->none_count; i++)
        if (is_there(w, &c->none[i], r))
            return false;
    return any;
}
