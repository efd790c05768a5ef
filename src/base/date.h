/* Dates of the Gregorian calendar that know how precise they are: a year, a month or a day. */
#pragma once

#include "base/fault.h"

/* Years 1 to 9999. A month of 0 means that only the year is known; a day of 0 that only year and
 * month are. All zero is no date. */
struct date {
    int year, month, day;
};

enum date_precision { DATE_NONE, DATE_YEAR, DATE_MONTH, DATE_DAY };
enum date_precision date_precision(struct date d);

/* Reads "2019-03-07", "2019-03" or "2019" (ISO 8601); false for anything else, also for a day that
 * the calendar does not have. */
bool date_parse(struct str text, struct date *date);
/* The same with a fault at `where` that says how to write it. "31.12.2003" and "03/07/2019" are
 * never guessed at, since day and month cannot be told apart. */
bool date_read(struct str text, struct place where, struct date *date, struct faults *faults);
/* ISO, as precise as it is; empty for no date. */
struct str date_print(struct arena *a, struct date d);

/* The first and the last day that the date may mean. */
struct date date_first_day(struct date d);
struct date date_last_day(struct date d);
/* Earlier is negative; a less precise date stands at its first day. */
int date_compare(struct date a, struct date b);

bool date_is_leap_year(int year);
int date_days_in_month(int year, int month);
/* Days since 1970-01-01 of the first day it may mean, and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
/* Day of the week, 1 Monday to 7 Sunday (of the first day it may mean). */
int date_weekday(struct date d);
/* `days` may be negative. */
struct date date_add_days(struct date d, int days);
/* Keeps the day of the month, or takes the last day of a shorter month: 31 January and one month is
 * the last of February. Months may be negative. */
struct date date_add_months(struct date d, int months);

/* Completed years of age on a day. A year of age is completed at the beginning of the birthday; who
 * was born on 29 February completes it on 1 March in a year without that day. Negative when `on` is
 * before the birth. With imprecise dates the least (or most) that it may be. */
int date_age_at_least(struct date birth, struct date on);
int date_age_at_most(struct date birth, struct date on);

/* Today, where the machine stands. */
struct date date_today(void);
/* This moment in UTC as "2019-03-07T14:05:09Z". */
struct str date_now(struct arena *a);
/* The moment so many seconds from now, before now when negative. */
struct str date_moment(struct arena *a, int64_t seconds);
/* True for such a text, with a real date and time of day. */
bool date_is_time(struct str text);
