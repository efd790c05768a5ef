/* Violations that the inspectorate found, and their fines. Only articles whose amounts are known
 * are used (domain rules 3.2), and every fine lies inside the range for whoever is fined. The mean
 * of the fines by courts lies below the least for a legal entity, so courts fined officials too. */
#include "year.h"

#include "base/date.h"

#define ARTICLE "Administrative Offences"

/* So many fines of one kind, which add up to `total` manat. */
struct lot {
    const char *by, *article, *offender, *kind, *provision, *allegation;
    struct str legal_form;
    int count, total, least, most, step;
};

/* Beside the nine for child labour, eight of 1,160 manat and one of 3,000. */
static const struct lot lots[] = {
    {"inspectorate", "192.1", "individual", "no_contract", "Labour Code 7(2)", "no_contract",
     S_INIT("individual"), 377, 635320, 1000, 2000, 10},
    {"inspectorate", "192.3", "official", "wages", "Labour Code 155", "wages",
     S_INIT("legal_entity"), 150, 187500, 1000, 1500, 10},
    {"inspectorate", "192.1", "official", "no_contract", "Labour Code 7(2)", "no_contract",
     S_INIT("legal_entity"), 20, 68000, 3000, 5000, 100},
    {"court", "192.1", "legal_entity", "no_contract", "Labour Code 7(2)", "no_contract",
     S_INIT("legal_entity"), 50, 1125000, 20000, 25000, 500},
    {"court", "192.1", "official", "no_contract", "Labour Code 7(2)", "no_contract",
     S_INIT("legal_entity"), 19, 66000, 3000, 5000, 100},
};

static struct str legal_form_of(const struct year *y, struct str tax_id)
{
    return str_ends(tax_id, S("2")) && y->employers.count ? S("individual") : S("legal_entity");
}

/* A complaint of the year made here from which such a violation can have come, not used before. */
static size_t complaint_for(struct year *y, const struct lot *lot, bool *used)
{
    const struct sheet *s = &y->complaints;
    for (;;) {
        size_t at = (size_t)chance_between(&y->chance, (int)y->first_complaint, (int)s->count - 1);
        if (used[at] || !str_eq(sheet_get(s, at, "allegation"), str_of(lot->allegation)) ||
            !str_eq(legal_form_of(y, sheet_get(s, at, "employer")), lot->legal_form) ||
            year_day_of(sheet_get(s, at, "received_on")) > 280)
            continue;
        used[at] = true;
        return at;
    }
}

static void violation_make(struct year *y, const struct lot *lot, size_t complaint, int number,
                           int found)
{
    struct sheet *s = &y->violations, *c = &y->complaints;
    static const char *const same[] = {"employer", "sector", "district", "office", "assigned_to"};
    size_t row = sheet_add(s);
    sheet_set(s, row, "number", str_format(y->arena, "V-%d-%04d", YEAR, number));
    sheet_set(s, row, "found_on", year_day(y, found));
    sheet_set(s, row, "kind", str_of(lot->kind));
    sheet_set(s, row, "provision", str_of(lot->provision));
    sheet_set(s, row, "detected_by",
              sheet_get(c, complaint, "referred_by").n ? S("referral") : S("complaint"));
    sheet_set(s, row, "case_number", str_format(y->arena, "%d-%03d", YEAR, number));
    sheet_set(s, row, "complaint", sheet_get(c, complaint, "number"));
    sheet_set(s, row, "finding", str_format(y->arena, "N-%d-%04d", YEAR, number));
    sheet_set(s, row, "offender_kind", str_of(lot->offender));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        sheet_set(s, row, same[i], sheet_get(c, complaint, same[i]));
}

/* A court fines what was sent to it; the number of the referral is that of the violation. */
static void referral_make(struct year *y, size_t violation, int number, int imposed)
{
    static const char *const same[] = {"district", "office", "assigned_to"};
    struct sheet *s = &y->referrals;
    size_t row = sheet_add(s);
    sheet_set(s, row, "number", str_format(y->arena, "T-%d-%04d", YEAR, number));
    sheet_set(s, row, "violation", sheet_get(&y->violations, violation, "number"));
    sheet_set(s, row, "referred_on",
              year_later(y, sheet_get(&y->violations, violation, "found_on"), 2, 10));
    sheet_set(s, row, "court_case", str_format(y->arena, "A-%d/%d", number, YEAR));
    sheet_set(s, row, "decided_on", year_day(y, imposed));
    sheet_set(s, row, "decision", S("fined"));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        sheet_set(s, row, same[i], sheet_get(&y->violations, violation, same[i]));
}

