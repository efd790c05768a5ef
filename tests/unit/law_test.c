#include "base/arena.h"
#include "law/judge.h"
#include "test.h"

#include <limits.h>

static struct arena arena;
static struct faults faults;

static const struct law *az(void)
{
    static const struct law *law;
    faults = (struct faults){.arena = &arena};
    if (!law)
        law = law_load(&arena, &(struct law_source){.pack = S("az")}, &faults);
    for (size_t i = 0; i < faults.count; i++)
        test_fail(__FILE__, __LINE__, str_c(&arena, fault_english(&arena, &faults.items[i])));
    return law;
}

/* "birth_date=2004-05-05 start_date=2019-06-01" as a contract. */
static struct law_contract contract(const char *words)
{
    struct str cells[LAW_COLUMNS] = {0};
    struct law_contract c;
    for (struct str word, rest = str_of(words); str_cut(&rest, ' ', &word);) {
        size_t sign = str_find_char(word, '=', 0);
        enum law_column column;
        if (law_column_find(str_slice(word, 0, sign), &column))
            cells[column] = str_from(word, sign + 1);
        else
            test_fail(__FILE__, __LINE__, "no such column");
    }
    law_contract_read(&c, cells, UINT32_MAX);
    return c;
}

static struct str judged(const char *words)
{
    const struct law *law = az();
    struct law_contract c = contract(words);
    if (!law)
        return S("no law");
    struct law_verdict v = law_judge(law, &c);
    return v.judged ? law_rule_names(&arena, law, v.rules, S(";")) : S("not judged");
}

TEST(examples_of_the_pack_hold)
{
    const struct law *law = az();
    REQUIRE(law != NULL);
    size_t count = law_test(law, &arena, &faults);
    for (size_t i = 0; i < faults.count; i++)
        test_fail(__FILE__, __LINE__, str_c(&arena, fault_english(&arena, &faults.items[i])));
    CHECK(count >= 50);
    for (size_t i = 0; i < law->rule_count; i++) {
        bool fires = false, silent = false;
        for (size_t k = 0; k < law->rules[i].example_count; k++)
            *(law->rules[i].examples[k].fires ? &fires : &silent) = true;
        CHECK(fires && silent);
    }
}

TEST(rules_are_named_in_the_order_declared)
{
    CHECK_STR(judged("birth_date=2010-01-01 start_date=2019-06-01 weekly_hours=40 night_work=1"),
              "MIN_AGE;HOURS;NIGHT");
    CHECK_STR(judged("birth_date=2011-01-22 start_date=2026-01-22 industry_code=4100"),
              "HAZARD;CONSENT;AZ-AGE-2");
    CHECK_STR(judged("birth_date=1980-01-01 start_date=2019-06-01 night_work=1"), "");
    CHECK_STR(judged("birth_date=2010-01-01"), "not judged");
    CHECK_STR(judged("birth_date=2010-01-01 start_date=2019-06"), "not judged");
    CHECK_STR(judged("birth_date=2003-02-30 start_date=2019-06-01 night_work=1"), "DATA");
}

TEST(adults_leave_by_a_bound_that_follows_from_the_rules)
{
    const struct law *law = az();
    REQUIRE(law != NULL);
    CHECK_INT(law->adult_age, 18);
    CHECK_INT(law_rule_find(law, S("min_age"))->spans[0].ages.most, 14);
    CHECK_INT(law_rule_find(law, S("MIN_AGE"))->spans[0].ages.least, INT_MIN);
    CHECK_INT(law_rule_find(law, S("HAZARD"))->spans[0].ages.least, 15);
    CHECK_INT(law_rule_find(law, S("HOURS"))->spans[0].ages.most, 17);
    CHECK(law_rule_find(law, S("DATA"))->spans[0].ages.without_birth);
    CHECK(!law_rule_find(law, S("MIN_AGE"))->spans[0].ages.without_birth);
}

TEST(ages_are_completed_years)
{
    CHECK_INT(law_age(20040601, 20190601), 15);
    CHECK_INT(law_age(20040602, 20190601), 14);
    CHECK_INT(law_age(20040229, 20190228), 14);
    CHECK_INT(law_age(20040229, 20190301), 15);
    CHECK_INT(law_age(20040229, 20200229), 16);
    CHECK_INT(law_age(20190602, 20190601), -1);
    CHECK_INT(law_age(20190601, 20190601), 0);
    CHECK_INT(law_age(20200601, 20190601), -1);
    CHECK_INT(law_age(20200602, 20190601), -2);
    for (int32_t from = 20; from < 40; from++)
        for (int i = 0; i < 800; i += 7) {
            struct date birth = date_add_days((struct date){2003, 1, 1}, i);
            struct date start = date_add_days((struct date){2000 + from, 1, 1}, i % 400);
            CHECK_INT(law_age(law_day(birth), law_day(start)), date_age_at_least(birth, start));
        }
}

