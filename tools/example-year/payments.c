/* What became of the fines. Whether those for child labour were paid is not known, and nothing is
 * recorded of it. */
#include "year.h"

enum { APPEALS = 18 };

static int amount_of(const struct year *y, size_t penalty)
{
    int64_t amount = 0;
    str_to_int(sheet_get(&y->penalties, penalty, "amount"), &amount);
    return (int)amount;
}

/* Returns the day from which the fine is in force. */
static struct str appeal_make(struct year *y, size_t penalty)
{
    struct sheet *s = &y->appeals;
    size_t row = sheet_add(s);
    struct str lodged = year_later(y, sheet_get(&y->penalties, penalty, "imposed_on"), 3, 9);
    struct str decided = year_later(y, lodged, 14, 29);
    sheet_set(s, row, "number", str_format(y->arena, "A-%d-%04zu", YEAR, s->count));
    sheet_set(s, row, "penalty", sheet_get(&y->penalties, penalty, "number"));
    sheet_set(s, row, "lodged_on", lodged);
    sheet_set(s, row, "body", chance_of(&y->chance, 60) ? S("court") : S("higher_body"));
    sheet_set(s, row, "decided_on", decided);
    sheet_set(s, row, "result", S("upheld"));
    return year_later(y, decided, 1, 1);
}

static void payment_make(struct year *y, size_t penalty, struct str on, int amount)
{
    struct sheet *s = &y->payments;
    size_t row = sheet_add(s);
    sheet_set(s, row, "penalty", sheet_get(&y->penalties, penalty, "number"));
    sheet_set(s, row, "paid_on", on);
    sheet_set(s, row, "amount", str_format(y->arena, "%d", amount));
    sheet_set(s, row, "currency", S("AZN"));
    sheet_set(s, row, "document", str_format(y->arena, "PO-%05zu", s->count));
}

/* Most are paid within three months, some in two parts; of the rest some after enforcement. */
static void payment_of(struct year *y, size_t penalty, struct str in_force)
{
    int amount = amount_of(y, penalty), way = chance_between(&y->chance, 1, 100);
    if (way <= 72)
        payment_make(y, penalty, year_later(y, in_force, 3, 85), amount);
    else if (way <= 84) {
        int part = amount / 2 / 10 * 10;
        payment_make(y, penalty, year_later(y, in_force, 5, 40), part);
        payment_make(y, penalty, year_later(y, in_force, 45, 88), amount - part);
    } else {
        struct str enforced = year_later(y, in_force, 93, 115);
        sheet_set(&y->penalties, penalty, "enforcement_on", enforced);
        if (way <= 93)
            payment_make(y, penalty, year_later(y, enforced, 20, 150), amount);
        else if (way <= 96)
            payment_make(y, penalty, year_later(y, enforced, 20, 150), amount / 4 / 10 * 10);
    }
}

void payments_make(struct year *y)
{
    y->payments = sheet_read_if_there(y->arena, y->base, "payment");
    y->appeals = sheet_read_if_there(y->arena, y->base, "appeal");
    int left = APPEALS;
    for (size_t i = y->first_penalty; i < y->penalties.count; i++) {
        bool appealed =
            chance_between(&y->chance, 1, (int)(y->penalties.count - i)) <= left && left > 0;
        struct str in_force =
            appealed ? appeal_make(y, i)
                     : year_later(y, sheet_get(&y->penalties, i, "imposed_on"), 10, 16);
        left -= appealed;
        sheet_set(&y->penalties, i, "in_force_on", in_force);
        payment_of(y, i, in_force);
    }
}
