#include "web/admin_webhooks.h"

#include "base/arena.h"
#include "identity/identity.h"
#include "jobs/jobs.h"
#include "web/answer.h"
#include "web/api_values.h"
#include "web/csrf.h"
#include "web/page.h"
#include "web/post.h"
#include "web/staff_words.h"
#include "web/webhooks.h"

static const struct type *webhook_type(const struct call *c)
{
    return model_type(c->app->model, S("webhook"));
}

static bool may(struct call *c)
{
    if (access_may(c->app->access, &c->visit.who, S("admin.jobs")))
        return true;
    visit_refused(&c->visit, "webhooks", webhook_type(c), (struct str){0});
    return FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
                 N_("Webhooks are for administrators only."));
}

/* --- looking --- */

static void add_job(struct call *c, struct node *one, struct str id)
{
    struct arena *a = c->arena;
    struct faults none = {.arena = a, .limit = 1};
    const struct job *job = jobs_get(c->session, a, webhook_job_number(a, id), &none);
    if (!job)
        return;
    struct node *out = node_set(a, one, S("job"), node_map(a));
    struct str note = node_get_str(job->result, S("note"));
    node_set_str(a, out, S("state"), job->state);
    node_set_int(a, out, S("number"), job->done);
    if (job->not_before.n && str_eq(job->state, S("waiting")))
        node_set_str(a, out, S("at"), staff_words_time(c, job->not_before));
    if (!note.n)
        note = node_text(a, node_at(node_get(job->result, S("faults")), 0));
    node_set_str(a, out, S("note"), note);
    node_set_bool(a, out, S("failed"), str_eq(job->state, S("failed")));
}

struct node *admin_webhooks(struct call *c)
{
    struct arena *a = c->arena;
    struct views found = {0};
    struct query q = {.type = webhook_type(c), .order = {"address"}, .limit = 200};
    if (!may(c) || !visit_list(&c->visit, &q, &found, NULL))
        return NULL;
    struct node *out = node_map(a), *list = node_set(a, out, S("webhooks"), node_list(a));
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i].record;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("id"), r->id);
        node_set_str(a, one, S("address"), record_text(r, "address"));
        node_set_str(a, one, S("types"), record_text(r, "types"));
        node_set_str(a, one, S("state"), record_text(r, "state"));
        node_set_str(
            a, one, S("user"),
            visit_name(&c->visit, model_type(c->app->model, S("user")), record_text(r, "user")));
        add_job(c, one, r->id);
    }
    return out;
}

/* --- making --- */

struct wish {
    struct str address, types, user; /* user: id */
};

static bool check(struct call *c, const struct wish *wish)
{
    bool good = post_may_go(wish->address) ||
                FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("address")},
                      N_("\"{1}\" may not be told. An address begins with https://, as in "
                         "https://police.example/himaya."),
                      wish->address);
    struct str one, rest = wish->types;
    size_t count = 0;
    for (; str_cut(&rest, ',', &one); count++) {
        const struct type *type = model_type(c->app->model, str_trim(one));
        if (!type || type->internal)
            good = FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("types")},
                         N_("There is no record type \"{1}\". Names are like complaint, referral."),
                         str_trim(one));
    }
    if (!count)
        good = FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("types")},
                     N_("Say which record types, as in complaint, referral."));
    return good;
}

/* The secret is no person's to give: it is put in beside what the person may write, in the same
 * change. */
static bool add_secret(struct call *c, struct str id, struct str secret)
{
    struct record *r = store_get(c->session, c->arena, webhook_type(c), id, &c->faults);
    if (!r)
        return false;
    record_set(r, "secret", value_text(secret));
    return store_update(c->session, c->arena, r, NULL, &c->faults);
}

static bool make(struct call *c, const struct wish *wish, struct str *id, struct str *secret)
{
    const struct type *type = webhook_type(c);
    struct record *r = record_new(c->arena, type);
    bool *given = arena_array(c->arena, type->field_count, bool);
    static const char *const names[] = {"address", "types", "user", "state"};
    const struct str values[] = {wish->address, wish->types, wish->user, S("active")};
    if (!check(c, wish))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        record_set(r, names[i], value_text(values[i]));
        given[type_field(type, str_of(names[i]))->index] = true;
    }
    *secret = csrf_nonce(c->arena);
    if (!visit_begin(&c->visit))
        return false;
    if (visit_insert(&c->visit, r, given) && add_secret(c, r->id, *secret) &&
        visit_commit(&c->visit)) {
        *id = str_copy(c->arena, r->id);
        return true;
    }
    visit_rollback(&c->visit);
    return false;
}

static struct str typed(const struct call *c, const char *name)
{
    return str_trim(http_field(&c->form, str_of(name)));
}

void admin_webhook_make(struct call *c)
{
    struct arena *a = c->arena;
    struct wish wish = {typed(c, "address"), typed(c, "types"), {0}};
    struct str id, secret, name = typed(c, "user");
    if (!may(c))
        return;
    bool good = identity_find_user(c->session, a, name, &wish.user, &c->faults) &&
                make(c, &wish, &id, &secret);
    struct faults faults = c->faults;
    c->faults = (struct faults){.arena = a, .limit = 10};
    struct node *data = admin_webhooks(c);
    c->faults = faults;
    if (!data)
        return;
    if (good) {
        node_set_str(a, data, S("secret"), secret);
        node_set_str(a, data, S("made"), wish.address);
    } else {
        struct node *again = node_set(a, data, S("typed"), node_map(a));
        node_set_str(a, again, S("address"), wish.address);
        node_set_str(a, again, S("types"), wish.types);
        node_set_str(a, again, S("user"), name);
    }
    answer_page(c, good ? 200 : 422, "admin-webhooks", data);
}

void admin_webhook_again(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct str number = webhook_job_number(c->arena, typed(c, "id"));
    if (may(c) && jobs_again(c->session, c->arena, &actor, number, &c->faults))
        answer_go_saying(c, S("/admin/webhooks"), N_("It is told again from where it stopped."),
                         (struct str){0});
}

void api_webhook_make(struct call *c)
{
    static const char *const known[] = {"address", "types", "user", NULL};
    struct str id, secret;
    if (!may(c) || !api_members_are(c, c->json, known))
        return;
    struct wish wish = {node_get_str(c->json, S("address")), node_get_str(c->json, S("types")),
                        node_get_str(c->json, S("user"))};
    if (!wish.user.n)
        wish.user = c->visit.who.user;
    if (!make(c, &wish, &id, &secret))
        return;
    struct node *out = node_map(c->arena);
    node_set_str(c->arena, out, S("id"), id);
    node_set_str(c->arena, out, S("secret"), secret);
    http_set_header(c->arena, c->response, S("Location"),
                    str_concat(c->arena, S("/api/v1/records/webhook/"), id));
    answer_json(c, 201, out);
}
