/* The plan of inspections of a year: worked out from what is on file, or as it was kept. */
#include "base/arena.h"
#include "base/date.h"
#include "inspectorate/lawful.h"
#include "markup/words.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/inspectorate.h"
#include "web/staff_data.h"

enum { ROWS = 25 };

struct plan_page {
    struct call *call;
    struct node *data;
    int year;
    struct str district;
    int page;
};

/* --- rows --- */

static void add_label(struct call *c, struct node *row, const char *list, struct str key,
                      struct str code)
{
    const struct code_list *codes = model_list(c->app->model, str_of(list));
    const struct code *found = codes && code.n ? code_find(codes, code) : NULL;
    node_set_str(c->arena, row, key, code);
    if (found)
        node_set_str(c->arena, row, str_concat(c->arena, key, S("_label")), found->label);
}

static void add_reason(struct call *c, struct node *reasons, enum risk_reason reason,
                       int64_t points)
{
    if (!points)
        return;
    struct node *one = node_add(c->arena, reasons, node_map(c->arena));
    node_set_str(c->arena, one, S("key"), risk_reason_name(reason));
    node_set_str(c->arena, one, S("label"), str_of(risk_reason_label(reason)));
    node_set_int(c->arena, one, S("points"), points);
}

/* The crop, and how often things were found, beside the points. */
static void add_facts(struct call *c, struct node *reasons, const struct planned_visit *visit)
{
    for (size_t i = 0; i < reasons->count; i++) {
        struct str key = node_get_str(reasons->items[i], S("key"));
        for (int r = RISK_CHILDREN; r <= RISK_DISTRICT; r++)
            if (str_eq(key, risk_reason_name((enum risk_reason)r)))
                node_set_int(c->arena, reasons->items[i], S("found"), visit->found[r]);
        if (str_eq(key, S("season")) && visit->risk.season)
            node_set_str(c->arena, reasons->items[i], S("detail"), visit->risk.season->label);
        if (str_eq(key, S("sector")))
            add_label(c, reasons->items[i], "work_sectors", S("detail"), visit->risk.sector);
    }
}

static struct node *new_row(struct plan_page *p, struct str employer, struct str name)
{
    struct arena *a = p->call->arena;
    struct node *rows = NULL, *row = node_map(a);
    for (size_t i = 0; i < p->data->count; i++)
        if (str_eq(p->data->keys[i], S("rows")))
            rows = p->data->items[i];
    node_add(a, rows ? rows : node_set(a, p->data, S("rows"), node_list(a)), row);
    node_set_str(a, row, S("employer"), employer);
    node_set_str(a, row, S("name"), name);
    node_set_str(a, row, S("employer_records"), str_concat(a, S("/records/employer/"), employer));
    return row;
}

static void add_visit(struct plan_page *p, const struct planned_visit *visit)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct node *row = new_row(p, visit->employer, visit->name);
    struct date month = {p->year, visit->month, 0};
    node_set_int(a, row, S("position"), visit->position);
    node_set_int(a, row, S("points"), visit->risk.points);
    add_label(c, row, "districts", S("district"), visit->district);
    add_label(c, row, "work_sectors", S("sector"), visit->risk.sector);
    node_set_str(a, row, S("planned_for"), date_print(a, month));
    node_set_bool(a, row, S("lawful"), visit->lawful);
    struct node *reasons = node_set(a, row, S("reasons"), node_list(a));
    for (int i = 0; i < RISK_REASONS; i++)
        add_reason(c, reasons, (enum risk_reason)i, visit->risk.by_reason[i]);
    add_facts(c, reasons, visit);
}

static void add_record(struct plan_page *p, const struct record *r)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct str employer = record_text(r, "employer");
    const struct type *type = model_type(c->app->model, S("employer"));
    struct node *row = new_row(p, employer, visit_name(&c->visit, type, employer));
    node_set_str(a, row, S("record"), staff_path(a, r->type, r->id));
    node_set_str(a, row, S("number"), record_text(r, "number"));
    node_set_int(a, row, S("position"), record_integer(r, "position"));
    node_set_int(a, row, S("points"), record_integer(r, "points"));
    add_label(c, row, "districts", S("district"), record_text(r, "district"));
    add_label(c, row, "work_sectors", S("sector"), record_text(r, "sector"));
    node_set_str(a, row, S("planned_for"), record_text(r, "planned_for"));
    node_set_bool(a, row, S("lawful"), record_integer(r, "lawful") != 0);
    struct node *reasons = node_set(a, row, S("reasons"), node_list(a));
    for (int i = 0; i < RISK_REASONS; i++) {
        struct str field = str_concat(a, risk_reason_name((enum risk_reason)i), S("_points"));
        add_reason(c, reasons, (enum risk_reason)i, record_integer(r, str_c(a, field)));
    }
}

/* --- months, and what law says of each --- */

