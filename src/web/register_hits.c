/* The ranked list of hits, and deciding several at once. */
#include "web/register_pages.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/staff_words.h"

enum { PAGE_SIZE = 50, MOST_AT_ONCE = 200 };

static struct str state_of(struct call *c)
{
    struct str state = call_value(c, "state");
    return str_eq(state, S("decided")) ? state : S("open");
}

static size_t conditions_of(struct call *c, struct condition *conditions)
{
    static const char *const asked[] = {"rule", "district", "severity", "can_be_done"};
    size_t count = 0;
    conditions[count++] = (struct condition){"status", IS, value_text(state_of(c))};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (call_value(c, asked[i]).n)
            conditions[count++] =
                (struct condition){asked[i], IS, value_text(call_value(c, asked[i]))};
    return count;
}

static void add_hit(struct call *c, struct node *list, const struct view *view)
{
    static const char *const codes[] = {"district", "severity", "can_be_done", "decision"};
    static const char *const texts[] = {"rule", "found_on", "due_on", "decided_on", "ceased_on"};
    struct arena *a = c->arena;
    const struct registry *r = c->app->registry;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("id"), view->record->id);
    node_set_int(a, one, S("version"), view->record->version);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        register_set_label(c, one, view, codes[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (register_text(view, texts[i]).n)
            node_set_str(a, one, str_of(texts[i]), register_text(view, texts[i]));
    node_set_str(a, one, S("means"), words(c->language, register_text(view, "meaning")));
    node_set_str(a, one, S("contract"), register_text(view, "contract"));
    node_set_str(a, one, S("contract_number"),
                 visit_name(&c->visit, r->contract, register_text(view, "contract")));
    node_set_str(a, one, S("employer"),
                 visit_name(&c->visit, r->employer, register_text(view, "employer")));
}

struct node *register_hits(struct call *c)
{
    struct arena *a = c->arena;
    const struct registry *r = register_of(c);
    struct condition conditions[8];
    struct views found = {0};
    int64_t total = 0;
    int page = call_number(c, "page") > 1 ? call_number(c, "page") : 1;
    if (!r)
        return NULL;
    struct query q = {.type = r->hit,
                      .conditions = conditions,
                      .condition_count = conditions_of(c, conditions),
                      .order = {"rank", "due_on"},
                      .limit = PAGE_SIZE,
                      .offset = (size_t)(page - 1) * PAGE_SIZE,
                      .brief = true};
    if (str_eq(state_of(c), S("decided"))) {
        q.order[0] = "-decided_on";
        q.order[1] = NULL;
    }
    if (!visit_list(&c->visit, &q, &found, &total))
        return NULL;
    struct node *data = node_map(a), *list = node_set(a, data, S("hits"), node_list(a));
    node_set_int(a, data, S("total"), total);
    node_set_int(a, data, S("page"), page);
    node_set_int(a, data, S("pages"), (total + PAGE_SIZE - 1) / PAGE_SIZE);
    node_set_str(a, data, S("state"), state_of(c));
    for (size_t i = 0; i < found.count; i++)
        add_hit(c, list, &found.items[i]);
    return data;
}

/* --- as a page --- */

static void add_option(struct call *c, struct node *list, struct str value, struct str label,
                       struct str chosen)
{
    struct node *one = node_add(c->arena, list, node_map(c->arena));
    node_set_str(c->arena, one, S("value"), value);
    node_set_str(c->arena, one, S("label"), label);
    node_set_bool(c->arena, one, S("chosen"), str_eq(value, chosen));
}

static void add_codes(struct call *c, struct node *data, const char *field)
{
    const struct code_list *list = type_field(c->app->registry->hit, str_of(field))->list;
    struct str key = str_concat(c->arena, str_of(field), S("_options"));
    struct node *options = node_set(c->arena, data, key, node_list(c->arena));
    for (size_t i = 0; list && i < list->count; i++)
        add_option(c, options, list->items[i].code, words(c->language, list->items[i].label),
                   call_value(c, field));
}

static struct str address_of_page(struct call *c, int64_t page)
{
    static const char *const names[] = {"state", "rule", "district", "severity", "can_be_done"};
    struct arena *a = c->arena;
    struct str address = str_format(a, "?page=%lld", (long long)page);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (call_value(c, names[i]).n)
            address = str_format(a, "%.*s&%s=%.*s", STR_ARG(address), names[i],
                                 STR_ARG(answer_encode(a, call_value(c, names[i]))));
    return address;
}

void register_hits_dress(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct law *law = c->app->registry->law;
    int64_t page = node_get_int(data, S("page"), 1), pages = node_get_int(data, S("pages"), 1);
    struct node *rules = node_set(a, data, S("rule_options"), node_list(a));
    for (size_t i = 0; i < law->rule_count; i++)
        add_option(c, rules, law->rules[i].id, words(c->language, law->rules[i].means),
                   call_value(c, "rule"));
    add_codes(c, data, "district");
    add_codes(c, data, "severity");
    add_codes(c, data, "can_be_done");
    if (page > 1)
        node_set_str(a, data, S("previous"), address_of_page(c, page - 1));
    if (page < pages)
        node_set_str(a, data, S("next"), address_of_page(c, page + 1));
    node_set_bool(a, data, S("many"), pages > 1);
    node_set_bool(a, data, S("open"), str_eq(state_of(c), S("open")));
    node_set_bool(a, data, S("may_decide"), register_may(c, "register.decide"));
}

/* --- several at once --- */

/* "ID:VERSION" of a row that was ticked. */
static bool read_row(struct str row, struct hit_decision *d)
{
    size_t colon = str_find_char(row, ':', 0);
    d->hit = str_slice(row, 0, colon);
    return colon < row.n && str_to_int(str_from(row, colon + 1), &d->version);
}

static void tell_of(struct call *c, int64_t done)
{
    struct str count = str_format(c->arena, "%lld", (long long)done);
    if (!c->faults.count)
        answer_go_saying(c, S("/register/hits"), N_("Hits decided: {1}."), count);
}

void register_hits_decide(struct call *c)
{
    struct str rows = http_field(&c->form, S("rows")), row;
    struct hit_decision d = {.code = http_field(&c->form, S("decision")),
                             .reason = http_field(&c->form, S("reason"))};
    int64_t done = 0;
    if (!register_of(c))
        return;
    if (!rows.n) {
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("rows")}),
              N_("Tick the hits that are to be decided."));
        return;
    }
    if (!str_eq(d.code, S("no_violation")) && !str_eq(d.code, S("referred"))) {
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("decision")}),
              N_("Several hits at once can be no violation, or a matter of another body. A "
                 "violation is decided by itself."));
        return;
    }
    for (size_t i = 0; str_cut(&rows, '\n', &row) && i < MOST_AT_ONCE; i++) {
        if (!read_row(str_trim(row), &d) || !hit_decide(&c->visit, c->app->registry, &d, NULL))
            break;
        done++;
    }
    tell_of(c, done);
}
