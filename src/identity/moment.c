#include "identity/moment.h"

#include "base/date.h"

#include <stdatomic.h>
#include <time.h>

enum { DAY = 24 * 60 * 60 };

static _Atomic int64_t set_to;

int64_t moment_now(void)
{
    int64_t seconds = atomic_load(&set_to);
    return seconds ? seconds : (int64_t)time(NULL);
}

void moment_set(int64_t seconds)
{
    atomic_store(&set_to, seconds);
}

struct str moment_text(struct arena *a, int64_t seconds)
{
    struct date day = date_from_days(seconds / DAY);
    int rest = (int)(seconds % DAY);
    return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", day.year, day.month, day.day,
                      rest / 3600, rest / 60 % 60, rest % 60);
}

int64_t moment_read(struct str text)
{
    struct date day;
    int64_t parts[3];
    if (!date_is_time(text) || !date_parse(str_slice(text, 0, 10), &day))
        return 0;
    for (size_t i = 0; i < 3; i++)
        if (!str_to_int(str_slice(text, 11 + 3 * i, 13 + 3 * i), &parts[i]))
            return 0;
    return date_to_days(day) * DAY + parts[0] * 3600 + parts[1] * 60 + parts[2];
}
