/* One hit: what was found, what can be done about it, and deciding it. */
#include "web/register_pages.h"

#include "base/arena.h"
#include "law/sanction.h"
#include "web/answer.h"
#include "web/staff_data.h"
#include "web/staff_words.h"

enum { MOST_OTHERS = 50 };

/* --- what the law says --- */

static void add_articles(struct call *c, struct node *data, const struct law_rule *rule)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("articles"), node_list(a));
    for (size_t i = 0; rule && i < rule->cites.count; i++) {
        const struct law_provision *p =
            law_provision_find(c->app->registry->law, rule->cites.items[i]);
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("article"), rule->cites.items[i]);
        if (p)
            node_set_str(a, one, S("means"), words(c->language, p->means));
    }
}

/* The fines for such a violation on the day of the contract's terms. */
static void add_fines(struct call *c, struct node *data, const struct law_rule *rule,
                      const struct view *view, enum law_party party)
{
    struct arena *a = c->arena;
    const struct law *law = c->app->registry->law;
    struct date on = {0};
    struct node *list = node_set(a, data, S("fines"), node_list(a));
    const struct law_sanction *s;
    if (!rule || !rule->kind.n || !date_parse(register_text(view, "law_on"), &on))
        return;
    for (size_t i = 0; (s = law_sanction_for(law, rule->kind, LAW_ANYBODY, on, i)); i++) {
        bool fits = party == LAW_ANYBODY || s->offender == party ||
                    (party == LAW_LEGAL_ENTITY && s->offender == LAW_OFFICIAL);
        if (!fits)
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("article"), s->article);
        node_set_bool(a, one, S("official"), s->offender == LAW_OFFICIAL);
        node_set_bool(a, one, S("entity"), s->offender == LAW_LEGAL_ENTITY);
        node_set_int(a, one, S("least"), s->least / 100);
        node_set_int(a, one, S("most"), s->most / 100);
        node_set_str(a, one, S("currency"), s->currency);
    }
}

/* As far as the person may see it; NULL: nothing of it. */
static const struct record *employer_of(struct call *c, struct str employer)
{
    struct faults ignored = {.arena = c->arena, .limit = 1}, *own = c->visit.faults;
    c->visit.faults = &ignored;
    struct view *view = visit_get(&c->visit, c->app->registry->employer, employer);
    c->visit.faults = own;
    return view ? view->record : NULL;
}

static enum law_party party_of(const struct record *employer)
{
    enum law_party party = LAW_ANYBODY;
    if (employer)
        law_party_find(record_text(employer, "legal_form"), &party);
    return party;
}

/* What may be done today, and the ground or the reason why no more, in the reader's language. */
static void add_remedy(struct call *c, struct node *data, const struct record *employer)
{
    struct arena *a = c->arena;
    const struct registry *r = c->app->registry;
    struct faults why = {.arena = a};
    struct str ground = {0}, code = hit_remedy_on(a, r, employer, date_today()).code;
    if (!hit_may_fine(r, employer, date_today(), &ground, &why) && why.count)
        ground = fault_fill(a, words(c->language, str_of(why.items[0].message)), &why.items[0]);
    node_set_str(a, data, S("can_be_done"), register_label(c, r->hit, "can_be_done", code));
    node_set_str(a, data, S("ground"), ground);
}

/* --- what stands around it --- */

static void add_others(struct call *c, struct node *data, const struct view *view)
{
    struct arena *a = c->arena;
    const struct registry *r = c->app->registry;
    struct node *list = node_set(a, data, S("others"), node_list(a));
    const struct condition same = {"employer", IS, *record_get(view->record, "employer")};
    const struct query q = {.type = r->hit,
                            .conditions = &same,
                            .condition_count = 1,
                            .order = {"rank"},
                            .limit = MOST_OTHERS,
                            .brief = true};
    struct views found = {0};
    int64_t total = 0;
    struct str chosen = http_field(&c->form, S("same_as"));
    if (!visit_list_readable(&c->visit, &q, &found, &total))
        return;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *other = found.items[i].record;
        if (str_eq(other->id, view->record->id))
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("value"), other->id);
        node_set_str(a, one, S("label"), visit_name_of(&c->visit, &found.items[i]));
        node_set_bool(a, one, S("chosen"), str_eq(other->id, chosen));
    }
}

static void add_link(struct call *c, struct node *data, const struct view *view, const char *field)
{
    struct arena *a = c->arena;
    const struct field *f = type_field(view->record->type, str_of(field));
    struct str id = register_text(view, field), name;
    if (!id.n || !(name = visit_name(&c->visit, f->to, id)).n)
        return;
    struct node *one = node_set(a, data, f->name, node_map(a));
    node_set_str(a, one, S("id"), id);
    node_set_str(a, one, S("name"), name);
}

