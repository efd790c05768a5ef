#include "inspectorate/counts.h"

#include "base/arena.h"
#include "model/expression.h"

enum { DEEPEST = 4, CONDITIONS = 3 };

/* A question as the store is asked. */
struct asked {
    struct condition conditions[CONDITIONS];
    struct query query;
    struct path by;
    bool there; /* the model has all that it names */
};

static bool path_of(struct arena *a, const struct type *type, struct str text, struct path *path)
{
    path->fields = arena_array(a, DEEPEST, const struct field *);
    path->count = 0;
    for (struct str name; str_cut(&text, '.', &name);) {
        const struct field *f = type && path->count < DEEPEST ? type_field(type, name) : NULL;
        if (!f)
            return false;
        path->fields[path->count++] = f;
        type = f->to;
    }
    return path->count > 0;
}

static void add(struct asked *q, const char *day, enum compare compare, struct str text)
{
    q->conditions[q->query.condition_count++] = (struct condition){day, compare, value_text(text)};
}

/* False with a fault when the condition is wrong. */
static bool ask(struct visit *v, const struct count_question *question, struct asked *q)
{
    const struct model *model = session_model(v->session);
    const struct type *type = model_type(model, str_of(question->type));
    *q = (struct asked){.query = {.type = type, .conditions = q->conditions}};
    q->there = type && path_of(v->arena, type, str_of(question->by), &q->by) &&
               (!question->day || type_field(type, str_of(question->day)));
    if (!q->there)
        return true;
    if (question->from)
        add(q, question->day, AT_LEAST, str_format(v->arena, "%04d", question->from));
    if (question->until)
        add(q, question->day, LESS, str_format(v->arena, "%04d", question->until));
    if (question->until_day.n)
        add(q, question->day, AT_MOST, question->until_day);
    if (question->where.n)
        q->query.where =
            expression_parse(v->arena, model, type, question->where, (struct place){0}, v->faults);
    return !question->where.n || q->query.where;
}

bool counts_by(struct visit *v, const struct count_question *question, struct groups *found)
{
    struct asked q;
    *found = (struct groups){0};
    if (!ask(v, question, &q))
        return false;
    const struct grouping grouping = {&q.by, question->sum, question->of};
    return !q.there || visit_group(v, &q.query, &grouping, found);
}

bool counts_may(struct visit *v, const struct count_question *question)
{
    struct asked q;
    if (!ask(v, question, &q) || !q.there)
        return false;
    return visit_may_group(v, &q.query, &(struct grouping){&q.by, question->sum, question->of});
}

static const struct group *group_of(const struct groups *groups, struct str value)
{
    for (size_t i = 0; i < groups->count; i++)
        if (str_eq(groups->items[i].value, value))
            return &groups->items[i];
    return NULL;
}

int64_t counts_of(const struct groups *groups, struct str value)
{
    const struct group *g = group_of(groups, value);
    return g ? g->count : 0;
}

int64_t counts_sum(const struct groups *groups, struct str value)
{
    const struct group *g = group_of(groups, value);
    return g ? g->sum : 0;
}

int64_t counts_total(const struct groups *groups)
{
    int64_t total = 0;
    for (size_t i = 0; i < groups->count; i++)
        total += groups->items[i].count;
    return total;
}

static struct str child_kinds(struct arena *a, const struct model *model, struct str between)
{
    const struct code_list *list = model_list(model, S("violation_kinds"));
    struct str_list codes = {0};
    for (size_t i = 0; list && i < list->count; i++)
        if (str_eq(node_get_str(list->items[i].row, S("child_labor")), S("yes")))
            *arena_push(a, &codes) = list->items[i].code;
    return str_join(a, &codes, between);
}

struct str counts_child_kinds(struct arena *a, const struct model *model)
{
    return str_format(a, "kind in (%.*s)", STR_ARG(child_kinds(a, model, S(", "))));
}

struct str counts_child_codes(struct arena *a, const struct model *model)
{
    return child_kinds(a, model, S(","));
}
