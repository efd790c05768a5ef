#include "web/admin_health.h"

#include "base/arena.h"
#include "base/date.h"
#include "jobs/jobs.h"
#include "markup/words.h"
#include "store/sealed.h"
#include "web/answer.h"
#include "web/metrics.h"
#include "web/retention_job.h"
#include "web/staff_words.h"

#include <sys/statvfs.h>

enum { LEAST_FREE_MEGABYTES = 500, BACKUP_HOURS = 48, CHAIN_HOURS = 50 };

struct health {
    struct call *call;
    struct node *out, *checks;
    struct faults faults; /* a check that cannot be made is a bad check, not a failed page */
    bool good;
};

static void add(struct health *h, const char *name, bool good, struct str says, struct str at)
{
    struct arena *a = h->call->arena;
    struct node *check = node_add(a, h->checks, node_map(a));
    node_set_str(a, check, S("name"), str_of(name));
    node_set_bool(a, check, S("good"), good);
    node_set_str(a, check, S("says"), says);
    if (at.n)
        node_set_str(a, check, S("at"), at);
    h->good = h->good && good;
}

static struct str say(struct health *h, const char *message, struct str detail)
{
    struct fault filled = {.details = {detail}};
    return fault_fill(h->call->arena, words(h->call->language, str_of(message)), &filled);
}

static struct str number(struct health *h, int64_t n)
{
    return str_format(h->call->arena, "%lld", (long long)n);
}

static void check_store(struct health *h)
{
    int64_t newest = 0;
    if (store_newest_change(h->call->session, &newest, &h->faults))
        add(h, "store", true, say(h, N_("{1} changes are kept."), number(h, newest)),
            (struct str){0});
    else
        add(h, "store", false, say(h, N_("The store cannot be read."), (struct str){0}),
            (struct str){0});
    node_set_int(h->call->arena, h->out, S("changes"), newest);
    int64_t bytes = 0;
    if (store_bytes(h->call->session, &bytes, &h->faults)) {
        node_set_int(h->call->arena, h->out, S("store_bytes"), bytes);
        add(h, "size", true,
            say(h, N_("The database takes {1} MB."),
                str_format(h->call->arena, "%.1f", (double)bytes / 1e6)),
            (struct str){0});
    }
}

static void check_chain(struct health *h)
{
    struct arena *a = h->call->arena;
    struct jobs last = {0};
    if (!jobs_list(h->call->session, a, S("verify_chain"), 2, &last, &h->faults))
        return;
    const struct job *job = NULL;
    for (size_t i = 0; i < last.count && !job; i++)
        if (last.items[i].finished_at.n)
            job = &last.items[i];
    if (!job) {
        add(h, "chain", true, say(h, N_("The audit chain was not checked yet."), (struct str){0}),
            (struct str){0});
        return;
    }
    bool held = str_eq(job->state, S("done"));
    bool recent = str_compare(job->finished_at, date_moment(a, -CHAIN_HOURS * 3600)) > 0;
    struct str first = node_text(a, node_at(node_get(job->result, S("faults")), 0));
    if (held)
        add(h, "chain", recent,
            say(h, N_("All {1} rows of the audit chain hold."),
                number(h, node_get_int(job->result, S("checked"), 0))),
            job->finished_at);
    else
        add(h, "chain", false, say(h, N_("The audit chain does not hold: {1}"), first),
            job->finished_at);
}

static void check_anchor(struct health *h)
{
    bool written = store_anchor_is_written(h->call->app->store);
    add(h, "anchor", written,
        written ? say(h, N_("The anchor of the audit chain is written."), (struct str){0})
                : say(h,
                      N_("The anchor of the audit chain could not be written after the last "
                         "change. Its disk may be full or gone; then run: himaya audit anchor"),
                      (struct str){0}),
        (struct str){0});
}

static void check_backup(struct health *h)
{
    struct arena *a = h->call->arena;
    struct changes last = {0};
    struct audit_query q = {.action = S("backup"), .limit = 1};
    if (!store_audit_read(h->call->session, a, &q, &last, &h->faults) || !last.count) {
        add(h, "backup", false,
            say(h, N_("No backup was made yet. Make one with himaya backup FILE."),
                (struct str){0}),
            (struct str){0});
        return;
    }
    bool recent = str_compare(last.items[0].at, date_moment(a, -BACKUP_HOURS * 3600)) > 0;
    add(h, "backup", recent,
        recent ? say(h, N_("The last backup is less than two days old."), (struct str){0})
               : say(h, N_("The last backup is more than two days old."), (struct str){0}),
        last.items[0].at);
}

static void check_keys(struct health *h)
{
    struct arena *a = h->call->arena;
    const struct node *state = store_keys_state(h->call->session, a, &h->faults);
    if (!state) {
        add(h, "keys", false,
            say(h, N_("The key file cannot be read: sealed fields stay closed."), (struct str){0}),
            (struct str){0});
        return;
    }
    struct str wrong = node_get_str(state, S("wrong"));
    if (wrong.n) {
        add(h, "keys", false, words(h->call->language, wrong), (struct str){0});
        return;
    }
    add(h, "keys", true,
        say(h, N_("The key file is there; keys of {1} people are sealed with it."),
            number(h, node_get_int(state, S("people"), 0))),
        node_get_str(state, S("made_at")));
}

