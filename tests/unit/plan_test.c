/* The plan of inspections over records, counts by district, and checklists taken into a store. */
#include "access_help.h"
#include "inspectorate/checklist_form.h"
#include "inspectorate/counts.h"
#include "inspectorate/plan.h"

struct service {
    struct place_of_work w;
    const struct access *access;
    const struct law *law;
    const struct risk_weights *weights;
    struct str agency, baku, ganja, user; /* ids */
};

static struct record *make(const char *type)
{
    return record_new(&a, model_type(real_model(), str_of(type)));
}

static void set(struct record *r, const char *field, const char *text)
{
    record_set(r, field, value_text(str_of(text)));
}

static struct str add(struct service *s, struct record *r)
{
    if (!put(&s->w, r)) {
        printf("%.*s\n", STR_ARG(told(&s->w)));
        abort();
    }
    return r->id;
}

static struct str office(struct service *s, const char *code, const char *district)
{
    struct record *r = make("office");
    set(r, "code", code);
    set(r, "name", code);
    set(r, "district", district);
    record_set(r, "agency", value_text(s->agency));
    return add(s, r);
}

static struct str new_employer(struct service *s, const char *tax_id, const char *isic,
                               const char *district)
{
    struct record *r = make("employer");
    set(r, "tax_id", tax_id);
    set(r, "name", tax_id);
    set(r, "industry", isic);
    set(r, "district", district);
    return add(s, r);
}

static void violation(struct service *s, struct str at, const char *day, const char *kind,
                      const char *district)
{
    struct record *r = make("violation");
    set(r, "found_on", day);
    set(r, "kind", kind);
    set(r, "district", district);
    record_set(r, "employer", value_text(at));
    add(s, r);
}

static void inspector(struct service *s, const char *number, const char *from, const char *to)
{
    struct record *r = make("inspector");
    set(r, "number", number);
    set(r, "started_on", from);
    set(r, "ended_on", to);
    set(r, "district", "BA");
    record_set(r, "agency", value_text(s->agency));
    add(s, r);
}

static struct service service(void)
{
    struct service s = {.w = opened(new_path(), real_model())};
    struct record *agency = make("agency");
    s.access = access_load(&a, real_model(), &s.w.faults);
    s.law = lawful_load(&a, S("az"), &s.w.faults);
    s.weights = risk_load(&a, S("az"), &s.w.faults);
    set(agency, "code", "SLIS");
    set(agency, "name", "Inspectorate");
    s.agency = add(&s, agency);
    s.baku = office(&s, "SLIS-BA", "BA");
    s.ganja = office(&s, "SLIS-GA", "GA");
    struct record *user = make("user");
    set(user, "name", "somebody");
    set(user, "full_name", "Somebody");
    set(user, "state", "active");
    record_set(user, "agency", value_text(s.agency));
    s.user = add(&s, user);
    return s;
}

static struct visit visit_by(struct service *s, const char *role, struct str at,
                             const char *district)
{
    return (struct visit){.access = s->access,
                          .session = s->w.s,
                          .arena = &a,
                          .who = person_of(role, s->user, at, s->agency, str_of(district)),
                          .channel = "web",
                          .faults = &s->w.faults};
}

static void forget(struct service *s)
{
    s->w.faults.count = s->w.faults.total = 0;
}

/* A cotton farm where a child was found, a quiet one, and a shop with other violations. */
struct ranked {
    struct str farm, quiet, shop;
};
static struct ranked three(struct service *s)
{
    struct ranked r = {new_employer(s, "300", "A01", "SAT"), new_employer(s, "200", "A01", "GA"),
                       new_employer(s, "100", "S96", "BA")};
    violation(s, r.farm, "2018-06-01", "hazardous_work", "SAT");
    violation(s, r.shop, "2018-06-01", "wages", "BA");
    violation(s, r.shop, "2018-07-01", "wages", "BA");
    violation(s, r.shop, "2012-07-01", "wages", "BA");       /* too long ago */
    violation(s, r.quiet, "2019-07-01", "worst_form", "GA"); /* not known yet */
    inspector(s, "1", "2010-01-01", "");
    inspector(s, "2", "2010-01-01", "2018-12-31");
    return r;
}

static struct plan *plan_of(struct visit *v, struct service *s, int year, size_t visits)
{
    const struct plan_wish wish = {
        .year = year, .visits = visits, .weights = s->weights, .law = s->law};
    return plan_make(v, &wish);
}