static struct node *add_month(struct plan_page *p, struct node *months, int month, int64_t visits)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    const struct inspectorate_ground *ground = c->app->ground;
    struct node *one = node_add(a, months, node_map(a));
    node_set_str(a, one, S("month"), date_print(a, (struct date){p->year, month, 0}));
    node_set_int(a, one, S("visits"), visits);
    if (!ground->law)
        return one;
    struct lawful law = lawful_in(a, ground->law, ground->weights, p->year, month);
    node_set_bool(a, one, S("lawful"), law.lawful);
    node_set_str(a, one, S("why"),
                 law.refusal.count ? words_fault(a, c->language, &law.refusal.items[0]) : law.why);
    node_set_str(a, one, S("until"), law.until);
    return one;
}

/* --- as it was kept --- */

static struct view *kept_plan(struct plan_page *p)
{
    struct call *c = p->call;
    const struct type *type = model_type(c->app->model, S("inspection_plan"));
    const struct condition of[] = {{"year", IS, value_integer(p->year)},
                                   {"district", IS, value_text(p->district)}};
    struct query q = {.type = type, .conditions = of, .condition_count = 2, .limit = 1};
    struct views found;
    if (!visit_knows_type(&c->visit, type) || !visit_list(&c->visit, &q, &found, NULL))
        return NULL;
    return found.count ? &found.items[0] : NULL;
}

static bool show_kept(struct plan_page *p, const struct record *plan)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct node *data = p->data, *months = node_set(a, data, S("months"), node_list(a));
    const struct type *type = model_type(c->app->model, S("planned_inspection"));
    const struct condition of = {"plan", IS, value_text(plan->id)};
    const struct count_question by_month = {.type = "planned_inspection",
                                            .by = "planned_for",
                                            .where =
                                                str_format(a, "plan = '%.*s'", STR_ARG(plan->id))};
    struct query q = {.type = type,
                      .conditions = &of,
                      .condition_count = 1,
                      .order = {"position"},
                      .limit = ROWS,
                      .offset = (size_t)(p->page - 1) * ROWS};
    struct views found;
    struct groups groups = {0};
    int64_t total = 0;
    if (!visit_list(&c->visit, &q, &found, &total) ||
        (counts_may(&c->visit, &by_month) && !counts_by(&c->visit, &by_month, &groups)))
        return false;
    struct node *kept = node_set(a, data, S("kept_plan"), node_map(a));
    node_set_str(a, kept, S("id"), plan->id);
    node_set_str(a, kept, S("made_on"), record_text(plan, "made_on"));
    node_set_str(a, kept, S("history_until"), record_text(plan, "history_until"));
    node_set_str(a, data, S("weights"), record_text(plan, "weights"));
    node_set_int(a, data, S("visits"), record_integer(plan, "visits"));
    node_set_int(a, data, S("kept"), record_integer(plan, "kept_by_law"));
    struct str list =
        inspectorate_list(a, "planned_inspection", str_format(a, "plan=%.*s", STR_ARG(plan->id)));
    node_set_str(a, data, S("records"), list);
    node_set_str(a, data, S("kept_records"), str_concat(a, list, S("&lawful=no")));
    for (int m = 1; m <= 12; m++)
        add_month(p, months, m, counts_of(&groups, date_print(a, (struct date){p->year, m, 0})));
    for (size_t i = 0; i < found.count; i++)
        add_record(p, found.items[i].record);
    node_set_int(a, data, S("total"), total);
    return true;
}

/* --- worked out now --- */

static struct plan *make(struct call *c, int year, struct str district, int visits)
{
    const struct inspectorate_ground *ground = c->app->ground;
    const struct plan_wish wish = {.year = year,
                                   .district = district,
                                   .visits = (size_t)visits,
                                   .weights = ground->weights,
                                   .law = ground->law};
    return plan_make(&c->visit, &wish);
}

static bool show_worked_out(struct plan_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct node *data = p->data, *months = node_set(a, data, S("months"), node_list(a));
    struct plan *plan = make(c, p->year, p->district, call_number(c, "visits"));
    if (!plan)
        return false;
    node_set_str(a, data, S("weights"), plan->weights->version);
    node_set_int(a, data, S("inspectors"), plan->inspectors);
    node_set_int(a, data, S("per_inspector"), plan->weights->visits_per_inspector);
    node_set_int(a, data, S("capacity"), plan->capacity);
    node_set_int(a, data, S("employers"), plan->employers);
    node_set_int(a, data, S("visits"), (int64_t)plan->count);
    node_set_int(a, data, S("kept"), plan->kept);
    node_set_int(a, data, S("total"), (int64_t)plan->count);
    for (int m = 1; m <= 12; m++)
        add_month(p, months, m, plan->months[m].visits);
    for (size_t i = (size_t)(p->page - 1) * ROWS; i < plan->count && i < (size_t)p->page * ROWS;
         i++)
        add_visit(p, &plan->items[i]);
    return true;
}

