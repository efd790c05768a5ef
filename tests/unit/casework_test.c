#include "access_help.h"
#include "casework/casework.h"

/* A store with a complaint, and the engine on a day of the test's own. */
struct files {
    struct place_of_work w;
    struct principal who;
    struct casework engine;
};

static const struct type *type_of(const char *name)
{
    return model_type(real_model(), str_of(name));
}

static struct date day(const char *iso)
{
    struct date d = {0};
    date_parse(str_of(iso), &d);
    return d;
}

static void begin(struct files *f, const char *role)
{
    *f = (struct files){.w = opened(new_path(), real_model())};
    f->who = person_of(role, S("me"), S("office"), S("agency"), S("BA"));
    f->engine = (struct casework){.session = f->w.s,
                                  .arena = &a,
                                  .who = &f->who,
                                  .today = day("2019-03-20"),
                                  .faults = &f->w.faults};
}

static struct record *make(const char *type, const char *const *values)
{
    struct record *r = record_new(&a, type_of(type));
    for (size_t i = 0; values[i]; i += 2) {
        const struct field *f = type_field(r->type, str_of(values[i]));
        struct faults none = {.arena = &a};
        if (!value_read(&a, f, str_of(values[i + 1]), S("AZN"), (struct place){0},
                        &r->values[f->index], &none))
            abort();
    }
    return r;
}
#define MAKE(type, ...) make(type, (const char *const[]){__VA_ARGS__, NULL})

static struct record *kept(struct files *f, struct record *r)
{
    if (!put(&f->w, r)) {
        printf("%.*s\n", STR_ARG(told(&f->w)));
        abort();
    }
    return r;
}

static struct str stage(struct files *f, const struct record *r)
{
    struct stages reached;
    if (!casework_stages(&f->engine, r, &reached) || !reached.count)
        return (struct str){0};
    return reached.items[reached.count - 1].stage->name;
}

static const struct step_state *state(struct files *f, const struct record *r, const char *name)
{
    struct step_states *states = arena_new(&a, struct step_states);
    if (casework_steps(&f->engine, r, states))
        for (size_t i = 0; i < states->count; i++)
            if (str_eq(states->items[i].step->name, str_of(name)))
                return &states->items[i];
    return NULL;
}

TEST(spans_count_days_months_and_working_days)
{
    struct files f;
    begin(&f, "inspector");
    struct span days = {3, SPAN_DAYS, NULL}, months = {3, SPAN_MONTHS, NULL},
                working = {5, SPAN_WORKING_DAYS, NULL};
    CHECK_STR(date_print(&a, casework_after(&f.engine, &days, day("2019-02-27"))), "2019-03-02");
    CHECK_STR(date_print(&a, casework_after(&f.engine, &months, day("2019-11-30"))), "2020-02-29");
    /* Friday, and five working days leave out the weekend */
    CHECK_STR(date_print(&a, casework_after(&f.engine, &working, day("2019-04-05"))), "2019-04-12");
    /* 9 May is a holiday of every year */
    CHECK_STR(date_print(&a, casework_after(&f.engine, &working, day("2019-05-03"))), "2019-05-13");
    CHECK(!casework_is_working_day(&f.engine, day("2020-05-09")));
    CHECK(!casework_is_working_day(&f.engine, day("2019-05-04")));
    CHECK(casework_is_working_day(&f.engine, day("2019-05-06")));
    leave(&f.w);
}

TEST(stages_follow_from_what_happened)
{
    struct files f;
    begin(&f, "inspector");
    struct record *complaint =
        kept(&f, MAKE("complaint", "number", "C-1", "received_on", "2019-03-07"));
    CHECK_STR(stage(&f, complaint), "received");
    record_set(complaint, "triaged_on", value_text(S("2019-03-08")));
    CHECK_STR(stage(&f, complaint), "triaged");
    struct record *request =
        MAKE("information_request", "sent_on", "2019-03-12", "addressee", "employer");
    record_set(request, "complaint", value_text(complaint->id));
    kept(&f, request);
    CHECK_STR(stage(&f, complaint), "asked");
    CHECK_STR(stage(&f, request), "sent");
    record_set(request, "answered_on", value_text(S("2019-03-18")));
    CHECK_STR(stage(&f, request), "answered");
    record_set(complaint, "closed_on", value_text(S("2019-03-19")));
    CHECK_STR(stage(&f, complaint), "closed");
    leave(&f.w);
}

TEST(a_deadline_passes_as_time_goes_on)
{
    struct files f;
    const struct step *step;
    struct date until;
    begin(&f, "intake_officer");
    struct record *complaint =
        kept(&f, MAKE("complaint", "number", "C-1", "received_on", "2019-03-07"));
    f.engine.today = day("2019-03-08");
    REQUIRE(casework_owed(&f.engine, complaint, &step, &until));
    REQUIRE(step);
    CHECK_STR(step->name, "triage");
    CHECK_STR(date_print(&a, until), "2019-03-10");
    record_set(complaint, "triaged_on", value_text(S("2019-03-08")));
    REQUIRE(casework_owed(&f.engine, complaint, &step, &until));
    REQUIRE(step);
    CHECK_STR(step->name, "assign");
    leave(&f.w);
}