TEST(employers_are_ranked_by_what_was_known_before_the_year)
{
    struct service s = service();
    struct ranked r = three(&s);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct plan *plan = plan_of(&v, &s, 2019, 0);
    REQUIRE(plan);
    CHECK_INT(plan->inspectors, 1); /* the other left on 31 December */
    CHECK_INT(plan->capacity, 12);
    REQUIRE(plan->count == 3);
    CHECK(str_eq(plan->items[0].employer, r.farm));
    CHECK(str_eq(plan->items[1].employer, r.quiet));
    CHECK(str_eq(plan->items[2].employer, r.shop));
    CHECK_INT(plan->items[0].risk.by_reason[RISK_CHILDREN], 12);
    CHECK_INT(plan->items[0].risk.by_reason[RISK_DISTRICT], 2);
    CHECK_INT(plan->items[1].risk.by_reason[RISK_CHILDREN], 0);
    CHECK_INT(plan->items[2].found[RISK_VIOLATIONS], 2);
    CHECK_INT(plan->items[2].risk.by_reason[RISK_VIOLATIONS], 8);
    CHECK(plan->items[0].month >= 9 && plan->items[0].month <= 11); /* the cotton season */
    CHECK_INT(plan_of(&v, &s, 2019, 2)->count, 2);
    leave(&s.w);
}

TEST(what_the_law_keeps_from_being_made_stays_in_the_plan)
{
    struct service s = service();
    three(&s);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct plan *suspended = plan_of(&v, &s, 2019, 0), *before = plan_of(&v, &s, 2014, 0);
    REQUIRE(suspended && before);
    CHECK_INT(suspended->kept, 3);
    CHECK(!suspended->items[0].lawful);
    CHECK(str_contains(suspended->items[0].kept_by, S("1410-IVQ")));
    CHECK_INT(before->kept, 0);
    CHECK(before->items[0].lawful);
    struct lawful last = lawful_on(&a, s.law, s.weights, (struct date){2015, 10, 31}, S(""));
    struct lawful first = lawful_on(&a, s.law, s.weights, (struct date){2015, 11, 1}, S(""));
    CHECK(last.lawful);
    CHECK(!first.lawful);
    CHECK_STR(first.until, "2026-12-31"); /* prolonged, and prolonged again */
    CHECK(lawful_on(&a, s.law, s.weights, (struct date){2019, 5, 1}, S("life_and_health")).lawful);
    CHECK(!lawful_on(&a, s.law, s.weights, (struct date){2019, 5, 1}, S("curiosity")).lawful);
    leave(&s.w);
}

TEST(months_are_filled_evenly_outside_the_seasons)
{
    struct service s = service();
    for (int i = 0; i < 24; i++)
        new_employer(&s, str_format(&a, "%03d", i).p, "G47", "BA");
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct plan *plan = plan_of(&v, &s, 2019, 24);
    REQUIRE(plan && plan->count == 24);
    for (int m = 1; m <= 12; m++)
        CHECK_INT(plan->months[m].visits, 2);
    CHECK(str_compare(plan->items[0].tax_id, plan->items[1].tax_id) < 0); /* in a fixed order */
    leave(&s.w);
}

TEST(a_kept_plan_holds_its_points_and_is_kept_once)
{
    struct service s = service();
    three(&s);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct plan *plan = plan_of(&v, &s, 2019, 0);
    struct str id;
    REQUIRE(plan && plan_keep(&v, plan, &id));
    CHECK_INT(count_of(&s.w, "planned_inspection"), 3);
    struct record *whole =
        store_get(s.w.s, &a, model_type(real_model(), S("inspection_plan")), id, &s.w.faults);
    CHECK_INT(record_text(whole, "district").n, 0); /* of the country, not of who made it */
    const struct type *type = model_type(real_model(), S("planned_inspection"));
    struct query q = {.type = type, .order = {"position"}};
    struct records kept;
    REQUIRE(store_query(s.w.s, &a, &q, &kept, &s.w.faults));
    const struct record *first = kept.items[0];
    CHECK_INT(record_integer(first, "points"), plan->items[0].risk.points);
    CHECK_INT(record_integer(first, "child_points"), 12);
    CHECK_INT(record_integer(first, "lawful"), 0);
    CHECK_STR(record_text(first, "weights"), "az-1");
    CHECK(!plan_keep(&v, plan, &id));
    CHECK_INT(s.w.faults.items[0].kind, FAULT_CONFLICT);
    CHECK_INT(count_of(&s.w, "planned_inspection"), 3);
    leave(&s.w);
}

TEST(only_who_plans_may_count_by_employer)
{
    struct service s = service();
    three(&s);
    static const char *const roles[] = {"statistician", "inspector", "social_worker"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct visit v = visit_by(&s, roles[i], s.baku, "GA");
        forget(&s);
        struct plan *plan = plan_of(&v, &s, 2019, 0);
        /* an inspector may narrow by the employers of their own files, which are not these */
        CHECK(!plan || str_eq(str_of(roles[i]), S("inspector")));
        for (size_t n = 0; plan && n < plan->count; n++)
            CHECK_INT(plan->items[n].found[RISK_VIOLATIONS], 0);
    }
    leave(&s.w);
}

