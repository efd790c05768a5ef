/* Letters to employers and employees, and what the examination came to. No visit: inspections were
 * suspended, so complaints were examined on paper. */
#include "year.h"

/* What letters and findings have of their complaint. */
static void copy_from_complaint(const struct year *y, struct sheet *to, size_t row,
                                size_t complaint)
{
    static const char *const same[] = {"employer", "sector", "district", "office", "assigned_to"};
    const struct sheet *c = &y->complaints;
    sheet_set(to, row, "complaint", sheet_get(c, complaint, "number"));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        sheet_set(to, row, same[i], sheet_get(c, complaint, same[i]));
}

/* `by`: the day before which an answer came; after it nothing more was waited for. */
static void request_make(struct year *y, size_t complaint, const char *addressee, struct str by)
{
    struct sheet *s = &y->requests;
    size_t row = sheet_add(s);
    struct str assigned = sheet_get(&y->complaints, complaint, "assigned_on");
    struct str sent = year_later(y, assigned, 0, 2);
    int days = year_day_of(by) - year_day_of(sent);
    bool silent = days > 14 && chance_of(&y->chance, 4);
    sheet_set(s, row, "number", str_format(y->arena, "R-%d-%05zu", YEAR, s->count));
    sheet_set(s, row, "addressee", str_of(addressee));
    copy_from_complaint(y, s, row, complaint);
    sheet_set(s, row, "sent_on", sent);
    sheet_set(s, row, "due_on", year_later(y, sent, 10, 10));
    if (silent) /* the answer came only after a reminder */
        sheet_set(s, row, "no_response_on", year_later(y, sent, 11, 13));
    sheet_set(s, row, "answered_on",
              silent ? by : year_later(y, sent, days > 3 ? 3 : days, days < 14 ? days : 14));
}

static void finding_make(struct year *y, size_t complaint, struct str number, struct str on,
                         struct str result)
{
    struct sheet *s = &y->findings;
    size_t row = sheet_add(s);
    sheet_set(s, row, "number", number);
    sheet_set(s, row, "found_on", on);
    sheet_set(s, row, "result", result);
    copy_from_complaint(y, s, row, complaint);
}

/* The violation that a complaint led to, or STR_NONE. */
static size_t violation_of(const struct year *y, struct str complaint)
{
    for (size_t i = 0; i < y->violations.count; i++)
        if (str_eq(sheet_get(&y->violations, i, "complaint"), complaint))
            return i;
    return STR_NONE;
}

static void papers_of(struct year *y, size_t complaint, int *number)
{
    const struct sheet *c = &y->complaints;
    struct str as = sheet_get(c, complaint, "closed_as"), name = S("violation");
    struct str on = sheet_get(c, complaint, "closed_on");
    bool has_violation = str_eq(as, S("violation_dealt_with"));
    if (!has_violation && !str_eq(as, S("no_violation")) && !str_eq(as, S("not_established")))
        return;
    if (has_violation) {
        size_t at = violation_of(y, sheet_get(c, complaint, "number"));
        on = sheet_get(&y->violations, at, "found_on");
        name = sheet_get(&y->violations, at, "finding");
    } else {
        on = year_later(y, on, -3, 0);
        name = str_format(y->arena, "N-%d-%04d", YEAR, (*number)++);
    }
    request_make(y, complaint, "employer", on);
    if (chance_of(&y->chance, 12))
        request_make(y, complaint, "employee", on);
    finding_make(y, complaint, name, on, has_violation ? S("violation") : as);
}

void papers_make(struct year *y)
{
    int number = 1001; /* those of violations have the number of the violation */
    y->requests = sheet_read_if_there(y->arena, y->base, "information_request");
    y->findings = sheet_read_if_there(y->arena, y->base, "finding");
    for (size_t i = y->first_complaint; i < y->complaints.count; i++)
        papers_of(y, i, &number);
}