static void add_decisions(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct code_list *list = type_field(c->app->registry->hit, S("decision"))->list;
    struct node *options = node_set(a, data, S("decisions"), node_list(a));
    for (size_t i = 0; i < list->count; i++) {
        struct node *one = node_add(a, options, node_map(a));
        node_set_str(a, one, S("value"), list->items[i].code);
        node_set_str(a, one, S("label"), words(c->language, list->items[i].label));
        node_set_bool(a, one, S("chosen"),
                      str_eq(list->items[i].code, http_field(&c->form, S("decision"))));
    }
    node_set_str(a, data, S("typed_reason"), http_field(&c->form, S("reason")));
}

static void add_texts(struct call *c, struct node *data, const struct view *view)
{
    static const char *const texts[] = {"rule",   "found_on",    "law_on",     "due_on",
                                        "reason", "reopened_on", "decided_on", "ceased_on"};
    static const char *const codes[] = {"district", "severity", "decision", "earlier_decision"};
    static const char *const links[] = {"contract", "employer",    "complaint", "violation",
                                        "same_as",  "assigned_to", "decided_by"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (register_text(view, texts[i]).n)
            node_set_str(c->arena, data, str_of(texts[i]), register_text(view, texts[i]));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        register_set_label(c, data, view, codes[i]);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        add_link(c, data, view, links[i]);
    node_set_str(c->arena, data, S("means"), words(c->language, register_text(view, "meaning")));
}

static struct node *page_of(struct call *c, const struct view *view)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a);
    struct str rule_id = register_text(view, "rule");
    const struct law_rule *rule = law_rule_find(c->app->registry->law, rule_id);
    const struct record *employer = employer_of(c, register_text(view, "employer"));
    bool open = str_eq(register_text(view, "status"), S("open"));
    node_set_str(a, data, S("id"), view->record->id);
    node_set_int(a, data, S("version"), view->record->version);
    node_set_bool(a, data, S("open"), open);
    add_texts(c, data, view);
    node_set(a, data, S("facts"), register_facts_node(c, register_text(view, "facts")));
    if (register_text(view, "reopened_because").n)
        node_set(a, data, S("changed"),
                 register_facts_node(c, register_text(view, "reopened_because")));
    add_articles(c, data, rule);
    add_remedy(c, data, employer);
    add_fines(c, data, rule, view, party_of(employer));
    node_set_bool(a, data, S("may_decide"), open && register_may(c, "register.decide"));
    if (!open || c->api)
        return data;
    add_decisions(c, data);
    add_others(c, data, view);
    return data;
}

struct node *register_hit(struct call *c)
{
    const struct registry *r = register_of(c);
    struct view *view = r ? visit_get(&c->visit, r->hit, call_value(c, "id")) : NULL;
    return view ? page_of(c, view) : NULL;
}

/* --- acts --- */

/* The page again with what is wrong, and what was typed. */
static void show_again(struct call *c)
{
    struct faults wrong = c->faults;
    c->faults = (struct faults){.arena = c->arena};
    struct node *data = register_hit(c);
    if (!data)
        return;
    c->faults = wrong;
    answer_page(c, wrong.items[0].kind == FAULT_CONFLICT ? 409 : 422, "register-hit", data);
}

static bool is_of_the_form(const struct call *c)
{
    return c->faults.count &&
           (c->faults.items[0].kind == FAULT_INPUT || c->faults.items[0].kind == FAULT_CONFLICT);
}

static int64_t version_of(const struct call *c)
{
    int64_t version = 0;
    return str_to_int(http_field(&c->form, S("version")), &version) ? version : 0;
}

void register_hit_decide(struct call *c)
{
    struct hit_decision d = {.hit = call_value(c, "id"),
                             .version = version_of(c),
                             .code = http_field(&c->form, S("decision")),
                             .reason = http_field(&c->form, S("reason")),
                             .same_as = http_field(&c->form, S("same_as"))};
    struct str violation;
    if (!register_of(c))
        return;
    c->visit.reason = str_slice(str_trim(d.reason), 0, 400);
    if (!hit_decide(&c->visit, c->app->registry, &d, &violation)) {
        if (is_of_the_form(c))
            show_again(c);
    } else if (violation.n) {
        const struct type *type = model_type(c->app->model, S("violation"));
        answer_go_saying(c, staff_path(c->arena, type, violation),
                         N_("The hit is decided, and this violation was recorded."),
                         (struct str){0});
    } else {
        answer_go_saying(c, str_concat(c->arena, S("/register/hits/"), d.hit),
                         N_("The hit is decided."), (struct str){0});
    }
}

void register_hit_file(struct call *c)
{
    struct str complaint;
    if (!register_of(c))
        return;
    if (hit_open_file(&c->visit, c->app->registry, call_value(c, "id"), version_of(c), &complaint))
        answer_go_saying(
            c, staff_path(c->arena, model_type(c->app->model, S("complaint")), complaint),
            N_("This file was opened; the employer can be asked for papers."), (struct str){0});
    else if (is_of_the_form(c))
        show_again(c);
}
