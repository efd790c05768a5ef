#include "web/register_api.h"

#include "base/arena.h"
#include "register/notification.h"
#include "web/answer.h"
#include "web/api_retry.h"
#include "web/api_values.h"
#include "web/error_page.h"
#include "web/staff_data.h"

enum { MOST_AT_ONCE = 200 };

const struct registry *register_of(struct call *c)
{
    if (!c->app->registry)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("This country's pack has no law that contracts could be held against."));
    return c->app->registry;
}

/* --- the answer --- */

static void add_finding(struct call *c, struct node *list, struct str id, struct str answer,
                        struct str received)
{
    struct arena *a = c->arena;
    const struct law_rule *rule = law_rule_find(c->app->registry->law, id);
    struct date day = {0};
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("rule"), id);
    if (!rule)
        return;
    date_parse(str_slice(received, 0, 10), &day);
    bool refuses =
        str_eq(answer, S("refused")) && rule->refused_from && rule->refused_from <= law_day(day);
    node_set_str(a, one, S("means"), words(c->language, rule->means));
    node_set_str(a, one, S("severity"), law_severity_word(rule->severity));
    node_set_str(a, one, S("effect"), refuses ? S("refuses") : S("warns"));
    struct node *articles = node_set(a, one, S("articles"), node_list(a));
    for (size_t i = 0; i < rule->cites.count; i++)
        node_add(a, articles, node_str(a, rule->cites.items[i]));
}

struct node *register_answer_node(struct call *c, const struct record *r, struct str number)
{
    static const char *const texts[] = {"number", "kind", "received_at", "answer"};
    struct arena *a = c->arena;
    struct node *out = node_map(a);
    struct str contract = record_text(r, "contract"), rules = record_text(r, "rules"), id;
    node_set_str(a, out, S("id"), r->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        node_set_str(a, out, str_of(texts[i]), record_text(r, texts[i]));
    if (contract.n) {
        struct node *one = node_set(a, out, S("contract"), node_map(a));
        node_set_str(a, one, S("id"), contract);
        node_set_str(a, one, S("number"),
                     number.n ? number
                              : visit_name(&c->visit, c->app->registry->contract, contract));
    }
    struct node *findings = node_set(a, out, S("findings"), node_list(a));
    while (str_cut(&rules, ',', &id))
        add_finding(c, findings, str_trim(id), record_text(r, "answer"),
                    record_text(r, "received_at"));
    return out;
}

/* --- reading --- */

/* The members of an object as cells; a number or yes and no as JSON writes them. */
static bool read_one(struct call *c, const struct node *body, struct notification *n)
{
    struct notification_cell *cells =
        arena_array(c->arena, node_count(body) + 1, struct notification_cell);
    size_t count = 0;
    if (!body || body->kind != NODE_MAP)
        return FAULT(&c->faults, FAULT_INPUT, (struct place){0},
                     N_("A notification is an object, as in {\"kind\": \"conclusion\", "
                        "\"start_date\": \"2026-03-01\"}."));
    for (size_t i = 0; i < body->count; i++) {
        enum node_kind kind = body->items[i]->kind;
        if (kind == NODE_MAP || kind == NODE_LIST)
            return FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = body->keys[i]}),
                         N_("\"{1}\" is a text, a number, or true or false."), body->keys[i]);
        if (kind != NODE_NULL)
            cells[count++] = (struct notification_cell){body->keys[i],
                                                        node_text(c->arena, body->items[i]), 0, 0};
    }
    *n = (struct notification){.channel = "api"};
    return notification_read(c->arena, c->app->registry, cells, count, n, &c->faults);
}

/* --- one --- */

static void answer_with(struct call *c, const struct record *r, struct str contract)
{
    answer_json(c, 201, register_answer_node(c, r, contract));
    http_set_header(c->arena, c->response, S("Location"),
                    str_concat(c->arena, S("/api/v1"), staff_path(c->arena, r->type, r->id)));
}

static bool take_one(struct call *c, struct notification *n, const struct api_retry *retry,
                     struct notification_answer *answer)
{
    if (!visit_begin(&c->visit))
        return false;
    if (notification_answer(&c->visit, c->app->registry, n, answer) &&
        api_retry_keep(c, retry, c->app->registry->notification, answer->id))
        return visit_commit(&c->visit);
    visit_rollback(&c->visit);
    return false;
}

static void notify_one(struct call *c, const struct api_retry *retry)
{
    struct notification n;
    struct notification_answer answer = {0};
    if (retry->record.n)
        answer.kept = store_get(c->session, c->arena, c->app->registry->notification, retry->record,
                                &c->faults);
    else if (!read_one(c, c->json, &n) || !take_one(c, &n, retry, &answer))
        answer.kept = NULL;
    if (answer.kept)
        answer_with(c, answer.kept, answer.contract);
    else
        error_from_faults(c);
}

