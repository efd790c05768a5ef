/* A contract of the register as the law reads it. */
#include "register/register.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "model/declaration.h"

enum { ADULT = 18 };

static const char *const fields[LAW_COLUMNS] = {
    [LAW_CONTRACT_ID] = "number",
    [LAW_BIRTH_DATE] = "birth_date",
    [LAW_SEX] = "sex",
    [LAW_EMPLOYER_ID] = "employer",
    [LAW_OCCUPATION_CODE] = "occupation_code",
    [LAW_INDUSTRY_CODE] = "industry_code",
    [LAW_START_DATE] = "terms_from",
    [LAW_END_DATE] = "end_date",
    [LAW_WEEKLY_HOURS] = "weekly_hours",
    [LAW_NIGHT_WORK] = "night_work",
    [LAW_DISTRICT] = "district",
    [LAW_WAGE] = "wage",
    [LAW_WRITTEN_CONSENT] = "written_consent",
};

const char *register_field(enum law_column column)
{
    return fields[column];
}

const struct registry *registry_load(struct arena *a, const struct model *model,
                                     struct faults *faults)
{
    struct str bytes, rules = str_format(a, "packs/%.*s/law/rules.yaml", STR_ARG(model->pack));
    struct registry *r = arena_new(a, struct registry);
    *r = (struct registry){.contract = model_type(model, S("contract")),
                           .notification = model_type(model, S("notification")),
                           .hit = model_type(model, S("hit")),
                           .employer = model_type(model, S("employer"))};
    if (!model->pack.n || !r->contract || !r->notification || !r->hit || !r->employer ||
        !resource_get(rules, &bytes))
        return NULL;
    const struct node *pack = declaration_resource(
        a, str_format(a, "packs/%.*s/pack.yaml", STR_ARG(model->pack)), faults);
    r->law = pack ? law_load(a, &(struct law_source){.pack = model->pack}, faults) : NULL;
    r->agency = node_get_str(pack, S("inspectorate"));
    return r->law ? r : NULL;
}

/* --- reading --- */

static struct str cell_of(struct arena *a, const struct record *contract, enum law_column column)
{
    const struct field *f = type_field(contract->type, str_of(fields[column]));
    const struct value *v = &contract->values[f->index];
    if (v->kind == VALUE_EMPTY || v->kind == VALUE_SEALED)
        return (struct str){0};
    if (v->kind == VALUE_TEXT)
        return v->text;
    return value_print(a, f, v, value_currency(contract->type, f, contract->values));
}

void register_read(struct arena *a, const struct registry *r, const struct record *contract,
                   struct law_contract *out)
{
    struct str cells[LAW_COLUMNS] = {0};
    uint32_t columns = r->law->columns | LAW_COLUMN_BIT(LAW_START_DATE);
    for (int c = 0; c < LAW_COLUMNS; c++)
        if (fields[c] && (columns & LAW_COLUMN_BIT(c)))
            cells[c] = cell_of(a, contract, (enum law_column)c);
    *out = (struct law_contract){0};
    law_contract_read(out, cells, columns);
}

bool register_is_minor(const struct law_contract *contract)
{
    const struct law_value *birth = &contract->values[LAW_BIRTH_DATE];
    const struct law_value *start = &contract->values[LAW_START_DATE];
    return birth->state == LAW_GIVEN && start->state == LAW_GIVEN &&
           law_age((int32_t)birth->number, (int32_t)start->number) < ADULT;
}

/* --- facts --- */

struct str register_facts(struct arena *a, const struct registry *r,
                          const struct law_contract *contract, size_t place)
{
    const struct law_value *start = &contract->values[LAW_START_DATE];
    const struct law_span *span = law_rule_on(&r->law->rules[place], (int32_t)start->number);
    struct buffer b = {.arena = a};
    for (int c = 0; span && c < LAW_COLUMNS; c++) {
        struct str name = law_column_name((enum law_column)c), cell = contract->values[c].text;
        if (!(span->columns & LAW_COLUMN_BIT(c)))
            continue;
        buffer_add(&b, b.count ? S("; ") : S(""));
        buffer_add(&b, name);
        buffer_add(&b, S(": "));
        buffer_add(&b, contract->values[c].state == LAW_MISSING ? S("–") : cell);
    }
    return buffer_str(&b);
}

/* The next "name: value" of a text of facts. */
static bool next_fact(struct str *rest, struct str *name, struct str *value)
{
    struct str fact;
    if (!str_cut(rest, ';', &fact))
        return false;
    fact = str_trim(fact);
    size_t colon = str_find_char(fact, ':', 0);
    *name = str_slice(fact, 0, colon);
    *value = colon < fact.n ? str_trim(str_from(fact, colon + 1)) : (struct str){0};
    return true;
}

static struct str fact_in(struct str facts, struct str wanted)
{
    struct str name, value;
    while (next_fact(&facts, &name, &value))
        if (str_eq(name, wanted))
            return value;
    return S("–");
}

struct str register_facts_changed(struct arena *a, struct str before, struct str after)
{
    struct str name, value, rest = after;
    struct buffer b = {.arena = a};
    while (next_fact(&rest, &name, &value)) {
        struct str was = fact_in(before, name);
        if (str_eq(was, value))
            continue;
        buffer_add(&b, b.count ? S("; ") : S(""));
        buffer_add(&b,
                   str_format(a, "%.*s: %.*s → %.*s", STR_ARG(name), STR_ARG(was), STR_ARG(value)));
    }
    return buffer_str(&b);
}

struct str register_articles(struct arena *a, const struct law_rule *rule)
{
    return str_join(a, &rule->cites, S(", "));
}
