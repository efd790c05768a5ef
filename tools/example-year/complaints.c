/* Complaints: who sent them, about whom, and what became of them. */
#include "year.h"

#include "base/date.h"

#include <stdlib.h>

enum { ANSWER_DAYS = 45 };

static const int months[] = {75, 80, 85, 85, 90, 90, 80, 75, 90, 95, 85, 70};

/* A day of the year: by month, and on a Saturday or Sunday seldom. */
static int day_received(struct year *y)
{
    for (;;) {
        struct date d = {YEAR, 1 + (int)chance_pick(&y->chance, months, 12), 1};
        d.day = chance_between(&y->chance, 1, date_days_in_month(YEAR, d.month));
        if (date_weekday(d) > 5 && !chance_of(&y->chance, 15))
            continue;
        return year_day_of(date_print(y->arena, d));
    }
}

static int earlier(const void *one, const void *two)
{
    return *(const int *)one - *(const int *)two;
}

static struct str sector_of(struct str industry)
{
    static const struct {
        struct str industry, sector;
    } sectors[] = {
        {S_INIT("A01"), S_INIT("agriculture")},   {S_INIT("F41"), S_INIT("construction")},
        {S_INIT("C10"), S_INIT("manufacturing")}, {S_INIT("H49"), S_INIT("transport")},
        {S_INIT("G45"), S_INIT("car_repair")},    {S_INIT("G47"), S_INIT("retail")},
        {S_INIT("I56"), S_INIT("catering")},      {S_INIT("T97"), S_INIT("domestic_work")},
    };
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (str_eq(industry, sectors[i].industry))
            return sectors[i].sector;
    return S("other");
}

/* The Azerbaijan Service and Assessment Network watches contracts in construction. */
static struct str body_that_refers(struct year *y, struct str sector)
{
    static const char *const bodies[] = {"MOIA", "ASAN", "SSA", "SCFWCA", "MES", "GPO", "MLSPP"};
    static const int mostly[] = {62, 16, 7, 5, 4, 4, 2}, building[] = {15, 80, 1, 1, 0, 2, 1};
    bool is_building = str_eq(sector, S("construction"));
    return str_of(bodies[chance_pick(&y->chance, is_building ? building : mostly, 7)]);
}

static struct str allegation(struct year *y)
{
    static const char *const codes[] = {"no_contract", "wages",  "hours",
                                        "dismissal",   "safety", "other"};
    static const int shares[] = {34, 29, 12, 11, 7, 7};
    return str_of(codes[chance_pick(&y->chance, shares, 6)]);
}

static struct str channel(struct year *y)
{
    static const char *const codes[] = {"hotline", "office", "web", "letter"};
    static const int shares[] = {46, 22, 20, 12};
    return str_of(codes[chance_pick(&y->chance, shares, 4)]);
}

/* Somebody who serves in the office; all are asked in turn. */
static struct str inspector_of(const struct year *y, struct str office, size_t turn)
{
    for (size_t i = 0; i < y->inspector_count; i++) {
        size_t at = (turn + i) % y->inspector_count;
        if (str_eq(y->inspector_offices[at], office))
            return y->inspectors[at];
    }
    return (struct str){0};
}

/* How a complaint ends, beside those in which a violation is found (fines.c). Most are answered in
 * time, one in seventeen late; what came near the end of the year waits beyond it. */
