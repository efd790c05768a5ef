/* The rules of a record type: what no change may leave behind. */
#include "base/arena.h"
#include "casework/within.h"

static bool has_role(const struct casework *w, const struct str_list *roles)
{
    struct step by = {.by = *roles};
    return casework_is_by(w, &by);
}

static bool differs(const struct rule *rule, const struct record *before,
                    const struct record *after)
{
    for (size_t i = 0; before && i < rule->watched.count; i++) {
        size_t f = rule->watched.items[i]->index;
        if (!value_eq(&before->values[f], &after->values[f]))
            return true;
    }
    return !before;
}

static bool broken(struct casework *w, const struct rule *rule, struct str field)
{
    return FAULT(w->faults, FAULT_REFUSED, (struct place){.field = field}, rule->says,
                 rule->ground);
}

static bool has_conflict(struct casework *w, const struct rule *rule, const struct record *r)
{
    const struct type *type = model_type(session_model(w->session), S("conflict_of_interest"));
    const struct value *person = &r->values[rule->person->index];
    const struct value *employer = &r->values[rule->employer->index];
    const struct condition conditions[] = {{"person", IS, *person},
                                           {"employer", IS, *employer},
                                           {"ended_on", IS_EMPTY, {0}}};
    struct query q = {.type = type, .conditions = conditions, .condition_count = 3};
    int64_t count = 0;
    return type && person->kind == VALUE_TEXT && employer->kind == VALUE_TEXT &&
           store_count(w->session, &q, &count, w->faults) && count > 0;
}

/* False with a fault when the record breaks the rule. */
static bool keeps(struct casework *w, const struct rule *rule, const struct record *r)
{
    if (rule->when && !judge(w, rule->when, r))
        return true;
    if (rule->unless && r->values[rule->unless->index].kind != VALUE_EMPTY)
        return true;
    if (rule->never && judge(w, rule->never, r))
        return broken(w, rule, (struct str){0});
    if (rule->only.count && !has_role(w, &rule->only))
        return broken(w, rule, (struct str){0});
    if (rule->power.n && !power_held(w, rule, r))
        return false;
    if (rule->amount && !power_range(w, rule, r))
        return false;
    return !rule->person || !has_conflict(w, rule, r) || broken(w, rule, rule->person->name);
}

const struct rule *lawful_broken(struct casework *w, const struct record *before,
                                 const struct record *after)
{
    const struct procedure *p = after->type->procedure;
    for (size_t i = 0; i < p->rule_count; i++)
        if (differs(&p->rules[i], before, after) && !keeps(w, &p->rules[i], after))
            return &p->rules[i];
    return NULL;
}

bool lawful_rules(struct casework *w, const struct record *before, const struct record *after)
{
    size_t had = w->faults->total;
    return !lawful_broken(w, before, after) && w->faults->total == had;
}

static bool is_asked(const struct step *step, const struct field *f)
{
    for (size_t i = 0; f && i < step->asks.count; i++)
        if (step->asks.items[i] == f)
            return true;
    return false;
}

bool lawful_could(const struct rule *rule, const struct step *step)
{
    return is_asked(step, rule->exception) || is_asked(step, rule->unless);
}
