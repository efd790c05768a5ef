/* Reads model/permissions.yaml into the table: groups, then rules, then things. A word that means
 * nothing is a fault with its line. */
#include "access/table.h"
#include "base/near.h"
#include "model/declaration.h"

#define PERMISSIONS "model/permissions.yaml"

const struct str access_scope_words[6] = {S_INIT("own"),    S_INIT("assigned"),
                                          S_INIT("office"), S_INIT("district"),
                                          S_INIT("all"),    S_INIT("emergency")};
const struct str access_action_words[ACTION_COUNT_OF_ACTIONS] = {
    [ACTION_KNOW] = S_INIT("know"),     [ACTION_COUNT] = S_INIT("count"),
    [ACTION_CREATE] = S_INIT("create"), [ACTION_DELETE] = S_INIT("delete"),
    [ACTION_EXPORT] = S_INIT("export"), [ACTION_IMPORT] = S_INIT("import"),
    [ACTION_ERASE] = S_INIT("erase")};

struct reader {
    struct arena *arena;
    struct access *access;
    const struct node *declared;
    struct faults *faults;
};

/* A rule as it was read. */
struct rule {
    uint32_t roles;
    bool *types; /* of the model */
    unsigned scopes, within, may;
    unsigned classes[ACTION_COUNT_OF_ACTIONS]; /* bit per class, of MASKED, READ and WRITE */
    struct str holds;                          /* `while` */
    const struct node *declared;
};

static bool wrong(struct reader *r, const struct node *at, const char *message, struct str what,
                  struct str more)
{
    struct place where = {.file = S(PERMISSIONS), .line = at ? at->line : 1};
    return FAULT(r->faults, FAULT_INPUT, where, message, what, more);
}

/* A word that stands alone, or the i-th of a list. */
static const struct node *word_at(const struct node *n, size_t i)
{
    if (n && n->kind == NODE_LIST)
        return node_at(n, i);
    return i ? NULL : n;
}

static size_t index_of(const struct str *words, size_t count, struct str word)
{
    size_t i = 0;
    while (i < count && !(words[i].n && str_eq(words[i], word)))
        i++;
    return i;
}

/* Reads words of a fixed set into bits. */
static bool read_bits(struct reader *r, const struct node *n, const struct str *words, size_t count,
                      unsigned *bits)
{
    struct str_list all = {0};
    bool ok = true;
    const struct node *word;
    for (size_t i = 0; i < count; i++)
        if (words[i].n)
            *arena_push(r->arena, &all) = words[i];
    for (size_t i = 0; (word = word_at(n, i)); i++) {
        struct str text = node_text(r->arena, word);
        size_t found = index_of(words, count, text);
        if (found == count)
            ok = wrong(r, word, N_("\"{1}\" has no meaning here; one of these has: {2}."), text,
                       str_join(r->arena, &all, S(", ")));
        else
            *bits |= 1u << found;
    }
    return ok;
}

static bool read_classes(struct reader *r, const struct node *n, unsigned *bits)
{
    static const struct str classes[CLASS_COUNT] = {S_INIT("F0"), S_INIT("F1"), S_INIT("F2"),
                                                    S_INIT("F3"), S_INIT("F4"), S_INIT("F5"),
                                                    S_INIT("F6")};
    return read_bits(r, n, classes, CLASS_COUNT, bits);
}

/* --- roles and types, by name or by the name of a group --- */

static bool read_roles(struct reader *r, const struct node *n, uint32_t *roles, bool groups)
{
    const struct code_list *list = r->access->roles;
    bool ok = true;
    const struct node *word;
    for (size_t i = 0; (word = word_at(n, i)); i++) {
        struct str name = node_text(r->arena, word);
        const struct node *group =
            groups ? node_get(node_get(r->declared, S("people")), name) : NULL;
        size_t k = 0;
        while (k < list->count && !str_eq(list->items[k].code, name))
            k++;
        if (group)
            ok = read_roles(r, group, roles, false) && ok;
        else if (groups && str_eq(name, S("everyone")))
            *roles |= (uint32_t)((1ull << list->count) - 1);
        else if (k < list->count)
            *roles |= (uint32_t)1 << k;
        else
            ok = wrong(r, word,
                       N_("\"{1}\" is no role; the roles stand in model/lists/roles.csv, as in "
                          "inspector."),
                       name, (struct str){0});
    }
    return ok;
}

static bool read_types(struct reader *r, const struct node *n, bool *types, bool groups)
{
    const struct model *model = r->access->model;
    bool ok = true;
    const struct node *word;
    for (size_t i = 0; (word = word_at(n, i)); i++) {
        struct str name = node_text(r->arena, word);
        const struct node *group =
            groups ? node_get(node_get(r->declared, S("records")), name) : NULL;
        const struct type *type = model_type(model, name);
        if (group)
            ok = read_types(r, group, types, false) && ok;
        else if (!type)
            ok = wrong(r, word, N_("\"{1}\" is no record type; \"himaya types\" lists them."), name,
                       (struct str){0});
        else if (type->internal)
            ok = wrong(r, word, N_("\"{1}\" is for the program alone; no rule can open it."), name,
                       (struct str){0});
        else
            types[type - model->types] = true;
    }
    return ok;
}

