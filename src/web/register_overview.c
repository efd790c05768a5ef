#include "web/register_pages.h"

#include "base/arena.h"
#include "jobs/jobs.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/staff_words.h"

/* --- shared --- */

struct str register_label(struct call *c, const struct type *type, const char *field,
                          struct str code)
{
    const struct field *f = type_field(type, str_of(field));
    const struct code *found = f && f->list && code.n ? code_find(f->list, code) : NULL;
    return found ? words(c->language, found->label) : code;
}

struct str register_text(const struct view *view, const char *field)
{
    const struct field *f = type_field(view->record->type, str_of(field));
    return f && view->sight[f->index] == SIGHT_FULL ? record_text(view->record, field)
                                                    : (struct str){0};
}

void register_set_label(struct call *c, struct node *to, const struct view *view, const char *field)
{
    struct str code = register_text(view, field);
    if (code.n)
        node_set_str(c->arena, to, str_of(field),
                     register_label(c, view->record->type, field, code));
}

bool register_may(struct call *c, const char *thing)
{
    return access_may(c->app->access, &c->visit.who, str_of(thing)) && !c->visit.who.read_only;
}

struct node *register_facts_node(struct call *c, struct str facts)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (struct str fact; str_cut(&facts, ';', &fact);) {
        size_t colon = str_find_char(fact, ':', 0);
        struct str name = str_trim(str_slice(fact, 0, colon));
        enum law_column column;
        const char *field = law_column_find(name, &column) ? register_field(column) : NULL;
        const struct field *f =
            field ? type_field(c->app->registry->contract, str_of(field)) : NULL;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("label"), f ? words(c->language, f->label) : name);
        struct str value = colon < fact.n ? str_trim(str_from(fact, colon + 1)) : (struct str){0};
        struct date day;
        node_set_str(a, one, date_parse(value, &day) && value.n > 4 ? S("day") : S("value"), value);
    }
    return list;
}

/* --- counts --- */

/* Open hits with one more condition; -1 when the person may not ask. */
static int64_t count_open(struct call *c, const char *field, struct str value)
{
    struct faults ignored = {.arena = c->arena, .limit = 1}, *own = c->visit.faults;
    const struct condition conditions[] = {{"status", IS, value_text(S("open"))},
                                           {field, IS, value_text(value)}};
    const struct query q = {
        .type = c->app->registry->hit, .conditions = conditions, .condition_count = field ? 2 : 1};
    int64_t count = 0;
    c->visit.faults = &ignored;
    bool ok = visit_count(&c->visit, &q, &count);
    c->visit.faults = own;
    return ok ? count : -1;
}

static void add_rules(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct law *law = c->app->registry->law;
    struct node *list = node_set(a, data, S("rules"), node_list(a));
    for (size_t i = 0; i < law->rule_count; i++) {
        int64_t count = count_open(c, "rule", law->rules[i].id);
        if (count < 0)
            return;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("rule"), law->rules[i].id);
        node_set_str(a, one, S("means"), words(c->language, law->rules[i].means));
        node_set_str(a, one, S("severity"), law_severity_word(law->rules[i].severity));
        node_set_int(a, one, S("count"), count);
    }
}

static void add_districts(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct code_list *districts = type_field(c->app->registry->hit, S("district"))->list;
    struct node *list = node_set(a, data, S("districts"), node_list(a));
    for (size_t i = 0; districts && i < districts->count; i++) {
        int64_t count = count_open(c, "district", districts->items[i].code);
        if (count <= 0)
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("district"), districts->items[i].code);
        node_set_str(a, one, S("name"), words(c->language, districts->items[i].label));
        node_set_int(a, one, S("count"), count);
    }
}

struct node *register_overview(struct call *c)
{
    struct arena *a = c->arena;
    const struct registry *r = register_of(c);
    struct query all = {.type = r ? r->contract : NULL};
    int64_t contracts = 0;
    bool sees = r && visit_knows_type(&c->visit, r->contract);
    if (!r || (!sees && !desk_may(c, "register.screen")) ||
        (sees && !visit_count(&c->visit, &all, &contracts)))
        return NULL;
    struct node *data = node_map(a), *may = node_set(a, data, S("may"), node_map(a));
    int64_t open = count_open(c, NULL, (struct str){0});
    if (sees)
        node_set_int(a, data, S("contracts"), contracts);
    node_set_bool(a, may, S("notify"),
                  visit_may(&c->visit, r->notification, ACTION_CREATE) && !c->visit.who.read_only);
    node_set_bool(a, may, S("decide"), register_may(c, "register.decide"));
    node_set_bool(a, may, S("screen"), register_may(c, "register.screen"));
    if (open < 0)
        return data;
    node_set_int(a, data, S("open"), open);
    add_rules(c, data);
    add_districts(c, data);
    return data;
}

/* --- screening --- */

/* The newest screening, for who may order one. */
static void add_screening(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    struct jobs found = {0};
    if (!register_may(c, "register.screen") ||
        !jobs_list(c->session, a, S("screen_register"), 1, &found, &c->faults) || !found.count)
        return;
    const struct job *job = &found.items[0];
    struct node *one = node_set(a, data, S("screening"), node_map(a));
    node_set_str(a, one, S("number"), job->number);
    node_set_str(a, one, S("state"), job->state);
    node_set_str(a, one, S("at"),
                 staff_words_time(c, job->finished_at.n ? job->finished_at : job->asked_at));
    node_set_bool(a, one, S("going"),
                  str_eq(job->state, S("waiting")) || str_eq(job->state, S("running")));
}

void register_overview_dress(struct call *c, struct node *data)
{
    const struct node *rules = node_get(data, S("rules"));
    for (size_t i = 0; i < node_count(rules); i++)
        node_set_str(c->arena, rules->items[i], S("severity"),
                     register_label(c, c->app->registry->hit, "severity",
                                    node_get_str(rules->items[i], S("severity"))));
    node_set_bool(c->arena, data, S("employer"), c->visit.who.employer.n > 0);
    node_set_bool(c->arena, data, S("sees_contracts"), node_get(data, S("contracts")) != NULL);
    node_set_bool(c->arena, data, S("sees_hits"), node_get(data, S("open")) != NULL);
    add_screening(c, data);
}

void register_screen_start(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "screen_register"};
    struct jobs found = {0};
    struct str number;
    if (!register_of(c) || !desk_may(c, "register.screen") ||
        !jobs_list(c->session, c->arena, S("screen_register"), 1, &found, &c->faults))
        return;
    if (found.count && (str_eq(found.items[0].state, S("waiting")) ||
                        str_eq(found.items[0].state, S("running")))) {
        FAULT(&c->faults, FAULT_CONFLICT, (struct place){0},
              N_("The register is being screened just now."));
        return;
    }
    if (jobs_add(c->session, c->arena, &actor, &order, &number, &c->faults))
        answer_go(c, str_concat(c->arena, S("/jobs/"), number));
}
