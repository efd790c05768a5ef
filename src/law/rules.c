#include "law/read.h"

#include "base/arena.h"

#include <limits.h>

struct spans {
    struct law_span *items;
    size_t count, capacity;
};

struct examples {
    struct law_example *items;
    size_t count, capacity;
};

struct rules {
    struct law_rule *items;
    size_t count, capacity;
};

struct rule_reader {
    struct law_reader *r;
    const struct law *law;
    struct rules rules;
};

/* --- spans of time --- */

static bool read_span(const struct rule_reader *rr, const struct node *n, const struct node *near,
                      struct law_span *span)
{
    const struct law_reader *r = rr->r;
    size_t had = r->faults->total;
    if (!law_map(r, n, near, "from to when amended"))
        return false;
    *span = (struct law_span){.from = law_read_day(r, n, "from", LAW_FIRST_DAY),
                              .to = law_read_day(r, n, "to", LAW_LAST_DAY),
                              .text = law_text(r, n, "when", true),
                              .amended = law_text(r, n, "amended", false)};
    if (span->to < span->from)
        return law_refuse(r, node_get(n, S("to")), N_("This ends before it begins, on {1}."),
                          date_print(r->arena, law_date(span->from)), (struct str){0});
    if (r->faults->total != had)
        return false;
    const struct node *when = node_get(n, S("when"));
    span->when = condition_parse(r->arena, span->text, &rr->law->lists,
                                 law_place(r, when, span->text), r->faults);
    if (!span->when)
        return false;
    span->columns = condition_columns(span->when);
    span->ages = condition_ages(span->when);
    return true;
}

static void read_spans(const struct rule_reader *rr, const struct node *map, struct law_rule *rule)
{
    const struct node *list = node_get(map, S("in_force"));
    struct spans spans = {0};
    if (!list || list->kind != NODE_LIST || !list->count) {
        law_refuse(rr->r, list ? list : map,
                   N_("\"in_force\" says since when the rule holds, as in: in_force: [{from: "
                      "1999-07-01, when: age < 15}]"),
                   (struct str){0}, (struct str){0});
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct law_span span;
        if (!read_span(rr, list->items[i], list, &span))
            continue;
        if (spans.count && span.from <= spans.items[spans.count - 1].to)
            law_refuse(rr->r, list->items[i],
                       N_("This begins on {1}, before the time named in front of it has ended."),
                       date_print(rr->r->arena, law_date(span.from)), (struct str){0});
        *arena_push(rr->r->arena, &spans) = span;
    }
    rule->spans = spans.items;
    rule->span_count = spans.count;
}

/* --- examples --- */

static void read_example(const struct rule_reader *rr, const struct node *n,
                         const struct node *near, bool fires, struct examples *examples)
{
    struct law_reader *r = rr->r;
    struct law_example *e = arena_push(r->arena, examples);
    *e = (struct law_example){.fires = fires, .line = n->line ? n->line : near->line};
    if (n->kind != NODE_MAP) {
        law_refuse(r, n,
                   N_("An example names columns of a contract, as in {birth_date: 2005-03-02, "
                      "start_date: 2019-06-01}."),
                   (struct str){0}, (struct str){0});
        return;
    }
    for (size_t i = 0; i < n->count; i++) {
        enum law_column column;
        if (n->items[i]->kind >= NODE_LIST || !law_column_find(n->keys[i], &column))
            FAULT(r->faults, FAULT_INPUT, law_place(r, n->items[i], n->keys[i]),
                  N_("A contract has no column \"{1}\"."), n->keys[i]);
        else
            e->cells[column] = str_copy(r->arena, node_text(r->arena, n->items[i]));
    }
}

static void read_examples(const struct rule_reader *rr, const struct node *map,
                          struct law_rule *rule)
{
    static const struct {
        const char *key;
        bool fires;
    } kinds[] = {{"fires", true}, {"silent", false}};
    struct examples examples = {0};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const struct node *list = node_get(map, str_of(kinds[k].key));
        if (!list || list->kind != NODE_LIST || !list->count)
            law_refuse(rr->r, list ? list : map,
                       N_("Every rule shows contracts on which it fires and some on which it is "
                          "silent; a list \"{1}\" is missing."),
                       str_of(kinds[k].key), (struct str){0});
        for (size_t i = 0; list && list->kind == NODE_LIST && i < list->count; i++)
            read_example(rr, list->items[i], list, kinds[k].fires, &examples);
    }
    rule->examples = examples.items;
    rule->example_count = examples.count;
}