/* --- one rule --- */

static bool check_keys(struct reader *r, const struct node *rule)
{
    static const struct str keys[] = {S_INIT("role"),   S_INIT("on"),    S_INIT("in"),
                                      S_INIT("within"), S_INIT("while"), S_INIT("may"),
                                      S_INIT("masked"), S_INIT("reads"), S_INIT("writes")};
    size_t count = sizeof keys / sizeof *keys;
    for (size_t i = 0; i < node_count(rule); i++)
        if (index_of(keys, count, rule->keys[i]) == count)
            return wrong(r, rule->items[i],
                         N_("\"{1}\" is no part of a rule, which has role, on, in, within, while, "
                            "may, masked, reads and writes."),
                         rule->keys[i], (struct str){0});
    for (size_t i = 0; i < 3; i++)
        if (!node_get(rule, keys[i]))
            return wrong(r, rule,
                         N_("A rule needs \"{1}\", as in {role: inspector, on: complaint, "
                            "in: assigned, may: know}."),
                         keys[i], (struct str){0});
    return true;
}

static bool read_rule(struct reader *r, const struct node *declared, struct rule *rule)
{
    rule->declared = declared;
    rule->types = arena_array(r->arena, r->access->model->type_count, bool);
    rule->holds = node_get_str(declared, S("while"));
    if (!check_keys(r, declared))
        return false;
    bool ok = read_roles(r, node_get(declared, S("role")), &rule->roles, true);
    ok = read_types(r, node_get(declared, S("on")), rule->types, true) && ok;
    ok = read_bits(r, node_get(declared, S("in")), access_scope_words, 6, &rule->scopes) && ok;
    ok = read_bits(r, node_get(declared, S("within")), access_scope_words, SCOPE_COUNT,
                   &rule->within) &&
         ok;
    ok = read_bits(r, node_get(declared, S("may")), access_action_words, ACTION_COUNT_OF_ACTIONS,
                   &rule->may) &&
         ok;
    ok = read_classes(r, node_get(declared, S("masked")), &rule->classes[ACTION_MASKED]) && ok;
    ok = read_classes(r, node_get(declared, S("reads")), &rule->classes[ACTION_READ]) && ok;
    return read_classes(r, node_get(declared, S("writes")), &rule->classes[ACTION_WRITE]) && ok;
}

/* --- into the table --- */

/* A condition that can be judged from the record alone: fields of its own, no parameters. */
static bool stands_alone(const struct expression *e)
{
    if ((e->kind == EXPRESSION_FIELD && e->path_count != 1) || e->kind == EXPRESSION_PARAMETER)
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (!stands_alone(e->items[i]))
            return false;
    return true;
}

/* The bits of the rule's scopes for a type, with its restriction's place. */
static bool place_scopes(struct reader *r, const struct rule *rule, size_t type, unsigned *bits)
{
    struct restricted *all = &r->access->restricted[type];
    const struct type *t = &r->access->model->types[type];
    size_t k = 0;
    *bits = rule->scopes;
    if (!rule->holds.n && !rule->within)
        return true;
    while (k < all->count &&
           !(str_eq(all->items[k].text, rule->holds) && all->items[k].within == rule->within))
        k++;
    if (k == MOST_RESTRICTIONS)
        return wrong(r, rule->declared,
                     N_("Rules for \"{1}\" ask more than three different things with while and "
                        "within; the others are enough."),
                     t->name, (struct str){0});
    *bits = restricted_bits(rule->scopes, k);
    if (k < all->count)
        return true;
    struct restriction *made = &all->items[all->count++];
    *made = (struct restriction){.text = rule->holds, .within = rule->within};
    if (!rule->holds.n)
        return true;
    struct place where = {.file = S(PERMISSIONS), .line = rule->declared->line};
    made->holds = expression_parse(r->arena, r->access->model, t, rule->holds, where, r->faults);
    if (made->holds && !stands_alone(made->holds))
        return wrong(r, rule->declared,
                     N_("\"{1}\" must ask of the record's own fields only, as in assigned_to is "
                        "null."),
                     rule->holds, (struct str){0});
    return made->holds != NULL;
}

static void put_rule(struct cells *cells, const struct rule *rule, unsigned bits)
{
    for (enum action action = 0; action < ACTION_COUNT_OF_ACTIONS; action++) {
        if (rule->may & 1u << action)
            cells->of[action][0] |= bits;
        for (int class = 0; class < CLASS_COUNT; class ++)
            if (rule->classes[action] & 1u << class)
                cells->of[action][class] |= bits;
    }
}

static bool take_rule(struct reader *r, const struct rule *rule)
{
    const struct access *access = r->access;
    bool ok = true;
    for (size_t t = 0; t < access->model->type_count; t++) {
        unsigned bits;
        if (!rule->types[t])
            continue;
        access->ruled[t] = true;
        if (!place_scopes(r, rule, t, &bits)) {
            ok = false;
            continue;
        }
        for (size_t role = 0; role < access->roles->count; role++)
            if (rule->roles & (uint32_t)1 << role)
                put_rule(access_cells(access, role, t), rule, bits);
    }
    return ok;
}

