#include "web/retention_job.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/retention.h"

enum { DAY = 24 * 60 * 60 };

static const struct actor program = {S_INIT("program"), S_INIT("job"), {0}};

bool retention_is_daily(struct session *s, bool *daily, struct faults *faults)
{
    struct arena a = {0};
    struct str setting = {0};
    bool good = store_setting_get(s, &a, S("retention"), &setting, faults);
    *daily = good && str_eq(setting, S("on"));
    arena_free(&a);
    return good;
}

bool retention_set_daily(struct session *s, const struct actor *actor, bool daily,
                         struct faults *faults)
{
    if (store_begin(s, actor, faults) &&
        store_setting_set(s, S("retention"), daily ? S("on") : S("off"), faults) &&
        store_commit(s, faults))
        return true;
    store_rollback(s);
    return false;
}

static void show(void *context, size_t done, size_t total)
{
    job_tell(context, (int64_t)done, (int64_t)total);
}

static void tell(struct job_run *run, const struct retentions *found)
{
    int64_t removed = 0, emptied = 0;
    for (size_t i = 0; i < found->count; i++) {
        removed += found->items[i].removed;
        emptied += found->items[i].emptied;
    }
    node_set_int(run->arena, run->result, S("removed"), removed);
    node_set_int(run->arena, run->result, S("emptied"), emptied);
}

static bool count_due(struct job_run *run, struct retentions *found)
{
    int64_t due = 0, held = 0;
    if (!store_retention_due(run->session, run->arena, date_today(), found, run->faults))
        return false;
    for (size_t i = 0; i < found->count; i++) {
        due += (int64_t)found->items[i].due.count;
        held += found->items[i].held;
    }
    node_set_int(run->arena, run->result, S("due"), due);
    node_set_int(run->arena, run->result, S("held"), held);
    return true;
}

bool retention_job(struct job_run *run)
{
    struct retentions found = {0};
    struct progress progress = {show, run};
    struct actor actor = {run->job->asked_by, S("job"), S("kept long enough")};
    bool removing = node_get_bool(run->job->work, S("remove"));
    if (!removing && !retention_is_daily(run->session, &removing, run->faults))
        return false;
    node_set_bool(run->arena, run->result, S("removing"), removing);
    if (!count_due(run, &found))
        return false;
    bool good = !removing || store_retention_remove(run->session, run->arena, &actor, date_today(),
                                                    &progress, &found, run->faults);
    tell(run, &found);
    return good;
}

bool retention_order(struct store *store, struct session *session, struct arena *a, void *context,
                     struct faults *faults)
{
    (void)store, (void)context;
    struct jobs last = {0};
    struct str number;
    if (!jobs_list(session, a, S("retention"), 1, &last, faults))
        return false;
    if (last.count && str_compare(last.items[0].asked_at, date_moment(a, -DAY)) > 0)
        return true;
    struct job_order order = {.kind = "retention"};
    return jobs_add(session, a, &program, &order, &number, faults);
}

bool retention_remove_now(struct session *s, struct arena *a, const struct actor *actor,
                          struct str *number, struct faults *faults)
{
    struct node *work = node_map(a);
    node_set_bool(a, work, S("remove"), true);
    struct job_order order = {.kind = "retention", .work = work};
    return jobs_add(s, a, actor, &order, number, faults);
}