static bool may_plan(struct call *c)
{
    return access_may(c->app->access, &c->visit.who, S("inspection.plan"));
}

/* "district" must be one of the list. */
static bool read_district(struct call *c, struct str given, struct str *district)
{
    const struct code_list *list = model_list(c->app->model, S("districts"));
    const struct code *code = given.n && list ? code_find(list, given) : NULL;
    *district = code ? code->code : (struct str){0};
    return code || !given.n ||
           FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("district")},
                 N_("There is no district \"{1}\"."), given);
}

struct node *data_plan(struct call *c)
{
    struct arena *a = c->arena;
    struct plan_page p = {.call = c, .data = node_map(a), .page = call_number(c, "page")};
    p.year = inspectorate_open(c) ? call_number(c, "year") : 0;
    if (!c->faults.total && !p.year)
        p.year = inspectorate_year(c) + 1;
    p.page = p.page ? p.page : 1;
    if (c->faults.total || !read_district(c, call_value(c, "district"), &p.district))
        return NULL;
    if (!c->app->ground->weights) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("The pack of this country declares no weights to plan inspections by."));
        return NULL;
    }
    struct view *plan = kept_plan(&p);
    node_set_int(a, p.data, S("year"), p.year);
    add_label(c, p.data, "districts", S("district"), p.district);
    node_set_int(a, p.data, S("page"), p.page);
    node_set_bool(a, p.data, S("may_keep"), may_plan(c) && !plan);
    bool good = c->faults.total == 0;
    if (good && plan)
        good = show_kept(&p, plan->record);
    else if (good && may_plan(c))
        good = show_worked_out(&p);
    return good ? p.data : NULL;
}

/* --- as a page --- */

void dress_plan(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *months = node_get(data, S("months"));
    const struct code_list *list = model_list(c->app->model, S("districts"));
    struct node *options = node_set(a, data, S("district_options"), node_list(a));
    int64_t total = node_get_int(data, S("total"), 0), page = node_get_int(data, S("page"), 1);
    int64_t most = 0;
    inspectorate_head(c, data, "plan", (int)node_get_int(data, S("year"), 0));
    for (size_t i = 0; list && i < list->count; i++)
        desk_option(c, options, list->items[i].code, words(c->language, list->items[i].label),
                    node_get_str(data, S("district")));
    for (size_t i = 0; i < node_count(months); i++) {
        int64_t visits = node_get_int(months->items[i], S("visits"), 0);
        most = visits > most ? visits : most;
    }
    for (size_t i = 0; i < node_count(months); i++)
        if (most)
            node_set(a, months->items[i], S("share"),
                     node_real(
                         a, (double)(node_get_int(months->items[i], S("visits"), 0) * 1000 / most) /
                                10));
    /* One sentence when law says the same of every month. */
    bool same = node_count(months) > 0;
    for (size_t i = 1; i < node_count(months); i++)
        same = same &&
               str_eq(node_get_str(months->items[i], S("until")),
                      node_get_str(months->items[0], S("until"))) &&
               node_get_bool(months->items[i], S("lawful")) ==
                   node_get_bool(months->items[0], S("lawful"));
    if (same)
        node_set(a, data, S("law"), months->items[0]);
    struct str query = str_format(a, "/inspectorate/plan?year=%lld&district=%.*s&page=",
                                  (long long)node_get_int(data, S("year"), 0),
                                  STR_ARG(node_get_str(data, S("district"))));
    if (page > 1)
        node_set_str(a, data, S("previous"),
                     str_format(a, "%.*s%lld", STR_ARG(query), (long long)page - 1));
    if (page * ROWS < total)
        node_set_str(a, data, S("next"),
                     str_format(a, "%.*s%lld", STR_ARG(query), (long long)page + 1));
    inspectorate_addresses(c, data);
}

void act_plan_keep(struct call *c)
{
    struct str district, id;
    int64_t year = 0, visits = 0;
    if (!desk_may(c, "inspection.plan") ||
        !read_district(c, http_field(&c->form, S("district")), &district))
        return;
    str_to_int(http_field(&c->form, S("visits")), &visits);
    if (!str_to_int(http_field(&c->form, S("year")), &year) || year < 1990 || year > 2100 ||
        visits < 0 || visits > PLAN_MOST_VISITS || !c->app->ground->weights) {
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("year")},
              N_("A plan has a year, as in 2020, and at most 5,000 visits."));
        return;
    }
    struct plan *plan = make(c, (int)year, district, (int)visits);
    if (plan && plan_keep(&c->visit, plan, &id))
        answer_go_saying(c,
                         str_format(c->arena, "/inspectorate/plan?year=%lld&district=%.*s",
                                    (long long)year, STR_ARG(district)),
                         N_("The plan is kept. Its visits are records now: {1}."),
                         str_format(c->arena, "%zu", plan->count));
}
