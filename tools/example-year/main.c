/* example-year BASE FOLDER: the year 2019 of the inspectorate as CSV files in FOLDER, made from the
 * example country in BASE. Run from the root of the project; the same on every machine. */
#include "year.h"

#include <stdio.h>

int main(int count, char **words)
{
    struct arena arena = {0};
    struct year y = {.arena = &arena, .chance = {.state = 20191231}};
    if (count != 3) {
        fprintf(stderr, "usage: example-year examples/azerbaijan FOLDER\n");
        return 2;
    }
    struct str folder = str_of(words[2]);
    y.base = str_of(words[1]);
    people_make(&y);
    complaints_make(&y);
    fines_make(&y);
    papers_make(&y);
    payments_make(&y);
    sheet_write(&y.users, folder, "user");
    sheet_write(&y.employers, folder, "employer");
    sheet_write(&y.complaints, folder, "complaint");
    sheet_write(&y.requests, folder, "information_request");
    sheet_write(&y.findings, folder, "finding");
    sheet_write(&y.referrals, folder, "court_referral");
    sheet_write(&y.violations, folder, "violation");
    sheet_write(&y.penalties, folder, "penalty");
    sheet_write(&y.payments, folder, "payment");
    sheet_write(&y.appeals, folder, "appeal");
    arena_free(&arena);
    return 0;
}
