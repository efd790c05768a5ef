/* How long records are kept, how many are due, and what is held back. Only counts of records are
 * told: who keeps the periods sees no file. */
#include "web/admin_pages.h"

#include "base/arena.h"
#include "base/date.h"
#include "markup/words.h"
#include "store/retention.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/retention_job.h"
#include "web/staff_words.h"

enum { SHORTEST_REASON = 10, MOST_HOLDS = 500 };

static bool read_holds(struct call *c, struct records *found)
{
    static const struct condition open = {.field = "lifted_at", .compare = IS_EMPTY};
    return desk_records(c, "hold", &open, "-placed_at", MOST_HOLDS, found);
}

static void add_type(struct call *c, struct node *list, const struct retention *r)
{
    struct arena *a = c->arena;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("type"), r->type->name);
    node_set_str(a, one, S("plural"), r->type->plural);
    node_set_int(a, one, S("years"), r->type->keep_years);
    node_set_str(a, one, S("since"), r->type->keep_since->label);
    node_set_int(a, one, S("due"), (int64_t)r->due.count);
    node_set_int(a, one, S("held"), r->held);
}

static void add_hold(struct call *c, struct node *list, const struct record *hold)
{
    static const char *const texts[] = {"record_type", "record", "reason", "placed_by",
                                        "placed_at"};
    struct node *one = node_add(c->arena, list, node_map(c->arena));
    const struct type *type = model_type(c->app->model, record_text(hold, "record_type"));
    node_set_str(c->arena, one, S("id"), hold->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        node_set_str(c->arena, one, str_of(texts[i]), record_text(hold, texts[i]));
    if (type)
        node_set_str(c->arena, one, S("label"), type->label);
}

struct node *data_admin_retention(struct call *c)
{
    struct records holds;
    struct retentions found;
    bool daily;
    if (!desk_may(c, "admin.retention") || !read_holds(c, &holds) ||
        !store_retention_due(c->session, c->arena, date_today(), &found, &c->faults) ||
        !retention_is_daily(c->session, &daily, &c->faults))
        return NULL;
    struct node *data = node_map(c->arena);
    struct node *types = node_set(c->arena, data, S("types"), node_list(c->arena));
    struct node *list = node_set(c->arena, data, S("holds"), node_list(c->arena));
    int64_t due = 0;
    for (size_t i = 0; i < found.count; i++) {
        add_type(c, types, &found.items[i]);
        due += (int64_t)found.items[i].due.count;
    }
    node_set_int(c->arena, data, S("due"), due);
    node_set_bool(c->arena, data, S("daily"), daily);
    for (size_t i = 0; i < holds.count; i++)
        add_hold(c, list, holds.items[i]);
    return data;
}

void dress_admin_retention(struct call *c, struct node *data)
{
    struct node *choices = node_set(c->arena, data, S("choices"), node_list(c->arena));
    const struct node *holds = node_get(data, S("holds")), *types = node_get(data, S("types"));
    for (size_t i = 0; i < node_count(types); i++)
        node_set_str(c->arena, types->items[i], S("since"),
                     words(c->language, node_get_str(types->items[i], S("since"))));
    for (size_t i = 0; i < c->app->model->type_count; i++)
        if (c->app->model->types[i].keep_years)
            desk_option(c, choices, c->app->model->types[i].name, c->app->model->types[i].label,
                        http_field(&c->form, S("record_type")));
    for (size_t i = 0; i < node_count(holds); i++)
        node_set_str(c->arena, holds->items[i], S("placed"),
                     staff_words_time(c, node_get_str(holds->items[i], S("placed_at"))));
}

/* The page again, with what was typed and what is wrong with it. */
static void show_again(struct call *c)
{
    static const char *const typed[] = {"record", "reason"};
    struct node *data = data_admin_retention(c);
    if (!data)
        return;
    dress_admin_retention(c, data);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        node_set_str(c->arena, data, str_of(typed[i]), http_field(&c->form, str_of(typed[i])));
    account_answer(c, 422, "admin-retention", data);
}

static bool has_reason(struct call *c, struct str reason)
{
    return reason.n >= SHORTEST_REASON ||
           FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("reason")},
                 N_("Say why, in at least ten letters, as in: appeal before the court of Ganja."));
}

