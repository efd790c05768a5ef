/* One employment contract as a rule sees it: the columns of the contract register, read into typed
 * values. The same reading stands behind the check of one notification, the kernel over the
 * register and the printed SQL; docs/law.md tells it to people.
 *
 * How a cell is read. Nothing is trimmed and nothing is guessed:
 *   date    exactly YYYY-MM-DD and a real day of the Gregorian calendar, years 0001 to 9999. Not
 *           "2019-03", not "31.12.2003", not "2003-02-30", not with spaces around it.
 *   number  digits with at most 9 before and 6 behind a point, a minus sign in front where it is
 *           below zero: "36", "36.5". Not "36,5", "+36", ".5", "36." or "1e2". Exact, in
 * millionths. truth   1, true, yes; 0, false, no; in any case. Nothing else. code    1 to 16
 * letters (ASCII), digits, '.', '-' or '_'; as it stands, also the case of letters. text    any
 * bytes. An empty cell is missing. A cell that is neither empty nor as above is unreadable.
 */
#pragma once

#include "base/date.h"
#include "base/str.h"

#include <stdint.h>

/* In the order of design.md 6; a file may have them in any other. */
enum law_column {
    LAW_CONTRACT_ID,
    LAW_PERSON_ID,
    LAW_BIRTH_DATE,
    LAW_SEX,
    LAW_EMPLOYER_ID,
    LAW_OCCUPATION_CODE, /* ISCO-08 */
    LAW_INDUSTRY_CODE,   /* ISIC Rev.4 without the letter of its section */
    LAW_START_DATE,
    LAW_END_DATE,
    LAW_WEEKLY_HOURS,
    LAW_NIGHT_WORK,
    LAW_DISTRICT,
    LAW_WAGE,
    LAW_WRITTEN_CONSENT, /* of a parent, adopter or guardian */
    LAW_COLUMNS,
};

/* Set of columns: bit (1u << column). */
#define LAW_COLUMN_BIT(column) (1u << (unsigned)(column))

enum law_column_kind {
    LAW_KIND_TEXT,
    LAW_KIND_CODE,
    LAW_KIND_DATE,
    LAW_KIND_NUMBER,
    LAW_KIND_TRUTH,
};

/* "birth_date" … */
struct str law_column_name(enum law_column column);
enum law_column_kind law_column_kind(enum law_column column);
/* By its name, exactly as written; false when there is none. */
bool law_column_find(struct str name, enum law_column *column);

/* A day as the whole number YYYYMMDD: 2019-03-07 is 20190307. Later days are greater, and completed
 * years between two of them are one subtraction (law_age). */
#define LAW_FIRST_DAY 10101
#define LAW_LAST_DAY  99991231
/* Of a date precise to the day; an imprecise one stands at its first day, no date gives 0. */
int32_t law_day(struct date date);
struct date law_date(int32_t day);

/* Completed years of age on `on`. Who was born on 29 February completes a year on 1 March in a year
 * without that day. Below zero before the birth. The difference is divided downwards, which is
 * exact: it is below zero within a year as soon as the month and day are earlier. */
static inline int law_age(int32_t birth, int32_t on)
{
    int32_t span = on - birth;
    return (span >= 0 ? span : span - 9999) / 10000;
}

enum law_state { LAW_MISSING, LAW_UNREADABLE, LAW_GIVEN };

struct law_value {
    enum law_state state;
    int64_t number;  /* when given: a day YYYYMMDD, millionths of a number, 0 or 1 of a truth */
    struct str text; /* the cell as it stands, borrowed */
};

struct law_contract {
    struct law_value values[LAW_COLUMNS]; /* all zero: everything is missing */
};

/* Reads one cell; never fails: what cannot be read is LAW_UNREADABLE. Takes nothing from memory. */
struct law_value law_value_read(enum law_column column, struct str cell);
/* Reads the columns of the set `columns` (law->columns is enough for law_judge) from `cells`, which
 * has LAW_COLUMNS of them in the order above; the others are left missing. */
void law_contract_read(struct law_contract *contract, const struct str *cells, uint32_t columns);
