#include "law/judge.h"

#include "base/arena.h"

/* Whether a rule can fire on a contract of that age, so that its unreadable values matter. */
static bool can_fire(const struct law_span *span, bool age_known, int age)
{
    return age_known ? age >= span->ages.least && age <= span->ages.most : span->ages.without_birth;
}

static uint32_t unreadable_of(const struct law_contract *contract, uint32_t columns)
{
    uint32_t unreadable = 0;
    for (uint32_t rest = columns; rest; rest &= rest - 1) {
        int column = __builtin_ctz(rest);
        if (contract->values[column].state == LAW_UNREADABLE)
            unreadable |= LAW_COLUMN_BIT(column);
    }
    return unreadable;
}

struct law_verdict law_judge(const struct law *law, const struct law_contract *contract)
{
    const struct law_value *start = &contract->values[LAW_START_DATE];
    const struct law_value *birth = &contract->values[LAW_BIRTH_DATE];
    struct law_verdict v = {.judged = start->state == LAW_GIVEN,
                            .age_known = birth->state == LAW_GIVEN};
    if (!v.judged)
        return (struct law_verdict){0};
    int32_t on = (int32_t)start->number;
    if (v.age_known)
        v.age = law_age((int32_t)birth->number, on);
    if (v.age_known && v.age >= law->adult_age)
        return v;
    for (size_t i = 0; i < law->rule_count; i++) {
        const struct law_span *span = law_rule_on(&law->rules[i], on);
        if (!span || !can_fire(span, v.age_known, v.age))
            continue;
        enum law_truth truth = condition_judge(span->when, contract, v.age_known, v.age, on);
        if (truth == LAW_TRUE && law->rules[i].alone) {
            v.rules = LAW_RULE_BIT(i);
            v.unreadable = 0;
            return v;
        }
        if (truth == LAW_TRUE)
            v.rules |= LAW_RULE_BIT(i);
        if (truth == LAW_UNKNOWN)
            v.unreadable |= unreadable_of(contract, span->columns);
    }
    return v;
}

struct str law_rule_names(struct arena *a, const struct law *law, uint64_t rules,
                          struct str between)
{
    struct str_list names = {0};
    for (size_t i = 0; i < law->rule_count; i++)
        if (rules & LAW_RULE_BIT(i))
            *arena_push(a, &names) = law->rules[i].id;
    return str_join(a, &names, between);
}

enum law_severity law_gravest(const struct law *law, uint64_t rules)
{
    enum law_severity gravest = LAW_FORMAL;
    for (size_t i = 0; i < law->rule_count; i++)
        if ((rules & LAW_RULE_BIT(i)) && law->rules[i].severity > gravest)
            gravest = law->rules[i].severity;
    return gravest;
}

/* --- the examples of the rules --- */

static bool test_example(const struct law *law, size_t rule, const struct law_example *e,
                         struct arena *a, struct faults *faults)
{
    struct law_contract contract;
    law_contract_read(&contract, e->cells, UINT32_MAX);
    struct law_verdict v = law_judge(law, &contract);
    bool fires = (v.rules & LAW_RULE_BIT(rule)) != 0;
    struct str said = v.rules ? law_rule_names(a, law, v.rules, S(", ")) : S("-");
    struct place where = {.file = law->rules_file, .line = e->line};
    if (fires == e->fires)
        return true;
    if (e->fires)
        return FAULT(faults, FAULT_INPUT, where,
                     N_("{1} is to fire on this example and is silent. What fires: {2}."),
                     law->rules[rule].id, said);
    return FAULT(faults, FAULT_INPUT, where, N_("{1} is to be silent on this example and fires."),
                 law->rules[rule].id);
}

size_t law_test(const struct law *law, struct arena *a, struct faults *faults)
{
    size_t judged = 0;
    for (size_t i = 0; i < law->rule_count; i++)
        for (size_t k = 0; k < law->rules[i].example_count; k++, judged++)
            test_example(law, i, &law->rules[i].examples[k], a, faults);
    return judged;
}