static void fine_make(struct year *y, const struct lot *lot, int number, int imposed, int amount)
{
    struct sheet *s = &y->penalties;
    bool by_court = str_eq(str_of(lot->by), S("court"));
    size_t row = sheet_add(s);
    sheet_set(s, row, "number", str_format(y->arena, "F-%d-%04d", YEAR, number));
    sheet_set(s, row, "imposed_on", year_day(y, imposed));
    sheet_set(s, row, "imposed_by", str_of(lot->by));
    sheet_set(s, row, "violation", str_format(y->arena, "V-%d-%04d", YEAR, number));
    if (by_court)
        sheet_set(s, row, "court_referral", str_format(y->arena, "T-%d-%04d", YEAR, number));
    sheet_set(s, row, "offender_kind", str_of(lot->offender));
    sheet_set(s, row, "provision", str_format(y->arena, ARTICLE " %s", lot->article));
    sheet_set(s, row, "amount", str_format(y->arena, "%d", amount));
    sheet_set(s, row, "currency", S("AZN"));
    sheet_set(s, row, "decision_number",
              str_format(y->arena, by_court ? "A-%d/%d" : "%d/%d", number, YEAR));
}

static void lot_make(struct year *y, const struct lot *lot, bool *used, int *number)
{
    int *amounts = arena_array(y->arena, (size_t)lot->count, int);
    chance_share_out(&y->chance, amounts, (size_t)lot->count, lot->total, lot->least, lot->most,
                     lot->step);
    for (int i = 0; i < lot->count; i++) {
        size_t complaint = complaint_for(y, lot, used);
        bool by_court = str_eq(str_of(lot->by), S("court"));
        int received = year_day_of(sheet_get(&y->complaints, complaint, "received_on"));
        int found = received + chance_between(&y->chance, 12, 30);
        int imposed = found + (by_court ? chance_between(&y->chance, 20, 52)
                                        : chance_between(&y->chance, 2, 14));
        violation_make(y, lot, complaint, *number, found);
        if (by_court)
            referral_make(y, y->violations.count - 1, *number, imposed);
        fine_make(y, lot, *number, imposed, amounts[i]);
        sheet_set(&y->complaints, complaint, "closed_on", year_day(y, imposed + 1));
        sheet_set(&y->complaints, complaint, "closed_as", S("violation_dealt_with"));
        sheet_set(&y->complaints, complaint, "closing_reason",
                  by_court ? S("A court fined the breach") : S("The breach was fined"));
        (*number)++;
    }
}

/* The violations of children stay; the other ones of the example are made anew, in lawful ranges.
 */
static bool is_of_children(const struct sheet *s, size_t row)
{
    return sheet_get(s, row, "child").n > 0;
}

static bool is_fine_of_children(const struct sheet *s, size_t row)
{
    return str_compare(sheet_get(s, row, "violation"), S("V-2019-0009")) <= 0;
}

/* Fines of one case were imposed by one decision; those of the example may not name it. */
static void decisions_name(struct year *y)
{
    struct sheet *fines = &y->penalties, *found = &y->violations;
    for (size_t i = 0; i < fines->count; i++) {
        struct str violation = sheet_get(fines, i, "violation"), name = {0};
        for (size_t v = 0; v < found->count; v++)
            if (str_eq(sheet_get(found, v, "number"), violation))
                name = sheet_get(found, v, "case_number");
        if (!sheet_get(fines, i, "decision_number").n && str_starts(name, S("2019-")))
            sheet_set(fines, i, "decision_number",
                      str_format(y->arena, "%.*s/%d", STR_ARG(str_from(name, 5)), YEAR));
        if (!sheet_get(fines, i, "offender_kind").n)
            sheet_set(fines, i, "offender_kind", S("official"));
    }
}

void fines_make(struct year *y)
{
    bool *used = arena_array(y->arena, y->complaints.count, bool);
    int number = 10;
    y->violations = sheet_read(y->arena, y->base, "violation");
    y->penalties = sheet_read(y->arena, y->base, "penalty");
    y->referrals = sheet_read_if_there(y->arena, y->base, "court_referral");
    sheet_keep(&y->violations, is_of_children);
    sheet_keep(&y->penalties, is_fine_of_children);
    decisions_name(y);
    y->first_penalty = y->penalties.count;
    for (size_t i = 0; i < sizeof lots / sizeof *lots; i++)
        lot_make(y, &lots[i], used, &number);
}
