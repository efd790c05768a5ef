/* Notifications under the law, and hits that are decided once. */
#include "access_help.h"
#include "register/hit.h"
#include "register/notification.h"
#include "register/register_screen.h"

struct country {
    struct place_of_work w;
    const struct access *access;
    const struct registry *registry;
    struct str agency, office, employer, inspector;
};

static const struct type *type_of(const char *name)
{
    return model_type(real_model(), str_of(name));
}

static struct str add(struct country *c, struct record *r)
{
    if (!put(&c->w, r)) {
        printf("%.*s\n", STR_ARG(told(&c->w)));
        abort();
    }
    return r->id;
}

static struct record *with(const char *type, const char *const *pairs)
{
    struct record *r = record_new(&a, type_of(type));
    for (; *pairs; pairs += 2)
        record_set(r, pairs[0], value_text(str_of(pairs[1])));
    return r;
}

static struct country country(void)
{
    struct country c = {.w = opened(new_path(), real_model())};
    c.access = access_load(&a, real_model(), &c.w.faults);
    c.registry = registry_load(&a, real_model(), &c.w.faults);
    c.agency =
        add(&c, with("agency", (const char *[]){"code", "SLIS", "name", "Inspection", NULL}));
    struct record *office =
        with("office", (const char *[]){"code", "HERE", "name", "Here", "district", "BA", NULL});
    record_set(office, "agency", value_text(c.agency));
    c.office = add(&c, office);
    struct record *user = with("user", (const char *[]){"name", "inspector", "full_name",
                                                        "Inspector", "state", "active", NULL});
    record_set(user, "agency", value_text(c.agency));
    record_set(user, "office", value_text(c.office));
    c.inspector = add(&c, user);
    c.employer =
        add(&c, with("employer", (const char *[]){"tax_id", "77", "name", "Seven", "legal_form",
                                                  "legal_entity", "district", "BA", NULL}));
    return c;
}

static struct visit acting(struct country *c, const char *role)
{
    struct visit v = {.access = c->access,
                      .session = c->w.s,
                      .arena = &a,
                      .who = person_of(role, c->inspector, c->office, c->agency, S("BA")),
                      .channel = "web",
                      .faults = &c->w.faults};
    if (str_eq(str_of(role), S("employer"))) {
        v.who.employer = c->employer;
        v.who.tax_id = S("77");
    }
    return v;
}

/* Takes a notification given as name and text; the faults stay with the country. */
static bool notify(struct country *c, int year, const char *const *pairs,
                   struct notification_answer *answer)
{
    struct visit v = acting(c, "employer");
    struct notification_cell cells[16];
    struct notification n = {.channel = "api"};
    size_t count = 0;
    for (; *pairs; pairs += 2)
        cells[count++] = (struct notification_cell){str_of(pairs[0]), str_of(pairs[1]), 0, 0};
    n.received = (struct date){.year = year, .month = 6, .day = 1};
    return notification_read(&a, c->registry, cells, count, &n, &c->w.faults) &&
           notification_take(&v, c->registry, &n, answer);
}

static void forget(struct country *c)
{
    c->w.faults.count = c->w.faults.total = 0;
}

static struct str first_field(struct country *c)
{
    struct str field = c->w.faults.count ? c->w.faults.items[0].field : (struct str){0};
    forget(c);
    return field;
}

#define CHILD                                                                                      \
    "kind", "conclusion", "contract", "C-1", "start_date", "2019-06-01", "birth_date",             \
        "2003-01-01", "weekly_hours", "40"

/* The hit of a rule of the contract C-1; NULL when there is none. */
static struct record *hit(struct country *c, const char *rule)
{
    struct value number = value_text(S("C-1"));
    struct record *contract = store_find(c->w.s, &a, c->registry->contract, &number, &c->w.faults);
    struct records found = {0};
    if (!contract)
        return NULL;
    CHECK(hits_of(c->w.s, &a, c->registry, contract->id, &found, &c->w.faults));
    for (size_t i = 0; i < found.count; i++)
        if (str_eq(record_text(found.items[i], "rule"), str_of(rule)))
            return found.items[i];
    return NULL;
}

static struct register_screening screened(struct country *c)
{
    static const struct actor actor = {S_INIT("test"), S_INIT("job"), {0}};
    struct register_screening s = {0};
    struct register_watch watch = {NULL, NULL};
    bool ended = true;
    CHECK(register_screen(c->w.s, &actor, c->registry, &s, &watch, &ended, &c->w.faults));
    return s;
}