/* Of the working folder and, when it is elsewhere, of the folder of the key file, which lies beside
 * the store unless it was moved. */
static void check_disk(struct health *h)
{
    struct arena *a = h->call->arena;
    const struct node *state = store_keys_state(h->call->session, a, &h->faults);
    struct str file = node_get_str(state, S("file"));
    size_t slash = file.n;
    while (slash > 0 && file.p[slash - 1] != '/')
        slash--;
    struct str folder = slash ? str_slice(file, 0, slash) : S(".");
    struct statvfs disk;
    if (statvfs(str_c(a, folder), &disk) != 0) {
        add(h, "disk", false,
            say(h, N_("The folder of the store cannot be looked at."), (struct str){0}),
            (struct str){0});
        return;
    }
    int64_t megabytes = (int64_t)((double)disk.f_bavail * (double)disk.f_frsize / 1e6);
    add(h, "disk", megabytes >= LEAST_FREE_MEGABYTES,
        say(h, N_("{1} MB are free on the disk."), number(h, megabytes)), (struct str){0});
}

static void check_jobs(struct health *h)
{
    static const char *const states[] = {"waiting", "running", "failed"};
    struct arena *a = h->call->arena;
    struct node *jobs = node_set(a, h->out, S("jobs"), node_map(a));
    int64_t count = 0;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        count = 0;
        if (!jobs_count(h->call->session, states[i], &count, &h->faults))
            break;
        node_set_int(a, jobs, str_of(states[i]), count);
    }
    add(h, "jobs", count == 0,
        count ? say(h, N_("{1} jobs have failed."), number(h, count))
              : say(h, N_("No job has failed."), (struct str){0}),
        (struct str){0});
}

/* What is due is no fault as long as nobody decided that it goes by itself. */
static void check_retention(struct health *h)
{
    struct arena *a = h->call->arena;
    struct jobs last = {0};
    const struct job *job = NULL;
    bool daily;
    if (!retention_is_daily(h->call->session, &daily, &h->faults) ||
        !jobs_list(h->call->session, a, S("retention"), 5, &last, &h->faults))
        return;
    for (size_t i = 0; i < last.count && !job; i++)
        if (last.items[i].finished_at.n)
            job = &last.items[i];
    if (!job) {
        add(h, "retention", true, say(h, N_("What is due was not counted yet."), (struct str){0}),
            (struct str){0});
        return;
    }
    bool done = str_eq(job->state, S("done"));
    bool removing = node_get_bool(job->result, S("removing"));
    struct str due = number(h, node_get_int(job->result, S("due"), 0));
    add(h, "retention", done,
        !done      ? say(h, N_("What was kept long enough could not be looked at to the end."),
                         (struct str){0})
        : removing ? say(h, N_("{1} records that were kept long enough were removed or emptied."),
                         number(h, node_get_int(job->result, S("removed"), 0) +
                                       node_get_int(job->result, S("emptied"), 0)))
        : daily    ? say(h, N_("{1} records were kept long enough; they go next time."), due)
                   : say(h, N_("{1} records were kept long enough and wait to be removed."), due),
        job->finished_at);
}

static void check_sign_ins(struct health *h)
{
    struct arena *a = h->call->arena;
    const struct metrics_sign_ins all = metrics_sign_ins(h->call->app->metrics);
    struct node *counts = node_set(a, h->out, S("sign_ins"), node_map(a));
    node_set_int(a, counts, S("let_in"), all.let_in);
    node_set_int(a, counts, S("refused"), all.refused);
    node_set_int(a, counts, S("waited"), all.waited);
    node_set_int(a, counts, S("failed"), all.failed);
}

struct node *admin_health(struct call *c)
{
    struct arena *a = c->arena;
    if (!access_may(c->app->access, &c->visit.who, S("health"))) {
        visit_refused(&c->visit, "health", NULL, (struct str){0});
        FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
              N_("The state of the program is shown to administrators only."));
        return NULL;
    }
    struct health h = {
        .call = c, .out = node_map(a), .faults = {.arena = a, .limit = 10}, .good = true};
    h.checks = node_set(a, h.out, S("checks"), node_list(a));
    check_store(&h);
    check_chain(&h);
    check_anchor(&h);
    check_backup(&h);
    check_keys(&h);
    check_disk(&h);
    check_jobs(&h);
    check_retention(&h);
    check_sign_ins(&h);
    if (c->app->slow_waiting)
        node_set_int(a, h.out, S("slow_waiting"), (int64_t)c->app->slow_waiting(c->app->server));
    node_set_bool(a, h.out, S("good"), h.good);
    return h.out;
}

void admin_health_dress(struct call *c, struct node *data)
{
    const struct node *checks = node_get(data, S("checks"));
    for (size_t i = 0; i < node_count(checks); i++) {
        struct node *check = checks->items[i];
        struct str at = node_get_str(check, S("at"));
        if (at.n)
            node_set_str(c->arena, check, S("when"), staff_words_time(c, at));
    }
}
