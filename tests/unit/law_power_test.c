#include "base/arena.h"
#include "base/resource.h"
#include "law/power.h"
#include "law/titles.h"
#include "model/type.h"
#include "test.h"

static struct arena arena;
static struct faults faults;

static const struct law *az(void)
{
    static const struct law *law;
    faults = (struct faults){.arena = &arena};
    if (!law)
        law = law_load(&arena, &(struct law_source){.pack = S("az")}, &faults);
    CHECK(law != NULL);
    return law;
}

static struct date on(const char *text)
{
    struct date d = {0};
    CHECK(date_parse(str_of(text), &d));
    return d;
}

struct asked {
    const char *power;
    enum law_party whom;
    const char *basis, *exception, *day;
};

/* The ground, or the sentence that refuses. */
static struct str may(struct asked asked)
{
    struct str ground = {0};
    const struct law *law = az();
    const struct law_question q = {.agency = S("SLIS"),
                                   .power = str_of(asked.power),
                                   .whom = asked.whom,
                                   .basis = str_of(asked.basis),
                                   .exception = str_of(asked.exception),
                                   .on = on(asked.day)};
    faults = (struct faults){.arena = &arena};
    if (law_may(law, &q, &ground, &faults))
        return faults.total ? S("lawful with a fault") : ground;
    return faults.total == 1 ? fault_english(&arena, &faults.items[0]) : S("no fault");
}

static void lawful(struct asked asked)
{
    struct str ground = may(asked);
    CHECK(ground.n > 0 && !faults.total);
}

static void refused(struct asked asked, const char *part)
{
    struct str said = may(asked);
    if (!faults.total || !str_contains(said, str_of(part)))
        test_fail(__FILE__, __LINE__, str_c(&arena, said));
}

TEST(visits_are_lawful_until_the_suspension_and_with_an_exception)
{
    lawful((struct asked){"onsite_inspection", LAW_ANYBODY, "", "", "2015-10-31"});
    refused((struct asked){"onsite_inspection", LAW_ANYBODY, "", "", "2015-11-01"},
            "Law 1410-IVQ of 20 October 2015 suspends inspections from 2015-11-01 to 2026-12-31");
    refused((struct asked){"onsite_inspection", LAW_LEGAL_ENTITY, "complaint", "", "2019-06-01"},
            "Ask the employer for papers");
    lawful((struct asked){"onsite_inspection", LAW_ANYBODY, "", "life_and_health", "2019-06-01"});
    refused((struct asked){"onsite_inspection", LAW_ANYBODY, "", "because", "2019-06-01"},
            "no exception \"because\"; its exceptions are: life_and_health");
    refused((struct asked){"routine_inspection", LAW_ANYBODY, "", "", "1999-06-30"},
            "only from 1999-07-01");
    refused((struct asked){"routine_inspection", LAW_ANYBODY, "", "", "2027-06-01"},
            "until 2015-10-31");
}

TEST(fines_of_the_inspectorate_reach_persons_and_courts_reach_legal_entities)
{
    lawful((struct asked){"assess_penalties", LAW_INDIVIDUAL, "complaint", "", "2019-06-01"});
    lawful((struct asked){"assess_penalties", LAW_OFFICIAL, "", "", "2019-06-01"});
    refused((struct asked){"assess_penalties", LAW_LEGAL_ENTITY, "complaint", "", "2019-06-01"},
            "a legal entity is fined by a court");
    lawful((struct asked){"refer_to_court", LAW_LEGAL_ENTITY, "complaint", "", "2019-06-01"});
    lawful((struct asked){"request_information", LAW_EMPLOYEE, "complaint", "", "2019-06-01"});
}

TEST(what_the_register_shows_may_not_be_fined)
{
    refused((struct asked){"assess_penalties", LAW_INDIVIDUAL, "register", "", "2019-06-01"},
            "no law gives that power yet");
    refused((struct asked){"refer_to_court", LAW_LEGAL_ENTITY, "register", "", "2026-06-01"},
            "no law gives that power yet");
    lawful((struct asked){"request_information", LAW_LEGAL_ENTITY, "register", "", "2019-06-01"});
    refused((struct asked){"wiretap", LAW_ANYBODY, "", "", "2019-06-01"}, "\"wiretap\" to anybody");
    CHECK_INT(law_remedy_on(az(), S("SLIS"), LAW_INDIVIDUAL, on("2019-06-01")),
              LAW_REQUEST_INFORMATION);
    CHECK_INT(law_remedy_on(az(), S("SLIS"), LAW_LEGAL_ENTITY, on("1999-06-30")), LAW_DETECT_ONLY);
    CHECK_INT(law_remedy_on(az(), S("MOA"), LAW_INDIVIDUAL, on("2019-06-01")), LAW_DETECT_ONLY);
    CHECK(law_hit_rank(az(), LAW_RULE_BIT(0), LAW_DETECT_ONLY) >
          law_hit_rank(az(), LAW_RULE_BIT(2), LAW_FINE));
}

/* The powers are declared once; the day on which those suspended end follows from the suspension.
 */
