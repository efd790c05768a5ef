/* The conditions of rules, judged from the record itself; the database judges the same ones in
 * lists (store/condition.c), and as there nothing compares with what is empty. */
#include "access/within.h"

#include <string.h>

static const struct value *value_of(const struct expression *e, const struct record *r)
{
    return e->kind == EXPRESSION_FIELD ? &r->values[e->path[0]->index] : &e->literal;
}

static bool compares(const struct expression *e, const struct record *r)
{
    const struct value *left = value_of(e->items[0], r), *right = value_of(e->items[1], r);
    if (left->kind == VALUE_EMPTY || right->kind == VALUE_EMPTY)
        return false;
    int order = value_compare(left, right);
    switch (e->comparison) {
    case EQUAL: return order == 0;
    case UNEQUAL: return order != 0;
    case BELOW: return order < 0;
    case AT_OR_BELOW: return order <= 0;
    case ABOVE: return order > 0;
    default: return order >= 0;
    }
}

static bool is_among(const struct expression *e, const struct record *r)
{
    const struct value *value = value_of(e->items[0], r);
    for (size_t i = 1; value->kind != VALUE_EMPTY && i < e->count; i++)
        if (value_compare(value, value_of(e->items[i], r)) == 0)
            return true;
    return false;
}

/* Every field asked of is the record's own and may be read. */
static bool is_open(const struct expression *e, const struct view *view)
{
    if (e->kind == EXPRESSION_PARAMETER)
        return false;
    if (e->kind == EXPRESSION_FIELD &&
        (e->path_count != 1 || view->sight[e->path[0]->index] != SIGHT_FULL || e->path[0]->sealed))
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (!is_open(e->items[i], view))
            return false;
    return true;
}

bool visit_holds(const struct view *view, const struct expression *condition)
{
    return is_open(condition, view) && condition_holds(condition, view->record);
}

bool condition_holds(const struct expression *e, const struct record *r)
{
    switch (e->kind) {
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        for (size_t i = 0; i < e->count; i++)
            if (condition_holds(e->items[i], r) == (e->kind == EXPRESSION_OR))
                return e->kind == EXPRESSION_OR;
        return e->kind == EXPRESSION_AND;
    case EXPRESSION_NOT: return !condition_holds(e->items[0], r);
    case EXPRESSION_IS_NULL: return value_of(e->items[0], r)->kind == VALUE_EMPTY;
    case EXPRESSION_IN: return is_among(e, r);
    case EXPRESSION_COMPARE: return compares(e, r);
    default: return value_of(e, r)->kind == VALUE_INTEGER && value_of(e, r)->integer == 1;
    }
}
