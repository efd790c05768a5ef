/* Stages: derived from what happened. */
#include "base/arena.h"
#include "casework/within.h"

/* The earliest day of the records that brought the stage about. */
static bool since_related(struct casework *w, const struct stage *stage, const struct record *r,
                          struct reached *out)
{
    struct records found;
    if (!judge_related(w, &stage->holds.any[0], r, &found))
        return false;
    for (size_t i = 0; stage->since && i < found.count; i++) {
        struct str day = found.items[i]->values[stage->since->index].text;
        if (day.n && (!out->since.n || str_compare(day, out->since) < 0))
            out->since = day;
    }
    return found.count > 0;
}

static bool is_reached(struct casework *w, const struct stage *stage, const struct record *r,
                       struct reached *out)
{
    const struct circumstance *c = &stage->holds;
    *out = (struct reached){.stage = stage};
    if (c->when && !judge(w, c->when, r))
        return false;
    if (c->any_count)
        return since_related(w, stage, r, out);
    if (c->none_count && !judge_circumstance(w, c, r))
        return false;
    if (stage->since)
        out->since = r->values[stage->since->index].text;
    return !stage->since || out->since.n || c->when;
}

bool casework_stages(struct casework *w, const struct record *r, struct stages *reached)
{
    const struct procedure *p = r->type->procedure;
    size_t had = w->faults->total;
    reached->items = arena_array(w->arena, p->stage_count, struct reached);
    reached->count = 0;
    for (size_t i = 0; i < p->stage_count; i++)
        if (is_reached(w, &p->stages[i], r, &reached->items[reached->count]))
            reached->count++;
    return w->faults->total == had;
}
