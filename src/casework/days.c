/* Days of grace: calendar days, months and working days. */
#include "base/arena.h"
#include "casework/within.h"

bool casework_is_working_day(const struct casework *w, struct date day)
{
    const struct code_list *holidays = model_list(session_model(w->session), S("holidays"));
    struct arena *a = w->arena;
    if (date_weekday(day) > 5)
        return false;
    struct str text = date_print(a, day);
    /* A holiday of every year stands as MM-DD, one of a single year as YYYY-MM-DD. */
    return !holidays || (!code_find(holidays, text) && !code_find(holidays, str_from(text, 5)));
}

struct date casework_after(const struct casework *w, const struct span *span, struct date from)
{
    if (span->unit == SPAN_MONTHS)
        return date_add_months(from, span->count);
    if (span->unit != SPAN_WORKING_DAYS)
        return date_add_days(from, span->count);
    for (int left = span->count; left > 0;) {
        from = date_add_days(from, 1);
        left -= casework_is_working_day(w, from);
    }
    return from;
}
