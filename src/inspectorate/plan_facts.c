/* What is on file of employers, asked in a few counts of the whole store. */
#include "base/arena.h"
#include "inspectorate/counts.h"
#include "inspectorate/plan.h"

struct asking {
    struct visit *visit;
    const struct model *model;
    const struct plan_wish *wish;
};

/* Counts into the map by what stands in the field. */
static bool count_into(struct asking *q, const struct count_question *what, struct map *map)
{
    struct groups groups;
    *map = (struct map){.arena = q->visit->arena};
    if (!what->from)
        return true;
    if (!counts_by(q->visit, what, &groups))
        return false;
    for (size_t i = 0; i < groups.count; i++)
        if (groups.items[i].value.n)
            map_put(map, groups.items[i].value, groups.items[i].count);
    return true;
}

/* Looking back so many years from the plan's; 0 years: not at all. */
static struct count_question before(const struct asking *q, enum risk_reason reason,
                                    const char *type, const char *day)
{
    int64_t years = q->wish->weights->history[reason].years;
    return (struct count_question){.type = type,
                                   .day = day,
                                   .by = reason == RISK_DISTRICT ? "district" : "employer",
                                   .from = years ? q->wish->year - (int)years : 0,
                                   .until = q->wish->year};
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
    struct str child = counts_child_kinds(a, q.model);
    struct count_question counts[RISK_REASONS] = {
        [RISK_CHILDREN] = before(&q, RISK_CHILDREN, "violation", "found_on"),
        [RISK_VIOLATIONS] = before(&q, RISK_VIOLATIONS, "violation", "found_on"),
        [RISK_HITS] = before(&q, RISK_HITS, "hit", "found_on"),
        [RISK_COMPLAINTS] = before(&q, RISK_COMPLAINTS, "complaint", "received_on"),
        [RISK_DISTRICT] = before(&q, RISK_DISTRICT, "violation", "found_on"),
    };
    struct count_question visits = before(&q, RISK_UNVISITED, "inspection", "conducted_on");
    counts[RISK_CHILDREN].where = counts[RISK_DISTRICT].where = child;
    counts[RISK_VIOLATIONS].where = str_format(a, "not %.*s", STR_ARG(child));
    visits.where = S("worksite = true");
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
