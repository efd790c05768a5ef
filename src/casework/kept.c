/* What the program keeps in agreement: sums of parts, last days, and the stage as a code. */
#include "base/arena.h"
#include "casework/within.h"

static bool find_parts(struct casework *w, const struct kept *kept, const struct record *r,
                       struct records *found)
{
    const struct field *path[] = {kept->by};
    struct related related = {.type = kept->of, .by = {path, 1}, .where = kept->where};
    return judge_related(w, &related, r, found);
}

static struct value sum_of(const struct kept *kept, const struct records *parts)
{
    int64_t sum = 0;
    for (size_t i = 0; i < parts->count; i++)
        sum += parts->items[i]->values[kept->taken->index].integer;
    return parts->count ? value_integer(sum) : (struct value){0};
}

static struct value last_of(const struct kept *kept, const struct records *parts)
{
    struct value last = {0};
    for (size_t i = 0; i < parts->count; i++) {
        const struct value *v = &parts->items[i]->values[kept->taken->index];
        if (v->kind == VALUE_TEXT && (!last.text.n || str_compare(v->text, last.text) > 0))
            last = *v;
    }
    return last;
}

static bool fill_stage(struct casework *w, const struct kept *kept, struct record *r)
{
    struct stages reached;
    if (!casework_stages(w, r, &reached))
        return false;
    if (reached.count && code_find(kept->field->list, reached.items[reached.count - 1].stage->name))
        r->values[kept->field->index] = value_text(reached.items[reached.count - 1].stage->name);
    return true;
}

/* What came in without its parts (a total of a year long past) stays as it came. */
static bool fill(struct casework *w, const struct kept *kept, struct record *r,
                 const struct type *followed)
{
    struct records parts;
    struct value *out = &r->values[kept->field->index];
    if (kept->how == KEPT_STAGE)
        return (w->history && !followed && out->kind != VALUE_EMPTY) || fill_stage(w, kept, r);
    if (!find_parts(w, kept, r, &parts))
        return false;
    if (!parts.count && followed != kept->of)
        return true;
    *out = kept->how == KEPT_SUM                    ? sum_of(kept, &parts)
           : !kept->when || judge(w, kept->when, r) ? last_of(kept, &parts)
                                                    : (struct value){0};
    return true;
}

bool kept_fill(struct casework *w, struct record *r, const struct type *followed)
{
    const struct procedure *p = r->type->procedure;
    bool ok = true;
    for (size_t i = 0; i < p->kept_count; i++)
        ok = fill(w, &p->kept[i], r, followed) && ok;
    return ok;
}

static bool differ(const struct record *a, const struct record *b)
{
    for (size_t i = 0; i < a->type->field_count; i++)
        if (!value_eq(&a->values[i], &b->values[i]))
            return true;
    return false;
}

static bool follow_one(struct casework *w, const struct type *type, struct str id,
                       const struct type *followed)
{
    size_t had = w->faults->total;
    struct record *before = store_get(w->session, w->arena, type, id, w->faults);
    struct record *after = store_get(w->session, w->arena, type, id, w->faults);
    if (!before || !after)
        return w->faults->total == had;
    if (!kept_fill(w, after, followed))
        return false;
    if (!differ(before, after))
        return true;
    return (w->history || lawful_rules(w, before, after)) &&
           store_update(w->session, w->arena, after, NULL, w->faults);
}

/* Whether anything kept of `type` is made from records of `of`. */
static bool depends(const struct type *type, const struct type *of)
{
    const struct procedure *p = type->procedure;
    for (size_t i = 0; i < p->kept_count; i++)
        if (p->kept[i].of == of)
            return true;
    for (size_t i = 0; p->kept_count && i < p->stage_count; i++)
        for (size_t k = 0; k < p->stages[i].holds.any_count; k++)
            if (p->stages[i].holds.any[k].type == of)
                return true;
    return false;
}

bool casework_follow(struct casework *w, const struct record *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->type->field_count; i++) {
        const struct field *f = &r->type->fields[i];
        if (f->kind == FIELD_REF && r->values[i].kind == VALUE_TEXT && depends(f->to, r->type))
            ok = follow_one(w, f->to, r->values[i].text, r->type) && ok;
    }
    return ok;
}
