/* How complaints, cases, violations, children, penalties and decisions hang together, in words. */
#include "base/arena.h"
#include "base/map.h"
#include "figures/compute.h"
#include "report/enforcement.h"

int64_t unit_number(const struct unit_numbers *n, const char *key, enum unit_scope scope)
{
    const struct unit_definition *unit = instrument_unit(n->instrument, str_of(key));
    return unit ? n->of[scope][unit - n->instrument->units] : -1;
}

/* Counts the violations of each case; the first case that has the most is the largest. */
static void tally_cases(struct arena *a, struct tally_of_violations *tally)
{
    struct map cases = {.arena = a}, complained = {.arena = a}, children = {.arena = a};
    for (size_t i = 0; i < tally->violations.count; i++) {
        const struct record *r = tally->violations.items[i];
        struct str number = record_text(r, "case_number");
        int64_t had = 0;
        if (record_text(r, "child").n)
            map_put(&children, record_text(r, "child"), 1);
        if (!number.n)
            continue;
        map_get(&cases, number, &had);
        map_put(&cases, number, had + 1);
        if (had + 1 > tally->largest) {
            tally->largest = had + 1;
            tally->largest_case = number;
        }
        if (record_text(r, "complaint").n)
            map_put(&complained, number, 1);
    }
    tally->through_complaints = (int64_t)complained.count;
    tally->cases = (int64_t)cases.count;
    tally->children = (int64_t)children.count;
}

bool violations_tally(const struct report_context *c, enum unit_scope scope,
                      struct tally_of_violations *tally)
{
    const struct unit_definition *unit = instrument_unit(c->instrument, S("violations"));
    struct figure_slice all = {0};
    *tally = (struct tally_of_violations){0};
    if (!unit)
        return true;
    if (!figure_records(c->session, c->arena, unit->asked[scope], c->year, &all, &tally->violations,
                        c->faults))
        return false;
    tally_cases(c->arena, tally);
    return true;
}

/* --- by sector --- */

static void count_sector(struct arena *a, struct node *row, struct str scope,
                         const struct records *violations, struct str sector)
{
    struct node *n = node_set(a, row, scope, node_map(a));
    struct map children = {.arena = a};
    int64_t count = 0;
    for (size_t i = 0; i < violations->count; i++) {
        const struct record *r = violations->items[i];
        if (!str_eq(record_text(r, "sector"), sector))
            continue;
        count++;
        if (record_text(r, "child").n)
            map_put(&children, record_text(r, "child"), 1);
    }
    node_set_int(a, n, S("violations"), count);
    node_set_int(a, n, S("children"), (int64_t)children.count);
}

/* Adds the sector when it has any violation. */
static void add_sector(const struct report_context *c, const struct tally_of_violations *of,
                       struct str sector, struct node *list)
{
    struct arena *a = c->arena;
    struct node *row = node_map(a);
    node_set_str(a, row, S("sector"), sector);
    node_set_str(a, row, S("label"),
                 sector.n ? say_code(c, "work_sectors", sector) : say(c, S(N_("Not recorded"))));
    for (int scope = 0; scope < UNIT_SCOPES; scope++)
        count_sector(a, row, unit_scope_word((enum unit_scope)scope), &of[scope].violations,
                     sector);
    if (node_get_int(node_get(row, S("all")), S("violations"), 0))
        node_add(a, list, row);
}

struct node *sectors_node(const struct report_context *c, const struct tally_of_violations *of)
{
    const struct code_list *sectors = model_list(c->model, S("work_sectors"));
    struct node *list = node_list(c->arena);
    for (size_t i = 0; sectors && i < sectors->count; i++)
        add_sector(c, of, sectors->items[i].code, list);
    add_sector(c, of, (struct str){0}, list);
    return list;
}

/* --- in words --- */

struct telling {
    const struct report_context *c;
    struct node *list;
};

static void tell(struct telling *t, const char *message, const struct str *details, size_t count)
{
    struct arena *a = t->c->arena;
    node_add(a, t->list, node_str(a, words_fill(a, say(t->c, str_of(message)), details, count)));
}