/* --- many --- */

static void add_faulty(struct call *c, struct node *result, size_t had)
{
    struct faults own = c->faults;
    node_set_int(c->arena, result, S("status"), error_status(c));
    c->faults.items = own.items + had;
    c->faults.count = c->faults.total = own.count - had;
    node_set(c->arena, result, S("errors"), answer_faults(c));
    c->faults = own;
    c->faults.count = c->faults.total = had;
}

static bool is_lost(const struct call *c)
{
    return c->faults.count && c->faults.items[0].kind >= FAULT_STORE;
}

/* Answers each by itself, in one change. False when the change is lost. */
static bool take_all(struct call *c, const struct node *list, struct str batch,
                     struct node *results, struct str *first)
{
    struct arena *a = c->arena;
    for (size_t i = 0; i < list->count; i++) {
        struct node *result = node_add(a, results, node_map(a));
        struct notification n;
        struct notification_answer answer;
        bool ok = read_one(c, list->items[i], &n);
        n.file = batch;
        n.line = (long)i + 1;
        ok = ok && notification_answer(&c->visit, c->app->registry, &n, &answer);
        if (!ok && is_lost(c))
            return false;
        if (!ok) {
            add_faulty(c, result, 0);
            continue;
        }
        node_set_int(a, result, S("status"), 201);
        node_set_str(a, result, S("id"), answer.id);
        *first = first->n ? *first : answer.id;
    }
    return true;
}

/* What was stored, as it is answered: each with its findings. */
static void fill_results(struct call *c, struct node *results)
{
    for (size_t i = 0; i < node_count(results); i++) {
        struct str id = node_get_str(results->items[i], S("id"));
        const struct type *type = c->app->registry->notification;
        struct record *r = id.n ? store_get(c->session, c->arena, type, id, &c->faults) : NULL;
        if (r)
            node_set(c->arena, results->items[i], S("answer"),
                     register_answer_node(c, r, (struct str){0}));
    }
}

/* The results of a batch that came before, without those that were faulty. */
static bool find_again(struct call *c, struct str id, struct node *results)
{
    struct arena *a = c->arena;
    const struct type *type = c->app->registry->notification;
    struct record *one = store_get(c->session, a, type, id, &c->faults);
    struct records found = {0};
    if (!one)
        return false;
    const struct condition of_batch[] = {{"employer", IS, *record_get(one, "employer")},
                                         {"file", IS, *record_get(one, "file")}};
    const struct query q = {
        .type = type, .conditions = of_batch, .condition_count = 2, .order = {"line"}};
    if (!store_query(c->session, a, &q, &found, &c->faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct node *result = node_add(a, results, node_map(a));
        node_set_int(a, result, S("status"), 201);
        node_set_str(a, result, S("id"), found.items[i]->id);
    }
    return true;
}

static bool store_all(struct call *c, const struct node *list, const struct api_retry *retry,
                      struct node *results)
{
    struct str first = {0}, batch = notification_batch(c->arena, 'A');
    if (!visit_begin(&c->visit))
        return false;
    if (take_all(c, list, batch, results, &first) &&
        (!first.n || api_retry_keep(c, retry, c->app->registry->notification, first)))
        return visit_commit(&c->visit);
    visit_rollback(&c->visit);
    return false;
}

static void notify_many(struct call *c, const struct node *list, const struct api_retry *retry)
{
    static const char *const known[] = {"notifications", NULL};
    struct node *out = node_map(c->arena);
    struct node *results = node_set(c->arena, out, S("results"), node_list(c->arena));
    bool ok = api_members_are(c, c->json, known);
    if (ok && (list->kind != NODE_LIST || !list->count || list->count > MOST_AT_ONCE))
        ok = FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("notifications")}),
                   N_("\"notifications\" is a list of one to 200 notifications."));
    if (ok)
        ok = retry->record.n ? find_again(c, retry->record, results)
                             : store_all(c, list, retry, results);
    if (!ok) {
        error_from_faults(c);
        return;
    }
    fill_results(c, results);
    answer_json(c, 200, out);
}

void api_register_notify(struct call *c)
{
    struct api_retry retry = {0};
    if (!register_of(c)) {
        error_from_faults(c);
        return;
    }
    if (!visit_may(&c->visit, c->app->registry->notification, ACTION_CREATE)) {
        visit_refused(&c->visit, "create", c->app->registry->notification, (struct str){0});
        error_answer(c, 403, N_("You may not send notifications to the contract register."));
        return;
    }
    if (!api_retry_read(c, &retry))
        return;
    const struct node *list = node_get(c->json, S("notifications"));
    if (list)
        notify_many(c, list, &retry);
    else
        notify_one(c, &retry);
}