static bool decide(struct country *c, struct record *h, const char *code, const char *reason,
                   struct str *violation)
{
    struct visit v = acting(c, "inspector");
    struct hit_decision d = {h->id, h->version, str_of(code), str_of(reason), {0}, {0}};
    return hit_decide(&v, c->registry, &d, violation);
}

TEST(the_same_contract_was_only_warned_of_before_the_register_refused)
{
    struct country c = country();
    struct notification_answer answer;
    REQUIRE(c.registry);
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    CHECK_INT(answer.answer, LAW_ACCEPTED_WITH_WARNINGS);
    CHECK(answer.contract_id.n);
    CHECK(hit(&c, "HOURS"));
    CHECK(
        notify(&c, 2026,
               (const char *[]){"kind", "conclusion", "start_date", "2026-03-01", "birth_date",
                                "2010-01-01", "weekly_hours", "40", "written_consent", "yes", NULL},
               &answer));
    CHECK_INT(answer.answer, LAW_REFUSED);
    CHECK_INT(answer.contract_id.n, 0);
    CHECK_STR(answer.findings[0].rule->id, "HOURS");
    CHECK(answer.findings[0].refuses);
    leave(&c.w);
}

TEST(what_makes_no_sense_names_its_field_and_keeps_nothing)
{
    struct country c = country();
    struct notification_answer answer;
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    CHECK(!notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    CHECK_STR(first_field(&c), "contract");
    CHECK(!notify(&c, 2019,
                  (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                   "2019-01-01", "weekly_hours", "20", NULL},
                  &answer));
    CHECK_STR(first_field(&c), "effective_on");
    CHECK(!notify(&c, 2019,
                  (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                   "2019-07-01", NULL},
                  &answer));
    CHECK_STR(first_field(&c), "kind");
    CHECK(!notify(
        &c, 2019,
        (const char *[]){"kind", "termination", "contract", "C-9", "ended_on", "2019-07-01", NULL},
        &answer));
    CHECK_STR(first_field(&c), "contract");
    CHECK(notify(
        &c, 2019,
        (const char *[]){"kind", "termination", "contract", "C-1", "ended_on", "2019-07-01", NULL},
        &answer));
    CHECK(!notify(&c, 2019,
                  (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                   "2019-08-01", "weekly_hours", "20", NULL},
                  &answer));
    CHECK_STR(first_field(&c), "contract");
    leave(&c.w);
}

TEST(a_hit_decided_once_stays_decided_on_the_same_facts)
{
    struct country c = country();
    struct notification_answer answer;
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    struct record *h = hit(&c, "HOURS");
    REQUIRE(h);
    CHECK(!decide(&c, h, "no_violation", "short", NULL));
    CHECK_STR(first_field(&c), "reason");
    CHECK(decide(&c, h, "no_violation", "The hours were those of a month.", NULL));
    CHECK_INT(screened(&c).hits.made, 0);
    CHECK_STR(record_text(hit(&c, "HOURS"), "status"), "decided");
    CHECK(notify(&c, 2019,
                 (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                  "2019-07-01", "workplace", "Baku", NULL},
                 &answer));
    CHECK_STR(record_text(hit(&c, "HOURS"), "status"), "decided");
    CHECK(!decide(&c, hit(&c, "HOURS"), "referred", "To another body, as asked.", NULL));
    CHECK_INT(c.w.faults.items[0].kind, FAULT_CONFLICT);
    forget(&c);
    leave(&c.w);
}

TEST(changed_facts_open_a_hit_again_and_say_which)
{
    struct country c = country();
    struct notification_answer answer;
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    CHECK(decide(&c, hit(&c, "HOURS"), "no_violation", "The hours were those of a month.", NULL));
    CHECK(notify(&c, 2019,
                 (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                  "2019-07-01", "weekly_hours", "48", NULL},
                 &answer));
    struct record *h = hit(&c, "HOURS");
    CHECK_STR(record_text(h, "status"), "open");
    CHECK_STR(record_text(h, "earlier_decision"), "no_violation");
    CHECK(str_contains(record_text(h, "reopened_because"), S("weekly_hours: 40 → 48")));
    CHECK(notify(&c, 2019,
                 (const char *[]){"kind", "amendment", "contract", "C-1", "effective_on",
                                  "2019-08-01", "weekly_hours", "20", NULL},
                 &answer));
    h = hit(&c, "HOURS");
    CHECK(record_text(h, "ceased_on").n);
    CHECK_STR(record_text(h, "status"), "open"); /* what was is still to be decided */
    leave(&c.w);
}

TEST(a_violation_is_recorded_in_the_change_that_decides)
{
    struct country c = country();
    struct notification_answer answer;
    struct str violation;
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    struct record *h = hit(&c, "HOURS");
    bool done = decide(&c, h, "violation", "", &violation);
    if (!done)
        printf("%.*s\n", STR_ARG(told(&c.w)));
    REQUIRE(done);
    struct record *v = store_get(c.w.s, &a, type_of("violation"), violation, &c.w.faults);
    REQUIRE(v);
    CHECK_STR(record_text(v, "detected_by"), "register");
    CHECK_STR(record_text(v, "kind"), "excessive_hours");
    CHECK_STR(record_text(v, "employer"), str_c(&a, c.employer));
    CHECK_STR(record_text(hit(&c, "HOURS"), "violation"), str_c(&a, violation));
    leave(&c.w);
}

TEST(screening_makes_the_hits_of_contracts_that_were_imported_once)
{
    struct country c = country();
    for (int i = 0; i < 5; i++) {
        struct record *r = with("contract", (const char *[]){"start_date", "2019-06-01",
                                                             "terms_from", "2019-06-01", "status",
                                                             "in_force", "district", "BA", NULL});
        record_set(r, "number", value_text(str_format(&a, "I-%d", i)));
        record_set(r, "employer", value_text(c.employer));
        record_set(r, "birth_date", value_text(i ? S("1980-01-01") : S("2006-01-01")));
        add(&c, r);
    }
    struct register_screening first = screened(&c), second = screened(&c);
    CHECK_INT(first.screened, 5);
    CHECK_INT(first.flagged, 1);
    CHECK_INT(first.hits.made, 1);
    CHECK_INT(second.hits.made, 0);
    CHECK_INT(second.flagged, 1);
    leave(&c.w);
}

TEST(who_may_not_decide_is_refused)
{
    struct country c = country();
    struct notification_answer answer;
    CHECK(notify(&c, 2019, (const char *[]){CHILD, NULL}, &answer));
    struct record *h = hit(&c, "HOURS");
    struct visit v = acting(&c, "employer");
    struct hit_decision d = {h->id, h->version, S("referred"), S("To another body."), {0}, {0}};
    CHECK(!hit_decide(&v, c.registry, &d, NULL));
    CHECK_INT(c.w.faults.items[0].kind, FAULT_REFUSED);
    forget(&c);
    leave(&c.w);
}

static bool stop_at_once(void *context, const struct register_screening *so_far, int64_t total)
{
    int64_t *told_total = context;
    *told_total = total;
    (void)so_far;
    return false;
}

TEST(screening_that_was_ended_goes_on_where_it_was)
{
    static const struct actor actor = {S_INIT("test"), S_INIT("job"), {0}};
    struct country c = country();
    int64_t total = 0;
    bool ended = false;
    CHECK(store_begin(c.w.s, &actor, &c.w.faults));
    for (int i = 0; i < 1200; i++) {
        struct record *r = with(
            "contract", (const char *[]){"start_date", "2019-06-01", "terms_from", "2019-06-01",
                                         "status", "in_force", "birth_date", "2006-01-01", NULL});
        record_set(r, "number", value_text(str_format(&a, "I-%d", i)));
        record_set(r, "employer", value_text(c.employer));
        CHECK(store_insert(c.w.s, r, &c.w.faults));
    }
    CHECK(store_commit(c.w.s, &c.w.faults));
    struct register_screening s = {0};
    struct register_watch stop = {stop_at_once, &total}, go = {NULL, NULL};
    CHECK(register_screen(c.w.s, &actor, c.registry, &s, &stop, &ended, &c.w.faults));
    CHECK(ended);
    CHECK_INT(total, 1200);
    CHECK_INT(s.screened, 1000);
    CHECK_INT(s.hits.made, 1000);
    CHECK(register_screen(c.w.s, &actor, c.registry, &s, &go, &ended, &c.w.faults));
    CHECK(!ended);
    CHECK_INT(s.screened, 1200);
    CHECK_INT(s.hits.made, 1200);
    leave(&c.w);
}