/* --- what must hold of the whole --- */

static bool needs_know(enum action action)
{
    return action != ACTION_KNOW && action != ACTION_COUNT;
}

/* Whoever may do anything with a record must know of it, so that no rule is without effect. */
static bool check_rule(struct reader *r, const struct rule *rule)
{
    const struct access *access = r->access;
    for (size_t t = 0; t < access->model->type_count; t++)
        for (size_t role = 0; role < access->roles->count; role++) {
            const struct cells *c = access_cells(access, role, t);
            if (!rule->types[t] || !(rule->roles & (uint32_t)1 << role))
                continue;
            for (int i = 0; i < ACTION_COUNT_OF_ACTIONS * CLASS_COUNT; i++) {
                enum action action = (enum action)(i / CLASS_COUNT);
                if (needs_know(action) &&
                    !access_covers(c->of[ACTION_KNOW][0], c->of[action][i % CLASS_COUNT]))
                    return wrong(r, rule->declared,
                                 N_("This rule lets {1} do something with records \"{2}\" of which "
                                    "no rule lets them know."),
                                 access->roles->items[role].code, access->model->types[t].name);
            }
        }
    return true;
}

static bool check_all_types(struct reader *r)
{
    bool ok = true;
    for (size_t t = 0; t < r->access->model->type_count; t++)
        if (!r->access->ruled[t] && !r->access->model->types[t].internal)
            ok = wrong(r, node_get(r->declared, S("rules")),
                       N_("No rule says who may do what with \"{1}\"."),
                       r->access->model->types[t].name, (struct str){0});
    return ok;
}

static bool read_rules(struct reader *r)
{
    const struct node *declared = node_get(r->declared, S("rules"));
    struct rule *rules = arena_array(r->arena, node_count(declared), struct rule);
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++)
        ok = read_rule(r, declared->items[i], &rules[i]) && take_rule(r, &rules[i]) && ok;
    for (size_t i = 0; ok && i < node_count(declared); i++)
        ok = check_rule(r, &rules[i]);
    return ok && check_all_types(r);
}

static bool read_things(struct reader *r)
{
    const struct node *declared = node_get(r->declared, S("things"));
    bool ok = true;
    r->access->things = arena_array(r->arena, node_count(declared), struct thing);
    r->access->thing_count = node_count(declared);
    for (size_t i = 0; i < node_count(declared); i++) {
        struct thing *thing = &r->access->things[i];
        thing->name = declared->keys[i];
        ok = read_roles(r, declared->items[i], &thing->roles, true) && ok;
    }
    return ok;
}

/* What may be known without being read: how records of the type are called, and who has them. */
static void mark_known(struct reader *r, size_t t)
{
    const struct type *type = &r->access->model->types[t];
    bool *known = r->access->restricted[t].known = arena_array(r->arena, type->field_count, bool);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        struct str in_name = str_format(r->arena, "{%.*s}", STR_ARG(f->name));
        bool called = str_contains(type->named, in_name);
        for (int s = SCOPE_ASSIGNED; s <= SCOPE_OFFICE; s++)
            for (size_t p = 0; p < type->scopes[s].count; p++)
                called = called || type->scopes[s].items[p].fields[0] == f;
        known[i] = called && access_class(f) <= 1 && !f->sealed;
    }
}

static struct access *read_table(struct arena *a, const struct model *model,
                                 const struct node *declared, struct faults *faults)
{
    struct access *access = arena_new(a, struct access);
    struct reader r = {a, access, declared, faults};
    access->model = model;
    access->declared = declared;
    access->roles = model_list(model, S("roles"));
    if (!access->roles || access->roles->count > MOST_ROLES) {
        wrong(&r, NULL, N_("The list of roles is missing or has more than 32 lines."),
              (struct str){0}, (struct str){0});
        return NULL;
    }
    access->cells = arena_array(a, access->roles->count * model->type_count, struct cells);
    access->restricted = arena_array(a, model->type_count, struct restricted);
    access->ruled = arena_array(a, model->type_count, bool);
    for (size_t t = 0; t < model->type_count; t++)
        mark_known(&r, t);
    bool ok = read_roles(&r, node_get(declared, S("only_by_token")), &access->by_token, false);
    ok = read_rules(&r) && ok;
    return read_things(&r) && ok ? access : NULL;
}

const struct access *access_read(struct arena *a, const struct model *model, struct str text,
                                 struct faults *faults)
{
    struct str before = faults->file;
    faults->file = S(PERMISSIONS);
    const struct node *declared = declaration_read(a, text, faults);
    faults->file = before;
    return declared ? read_table(a, model, declared, faults) : NULL;
}

const struct access *access_load(struct arena *a, const struct model *model, struct faults *faults)
{
    const struct node *declared = declaration_resource(a, S(PERMISSIONS), faults);
    return declared ? read_table(a, model, declared, faults) : NULL;
}
