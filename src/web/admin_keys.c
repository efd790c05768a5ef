/* The keys that seal the fields of people: their state, and a new store key. */
#include "web/admin_pages.h"

#include "base/arena.h"
#include "jobs/jobs.h"
#include "store/sealed.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/staff_words.h"

struct node *data_admin_keys(struct call *c)
{
    return desk_may(c, "admin.keys") ? store_keys_state(c->session, c->arena, &c->faults) : NULL;
}

void dress_admin_keys(struct call *c, struct node *data)
{
    struct str made = node_get_str(data, S("made_at"));
    const struct node *types = node_get(data, S("types"));
    if (made.n)
        node_set_str(c->arena, data, S("made"), staff_words_time(c, made));
    for (size_t i = 0; i < node_count(types); i++) {
        const struct type *type =
            model_type(c->app->model, node_get_str(types->items[i], S("type")));
        if (type)
            node_set_str(c->arena, types->items[i], S("plural"), type->plural);
    }
}

void act_keys_rotate(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "rotate_keys"};
    struct str number;
    if (desk_may(c, "admin.keys") &&
        jobs_add(c->session, c->arena, &actor, &order, &number, &c->faults))
        answer_go(c, str_concat(c->arena, S("/jobs/"), number));
}
