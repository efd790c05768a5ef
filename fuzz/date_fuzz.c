/* Any bytes as a date, a time and an amount of money: what is read prints the same. */
#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_date(struct arena *a, struct str text)
{
    struct faults faults = {.arena = a};
    struct date d;
    bool read = date_read(text, (struct place){0}, &d, &faults);
    if (read != (faults.total == 0))
        abort();
    if (!read)
        return;
    struct date last = date_last_day(d);
    if (!str_eq(date_print(a, d), text) || date_compare(last, d) < 0 ||
        date_compare(date_from_days(date_to_days(last)), last) != 0)
        abort();
}

static void try_money(struct arena *a, struct str text, struct str currency)
{
    struct faults faults = {.arena = a};
    int64_t minor, again;
    bool read = money_read(text, currency, (struct place){0}, &minor, &faults);
    if (read != (faults.total == 0))
        abort();
    if (read && (!money_read(money_print(a, minor, currency), currency, (struct place){0}, &again,
                             &faults) ||
                 again != minor))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str text = {(const char *)data, size};
    try_date(&a, text);
    (void)date_is_time(text);
    try_money(&a, text, S("AZN"));
    try_money(&a, text, S("JPY"));
    try_money(&a, text, S("KWD"));
    arena_free(&a);
    return 0;
}