TEST(cells_are_read_and_never_guessed)
{
    static const struct {
        enum law_column column;
        const char *cell;
        enum law_state state;
        int64_t number;
    } cells[] = {
        {LAW_BIRTH_DATE, "2004-02-29", LAW_GIVEN, 20040229},
        {LAW_BIRTH_DATE, "2003-02-29", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "1900-02-29", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "0000-01-01", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "2004-1-01", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "2004-13-01", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "2004-02-29 ", LAW_UNREADABLE, 0},
        {LAW_BIRTH_DATE, "", LAW_MISSING, 0},
        {LAW_WEEKLY_HOURS, "36", LAW_GIVEN, 36000000},
        {LAW_WEEKLY_HOURS, "36.5", LAW_GIVEN, 36500000},
        {LAW_WEEKLY_HOURS, "-0.000001", LAW_GIVEN, -1},
        {LAW_WEEKLY_HOURS, "999999999.999999", LAW_GIVEN, 999999999999999},
        {LAW_WEEKLY_HOURS, "1000000000", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "1.0000000", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "36.", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, ".5", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "-", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "36,5", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "+36", LAW_UNREADABLE, 0},
        {LAW_WEEKLY_HOURS, "1e2", LAW_UNREADABLE, 0},
        {LAW_NIGHT_WORK, "Yes", LAW_GIVEN, 1},
        {LAW_NIGHT_WORK, "FALSE", LAW_GIVEN, 0},
        {LAW_NIGHT_WORK, "y", LAW_UNREADABLE, 0},
        {LAW_NIGHT_WORK, "01", LAW_UNREADABLE, 0},
        {LAW_OCCUPATION_CODE, "7112", LAW_GIVEN, 0},
        {LAW_OCCUPATION_CODE, "71 12", LAW_UNREADABLE, 0},
        {LAW_OCCUPATION_CODE, "12345678901234567", LAW_UNREADABLE, 0},
        {LAW_DISTRICT, " anything ", LAW_GIVEN, 0},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct law_value v = law_value_read(cells[i].column, str_of(cells[i].cell));
        if (v.state != cells[i].state || (v.state == LAW_GIVEN && v.number != cells[i].number))
            test_fail(__FILE__, __LINE__, cells[i].cell);
    }
}

TEST(an_unreadable_value_is_named_only_where_it_is_needed)
{
    const struct law *law = az();
    struct law_contract c = contract("birth_date=2004-05-05 start_date=2019-06-01 night_work=maybe "
                                     "written_consent=1 weekly_hours=x wage=y");
    REQUIRE(law != NULL);
    struct law_verdict v = law_judge(law, &c);
    CHECK_INT(v.rules, 0);
    CHECK_INT(v.unreadable, LAW_COLUMN_BIT(LAW_NIGHT_WORK) | LAW_COLUMN_BIT(LAW_WEEKLY_HOURS));
    c = contract("birth_date=1980-05-05 start_date=2019-06-01 night_work=maybe");
    CHECK_INT(law_judge(law, &c).unreadable, 0);
    c = contract("birth_date=2008-05-05 start_date=2019-06-01 written_consent=maybe");
    v = law_judge(law, &c);
    CHECK_INT(v.unreadable, 0); /* eleven: consent does not matter */
    CHECK_STR(law_rule_names(&arena, law, v.rules, S(";")), "MIN_AGE");
    c = contract(
        "birth_date=2003-05-05 start_date=2019-06-01 occupation_code=? industry_code=4100");
    CHECK_INT(law_judge(law, &c).unreadable, 0); /* the industry decides */
}

TEST(rules_say_since_when_the_register_refuses)
{
    const struct law *law = az();
    REQUIRE(law != NULL);
    CHECK_INT(law_rule_find(law, S("MIN_AGE"))->refused_from, 20260122);
    CHECK_INT(law_rule_find(law, S("NIGHT"))->refused_from, 0);
}
