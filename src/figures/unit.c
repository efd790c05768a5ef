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

/* A figure that stands in no table: its question alone is used. */
static bool read_scope(struct arena *a, struct instrument *in, const struct node *row,
                       enum unit_scope scope, struct unit_definition *unit, struct faults *faults)
{
    const struct node *asked = node_get(row, scopes[scope]);
    struct question *q = arena_new(a, struct question);
    struct figure_definition *f = arena_new(a, struct figure_definition);
    if (!asked)
        return true;
    if (!question_of_row(a, in, S(UNITS_FILE), unit->key, asked, q, faults))
        return false;
    *f = (struct figure_definition){
        .key = unit->key,
        .label = unit->label,
        .means = unit->means,
        .type = FIGURE_COUNT,
        .type_name = S("count"),
        .question = q,
    };
    unit->money = unit->money || q->kind == ASKS_SUM;
    unit->asked[scope] = f;
    return true;
}

bool units_load_all(struct arena *a, struct instrument *in, struct faults *faults)
{
    const struct node *file = declaration_resource(a, S(UNITS_FILE), faults);
    const struct node *list = node_get(file, S("units"));
    if (!file)
        return false;
    in->units = arena_array(a, node_count(list), struct unit_definition);
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *row = node_at(list, i);
        struct unit_definition *unit = &in->units[in->unit_count++];
        *unit = (struct unit_definition){
            .key = node_get_str(row, S("key")),
            .label = node_get_str(row, S("label")),
            .means = node_get_str(row, S("means")),
            .under = node_get_str(row, S("under")),
        };
        for (int scope = 0; scope < UNIT_SCOPES; scope++)
            if (!read_scope(a, in, row, (enum unit_scope)scope, unit, faults))
                return false;
    }
    return true;
}
