/* What somebody did in an emergency, looked at afterwards by who reads the chain. */
#include "web/audit_page.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/staff_data.h"
#include "web/staff_words.h"

enum { DEEDS_SHOWN = 200 };

static struct view *access_of(struct call *c)
{
    const struct type *type = model_type(c->app->model, S("emergency_access"));
    return desk_may(c, "audit.read") ? visit_get(&c->visit, type, call_value(c, "id")) : NULL;
}

/* What the person did with the record while it was open to them. */
static bool add_deeds(struct call *c, struct node *data, const struct record *r)
{
    const struct type *users = model_type(c->app->model, S("user"));
    struct record *user =
        store_get_brief(c->session, c->arena, users, record_text(r, "user"), &c->faults);
    struct node *deeds = node_set(c->arena, data, S("deeds"), node_list(c->arena));
    struct changes found = {0};
    if (!user)
        return !c->faults.total;
    struct audit_query q = {.actor = record_text(user, "name"),
                            .record = record_text(r, "record"),
                            .from = record_text(r, "begun_at"),
                            .until = record_text(r, "ends_at"),
                            .limit = DEEDS_SHOWN};
    node_set_str(c->arena, data, S("full_name"), record_text(user, "full_name"));
    if (!store_audit_read(c->session, c->arena, &q, &found, &c->faults))
        return false;
    for (size_t i = 0; i < found.count; i++)
        node_add(c->arena, deeds, audit_row(c, &found.items[i]));
    return true;
}

struct node *data_emergency(struct call *c)
{
    static const char *const texts[] = {"record_type", "record",      "reason",     "begun_at",
                                        "ends_at",     "reviewed_by", "reviewed_at"};
    struct view *view = access_of(c);
    if (!view)
        return NULL;
    const struct record *r = view->record;
    struct node *data = node_map(c->arena);
    node_set_str(c->arena, data, S("id"), r->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (record_text(r, texts[i]).n)
            node_set_str(c->arena, data, str_of(texts[i]), record_text(r, texts[i]));
    return add_deeds(c, data, r) ? data : NULL;
}

void dress_emergency(struct call *c, struct node *data)
{
    static const char *const times[] = {"begun_at", "ends_at", "reviewed_at"};
    struct arena *a = c->arena;
    const struct type *type = model_type(c->app->model, node_get_str(data, S("record_type")));
    const struct node *deeds = node_get(data, S("deeds"));
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct str at = node_get_str(data, str_of(times[i]));
        if (at.n)
            node_set_str(a, data, str_of(times[i]), staff_words_time(c, at));
    }
    for (size_t i = 0; i < node_count(deeds); i++)
        audit_dress_row(c, deeds->items[i]);
    if (!type)
        return;
    struct str name = visit_name(&c->visit, type, node_get_str(data, S("record")));
    node_set_str(a, data, S("label"), type->label);
    if (name.n) {
        node_set_str(a, data, S("name"), name);
        node_set_str(a, data, S("address"), staff_path(a, type, node_get_str(data, S("record"))));
    }
}

static bool keep_review(struct call *c, const struct view *view)
{
    struct actor actor = visit_actor(&c->visit);
    if (!store_begin(c->session, &actor, &c->faults))
        return false;
    struct record *r =
        store_get(c->session, c->arena, view->record->type, view->record->id, &c->faults);
    if (r) {
        record_set(r, "reviewed_by", value_text(c->visit.who.name));
        record_set(r, "reviewed_at", value_text(date_now(c->arena)));
    }
    if (r && store_update(c->session, c->arena, r, NULL, &c->faults) &&
        store_commit(c->session, &c->faults))
        return true;
    store_rollback(c->session);
    return false;
}

void act_emergency_reviewed(struct call *c)
{
    struct view *view = access_of(c);
    if (!view)
        return;
    if (record_text(view->record, "reviewed_by").n)
        FAULT(&c->faults, FAULT_CONFLICT, (struct place){0},
              N_("Somebody looked at this emergency access already."));
    else if (str_eq(record_text(view->record, "user"), c->visit.who.user))
        FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
              N_("It was you who opened this record. Somebody else must look at it."));
    else if (keep_review(c, view))
        answer_go_saying(c, S("/work"), N_("It is noted that you looked at it."), (struct str){0});
}
