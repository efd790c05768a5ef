/* What is on file of employers, asked in a few counts of the whole store. */
#include "base/arena.h"
#include "base/buffer.h"
#include "inspectorate/plan.h"
#include "model/expression.h"

struct asking {
    struct visit *visit;
    const struct model *model;
    const struct plan_wish *wish;
};

/* kinds of violation that are child labour, as "kind in (…)" */
static struct str child_kinds(struct arena *a, const struct model *model)
{
    const struct code_list *list = model_list(model, S("violation_kinds"));
    struct str_list codes = {0};
    for (size_t i = 0; list && i < list->count; i++)
        if (str_eq(node_get_str(list->items[i].row, S("child_labor")), S("yes")))
            *arena_push(a, &codes) = list->items[i].code;
    return str_format(a, "kind in (%.*s)", STR_ARG(str_join(a, &codes, S(", "))));
}

/* "found_on" or "contract.employer" as fields; false when the type has none of that name. */
static bool path_of(struct arena *a, const struct type *type, struct str text, struct path *path)
{
    path->fields = arena_array(a, 4, const struct field *);
    path->count = 0;
    for (struct str name; str_cut(&text, '.', &name);) {
        const struct field *f = type && path->count < 4 ? type_field(type, name) : NULL;
        if (!f)
            return false;
        path->fields[path->count++] = f;
        type = f->to;
    }
    return path->count > 0;
}

struct record_count {
    const char *type, *day; /* the date that says in which year */
    const char *by;
    struct str where; /* a further condition; empty: none */
    int64_t years;
};

/* Counts into the map; a type that the model does not have counts nothing. */
static bool count_into(struct asking *q, const struct record_count *what, struct map *map)
{
    struct visit *v = q->visit;
    struct arena *a = v->arena;
    const struct type *type = model_type(q->model, str_of(what->type));
    struct path by;
    struct groups groups;
    *map = (struct map){.arena = a};
    if (!type || !what->years || !path_of(a, type, str_of(what->by), &by) ||
        !type_field(type, str_of(what->day)))
        return true;
    struct str from = str_format(a, "%04d", q->wish->year - (int)what->years);
    struct str until = str_format(a, "%04d", q->wish->year);
    const struct condition period[] = {{what->day, AT_LEAST, value_text(from)},
                                       {what->day, LESS, value_text(until)}};
    struct query query = {.type = type, .conditions = period, .condition_count = 2};
    if (what->where.n)
        query.where =
            expression_parse(a, q->model, type, what->where, (struct place){0}, v->faults);
    if ((what->where.n && !query.where) ||
        !visit_group(v, &query, &(struct grouping){.by = &by, .of = GROUP_COUNTED}, &groups))
        return false;
    for (size_t i = 0; i < groups.count; i++)
        if (groups.items[i].value.n)
            map_put(map, groups.items[i].value, groups.items[i].count);
    return true;
}

static bool read_employers(struct asking *q, struct views *found)
{
    struct condition in_district = {"district", IS, value_text(q->wish->district)};
    struct query query = {.type = model_type(q->model, S("employer")),
                          .conditions = &in_district,
                          .condition_count = q->wish->district.n ? 1 : 0,
                          .order = {"tax_id"},
                          .limit = PLAN_MOST_EMPLOYERS,
                          .brief = true};
    return visit_list(q->visit, &query, found, NULL);
}

bool plan_facts_read(struct visit *v, const struct plan_wish *wish, struct plan_facts *facts)
{
    struct arena *a = v->arena;
    struct asking q = {v, session_model(v->session), wish};
    const struct risk_history *h = wish->weights->history;
    struct str child = child_kinds(a, q.model);
    struct str other = str_format(a, "not %.*s", STR_ARG(child));
    const struct record_count counts[RISK_REASONS] = {
        [RISK_CHILDREN] = {"violation", "found_on", "employer", child, h[RISK_CHILDREN].years},
        [RISK_VIOLATIONS] = {"violation", "found_on", "employer", other, h[RISK_VIOLATIONS].years},
        [RISK_HITS] = {"hit", "found_on", "employer", S(""), h[RISK_HITS].years},
        [RISK_COMPLAINTS] = {"complaint", "received_on", "employer", S(""),
                             h[RISK_COMPLAINTS].years},
        [RISK_DISTRICT] = {"violation", "found_on", "district", child, h[RISK_DISTRICT].years},
    };
    const struct record_count visits = {"inspection", "conducted_on", "employer",
                                        S("worksite = true"), h[RISK_UNVISITED].years};
    facts->found = arena_array(a, RISK_REASONS, struct map);
    for (int i = 0; i < RISK_REASONS; i++)
        if (counts[i].type && !count_into(&q, &counts[i], &facts->found[i]))
            return false;
    return count_into(&q, &visits, &facts->visited) && read_employers(&q, &facts->employers);
}

bool plan_inspectors(struct visit *v, struct date on, int64_t *count)
{
    const struct type *type = model_type(session_model(v->session), S("inspector"));
    struct value day = value_text(date_print(v->arena, on));
    struct condition began = {"started_on", AT_MOST, day};
    struct condition both[] = {began, {"ended_on", AT_MOST, day}};
    struct query all = {.type = type, .conditions = &began, .condition_count = 1};
    struct query gone = {.type = type, .conditions = both, .condition_count = 2};
    int64_t left = 0;
    if (!visit_count(v, &all, count) || !visit_count(v, &gone, &left))
        return false;
    *count -= left;
    return true;
}
