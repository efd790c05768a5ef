#include "base/arena.h"
#include "law/condition.h"
#include "test.h"

#include <limits.h>

static struct arena arena;
static struct faults faults;
static struct law_lists lists;

static const struct law_condition *parse(const char *text)
{
    faults = (struct faults){.arena = &arena};
    if (!lists.count)
        *arena_push(&arena, &lists) =
            law_list_read(&arena, S("hazardous"), S("hazardous.csv"),
                          S("code,kind,from_on,to_on\n711,occupation,,\n4100,industry,,\n4311,"
                            "industry,,\n99,,,\n1200,,2020-12-01,2024-12-31\n"),
                          &faults);
    return condition_parse(&arena, str_of(text), &lists, (struct place){.line = 7, .column = 10},
                           &faults);
}

/* What is understood, written again; parsed once more it stays the same. */
static void understood(const char *text, const char *wanted)
{
    const struct law_condition *c = parse(text);
    if (!c || faults.total) {
        test_fail(__FILE__, __LINE__, text);
        return;
    }
    struct str printed = condition_print(&arena, c);
    CHECK_STR(printed, wanted);
    c = parse(str_c(&arena, printed));
    CHECK(c && str_eq(condition_print(&arena, c), printed));
}

static void refused(const char *text, long column, const char *part)
{
    CHECK(!parse(text));
    CHECK_INT(faults.total, 1);
    if (!faults.count)
        return;
    CHECK_INT(faults.items[0].column, column + 9);
    struct str said = fault_english(&arena, &faults.items[0]);
    if (!str_contains(said, str_of(part)))
        test_fail(__FILE__, __LINE__, str_c(&arena, said));
}

TEST(conditions_are_understood)
{
    understood("age < 15", "age < 15");
    understood("15 > age", "age < 15");
    understood("age between 15 and 17", "age >= 15 and age <= 17");
    understood("age not between 15 and 17 or sex = 'f'",
               "not (age >= 15 and age <= 17) or sex = 'f'");
    understood("(age < 16 and weekly_hours > 24) or weekly_hours >= 36.50",
               "(age < 16 and weekly_hours > 24) or weekly_hours >= 36.5");
    understood("written_consent is not true", "not written_consent is true");
    understood("birth_date is missing or birth_date is unreadable",
               "birth_date is missing or birth_date is unreadable");
    understood("end_date < start_date", "end_date < start_date");
    understood("start_date >= 2020-11-01", "start_date >= 2020-11-01");
    understood("occupation_code not on hazardous", "not occupation_code on hazardous");
    understood("not not age = 3", "not not age = 3");
    understood("wage < -0.000001", "wage < -0.000001");
}

TEST(conditions_are_refused_with_the_place)
{
    refused("", 1, "expected here, and \"the end\" stands");
    refused("age", 4, "A comparison");
    refused("age <", 6, "age, a column or a value");
    refused("age < 15.5", 7, "whole years");
    refused("age < 15 16", 10, "complete before \"16\"");
    refused("aeg < 15", 1, "no column \"aeg\"");
    refused("weekly_huors > 24", 1, "weekly_hours");
    refused("age < 15 or age > 17 and sex = 'f'", 22, "set brackets");
    refused("(age < 15", 10, "closing bracket");
    refused("sex = f", 7, "no column \"f\"");
    refused("sex = 'f", 7, "never closed");
    refused("sex = 'f\tm'", 9, "no control characters");
    refused("sex < 'f'", 1, "a text");
    refused("sex on hazardous", 1, "Only occupation_code and industry_code");
    refused("industry_code on dangerous", 18, "The lists are: hazardous");
    refused("night_work = 1", 14, "night_work is true");
    refused("age is true", 1, "A column is expected");
    refused("sex is true", 1, "not a matter of true or false");
    refused("sex is lovely", 8, "missing, unreadable or true");
    refused("birth_date = 2003-02-30", 14, "a day");
    refused("weekly_hours = start_date", 16, "both are days");
    refused("15 < 17", 1, "Two values");
    refused("age between 15 or 17", 16, "with \"and\" between them");
    refused("age ! 15", 5, "\"!\" has no meaning");
    refused("age ə 15", 5, "\"ə\" has no meaning");
    refused("and age < 3", 1, "expected here");
    refused("((((((((((((((((((((((((((((((((((((((((((age < 15", 41, "too deeply");
}

static enum law_truth judged(const char *text, const char *column, const char *cell)
{
    const struct law_condition *c = parse(text);
    struct law_contract contract = {0};
    enum law_column which;
    if (!c || !law_column_find(str_of(column), &which)) {
        test_fail(__FILE__, __LINE__, text);
        return LAW_UNKNOWN;
    }
    contract.values[which] = law_value_read(which, str_of(cell));
    return condition_judge(c, &contract, false, 0, 20190601);
}

