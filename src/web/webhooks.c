#include "web/webhooks.h"

#include "access/visit.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "identity/identity.h"
#include "store/sealed.h"
#include "web/post.h"

#include <sodium.h>
#include <time.h>

enum { LOOK_SECONDS = 2, ROWS_AT_ONCE = 500 };

/* Seconds before each further try; after the last the job fails. */
static const int delays[] = {2, 10, 60, 300, 1800, 7200, 28800, 86400};
enum { MOST_TRIES = sizeof delays / sizeof *delays };

static const struct actor program = {S_INIT("program"), S_INIT("job"), {0}};

struct str webhook_signature(struct arena *a, struct str secret, struct str body, int64_t at)
{
    crypto_auth_hmacsha256_state state;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char hex[2 * sizeof mac + 1];
    struct str time = str_format(a, "%lld.", (long long)at);
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.p, secret.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)time.p, time.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.p, body.n);
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
    return str_format(a, "t=%lld,v1=%s", (long long)at, hex);
}

/* --- what is told --- */

struct telling {
    struct job_run *run;
    struct record *webhook;
    struct str secret;
    struct visit visit;
    int64_t sent_up_to;
};

static bool is_wanted(const struct telling *t, struct str type)
{
    struct str wanted = record_text(t->webhook, "types");
    for (struct str one; str_cut(&wanted, ',', &one);)
        if (str_eq(str_trim(one), type))
            return true;
    return false;
}

static bool is_change(struct str action)
{
    return str_eq(action, S("insert")) || str_eq(action, S("update")) ||
           str_eq(action, S("delete"));
}

/* Of a record that is gone only those hear who may know of all. */
static bool may_know(struct telling *t, const struct type *type, const struct change *change)
{
    struct visit *v = &t->visit;
    struct faults ignored = {.arena = t->run->arena, .limit = 1};
    if (!visit_knows_type(v, type))
        return false;
    if (access_scopes(v->access, &v->who, type, 0, ACTION_KNOW) & IN_ALL)
        return true;
    v->faults = &ignored;
    bool known = !str_eq(change->action, S("delete")) && visit_get(v, type, change->record);
    v->faults = t->run->faults;
    return known;
}

static struct str body_of(struct arena *a, const struct change *change)
{
    struct node *body = node_map(a);
    node_set_str(a, body, S("type"), change->type);
    node_set_str(a, body, S("id"), change->record);
    node_set_str(a, body, S("action"), change->action);
    node_set_int(a, body, S("version"), change->version);
    node_set_str(a, body, S("at"), change->at);
    node_set_int(a, body, S("number"), change->number);
    return json_print(a, body, 0);
}

/* True when the other side took it; else *note says what happened. */
static bool tell(struct telling *t, const struct change *change, struct str *note)
{
    struct arena *a = t->run->arena;
    const struct type *type = model_type(session_model(t->run->session), change->type);
    if (!is_change(change->action) || !is_wanted(t, change->type) || !type ||
        !may_know(t, type, change))
        return true;
    int status = 0;
    struct faults faults = {.arena = a, .limit = 1};
    struct str body = body_of(a, change);
    struct post post = {.address = record_text(t->webhook, "address"),
                        .body = body,
                        .signature = webhook_signature(a, t->secret, body, (int64_t)time(NULL))};
    if (!post_send(a, &post, &status, &faults))
        *note = fault_english(a, &faults.items[0]);
    else if (status < 200 || status > 299)
        *note = str_format(a, "%.*s answered %d.", STR_ARG(post.address), status);
    return !note->n;
}

/* The rows behind the last one sent, oldest first; false with a fault. */
static bool next_rows(struct telling *t, struct changes *rows)
{
    struct audit_query q = {.before = t->sent_up_to + ROWS_AT_ONCE + 1, .limit = ROWS_AT_ONCE};
    struct changes found = {0};
    if (!store_audit_read(t->run->session, t->run->arena, &q, &found, t->run->faults))
        return false;
    for (size_t i = found.count; i-- > 0;)
        if (found.items[i].number > t->sent_up_to)
            *arena_push(t->run->arena, rows) = found.items[i];
    return true;
}

static void remember(struct telling *t, int64_t tries, struct str note)
{
    struct job_run *run = t->run;
    node_set_int(run->arena, run->result, S("tries"), tries);
    if (note.n)
        node_set_str(run->arena, run->result, S("note"), note);
}

