#include "base/arena.h"
#include "base/date.h"
#include "test.h"

static struct arena arena;

static struct date day(const char *text)
{
    struct date d = {0};
    CHECK(date_parse(str_of(text), &d));
    return d;
}

/* The message for a text that is no date. */
static struct str refusal(const char *text)
{
    struct faults faults = {.arena = &arena};
    struct date d;
    CHECK(!date_read(str_of(text), (struct place){.line = 3}, &d, &faults));
    return faults.count ? fault_english(&arena, &faults.items[0]) : (struct str){0};
}

TEST(dates_keep_their_precision)
{
    static const char *const right[] = {"2019", "2019-03", "2019-03-07", "2020-02-29",
                                        "0001-01-01"};
    for (size_t i = 0; i < 5; i++)
        CHECK_STR(date_print(&arena, day(right[i])), right[i]);
    CHECK_INT(date_precision(day("2019")), DATE_YEAR);
    CHECK_INT(date_precision(day("2019-03")), DATE_MONTH);
    CHECK_INT(date_precision(day("2019-03-07")), DATE_DAY);
    CHECK_INT(date_precision((struct date){0}), DATE_NONE);
    CHECK_STR(date_print(&arena, date_first_day(day("2019"))), "2019-01-01");
    CHECK_STR(date_print(&arena, date_last_day(day("2020-02"))), "2020-02-29");
    CHECK_STR(date_print(&arena, date_last_day(day("2020"))), "2020-12-31");
    CHECK_STR(date_print(&arena, (struct date){0}), "");
}

TEST(what_is_no_date_is_refused_and_told_how_to_write_it)
{
    static const char *const wrong[] = {
        "",           "19",         "2019-3-7",    "2019-13-01", "2019-00-10", "2019-02-29",
        "2019-04-31", "20190307",   "2019-03-07 ", "2019/03/07", "31.12.2003", "0000-01-01",
        "2019-1",     "2019-03-00", "-019-01-01",  "2019-03-0x", "+2019",
    };
    struct date d;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!date_parse(str_of(wrong[i]), &d));
    CHECK(str_contains(refusal("31.12.2003"), S("day and month could be taken for each other")));
    CHECK(str_contains(refusal("3/7/2019"), S("Write the year first, as in 2019-03-07")));
    CHECK(str_contains(refusal("2019-02-29"), S("that month has no such day")));
    CHECK(str_contains(refusal("2019-13-01"), S("no such month")));
    CHECK(str_contains(refusal("yesterday"), S("2019-03 or 2019")));
}

TEST(days_are_counted_across_leap_years_and_centuries)
{
    CHECK_INT(date_to_days(day("1970-01-01")), 0);
    CHECK_INT(date_to_days(day("2000-03-01")), 11017);
    CHECK_INT(date_to_days(day("1899-12-31")), -25568);
    for (int64_t n = -800000; n < 800000; n += 997)
        CHECK_INT(date_to_days(date_from_days(n)), n);
    CHECK_INT(date_weekday(day("2019-03-07")), 4);
    CHECK_INT(date_weekday(day("1969-12-28")), 7);
    CHECK_STR(date_print(&arena, date_add_days(day("2019-12-31"), 60)), "2020-02-29");
    CHECK_STR(date_print(&arena, date_add_days(day("2020-03-01"), -1)), "2020-02-29");
}

TEST(months_keep_the_day_or_take_the_last)
{
    CHECK_STR(date_print(&arena, date_add_months(day("2019-01-31"), 1)), "2019-02-28");
    CHECK_STR(date_print(&arena, date_add_months(day("2019-11-30"), 3)), "2020-02-29");
    CHECK_STR(date_print(&arena, date_add_months(day("2019-01-15"), -2)), "2018-11-15");
    CHECK_STR(date_print(&arena, date_add_months(day("2019-06-15"), 6)), "2019-12-15");
}

TEST(age_is_in_completed_years)
{
    CHECK_INT(date_age_at_least(day("2005-03-02"), day("2019-06-01")), 14);
    CHECK_INT(date_age_at_least(day("2004-06-01"), day("2019-06-01")), 15);
    CHECK_INT(date_age_at_least(day("2004-06-02"), day("2019-06-01")), 14);
    CHECK_INT(date_age_at_least(day("2004-02-29"), day("2019-02-28")), 14);
    CHECK_INT(date_age_at_least(day("2004-02-29"), day("2019-03-01")), 15);
    CHECK_INT(date_age_at_least(day("2004-02-29"), day("2020-02-29")), 16);
    CHECK_INT(date_age_at_least(day("2019-06-02"), day("2019-06-01")), -1);
    CHECK_INT(date_age_at_least(day("2004"), day("2019-06-01")), 14);
    CHECK_INT(date_age_at_most(day("2004"), day("2019-06-01")), 15);
    CHECK_INT(date_age_at_most(day("2004-06"), day("2019-06")), 15);
    CHECK_INT(date_age_at_least(day("2004-06"), day("2019-06")), 14);
}

TEST(dates_are_ordered_by_their_first_day)
{
    CHECK(date_compare(day("2019"), day("2019-01-02")) < 0);
    CHECK(date_compare(day("2019-05"), day("2019-04-30")) > 0);
    CHECK_INT(date_compare(day("2019"), day("2019-01-01")), 0);
}

TEST(times_are_utc_to_the_second)
{
    CHECK(date_is_time(S("2019-03-07T14:05:09Z")));
    CHECK(!date_is_time(S("2019-03-07T24:05:09Z")));
    CHECK(!date_is_time(S("2019-02-30T14:05:09Z")));
    CHECK(!date_is_time(S("2019-03-07 14:05:09Z")));
    CHECK(!date_is_time(S("2019-03-07T14:05:09+")));
    CHECK(date_is_time(date_now(&arena)));
    CHECK(date_today().year >= 2024);
}
