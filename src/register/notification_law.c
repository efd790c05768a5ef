#include "register/notification_law.h"

#include "base/arena.h"

static bool differs(const struct notification_case *c, const char *field)
{
    return !value_eq(record_get(c->before, field), record_get(c->after, field));
}

struct str notification_terms_from(const struct notification_case *c)
{
    if (!c->before || differs(c, "start_date"))
        return record_text(c->after, "start_date");
    for (int i = 0; i < LAW_COLUMNS; i++) {
        enum law_column column = (enum law_column)i;
        if (column != LAW_BIRTH_DATE && column != LAW_START_DATE && register_field(column) &&
            (c->registry->law->columns & LAW_COLUMN_BIT(column)) &&
            differs(c, register_field(column)))
            return c->n->effective_on;
    }
    return record_text(c->before, "terms_from");
}

/* The rules that fired on the contract as it was, on the same facts. */
static uint64_t known_before(struct notification_case *c)
{
    struct arena *a = c->visit->arena;
    const struct law *law = c->registry->law;
    struct law_contract was;
    if (!c->before)
        return 0;
    register_read(a, c->registry, c->before, &was);
    uint64_t both = law_judge(law, &was).rules & c->verdict.rules;
    for (size_t i = 0; i < law->rule_count; i++)
        if ((both & LAW_RULE_BIT(i)) && !str_eq(register_facts(a, c->registry, &was, i),
                                                register_facts(a, c->registry, &c->facts, i)))
            both &= ~LAW_RULE_BIT(i);
    return both;
}

static uint64_t refusing_on(const struct law *law, uint64_t rules, int32_t day)
{
    uint64_t refusing = 0;
    for (size_t i = 0; i < law->rule_count; i++)
        if ((rules & LAW_RULE_BIT(i)) && law->rules[i].refused_from &&
            law->rules[i].refused_from <= day)
            refusing |= LAW_RULE_BIT(i);
    return refusing;
}

static bool name_unreadable(struct notification_case *c)
{
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (c->verdict.unreadable & LAW_COLUMN_BIT(i))
            FAULT(
                c->visit->faults, FAULT_INPUT,
                ((struct place){.field = law_column_name((enum law_column)i), .line = c->n->line}),
                N_("\"{1}\" cannot be read, and a rule of law needs it. Dates are whole days, as "
                   "in 2009-05-31; codes are of letters and digits; a number has at most six "
                   "digits behind its point."),
                c->facts.values[i].text);
    return false;
}

static void find(struct notification_case *c, struct notification_answer *answer)
{
    struct arena *a = c->visit->arena;
    const struct law *law = c->registry->law;
    answer->findings = arena_array(a, law->rule_count, struct notification_finding);
    for (size_t i = 0; i < law->rule_count; i++)
        if (c->verdict.rules & LAW_RULE_BIT(i))
            answer->findings[answer->finding_count++] =
                (struct notification_finding){&law->rules[i], c->refusing & LAW_RULE_BIT(i),
                                              register_facts(a, c->registry, &c->facts, i)};
}

bool notification_judge(struct notification_case *c, struct notification_answer *answer)
{
    const struct law *law = c->registry->law;
    register_read(c->visit->arena, c->registry, c->after, &c->facts);
    c->verdict = law_judge(law, &c->facts);
    if (c->verdict.unreadable)
        return name_unreadable(c);
    uint64_t news = c->verdict.rules & ~known_before(c);
    c->refusing = refusing_on(law, news, law_day(c->today));
    find(c, answer);
    answer->answer = c->refusing        ? LAW_REFUSED
                     : c->verdict.rules ? LAW_ACCEPTED_WITH_WARNINGS
                                        : LAW_ACCEPTED;
    return true;
}
