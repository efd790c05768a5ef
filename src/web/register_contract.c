/* A contract, and what the law says of it. */
#include "web/register_pages.h"

#include "base/arena.h"
#include "web/staff_data.h"
#include "web/staff_words.h"

enum { MOST_SHOWN = 50 };

static void add_fields(struct call *c, struct node *data, const struct view *view)
{
    static const char *const shown[] = {
        "employer", "start_date",     "terms_from",      "end_date",      "ended_on",
        "status",   "position",       "occupation_code", "industry_code", "workplace",
        "district", "weekly_hours",   "night_work",      "leave_days",    "birth_date",
        "sex",      "written_consent"};
    struct arena *a = c->arena;
    struct staff_words w = staff_words_new(c);
    struct node *list = node_set(a, data, S("fields"), node_list(a));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct field *f = type_field(view->record->type, str_of(shown[i]));
        struct str text = view->sight[f->index] == SIGHT_FULL
                              ? staff_words_field(&w, view->record->type, f, view->record->values)
                              : (struct str){0};
        if (!text.n)
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("label"), words(c->language, f->label));
        node_set_str(a, one, S("text"), text);
    }
}

/* Each rule in force on the day of the terms. */
static void add_law(struct call *c, struct node *data, const struct view *view)
{
    struct arena *a = c->arena;
    const struct registry *r = c->app->registry;
    struct law_contract facts;
    register_read(a, r, view->record, &facts);
    struct law_verdict verdict = law_judge(r->law, &facts);
    node_set_bool(a, data, S("judged"), verdict.judged);
    if (verdict.age_known)
        node_set_int(a, data, S("age"), verdict.age);
    if (!verdict.judged)
        return;
    node_set_str(a, data, S("judged_on"), register_text(view, "terms_from"));
    struct node *list = node_set(a, data, S("rules"), node_list(a));
    for (size_t i = 0; i < r->law->rule_count; i++) {
        const struct law_rule *rule = &r->law->rules[i];
        if (!law_rule_on(rule, (int32_t)facts.values[LAW_START_DATE].number))
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("rule"), rule->id);
        node_set_str(a, one, S("means"), words(c->language, rule->means));
        node_set_bool(a, one, S("fires"), verdict.rules & LAW_RULE_BIT(i));
        node_set_str(a, one, S("articles"), register_articles(a, rule));
        node_set(a, one, S("facts"), register_facts_node(c, register_facts(a, r, &facts, i)));
    }
}

static bool reads_facts(const struct view *view)
{
    const struct field *f = type_field(view->record->type, S("birth_date"));
    return view->sight[f->index] == SIGHT_FULL;
}

/* Records of a type that belong to the contract, as far as they may be seen. */
static void add_belonging(struct call *c, struct node *data, const char *key,
                          const struct type *type, const char *order, struct str contract)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, str_of(key), node_list(a));
    const struct condition of_contract = {"contract", IS, value_text(contract)};
    const struct query q = {.type = type,
                            .conditions = &of_contract,
                            .condition_count = 1,
                            .order = {order},
                            .limit = MOST_SHOWN,
                            .brief = true};
    struct views found = {0};
    int64_t total = 0;
    if (!visit_knows_type(&c->visit, type) || !visit_list_readable(&c->visit, &q, &found, &total))
        return;
    for (size_t i = 0; i < found.count; i++) {
        static const char *const codes[] = {"kind", "answer", "status", "decision", "severity"};
        static const char *const texts[] = {"number", "rule", "rules", "found_on", "received_at"};
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("id"), found.items[i].record->id);
        for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
            register_set_label(c, one, &found.items[i], codes[k]);
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (type_field(type, str_of(texts[k])))
                node_set_str(a, one, str_of(texts[k]), register_text(&found.items[i], texts[k]));
        if (type_field(type, S("meaning")))
            node_set_str(a, one, S("meaning"),
                         words(c->language, register_text(&found.items[i], "meaning")));
    }
}

struct node *register_contract(struct call *c)
{
    struct arena *a = c->arena;
    const struct registry *r = register_of(c);
    struct view *view = r ? visit_get(&c->visit, r->contract, call_value(c, "id")) : NULL;
    if (!view)
        return NULL;
    struct node *data = node_map(a);
    struct str employer = register_text(view, "employer");
    node_set_str(a, data, S("id"), view->record->id);
    node_set_str(a, data, S("number"), register_text(view, "number"));
    node_set_str(a, data, S("employer"), visit_name(&c->visit, r->employer, employer));
    add_fields(c, data, view);
    if (reads_facts(view))
        add_law(c, data, view);
    add_belonging(c, data, "hits", r->hit, "rank", view->record->id);
    add_belonging(c, data, "notifications", r->notification, "-received_at", view->record->id);
    return data;
}
