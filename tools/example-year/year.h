/* The example year of the inspectorate: what its parts share. Every person, firm, date and number
 * in it is made up; the totals are those published for 2019 (examples/inspectorate-2019/README.md).
 */
#pragma once

#include "chance.h"
#include "sheet.h"

enum { YEAR = 2019, COMPLAINTS = 8512, FROM_OTHER_BODIES = 2979 };

/* A district with the office that answers for it and those of the inspectorate who serve there. */
struct post {
    struct str district, office;
    int weight; /* how many complaints come from it, among all */
};

struct year {
    struct arena *arena;
    struct chance chance;
    struct str base; /* folder of the example country */
    struct sheet employers, users, complaints, requests, findings, violations, referrals, penalties,
        payments, appeals;
    size_t first_complaint, first_penalty; /* of those made here */
    struct post *posts;
    size_t post_count;
    struct str *inspectors, *inspector_offices; /* sign-in names of those who serve */
    size_t inspector_count;
    size_t first_employer; /* of those made here */
};

/* A date of the year, `day` days after 1 January. */
struct str year_day(struct year *y, int day);
/* Days from 1 January of the year to a date. */
int year_day_of(struct str date);

void people_make(struct year *y);
/* Complaints up to the published number, with those of the base among them. */
void complaints_make(struct year *y);
/* A day at random from `least` to `most` days after a date. */
struct str year_later(struct year *y, struct str date, int least, int most);
/* Letters and findings of the complaints, as far as they came; after the fines. */
void papers_make(struct year *y);
/* Appeals, payments in one sum or in parts, and enforcement of what was not paid in three months.
 */
void payments_make(struct year *y);
/* Violations beside those of child labour, and a fine for each, up to the published sums. */
void fines_make(struct year *y);
