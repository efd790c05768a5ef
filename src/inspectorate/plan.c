#include "inspectorate/plan.h"

#include "base/arena.h"

#include <stdlib.h>

/* --- ranking --- */

static struct planned_visit visit_of(const struct plan_wish *wish, const struct plan_facts *facts,
                                     const struct record *r)
{
    struct planned_visit p = {.employer = r->id,
                              .name = record_text(r, "name"),
                              .tax_id = record_text(r, "tax_id"),
                              .district = record_text(r, "district"),
                              .workers = -1};
    const struct value *workers = record_get(r, "workers");
    struct risk_facts known = {.industry = record_text(r, "industry"), .district = p.district};
    int64_t visits = 0;
    for (int i = 0; i < RISK_REASONS; i++)
        map_get(&facts->found[i], i == RISK_DISTRICT ? p.district : r->id, &p.found[i]);
    known.visited = map_get(&facts->visited, r->id, &visits);
    known.size_known = workers->kind == VALUE_INTEGER;
    if (known.size_known)
        p.workers = known.workers = workers->integer;
    memcpy(known.found, p.found, sizeof known.found);
    p.risk = risk_of(wish->weights, &known);
    return p;
}

/* Most points first; then by tax number, so that the same records give the same plan. */
static int by_risk(const void *one, const void *two)
{
    const struct planned_visit *a = one, *b = two;
    if (a->risk.points != b->risk.points)
        return a->risk.points < b->risk.points ? 1 : -1;
    int order = str_compare(a->tax_id, b->tax_id);
    return order ? order : str_compare(a->employer, b->employer);
}

/* --- months --- */

/* The month of the season (any month without one) with the least visits so far. */
static int lightest(const struct plan *plan, const struct risk_season *season)
{
    int best = 0;
    for (int m = 1; m <= 12; m++)
        if ((!season || season->months[m]) &&
            (!best || plan->months[m].visits < plan->months[best].visits))
            best = m;
    return best;
}

void plan_spread(struct plan *plan)
{
    for (int seasonal = 1; seasonal >= 0; seasonal--)
        for (size_t i = 0; i < plan->count; i++) {
            struct planned_visit *p = &plan->items[i];
            if ((p->risk.season != NULL) != (seasonal == 1))
                continue;
            p->month = lightest(plan, p->risk.season);
            plan->months[p->month].visits++;
        }
}

/* --- law --- */

static void judge(struct arena *a, const struct plan_wish *wish, struct plan *plan)
{
    for (int m = 1; wish->law && m <= 12; m++) {
        struct lawful answer = lawful_in(a, wish->law, wish->weights, plan->year, m);
        plan->months[m].lawful = answer.lawful;
        plan->months[m].why = answer.why;
    }
    for (size_t i = 0; wish->law && i < plan->count; i++) {
        struct planned_visit *p = &plan->items[i];
        p->lawful = plan->months[p->month].lawful;
        p->kept_by = p->lawful ? (struct str){0} : plan->months[p->month].why;
        plan->kept += !p->lawful;
    }
}

struct plan *plan_make(struct visit *v, const struct plan_wish *wish)
{
    struct arena *a = v->arena;
    struct plan *plan = arena_new(a, struct plan);
    struct plan_facts facts = {0};
    *plan = (struct plan){.year = wish->year, .district = wish->district, .weights = wish->weights};
    if (!plan_inspectors(v, (struct date){wish->year - 1, 12, 31}, &plan->inspectors) ||
        !plan_facts_read(v, wish, &facts))
        return NULL;
    plan->employers = (int64_t)facts.employers.count;
    plan->capacity = plan->inspectors * wish->weights->visits_per_inspector;
    plan->items = arena_array(a, facts.employers.count, struct planned_visit);
    for (size_t i = 0; i < facts.employers.count; i++)
        plan->items[i] = visit_of(wish, &facts, facts.employers.items[i].record);
    if (facts.employers.count)
        qsort(plan->items, facts.employers.count, sizeof *plan->items, by_risk);
    size_t most = wish->visits ? wish->visits : (size_t)plan->capacity;
    most = most < PLAN_MOST_VISITS ? most : PLAN_MOST_VISITS;
    plan->count = most < facts.employers.count ? most : facts.employers.count;
    for (size_t i = 0; i < plan->count; i++)
        plan->items[i].position = (int)i + 1;
    plan_spread(plan);
    judge(a, wish, plan);
    return plan;
}

/* --- kept --- */

void plan_record(struct arena *a, const struct plan *plan, const struct planned_visit *visit,
                 struct record *r)
{
    struct date month = {plan->year, visit->month, 0};
    record_set(r, "employer", value_text(visit->employer));
    record_set(r, "district", value_text(visit->district));
    record_set(r, "sector", value_text(visit->risk.sector));
    record_set(r, "planned_for", value_text(date_print(a, month)));
    record_set(r, "position", value_integer(visit->position));
    record_set(r, "points", value_integer(visit->risk.points));
    for (int i = 0; i < RISK_REASONS; i++) {
        struct str field = str_concat(a, risk_reason_name((enum risk_reason)i), S("_points"));
        record_set(r, str_c(a, field), value_integer(visit->risk.by_reason[i]));
    }
    record_set(r, "weights", value_text(plan->weights->version));
    record_set(r, "lawful", value_integer(visit->lawful));
    record_set(r, "kept_by", value_text(visit->kept_by));
}

static bool insert(struct visit *v, struct record *r)
{
    bool *given = arena_array(v->arena, r->type->field_count, bool);
    for (size_t i = 0; i < r->type->field_count; i++)
        given[i] = !r->type->fields[i].by_program; /* what is empty is meant to be */
    return visit_insert(v, r, given);
}

static struct record *head(struct visit *v, const struct plan *plan)
{
    struct record *r =
        record_new(v->arena, model_type(session_model(v->session), S("inspection_plan")));
    struct date last = {plan->year - 1, 12, 31}, today = date_today();
    record_set(r, "year", value_integer(plan->year));
    record_set(r, "district", value_text(plan->district));
    record_set(r, "made_on", value_text(date_print(v->arena, today)));
    record_set(r, "history_until",
               value_text(date_print(v->arena, date_compare(last, today) < 0 ? last : today)));
    record_set(r, "visits", value_integer((int64_t)plan->count));
    record_set(r, "kept_by_law", value_integer(plan->kept));
    record_set(r, "weights", value_text(plan->weights->version));
    return r;
}

static bool keep_visits(struct visit *v, const struct plan *plan, struct str id)
{
    const struct type *type = model_type(session_model(v->session), S("planned_inspection"));
    struct arena *a = v->arena;
    for (size_t i = 0; i < plan->count; i++) {
        struct record *r = record_new(a, type);
        plan_record(a, plan, &plan->items[i], r);
        record_set(r, "plan", value_text(id));
        record_set(
            r, "number",
            value_text(str_format(a, "P-%d%s%.*s-%04zu", plan->year, plan->district.n ? "-" : "",
                                  STR_ARG(plan->district), i + 1)));
        if (!insert(v, r))
            return false;
    }
    return true;
}

bool plan_keep(struct visit *v, const struct plan *plan, struct str *id)
{
    struct record *r = head(v, plan);
    if (!visit_begin(v))
        return false;
    if (!insert(v, r) || !keep_visits(v, plan, r->id)) {
        visit_rollback(v);
        return false;
    }
    *id = r->id;
    return visit_commit(v);
}