#define TELL(t, message, ...)                                                                      \
    tell((t), (message), (const struct str[]){__VA_ARGS__},                                        \
         sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

static struct str number(const struct telling *t, int64_t value)
{
    return grouped(t->c->arena, (double)value);
}

static void tell_cases(struct telling *t, int64_t cases, int64_t violations, int64_t children,
                       const struct tally_of_violations *tally)
{
    if (violations > cases && children > 0 && children >= violations - cases)
        TELL(t,
             N_("Cases: {1}, violations: {2}. A violation is one provision and one child, a case "
                "one "
                "employer, whatever the number of children: the case {3} alone has {4} children. "
                "Whoever speaks of {1} violations counts cases."),
             number(t, cases), number(t, violations), tally->largest_case,
             number(t, tally->largest));
    else if (violations > cases)
        TELL(t,
             N_("Cases: {1}, violations: {2}. Several violations may belong to one case: the case "
                "{3} alone has {4}."),
             number(t, cases), number(t, violations), tally->largest_case,
             number(t, tally->largest));
    else
        TELL(t, N_("Cases: {1}, violations: {2}. Each case has one violation."), number(t, cases),
             number(t, violations));
}

static void tell_children(struct telling *t, int64_t children, int64_t violations)
{
    if (children == violations)
        TELL(t,
             N_("Children: {1}. Each violation concerns one child, and none concerns a child "
                "twice, so both numbers are the same here; they need not be."),
             number(t, children));
    else
        TELL(t, N_("Children: {1}. A child whom several violations concern is counted once."),
             number(t, children));
}

static void tell_penalties(struct telling *t, int64_t penalties, int64_t decisions,
                           int64_t violations)
{
    if (penalties < violations)
        TELL(t, N_("Penalties: {1}, for {2} violations; the others have none."),
             number(t, penalties), number(t, violations));
    else
        TELL(t, N_("Penalties: {1}, one for each violation."), number(t, penalties));
    if (decisions > 0 && decisions < penalties)
        TELL(t,
             N_("Decisions: {1}. One decision may impose the penalties for several violations "
                "of an employer."),
             number(t, decisions));
    else if (decisions == penalties)
        TELL(t, N_("Decisions: {1}. Each penalty was imposed by a decision of its own."),
             number(t, decisions));
}

static void tell_sectors(struct telling *t, const struct records *violations)
{
    int64_t without = 0;
    for (size_t i = 0; i < violations->count; i++)
        without += !record_text(violations->items[i], "sector").n;
    if (without)
        TELL(
            t,
            N_("Of the {1} violations {2} have no sector on record, so a list by sector adds up to "
               "{3}."),
            number(t, (int64_t)violations->count), number(t, without),
            number(t, (int64_t)violations->count - without));
}

struct node *relations_node(const struct report_context *c, const struct unit_numbers *numbers,
                            const struct tally_of_violations *tally, enum unit_scope scope)
{
    struct telling t = {c, node_list(c->arena)};
    int64_t complaints = unit_number(numbers, "complaints", scope);
    int64_t cases = unit_number(numbers, "cases", scope);
    int64_t violations = unit_number(numbers, "violations", scope);
    int64_t children = unit_number(numbers, "children", scope);
    if (complaints > 0 && cases >= 0)
        TELL(&t,
             N_("Complaints: {1}. In {2} cases a violation was found through a complaint; a "
                "complaint of which nothing came is no case."),
             number(&t, complaints), number(&t, tally->through_complaints));
    if (violations <= 0)
        return t.list;
    if (cases > 0)
        tell_cases(&t, cases, violations, scope == UNIT_OF_CHILD_LABOR ? children : 0, tally);
    if (scope == UNIT_OF_CHILD_LABOR && children > 0)
        tell_children(&t, children, violations);
    if (unit_number(numbers, "penalties", scope) >= 0)
        tell_penalties(&t, unit_number(numbers, "penalties", scope),
                       unit_number(numbers, "decisions", scope), violations);
    tell_sectors(&t, &tally->violations);
    return t.list;
}