TEST(a_district_is_counted_by_all_and_opened_by_its_own)
{
    struct service s = service();
    three(&s);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct count_question q = {
        .type = "violation", .day = "found_on", .by = "district", .from = 2018, .until = 2019};
    struct groups all, own;
    REQUIRE(counts_by(&v, &q, &all));
    CHECK_INT(counts_of(&all, S("BA")), 2);
    CHECK_INT(counts_of(&all, S("SAT")), 1);
    CHECK_INT(counts_total(&all), 3);
    q.of = GROUP_KNOWN;
    REQUIRE(counts_by(&v, &q, &own));
    CHECK_INT(counts_of(&own, S("BA")), 2);
    CHECK_INT(counts_of(&own, S("SAT")), 0);
    q.where = counts_child_kinds(&a, real_model());
    q.of = GROUP_COUNTED;
    REQUIRE(counts_by(&v, &q, &all));
    CHECK_INT(counts_total(&all), 1);
    struct visit shelter = visit_by(&s, "shelter", s.baku, "BA");
    CHECK(!counts_may(&shelter, &q));
    CHECK(!counts_by(&shelter, &q, &all));
    leave(&s.w);
}

/* --- checklists --- */

static struct view *inspection(struct service *s, struct visit *v)
{
    struct record *r = make("inspection");
    set(r, "number", "I-2014-0001");
    set(r, "conducted_on", "2014-09-10");
    set(r, "kind", "routine");
    set(r, "district", "BA");
    record_set(r, "office", value_text(s->baku));
    return visit_get(v, r->type, add(s, r));
}

static struct checklist_form form_of(const struct checklist *list, int64_t number, const char *code,
                                     const char *answer)
{
    struct checklist_form form = {.inspection = S("I-2014-0001"),
                                  .checklist = list->code,
                                  .edition = list->edition,
                                  .form_number = number};
    *arena_push(&a, &form) = (struct checklist_given){
        .question = checklist_find(list, str_of(code)), .answer = str_of(answer)};
    return form;
}

TEST(an_answer_lands_in_its_inspection_and_an_old_form_does_not_undo_it)
{
    struct service s = service();
    const struct checklist *list = checklist_load(&a, S("az"), S("work"), &s.w.faults);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct view *view = inspection(&s, &v);
    struct checklist_results results;
    struct checklist_answers answers;
    REQUIRE(view && list);
    struct checklist_form first = form_of(list, 0, "W3", "no");
    REQUIRE(checklist_take(&v, view, &first, &results));
    CHECK_INT(results.by_outcome[CHECKLIST_NEW], 1);
    struct checklist_form stale = form_of(list, 0, "W3", "yes");
    REQUIRE(checklist_take(&v, view, &stale, &results));
    CHECK_INT(results.by_outcome[CHECKLIST_CONFLICT], 1);
    REQUIRE(checklist_read_answers(&v, view->record->id, &answers));
    CHECK_STR(checklist_answered(&answers, S("W3"))->answer, "no");
    CHECK_INT(answers.form_number, 1);
    struct checklist_form chosen = form_of(list, 1, "W3", "yes");
    REQUIRE(checklist_take(&v, view, &chosen, &results));
    CHECK_INT(results.by_outcome[CHECKLIST_CHANGED], 1);
    REQUIRE(checklist_read_answers(&v, view->record->id, &answers));
    CHECK_STR(checklist_answered(&answers, S("W3"))->answer, "yes");
    CHECK_INT(answers.form_number, 2);
    leave(&s.w);
}

TEST(a_form_of_another_inspection_or_of_the_future_is_refused_whole)
{
    struct service s = service();
    const struct checklist *list = checklist_load(&a, S("az"), S("work"), &s.w.faults);
    struct visit v = visit_by(&s, "inspection_supervisor", s.baku, "BA");
    struct view *view = inspection(&s, &v);
    struct checklist_results results;
    REQUIRE(view && list);
    struct checklist_form other = form_of(list, 0, "W3", "no");
    other.inspection = S("I-2014-0002");
    CHECK(!checklist_take(&v, view, &other, &results));
    CHECK(str_contains(told(&s.w), S("I-2014-0002")));
    struct checklist_form future = form_of(list, 7, "W3", "no");
    CHECK(!checklist_take(&v, view, &future, &results));
    forget(&s);
    CHECK_INT(count_of(&s.w, "checklist_answer"), 0);
    struct visit stranger = visit_by(&s, "inspector", s.ganja, "GA");
    struct checklist_form good = form_of(list, 0, "W3", "no");
    CHECK(!visit_get(&stranger, view->record->type, view->record->id));
    forget(&s);
    CHECK(!checklist_take(&stranger, view, &good, &results));
    CHECK_INT(count_of(&s.w, "checklist_answer"), 0);
    leave(&s.w);
}