/* --- rules --- */

static bool good_id(struct str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (!char_is_upper(id.p[i]) && !char_is_digit(id.p[i]) && id.p[i] != '_' && id.p[i] != '-')
            return false;
    return id.n > 0 && id.n <= 32;
}

static bool check_id(const struct rule_reader *rr, const struct node *at, struct str id)
{
    struct place where = law_place(rr->r, at, id);
    if (!good_id(id))
        return FAULT(rr->r->faults, FAULT_INPUT, where,
                     N_("\"{1}\" is no name of a rule: up to 32 capital letters, digits, _ and - "
                        "are needed, as in MIN_AGE."),
                     id);
    for (size_t i = 0; i < rr->rules.count; i++)
        if (str_eq(rr->rules.items[i].id, id))
            return FAULT(rr->r->faults, FAULT_INPUT, where,
                         N_("There are two rules with the name {1}."), id);
    if (rr->rules.count == LAW_MOST_RULES)
        return FAULT(rr->r->faults, FAULT_LIMIT, where, N_("A law has at most 64 rules."));
    return true;
}

static void read_rule(struct rule_reader *rr, struct str id, const struct node *n)
{
    static const char *const severities[] = {"formal", "minor", "serious", "grave", NULL};
    struct law_reader *r = rr->r;
    if (!law_map(r, n, NULL,
                 "means severity alone kind cites source certainty refused_from in_force fires "
                 "silent") ||
        !check_id(rr, n, id))
        return;
    const struct node *alone = node_get(n, S("alone"));
    struct law_rule *rule = arena_push(r->arena, &rr->rules);
    *rule = (struct law_rule){
        .id = str_copy(r->arena, id),
        .means = law_text(r, n, "means", true),
        .severity = (enum law_severity)law_word(r, n, "severity", severities, LAW_MINOR),
        .alone = alone && alone->kind == NODE_BOOL && alone->flag,
        .kind = law_text(r, n, "kind", false),
        .cites = law_texts(r, n, "cites"),
        .source = law_texts(r, n, "source"),
        .certainty = law_read_certainty(r, n),
        .refused_from = law_read_day(r, n, "refused_from", 0),
        .line = n->line,
    };
    if (!node_get(n, S("severity")))
        law_refuse(r, n, N_("\"{1}\" is missing here."), S("severity"), (struct str){0});
    if (alone && alone->kind != NODE_BOOL)
        law_refuse(r, alone, N_("\"{1}\" is true or false."), S("alone"), (struct str){0});
    read_spans(rr, n, rule);
    read_examples(rr, n, rule);
}

/* The least age from which on no rule can fire, on any day. */
static int adult_age(const struct law *law)
{
    int age = INT_MIN;
    for (size_t i = 0; i < law->rule_count; i++)
        for (size_t k = 0; k < law->rules[i].span_count; k++) {
            const struct law_ages *ages = &law->rules[i].spans[k].ages;
            if (ages->most == INT_MAX)
                return INT_MAX;
            if (ages->least <= ages->most && ages->most + 1 > age)
                age = ages->most + 1;
        }
    return age;
}

bool law_read_rules(struct law_reader *r, const struct node *document, struct law *law)
{
    struct rule_reader rr = {.r = r, .law = law};
    size_t had = r->faults->total;
    if (!law_map(r, document, NULL, "rules"))
        return false;
    const struct node *rules = node_get(document, S("rules"));
    if (!rules || rules->kind != NODE_MAP || !rules->count)
        return law_refuse(r, document,
                          N_("\"rules\" is expected here, with a rule in it at least."),
                          (struct str){0}, (struct str){0});
    for (size_t i = 0; i < rules->count; i++)
        read_rule(&rr, rules->keys[i], rules->items[i]);
    law->rules = rr.rules.items;
    law->rule_count = rr.rules.count;
    for (size_t i = 0; i < law->rule_count; i++)
        for (size_t k = 0; k < law->rules[i].span_count; k++)
            law->columns |= law->rules[i].spans[k].columns;
    law->adult_age = adult_age(law);
    return r->faults->total == had;
}