static bool store_one(struct call *c, struct record *r)
{
    struct actor actor = visit_actor(&c->visit);
    if (store_begin(c->session, &actor, &c->faults) &&
        (r->id.n ? store_update(c->session, c->arena, r, NULL, &c->faults)
                 : store_insert(c->session, r, &c->faults)) &&
        store_commit(c->session, &c->faults))
        return true;
    store_rollback(c->session);
    return false;
}

void act_hold_place(struct call *c)
{
    struct str reason = str_trim(http_field(&c->form, S("reason")));
    struct str id = str_trim(http_field(&c->form, S("record")));
    if (!desk_may(c, "admin.retention"))
        return;
    const struct type *type = model_type(c->app->model, http_field(&c->form, S("record_type")));
    struct record *held = type && type->keep_years && id.n
                              ? store_get_brief(c->session, c->arena, type, id, &c->faults)
                              : NULL;
    if (!held && !c->faults.total)
        FAULT(&c->faults, FAULT_MISSING, (struct place){.field = S("record")},
              N_("There is no such record. Its id stands in the address of its page."));
    has_reason(c, reason);
    if (c->faults.total) {
        show_again(c);
        return;
    }
    struct record *hold = record_new(c->arena, model_type(c->app->model, S("hold")));
    record_set(hold, "record_type", value_text(type->name));
    record_set(hold, "record", value_text(id));
    record_set(hold, "reason", value_text(reason));
    record_set(hold, "placed_by", value_text(c->visit.who.name));
    record_set(hold, "placed_at", value_text(date_now(c->arena)));
    if (store_one(c, hold))
        answer_go_saying(c, S("/admin/retention"), N_("The record is held back from removal."),
                         (struct str){0});
}

void act_hold_lift(struct call *c)
{
    struct str reason = str_trim(http_field(&c->form, S("reason")));
    if (!desk_may(c, "admin.retention"))
        return;
    struct record *hold = store_get(c->session, c->arena, model_type(c->app->model, S("hold")),
                                    call_value(c, "id"), &c->faults);
    if (!hold && !c->faults.total)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0}, N_("There is no such hold."));
    if (hold && record_text(hold, "lifted_at").n)
        FAULT(&c->faults, FAULT_CONFLICT, (struct place){0}, N_("This hold was lifted already."));
    has_reason(c, reason);
    if (c->faults.total) {
        show_again(c);
        return;
    }
    record_set(hold, "lifted_by", value_text(c->visit.who.name));
    record_set(hold, "lifted_at", value_text(date_now(c->arena)));
    c->visit.reason = reason;
    if (store_one(c, hold))
        answer_go_saying(c, S("/admin/retention"), N_("The hold was lifted."), (struct str){0});
}

void act_retention(struct call *c)
{
    struct str what = account_typed(c, "what"), number;
    struct actor actor = visit_actor(&c->visit);
    bool daily = str_eq(what, S("daily"));
    if (!desk_may(c, "admin.retention"))
        return;
    if (!account_proves(c)) {
        show_again(c);
    } else if (str_eq(what, S("remove"))) {
        if (retention_remove_now(c->session, c->arena, &actor, &number, &c->faults))
            answer_go(c, str_concat(c->arena, S("/jobs/"), number));
    } else if (retention_set_daily(c->session, &actor, daily, &c->faults)) {
        answer_go_saying(c, S("/admin/retention"),
                         daily ? N_("From now on what is due is removed once a day.")
                               : N_("From now on what is due is only counted."),
                         (struct str){0});
    }
}
