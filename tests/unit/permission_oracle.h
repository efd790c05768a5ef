/* What model/permissions.yaml says, read from the declaration each time anew: walk the rules, and
 * see whether one of them allows it. Shares nothing with the table of src/access but the words. */
#pragma once

#include "access_help.h"
#include "model/declaration.h"

enum { OWN = 1, ASSIGNED = 2, OFFICE = 4, DISTRICT = 8, EMERGENCY = 32 };

struct oracle {
    const struct node *declared;
};

/* How a record stands: scopes that hold, and whether what `while` asks does. */
struct stand {
    unsigned scopes;
    bool condition;
};

static inline struct oracle oracle_of(struct str text)
{
    struct faults faults = {.arena = &a};
    struct oracle o = {declaration_read(&a, text, &faults)};
    return o;
}

/* Whether a word stands in a scalar or a list, by itself or inside a group of that name. */
static inline bool names(const struct node *n, struct str word, const struct node *groups)
{
    if (!n)
        return false;
    if (n->kind == NODE_STR)
        return str_eq(n->text, word) || (groups && names(node_get(groups, n->text), word, NULL));
    for (size_t i = 0; i < node_count(n); i++)
        if (names(node_at(n, i), word, groups))
            return true;
    return false;
}

static inline bool stands_in(const struct node *n, unsigned scopes)
{
    static const struct {
        const char *word;
        unsigned bit;
    } all[] = {{"own", OWN},
               {"assigned", ASSIGNED},
               {"office", OFFICE},
               {"district", DISTRICT},
               {"emergency", EMERGENCY}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((scopes & all[i].bit) && names(n, str_of(all[i].word), NULL))
            return true;
    return names(n, S("all"), NULL);
}

static inline bool rule_says(const struct node *rule, enum action action, struct str class)
{
    static const char *const words[ACTION_COUNT_OF_ACTIONS] = {
        [ACTION_KNOW] = "know",     [ACTION_COUNT] = "count",   [ACTION_CREATE] = "create",
        [ACTION_DELETE] = "delete", [ACTION_EXPORT] = "export", [ACTION_IMPORT] = "import",
        [ACTION_ERASE] = "erase"};
    switch (action) {
    case ACTION_MASKED:
        return names(node_get(rule, S("masked")), class, NULL) ||
               names(node_get(rule, S("reads")), class, NULL);
    case ACTION_READ: return names(node_get(rule, S("reads")), class, NULL);
    case ACTION_WRITE: return names(node_get(rule, S("writes")), class, NULL);
    default: return names(node_get(rule, S("may")), str_of(words[action]), NULL);
    }
}

/* The rules that are about a role and a type. */
struct rules {
    const struct node **items;
    size_t count, capacity;
};
static inline struct rules oracle_rules(const struct oracle *o, struct str role, struct str type)
{
    const struct node *rules = node_get(o->declared, S("rules"));
    const struct node *people = node_get(o->declared, S("people"));
    const struct node *records = node_get(o->declared, S("records"));
    struct rules found = {0};
    for (size_t i = 0; i < node_count(rules); i++) {
        const struct node *rule = node_at(rules, i), *who = node_get(rule, S("role"));
        if ((names(who, S("everyone"), NULL) || names(who, role, people)) &&
            names(node_get(rule, S("on")), type, records))
            *arena_push(&a, &found) = rule;
    }
    return found;
}

static inline bool oracle_allows(const struct node *rule, struct stand stand)
{
    const struct node *within = node_get(rule, S("within"));
    return stands_in(node_get(rule, S("in")), stand.scopes) &&
           (!within || stands_in(within, stand.scopes)) &&
           (!node_get(rule, S("while")) || stand.condition);
}

/* Bit i: allowed in stand i, by any of the rules. */
static inline uint64_t oracle_answers(const struct rules *rules, enum action action, int class,
                                      struct stand (*stand_of)(size_t), size_t stands)
{
    static const char *const classes[] = {"F0", "F1", "F2", "F3", "F4", "F5", "F6"};
    uint64_t answers = 0;
    for (size_t r = 0; r < rules->count; r++)
        if (rule_says(rules->items[r], action, str_of(classes[class])))
            for (size_t i = 0; i < stands; i++)
                if (oracle_allows(rules->items[r], stand_of(i)))
                    answers |= (uint64_t)1 << i;
    return answers;
}
