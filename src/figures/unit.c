#include "figures/unit.h"

#include "base/arena.h"
#include "figures/question.h"
#include "model/declaration.h"

#define UNITS_FILE "instruments/enforcement/units.yaml"

static const struct str scopes[UNIT_SCOPES] = {S_INIT("child_labor"), S_INIT("all")};

struct str unit_scope_word(enum unit_scope scope)
{
    return scopes[scope];
}

bool unit_scope_find(struct str word, enum unit_scope *scope)
{
    for (int i = 0; i < UNIT_SCOPES; i++)
        if (str_eq(word, scopes[i])) {
            *scope = (enum unit_scope)i;
            return true;
        }
    return false;
}

const struct unit_definition *instrument_unit(const struct instrument *in, struct str key)
{
    for (size_t i = 0; i < in->unit_count; i++)
        if (str_eq(in->units[i].key, key))
            return &in->units[i];
    return NULL;
}

/* The row with the narrower condition of child labour added to `where` and `known`. */
static const struct node *narrowed(struct arena *a, const struct node *row, struct str condition)
{
    static const struct str members[] = {S_INIT("where"), S_INIT("known")};
    struct node *narrow = node_map(a);
    for (size_t i = 0; i < node_count(row); i++)
        node_set(a, narrow, row->keys[i], row->items[i]);
    narrow->line = row->line;
    for (size_t i = 0; i < 2; i++) {
        struct str had = node_get_str(row, members[i]);
        if (had.n)
            node_set_str(a, narrow, members[i],
                         str_format(a, "%.*s and (%.*s)", STR_ARG(condition), STR_ARG(had)));
    }
    if (!node_get_str(row, S("where")).n)
        node_set_str(a, narrow, S("where"), condition);
    return narrow;
}

/* A figure that stands in no table: its question alone is used. */
static bool read_scope(struct arena *a, struct instrument *in, const struct node *row,
                       struct figure_definition **asked, struct faults *faults)
{
    struct question *q = arena_new(a, struct question);
    *asked = arena_new(a, struct figure_definition);
    **asked = (struct figure_definition){
        .key = node_get_str(row, S("key")),
        .label = node_get_str(row, S("label")),
        .means = node_get_str(row, S("means")),
        .type = FIGURE_COUNT,
        .type_name = S("count"),
        .question = q,
    };
    if (!question_of_row(a, in, S(UNITS_FILE), (*asked)->key, row, q, faults))
        return false;
    if (q->kind == ASKS_SUM) {
        (*asked)->type = FIGURE_MONEY;
        (*asked)->type_name = S("money");
    }
    return true;
}

static bool read_unit(struct arena *a, struct instrument *in, const struct node *row,
                      struct faults *faults)
{
    struct unit_definition *unit = &in->units[in->unit_count++];
    struct figure_definition *all, *of_children;
    const struct node *narrow = narrowed(a, row, node_get_str(row, S("of_child_labor")));
    if (!read_scope(a, in, row, &all, faults) || !read_scope(a, in, narrow, &of_children, faults))
        return false;
    *unit = (struct unit_definition){
        .key = all->key,
        .label = all->label,
        .means = all->means,
        .under = node_get_str(row, S("under")),
        .figure = instrument_figure(in, node_get_str(row, S("figure"))),
        .money = all->type == FIGURE_MONEY,
        .asked = {[UNIT_OF_CHILD_LABOR] = of_children, [UNIT_OF_ALL] = all},
    };
    return true;
}

bool units_load_all(struct arena *a, struct instrument *in, struct faults *faults)
{
    const struct node *file = declaration_resource(a, S(UNITS_FILE), faults);
    const struct node *list = node_get(file, S("units"));
    if (!file)
        return false;
    in->units = arena_array(a, node_count(list), struct unit_definition);
    for (size_t i = 0; i < node_count(list); i++)
        if (!read_unit(a, in, node_at(list, i), faults))
            return false;
    return true;
}
