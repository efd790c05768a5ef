/* The rules of a record type: what no change may leave behind. */
#include "base/arena.h"
#include "casework/power.h"
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

static struct date day_of(const struct casework *w, const struct field *f, const struct record *r)
{
    struct date day;
    return f && date_parse(r->values[f->index].text, &day) ? date_first_day(day) : w->today;
}

static struct str text_of(const struct record *r, const struct field *f)
{
    return f ? r->values[f->index].text : (struct str){0};
}

static bool has_power(struct casework *w, const struct rule *rule, const struct record *r)
{
    struct power_question question = {.pack = session_model(w->session)->pack,
                                      .power = rule->power,
                                      .whom = text_of(r, type_field(r->type, S("offender_kind"))),
                                      .exception = text_of(r, rule->exception),
                                      .on = day_of(w, rule->date, r)};
    return power_may(&question, w->faults);
}

static bool in_range(struct casework *w, const struct rule *rule, const struct record *r)
{
    const struct value *amount = &r->values[rule->amount->index];
    struct power_fine fine = {.pack = session_model(w->session)->pack,
                              .article = text_of(r, rule->article),
                              .offender = text_of(r, rule->kind),
                              .currency = value_currency(r->type, rule->amount, r->values),
                              .on = day_of(w, rule->date, r),
                              .amount = amount->integer};
    struct faults why = {.arena = w->arena};
    if (amount->kind != VALUE_INTEGER || power_allows(&fine, &why) || !why.count)
        return true;
    return fault_add(w->faults, FAULT_REFUSED, (struct place){.field = rule->amount->name},
                     why.items[0].message, why.items[0].details, 4);
}

static bool has_conflict(struct casework *w, const struct rule *rule, const struct record *r)
{
    const struct type *type = model_type(session_model(w->session), S("conflict_of_interest"));
    const struct value *person = &r->values[rule->person->index];
    const struct value *employer = &r->values[rule->employer->index];
    const struct condition conditions[] = {
        {"person", IS, *person}, {"employer", IS, *employer}, {"ended_on", IS_EMPTY, {0}}};
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
    if (rule->power.n && !has_power(w, rule, r))
        return false;
    if (rule->amount && !in_range(w, rule, r))
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
