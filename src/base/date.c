#include "base/date.h"

#include <time.h>

enum date_precision date_precision(struct date d)
{
    if (!d.year)
        return DATE_NONE;
    if (!d.month)
        return DATE_YEAR;
    return d.day ? DATE_DAY : DATE_MONTH;
}

bool date_is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && date_is_leap_year(year) ? 29 : days[month - 1];
}

/* The number in [from, from + n) when all of it is digits. */
static bool digits(struct str text, size_t from, size_t n, int *number)
{
    int value = 0;
    if (text.n < from + n)
        return false;
    for (size_t i = from; i < from + n; i++) {
        if (!char_is_digit(text.p[i]))
            return false;
        value = value * 10 + (text.p[i] - '0');
    }
    *number = value;
    return true;
}

/* Whether it has the form of an ISO date; the calendar is not asked. */
static bool has_iso_form(struct str text, struct date *d)
{
    *d = (struct date){0};
    if (text.n != 4 && text.n != 7 && text.n != 10)
        return false;
    return digits(text, 0, 4, &d->year) &&
           (text.n < 7 || (text.p[4] == '-' && digits(text, 5, 2, &d->month))) &&
           (text.n < 10 || (text.p[7] == '-' && digits(text, 8, 2, &d->day)));
}

static bool has_month(struct str text, struct date d)
{
    return text.n < 7 || (d.month >= 1 && d.month <= 12);
}

static bool has_day(struct str text, struct date d)
{
    return text.n < 10 || (d.day >= 1 && d.day <= date_days_in_month(d.year, d.month));
}

bool date_parse(struct str text, struct date *date)
{
    struct date d;
    if (!has_iso_form(text, &d) || d.year < 1 || !has_month(text, d) || !has_day(text, d))
        return false;
    *date = d;
    return true;
}

/* "31.12.2003", "3/7/2019", "31-12-2003": two or three numbers with the year last. */
static bool is_year_last(struct str text)
{
    size_t numbers = 0, last = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (char_is_digit(c)) {
            numbers += !inside;
            last = inside ? last + 1 : 1;
            inside = true;
        } else if (c == '.' || c == '/' || c == '-') {
            inside = false;
        } else {
            return false;
        }
    }
    return numbers >= 2 && numbers <= 3 && (last == 4 || last == 2);
}

bool date_read(struct str text, struct place where, struct date *date, struct faults *faults)
{
    struct date d;
    if (date_parse(text, date))
        return true;
    bool iso = has_iso_form(text, &d);
    if (iso && d.year >= 1 && !has_month(text, d))
        return FAULT(faults, FAULT_INPUT, where,
                     N_("\"{1}\" is not a date: there is no such month. Write year, month and day "
                        "as in 2019-03-07."),
                     text);
    if (iso && d.year >= 1)
        return FAULT(faults, FAULT_INPUT, where,
                     N_("\"{1}\" is not a date: that month has no such day. Write year, month and "
                        "day as in 2019-03-07."),
                     text);
    if (is_year_last(text))
        return FAULT(faults, FAULT_INPUT, where,
                     N_("\"{1}\" is not read as a date, since day and month could be taken for "
                        "each other. Write the year first, as in 2019-03-07."),
                     text);
    return FAULT(faults, FAULT_INPUT, where,
                 N_("\"{1}\" is not a date. Write year, month and day as in 2019-03-07, or as much "
                    "as is known: 2019-03 or 2019."),
                 text);
}

struct str date_print(struct arena *a, struct date d)
{
    switch (date_precision(d)) {
    case DATE_YEAR: return str_format(a, "%04d", d.year);
    case DATE_MONTH: return str_format(a, "%04d-%02d", d.year, d.month);
    case DATE_DAY: return str_format(a, "%04d-%02d-%02d", d.year, d.month, d.day);
    case DATE_NONE: break;
    }
    return (struct str){0};
}

struct date date_first_day(struct date d)
{
    return (struct date){d.year, d.month ? d.month : 1, d.day ? d.day : 1};
}

struct date date_last_day(struct date d)
{
    int month = d.month ? d.month : 12;
    return (struct date){d.year, month, d.day ? d.day : date_days_in_month(d.year, month)};
}

int date_compare(struct date a, struct date b)
{
    a = date_first_day(a);
    b = date_first_day(b);
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

/* The count of days in a calendar whose year begins in March, so that the leap day comes last. */
int64_t date_to_days(struct date d)
{
    d = date_first_day(d);
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    return (struct date){
        .year = (int)(year + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
}

int date_weekday(struct date d)
{
    int64_t since_monday = (date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

struct date date_add_days(struct date d, int days)
{
    return date_from_days(date_to_days(d) + days);
}

struct date date_add_months(struct date d, int months)
{
    d = date_first_day(d);
    int since_year_zero = d.year * 12 + d.month - 1 + months;
    struct date there = {.year = since_year_zero / 12, .month = since_year_zero % 12 + 1};
    int longest = date_days_in_month(there.year, there.month);
    there.day = d.day < longest ? d.day : longest;
    return there;
}

static int age_on_day(struct date birth, struct date on)
{
    bool had_birthday = on.month != birth.month ? on.month > birth.month : on.day >= birth.day;
    return on.year - birth.year - !had_birthday;
}

int date_age_at_least(struct date birth, struct date on)
{
    return age_on_day(date_last_day(birth), date_first_day(on));
}

int date_age_at_most(struct date birth, struct date on)
{
    return age_on_day(date_first_day(birth), date_last_day(on));
}

struct date date_today(void)
{
    time_t now = time(NULL);
    struct tm parts = {0};
    localtime_r(&now, &parts);
    return (struct date){parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

struct str date_now(struct arena *a)
{
    return date_moment(a, 0);
}

struct str date_moment(struct arena *a, int64_t seconds)
{
    time_t now = time(NULL) + (time_t)seconds;
    struct tm parts = {0};
    gmtime_r(&now, &parts);
    return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                      parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

bool date_is_time(struct str text)
{
    struct date d;
    int hour, minute, second;
    return text.n == 20 && date_parse(str_slice(text, 0, 10), &d) && text.p[10] == 'T' &&
           digits(text, 11, 2, &hour) && hour < 24 && text.p[13] == ':' &&
           digits(text, 14, 2, &minute) && minute < 60 && text.p[16] == ':' &&
           digits(text, 17, 2, &second) && second < 60 && text.p[19] == 'Z';
}