/* Sends until all is sent, or one is not taken. */
static bool tell_all(struct telling *t)
{
    struct job_run *run = t->run;
    int64_t tries = node_get_int(run->job->result, S("tries"), 0);
    for (;;) {
        struct changes rows = {0};
        struct str note = {0};
        if (!next_rows(t, &rows))
            return false;
        if (!rows.count)
            break;
        for (size_t i = 0; i < rows.count && !note.n; i++) {
            if (tell(t, &rows.items[i], &note)) {
                t->sent_up_to = rows.items[i].number;
                tries = 0;
            }
            if (!note.n && !job_tell(run, t->sent_up_to, 0)) {
                remember(t, tries, note);
                run->again_at = date_now(run->arena);
                return true;
            }
        }
        if (note.n && tries < MOST_TRIES) {
            remember(t, tries + 1, note);
            run->again_at = date_moment(run->arena, delays[tries]);
            return true;
        }
        if (note.n)
            return FAULT(run->faults, FAULT_INPUT, (struct place){0},
                         N_("{1} It was tried for more than a day; begin it again when the other "
                            "system is ready."),
                         note);
    }
    remember(t, 0, (struct str){0});
    return true;
}

/* Where to begin: behind what was sent, at first behind the webhook's own making. */
static bool find_place(struct telling *t)
{
    struct job_run *run = t->run;
    struct changes history = {0};
    t->sent_up_to = run->job->done;
    if (t->sent_up_to)
        return true;
    if (!store_history(run->session, run->arena, t->webhook->type, t->webhook->id, &history,
                       run->faults))
        return false;
    t->sent_up_to = history.count ? history.items[0].number : 0;
    return job_tell(run, t->sent_up_to, 0);
}

static bool run_webhook(struct job_run *run)
{
    const struct application *app = run->context;
    struct arena *a = run->arena;
    const struct type *type = model_type(session_model(run->session), S("webhook"));
    struct telling t = {.run = run};
    t.webhook =
        store_get(run->session, a, type, node_get_str(run->job->work, S("webhook")), run->faults);
    if (!t.webhook)
        return run->faults->total == 0; /* it was deleted */
    if (!str_eq(record_text(t.webhook, "state"), S("active")))
        return true;
    if (!store_open_secret(run->session, a, t.webhook, run->faults) || !find_place(&t))
        return false;
    t.secret = record_text(t.webhook, "secret");
    t.visit = (struct visit){.access = app->access,
                             .session = run->session,
                             .arena = a,
                             .channel = "webhook",
                             .faults = run->faults};
    if (!t.secret.n)
        return FAULT(
            run->faults, FAULT_INPUT, (struct place){0},
            N_("This webhook has no secret. Make it anew under Administration, Webhooks."));
    return identity_member(run->session, a, record_text(t.webhook, "user"), &t.visit.who,
                           run->faults) &&
           tell_all(&t);
}

/* --- looking --- */

struct str webhook_job_number(struct arena *a, struct str id)
{
    return str_concat(a, S("webhook-"), id);
}

/* Makes or wakes the job of one webhook. */
static bool wake(struct session *s, struct arena *a, const struct record *webhook,
                 struct faults *faults)
{
    struct faults none = {.arena = a, .limit = 1};
    struct str number = webhook_job_number(a, webhook->id);
    const struct job *job = jobs_get(s, a, number, &none);
    if (job)
        return !str_eq(job->state, S("done")) || jobs_again(s, a, &program, number, faults);
    struct node *work = node_map(a);
    node_set_str(a, work, S("webhook"), webhook->id);
    struct job_order order = {.kind = "webhook", .work = work, .number = number};
    return jobs_add(s, a, &program, &order, &number, faults);
}

/* Every two seconds: one small question to the store unless something changed. */
static bool look(struct store *store, struct session *s, struct arena *a, void *context,
                 struct faults *faults)
{
    static int64_t seen = -1; /* of this thread, the only one that looks */
    (void)store, (void)context;
    int64_t newest;
    struct condition active = {"state", IS, value_text(S("active"))};
    struct query q = {.type = model_type(session_model(s), S("webhook")),
                      .conditions = &active,
                      .condition_count = 1};
    struct records found = {0};
    if (!store_newest_change(s, &newest, faults))
        return false;
    if (newest == seen)
        return true;
    if (!store_query(s, a, &q, &found, faults))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (!wake(s, a, found.items[i], faults))
            return false;
    seen = newest;
    return true;
}

struct worker *webhooks_start(struct arena *a, struct application *app, struct faults *faults)
{
    static const struct job_kind kinds[] = {{"webhook", run_webhook}};
    static const struct standing_work standing[] = {{"webhooks", LOOK_SECONDS, look}};
    struct worker_settings settings = {.store = app->store,
                                       .kinds = kinds,
                                       .kind_count = 1,
                                       .standing = standing,
                                       .standing_count = 1,
                                       .only_known = true,
                                       .context = app};
    return worker_start(a, &settings, faults);
}