TEST(suspended_powers_end_the_day_before_the_suspension)
{
    const struct law_moratorium *m = az()->moratorium;
    REQUIRE(m != NULL && m->span_count > 0);
    struct date last = date_add_days(law_date(m->spans[0].from), -1);
    size_t found = 0;
    for (size_t i = 0; i < az()->power_count; i++)
        for (size_t k = 0; k < m->suspends.count; k++)
            if (str_eq(az()->powers[i].kind, m->suspends.items[k])) {
                CHECK_INT(az()->powers[i].to, law_day(last));
                found++;
            }
    CHECK_INT(found, m->suspends.count);
    CHECK(!law_suspension_on(az(), on("2015-10-31")));
    CHECK(law_suspension_on(az(), on("2020-12-31")) != NULL);
    CHECK(law_suspension_on(az(), on("2021-01-01")) != NULL);
    CHECK(!law_suspension_on(az(), on("2027-01-01")));
}

TEST(fines_keep_to_the_range_of_their_article)
{
    const struct law_sanction *s = law_sanction_find(az(), S("Administrative Offences 192.8"),
                                                     LAW_OFFICIAL, on("2019-06-01"), &faults);
    REQUIRE(s != NULL);
    CHECK_INT(s->least, 100000);
    CHECK_INT(s->most, 150000);
    CHECK(law_sanction_allows(s, 100000, S("AZN"), &faults));
    CHECK(law_sanction_allows(s, 150000, S("AZN"), &faults));
    CHECK_INT(faults.total, 0);
    CHECK(!law_sanction_allows(s, 150001, S("AZN"), &faults));
    CHECK_STR(fault_english(&arena, &faults.items[0]),
              "For an official, Administrative Offences 192.8 sets a fine of 1000.00 to 1500.00; "
              "1500.01 is outside this range.");
    CHECK(!law_sanction_allows(s, 100000, S("USD"), &faults));
    CHECK(!law_sanction_find(az(), S("Administrative Offences 192.8"), LAW_INDIVIDUAL,
                             on("2019-06-01"), &faults));
    CHECK(!law_sanction_find(az(), S("Administrative Offences 192.8"), LAW_OFFICIAL,
                             on("2016-02-29"), &faults));
    CHECK(!law_sanction_find(az(), S("Nothing 1"), LAW_OFFICIAL, on("2019-06-01"), &faults));
    s = law_sanction_for(az(), S("hazardous_work"), LAW_LEGAL_ENTITY, on("2019-06-01"), 0);
    CHECK(s != NULL && s->certainty == LAW_TO_CHECK && s->most == 1300000);
    CHECK(!law_sanction_for(az(), S("hazardous_work"), LAW_LEGAL_ENTITY, on("2019-06-01"), 1));
}

/* What the law names by code is in the lists of the model, and what it cites in its provisions. */
TEST(the_law_names_only_what_there_is)
{
    const struct model *model = model_load(&arena, S("az"), &faults);
    const struct law *law = az();
    REQUIRE(model != NULL && law != NULL);
    for (size_t i = 0; i < law->rule_count; i++) {
        const struct law_rule *r = &law->rules[i];
        CHECK(!r->kind.n || code_find(model_list(model, S("violation_kinds")), r->kind));
        CHECK(r->cites.count > 0 && r->source.count > 0);
        for (size_t k = 0; k < r->cites.count; k++)
            if (!law_provision_find(law, r->cites.items[k]))
                test_fail(__FILE__, __LINE__, str_c(&arena, r->cites.items[k]));
    }
    for (size_t i = 0; i < law->sanction_count; i++) {
        CHECK(law_provision_find(law, law->sanctions[i].article) != NULL);
        for (size_t k = 0; k < law->sanctions[i].kinds.count; k++)
            CHECK(code_find(model_list(model, S("violation_kinds")),
                            law->sanctions[i].kinds.items[k]) != NULL);
    }
    for (size_t i = 0; i < law->power_count; i++) {
        CHECK(code_find(model_list(model, S("powers")), law->powers[i].kind) != NULL);
        CHECK(!law->powers[i].whom.n ||
              code_find(model_list(model, S("power_targets")), law->powers[i].whom));
    }
    for (size_t i = 0; i < law->withheld_count; i++)
        CHECK(code_find(model_list(model, S("powers")), law->withheld[i].kind) != NULL);
}

TEST(codes_have_titles)
{
    const struct law_titles *t = law_titles_load(&arena, S("az"), &faults);
    REQUIRE(t != NULL);
    CHECK_STR(law_title(t, LAW_OCCUPATION_CODE, S("7112")), "Bricklayers and related workers");
    CHECK_STR(law_title(t, LAW_OCCUPATION_CODE, S("71129")), "Bricklayers and related workers");
    CHECK_STR(law_title(t, LAW_OCCUPATION_CODE, S("4311")), "Accounting and bookkeeping clerks");
    CHECK_STR(law_title(t, LAW_INDUSTRY_CODE, S("4311")), "Demolition");
    CHECK_STR(law_title(t, LAW_INDUSTRY_CODE, S("0111")), "Growing of non-perennial crops");
    CHECK_STR(law_title(t, LAW_INDUSTRY_CODE, S("x")), "");
}