TEST(what_is_not_known_stays_unknown)
{
    CHECK_INT(judged("weekly_hours > 24", "weekly_hours", ""), LAW_UNKNOWN);
    CHECK_INT(judged("weekly_hours > 24", "weekly_hours", "x"), LAW_UNKNOWN);
    CHECK_INT(judged("not weekly_hours > 24", "weekly_hours", "x"), LAW_UNKNOWN);
    CHECK_INT(judged("weekly_hours > 24 or sex is missing", "weekly_hours", "x"), LAW_TRUE);
    CHECK_INT(judged("weekly_hours > 24 and sex is not missing", "weekly_hours", "x"), LAW_FALSE);
    CHECK_INT(judged("age < 15", "sex", "f"), LAW_UNKNOWN);
    CHECK_INT(judged("night_work is true", "night_work", ""), LAW_FALSE);
    CHECK_INT(judged("night_work is not true", "night_work", ""), LAW_TRUE);
    CHECK_INT(judged("night_work is not true", "night_work", "maybe"), LAW_UNKNOWN);
    CHECK_INT(judged("night_work is missing", "night_work", "maybe"), LAW_FALSE);
    CHECK_INT(judged("night_work is unreadable", "night_work", "maybe"), LAW_TRUE);
}

TEST(lists_tell_kinds_and_days_apart)
{
    CHECK_INT(judged("occupation_code on hazardous", "occupation_code", "711"), LAW_TRUE);
    CHECK_INT(judged("industry_code on hazardous", "industry_code", "711"), LAW_FALSE);
    CHECK_INT(judged("occupation_code on hazardous", "occupation_code", "4311"), LAW_FALSE);
    CHECK_INT(judged("industry_code on hazardous", "industry_code", "4311"), LAW_TRUE);
    CHECK_INT(judged("industry_code on hazardous", "industry_code", "99"), LAW_TRUE);
    CHECK_INT(judged("occupation_code on hazardous", "occupation_code", "99"), LAW_TRUE);
    CHECK_INT(judged("occupation_code on hazardous", "occupation_code", "71"), LAW_FALSE);
    CHECK_INT(judged("occupation_code on hazardous", "occupation_code", "7 1"), LAW_UNKNOWN);
    const struct law_list *list = lists.items[0];
    CHECK(!law_list_has(list, S("1200"), LAW_CODE_ANY, 20201130));
    CHECK(law_list_has(list, S("1200"), LAW_CODE_ANY, 20201201));
    CHECK(law_list_has(list, S("1200"), LAW_CODE_ANY, 20241231));
    CHECK(!law_list_has(list, S("1200"), LAW_CODE_ANY, 20250101));
}

TEST(lists_are_refused_with_the_place)
{
    static const struct {
        const char *text;
        long line;
        const char *part;
    } wrong[] = {
        {"", 1, "is empty"},
        {"kode\n71\n", 1, "\"code\" must be"},
        {"code\n71 2\n", 2, "\"71 2\" is no code"},
        {"code,kind\n71,ocupation\n", 2, "occupation or industry"},
        {"code,from_on\n71,1.1.2020\n", 2, "is no day"},
        {"code,from_on,to_on\n71,2020-01-02,2020-01-01\n", 2, "before it comes on it"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        faults = (struct faults){.arena = &arena};
        CHECK(!law_list_read(&arena, S("l"), S("l.csv"), str_of(wrong[i].text), &faults));
        CHECK_INT(faults.total, 1);
        CHECK_INT(faults.items[0].line, wrong[i].line);
        CHECK(str_contains(fault_english(&arena, &faults.items[0]), str_of(wrong[i].part)));
    }
}

TEST(ages_at_which_a_condition_can_be_true)
{
    static const struct {
        const char *text;
        int least, most;
        bool without_birth;
    } cases[] = {
        {"age < 15", INT_MIN, 14, false},
        {"age between 15 and 17 and occupation_code on hazardous", 15, 17, false},
        {"age = 15 and written_consent is not true", 15, 15, false},
        {"age >= 18", 18, INT_MAX, false},
        {"not age < 18 and sex = 'f'", 18, INT_MAX, false},
        {"night_work is true", INT_MIN, INT_MAX, true},
        {"age < 3 or age = 9", INT_MIN, 9, false},
        {"birth_date is missing or birth_date is unreadable", INT_MAX, INT_MIN, true},
        {"age < 10 and age > 20", INT_MAX, INT_MIN, false},
        {"start_date is missing", INT_MAX, INT_MIN, false},
        {"age = 200", 200, 200, false},
        {"not (age < 15 or night_work is true)", 15, INT_MAX, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct law_condition *c = parse(cases[i].text);
        REQUIRE(c != NULL);
        struct law_ages ages = condition_ages(c);
        if (ages.least != cases[i].least || ages.most != cases[i].most ||
            ages.without_birth != cases[i].without_birth)
            test_fail(__FILE__, __LINE__, cases[i].text);
    }
    CHECK_INT(condition_columns(parse("age < 3 and end_date < start_date")),
              LAW_COLUMN_BIT(LAW_BIRTH_DATE) | LAW_COLUMN_BIT(LAW_START_DATE) |
                  LAW_COLUMN_BIT(LAW_END_DATE));
}
