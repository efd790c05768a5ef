/* Opening one record outside the person's work, with a reason and an end. */
#include "access/within.h"
#include "base/date.h"
#include "base/utf8.h"

enum { SHORTEST_REASON = 10, LONGEST_EMERGENCY = 24 };

bool visit_in_emergency(const struct visit *v)
{
    return v->memory && v->memory->emergencies.count > 0;
}

/* `hours` after a time "2019-03-07T14:05:09Z". */
static struct str hours_after(struct arena *a, struct str time, int hours)
{
    struct date day = {0};
    int64_t hour = 0;
    date_parse(str_slice(time, 0, 10), &day);
    str_to_int(str_slice(time, 11, 13), &hour);
    hour += hours;
    day = date_add_days(day, (int)(hour / 24));
    return str_format(a, "%.*sT%02d%.*s", STR_ARG(date_print(a, day)), (int)(hour % 24),
                      STR_ARG(str_from(time, 13)));
}

static bool check(struct visit *v, struct str reason, int hours)
{
    if (utf8_count(str_trim(reason)) < SHORTEST_REASON)
        return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("reason")}),
                     N_("Say why in at least ten letters, as in: the child was found tonight and "
                        "the hospital asks for its mother."));
    if (hours < 1 || hours > LONGEST_EMERGENCY)
        return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("hours")}),
                     N_("Emergency access lasts from 1 to 24 hours, as in 4."));
    return true;
}

static bool keep(struct visit *v, const struct type *type, struct str id, struct str reason,
                 int hours)
{
    const struct model *model = session_model(v->session);
    struct record *r = record_new(v->arena, model_type(model, S("emergency_access")));
    struct str now = date_now(v->arena);
    record_set(r, "user", value_text(v->who.user));
    record_set(r, "record_type", value_text(type->name));
    record_set(r, "record", value_text(id));
    record_set(r, "reason", value_text(str_trim(reason)));
    record_set(r, "begun_at", value_text(now));
    record_set(r, "ends_at", value_text(hours_after(v->arena, now, hours)));
    struct node *details = node_map(v->arena);
    node_set_int(v->arena, details, S("hours"), hours);
    struct event event = {"emergency", type->name, id, details};
    if (!visit_begin(v))
        return false;
    if (store_insert(v->session, r, v->faults) && store_event(v->session, &event, v->faults))
        return visit_commit(v);
    visit_rollback(v);
    return false;
}

bool visit_emergency(struct visit *v, const struct type *type, struct str id, struct str reason,
                     int hours)
{
    size_t had = v->faults->total;
    bool may = access_may(v->access, &v->who, S("emergency")) && v->who.user.n &&
               !v->who.read_only && (visit_cell(v, type, 0, ACTION_KNOW) & IN_EMERGENCY);
    if (!may) {
        visit_refused(v, "emergency", type, id);
        return FAULT(v->faults, FAULT_REFUSED, (struct place){0},
                     N_("You may not open records of type \"{1}\" in an emergency."), type->label);
    }
    if (!check(v, reason, hours))
        return false;
    struct record *r = store_get_brief(v->session, v->arena, type, id, v->faults);
    if (!r)
        return v->faults->total > had ? false : visit_missing(v, type, id);
    v->reason = str_trim(reason);
    if (!keep(v, type, r->id, reason, hours))
        return false;
    visit_memory(v)->emergencies_read = false;
    visit_memory(v)->emergencies.count = 0;
    visit_memory(v)->faces.count = 0;
    return true;
}