static void end_make(struct year *y, size_t row, int day, struct str allegation)
{
    static const struct {
        const char *as, *reason;
        bool at_once; /* needs no papers */
    } ends[] = {
        {"no_violation", "The papers of the employer show no breach", false},
        {"no_violation", "The employer had put it right when the papers came", false},
        {"not_established", "The facts could not be established without a visit", false},
        {"outside_powers", "Not a matter of labour law", true},
        {"passed_on", "Passed on to the body that can act", true},
        {"withdrawn", "Withdrawn by whoever complained", true},
        {"duplicate", "The same as an earlier complaint", true},
    };
    static const int shares[] = {41, 20, 16, 9, 5, 6, 3};
    struct sheet *s = &y->complaints;
    size_t end = chance_pick(&y->chance, shares, 7);
    bool of_a_child = str_eq(allegation, S("child_labor"));
    if (of_a_child)
        end = 0;
    int least = ends[end].at_once ? 4 : 16, most = ends[end].at_once ? 20 : ANSWER_DAYS - 2;
    if (!ends[end].at_once && chance_of(&y->chance, 6))
        least = ANSWER_DAYS + 1, most = 80;
    sheet_set(s, row, "closed_on", year_day(y, day + chance_between(&y->chance, least, most)));
    sheet_set(s, row, "closed_as", str_of(ends[end].as));
    sheet_set(s, row, "closing_reason",
              of_a_child ? S("No child was found at work") : str_of(ends[end].reason));
}

static void complaint_make(struct year *y, int number, int day, bool from_a_body, bool of_a_child)
{
    struct sheet *s = &y->complaints;
    size_t row = sheet_add(s);
    size_t who =
        (size_t)chance_between(&y->chance, (int)y->first_employer, (int)y->employers.count - 1);
    struct str district = sheet_get(&y->employers, who, "district");
    struct str sector = sector_of(sheet_get(&y->employers, who, "industry"));
    struct str about = of_a_child ? S("child_labor") : allegation(y);
    size_t at = 0;
    while (at + 1 < y->post_count && !str_eq(y->posts[at].district, district))
        at++;
    struct str office = y->posts[at].office;
    sheet_set(s, row, "number", str_format(y->arena, "C-%d-%04d", YEAR, number));
    sheet_set(s, row, "received_on", year_day(y, day));
    sheet_set(s, row, "channel", from_a_body ? S("agency") : channel(y));
    if (from_a_body)
        sheet_set(s, row, "referred_by", body_that_refers(y, sector));
    sheet_set(s, row, "employer", sheet_get(&y->employers, who, "tax_id"));
    sheet_set(s, row, "district", district);
    sheet_set(s, row, "sector", sector);
    sheet_set(s, row, "allegation", about);
    sheet_set(s, row, "anonymous", !from_a_body && chance_of(&y->chance, 11) ? S("yes") : S("no"));
    sheet_set(s, row, "office", office);
    sheet_set(s, row, "assigned_to", inspector_of(y, office, (size_t)number * 7));
    sheet_set(s, row, "answer_due_on", year_day(y, day + ANSWER_DAYS));
    sheet_set(s, row, "triaged_on", year_day(y, day + chance_between(&y->chance, 0, 2)));
    sheet_set(s, row, "assigned_on", year_day(y, day + chance_between(&y->chance, 2, 4)));
    end_make(y, row, day, about);
}

void complaints_make(struct year *y)
{
    enum { OF_CHILDREN = 34 }; /* that were not confirmed */
    int had = 0, had_from_bodies = 0, days[COMPLAINTS];
    y->complaints = sheet_read(y->arena, y->base, "complaint");
    for (size_t i = 0; i < y->complaints.count; i++)
        if (str_starts(sheet_get(&y->complaints, i, "received_on"), S("2019"))) {
            had++;
            had_from_bodies += sheet_get(&y->complaints, i, "referred_by").n > 0;
        }
    y->first_complaint = y->complaints.count;
    int count = COMPLAINTS - had, from_bodies = FROM_OTHER_BODIES - had_from_bodies;
    int of_children = OF_CHILDREN;
    for (int i = 0; i < count; i++)
        days[i] = day_received(y);
    qsort(days, (size_t)count, sizeof *days, earlier);
    for (int i = 0; i < count; i++) {
        int left = count - i; /* so that the numbers come out exactly, whatever chance does */
        bool from_a_body = chance_between(&y->chance, 1, left) <= from_bodies;
        bool of_a_child = chance_between(&y->chance, 1, left) <= of_children;
        from_bodies -= from_a_body;
        of_children -= of_a_child;
        complaint_make(y, had + 1 + i, days[i], from_a_body, of_a_child);
    }
}