TEST(enforcement_waits_three_months)
{
    struct files f;
    begin(&f, "inspector");
    struct record *fine =
        kept(&f, MAKE("penalty", "imposed_on", "2019-01-02", "imposed_by", "inspectorate",
                      "in_force_on", "2019-01-14", "currency", "AZN"));
    f.engine.today = day("2019-04-13");
    const struct step_state *s = state(&f, fine, "enforce");
    REQUIRE(s);
    CHECK_INT(s->answer, STEP_REFUSED);
    CHECK(str_contains(fault_english(&a, &s->why), S("529.1")));
    CHECK(str_contains(fault_english(&a, &s->why), S("2019-04-14")));
    f.engine.today = day("2019-04-14");
    s = state(&f, fine, "enforce");
    REQUIRE(s);
    CHECK_INT(s->answer, STEP_POSSIBLE);
    CHECK(s->owed);
    leave(&f.w);
}

TEST(a_step_is_for_its_roles_and_a_second_person)
{
    struct files f;
    begin(&f, "inspection_supervisor");
    struct record *complaint = kept(&f, MAKE("complaint", "number", "C-1", "received_on",
                                             "2019-03-07", "triaged_on", "2019-03-08"));
    const struct step_state *s = state(&f, complaint, "close");
    REQUIRE(s);
    CHECK_INT(s->answer, STEP_POSSIBLE); /* without a finding yet: some ways of closing need none */
    record_set(complaint, "recorded_by", value_text(S("me")));
    s = state(&f, complaint, "close");
    REQUIRE(s);
    CHECK_INT(s->answer, STEP_REFUSED);
    CHECK(str_contains(fault_english(&a, &s->why), S("second person")));
    f.who = person_of("inspector", S("me"), S("office"), S("agency"), S("BA"));
    s = state(&f, complaint, "assign");
    REQUIRE(s);
    CHECK_INT(s->answer, STEP_OTHERS);
    leave(&f.w);
}

TEST(the_law_refuses_a_visit_and_names_itself)
{
    struct files f;
    begin(&f, "inspector");
    struct record *visit =
        MAKE("inspection", "conducted_on", "2019-05-02", "kind", "routine", "worksite", "yes");
    CHECK(!casework_change(&f.engine, NULL, visit));
    CHECK(str_contains(told(&f.w), S("1410-IVQ")));
    f.w.faults.count = f.w.faults.total = 0;
    record_set(visit, "conducted_on", value_text(S("2015-05-02")));
    CHECK(casework_change(&f.engine, NULL, visit));
    /* what happened is brought in as it was */
    record_set(visit, "conducted_on", value_text(S("2019-05-02")));
    f.engine.history = true;
    CHECK(casework_change(&f.engine, NULL, visit));
    leave(&f.w);
}

TEST(payments_add_up_and_the_status_follows)
{
    struct files f;
    begin(&f, "inspector");
    struct record *fine = kept(&f, MAKE("penalty", "imposed_on", "2019-01-02", "currency", "AZN",
                                        "amount", "100", "status", "imposed"));
    const char *const parts[] = {"40", "60"};
    for (size_t i = 0; i < 2; i++) {
        struct record *payment =
            MAKE("payment", "paid_on", "2019-02-01", "currency", "AZN", "amount", parts[i]);
        record_set(payment, "penalty", value_text(fine->id));
        record_set(payment, "document", value_text(str_of(parts[i])));
        kept(&f, payment);
        struct actor actor = {S("test"), S("test"), {0}};
        REQUIRE(store_begin(f.w.s, &actor, &f.w.faults));
        CHECK(casework_follow(&f.engine, payment));
        REQUIRE(store_commit(f.w.s, &f.w.faults));
        fine = store_get(f.w.s, &a, fine->type, fine->id, &f.w.faults);
        CHECK_INT(record_integer(fine, "collected_amount"), i ? 10000 : 4000);
        CHECK_STR(record_text(fine, "status"), i ? "collected" : "imposed");
    }
    leave(&f.w);
}

TEST(numbers_go_on_where_they_ended)
{
    struct files f;
    begin(&f, "inspector");
    kept(&f, MAKE("complaint", "number", "C-2019-0007", "received_on", "2019-03-07"));
    struct record *next = MAKE("complaint", "received_on", "2019-03-08");
    REQUIRE(casework_number(&f.engine, next));
    CHECK_STR(record_text(next, "number"), "C-2019-0008");
    kept(&f, MAKE("complaint", "number", "C-2019-9999", "received_on", "2019-03-07"));
    struct record *after = MAKE("complaint", "received_on", "2019-03-08");
    REQUIRE(casework_number(&f.engine, after));
    CHECK_STR(record_text(after, "number"), "C-2019-10000");
    kept(&f, after);
    after = MAKE("complaint", "received_on", "2019-03-08");
    REQUIRE(casework_number(&f.engine, after));
    CHECK_STR(record_text(after, "number"), "C-2019-10001");
    leave(&f.w);
}
