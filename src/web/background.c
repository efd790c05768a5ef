#include "web/background.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/sealed.h"
#include "web/api_retry.h"
#include "web/import_jobs.h"
#include "web/register_job.h"
#include "web/retention_job.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static const struct actor program = {S_INIT("program"), S_INIT("job"), {0}};

static void show(void *context, size_t done, size_t total)
{
    job_tell(context, (int64_t)done, (int64_t)total);
}

/* Wraps every person's key with a new store key. */
static bool rotate_keys(struct job_run *run)
{
    struct progress progress = {show, run};
    struct actor actor = {run->job->asked_by, S("job"), {0}};
    int64_t wrapped = 0;
    if (!store_rotate_keys(run->session, &actor, &progress, &wrapped, run->faults))
        return false;
    node_set_int(run->arena, run->result, S("wrapped"), wrapped);
    return true;
}

/* Walks the audit chain; the health page says when it was last done, and what came of it. */
static bool verify_chain(struct job_run *run)
{
    int64_t checked = 0;
    bool good = store_audit_verify(run->session, &checked, run->faults);
    node_set_int(run->arena, run->result, S("checked"), checked);
    return good;
}

static const struct job_kind kinds[] = {
    {"rotate_keys", rotate_keys},     {"verify_chain", verify_chain},
    {"retention", retention_job},     {"import", import_job},
    {"import_undo", import_undo_job}, {"screen_register", register_screen_job},
};

/* Orders a walk along the chain once a day. */
static bool order_verification(struct store *store, struct session *session, struct arena *a,
                               void *context, struct faults *faults)
{
    (void)store, (void)context;
    struct jobs last = {0};
    struct str number;
    if (!jobs_list(session, a, S("verify_chain"), 1, &last, faults))
        return false;
    if (last.count && str_compare(last.items[0].asked_at, date_moment(a, -DAY)) > 0)
        return true;
    struct job_order order = {.kind = "verify_chain"};
    return jobs_add(session, a, &program, &order, &number, faults);
}

static const struct standing_work standing[] = {
    {"kept requests", HOUR, api_retry_forget},
    {"audit chain", HOUR, order_verification},
    {"retention", HOUR, retention_order},
};

struct worker *background_start(struct arena *a, struct store *store, void *context,
                                struct faults *faults)
{
    struct worker_settings settings = {.store = store,
                                       .kinds = kinds,
                                       .kind_count = sizeof kinds / sizeof *kinds,
                                       .standing = standing,
                                       .standing_count = sizeof standing / sizeof *standing,
                                       .only_known =
                                           true, /* the webhooks have a worker of their own */
                                       .context = context};
    return worker_start(a, &settings, faults);
}
