/* Work that no record of a case stands for: accesses in an emergency to look at afterwards, roles
 * to agree to. Each kind is a small provider that puts rows like any other. */
#include "web/work.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/desk.h"

enum { ROWS_OF_A_KIND = 50, DAYS_OF_FAILURE = 7 };

/* `address` with a "/" at its end gets the record's id behind it. */
static struct str address_of(struct work *w, const char *address, const struct view *view)
{
    struct str base = str_of(address);
    return str_ends(base, S("/")) ? str_concat(w->call->arena, base, view->record->id) : base;
}

static bool put_found(struct work *w, const struct query *q, const char *step, const char *address)
{
    struct views found;
    int64_t total = 0;
    if (!visit_list_readable(&w->call->visit, q, &found, &total))
        return false;
    w->counts[WORK_WAITING] += total;
    for (size_t i = 0; i < found.count; i++)
        work_put(w, WORK_WAITING,
                 &(struct work_item){.view = &found.items[i],
                                     .step = str_of(step),
                                     .address = address_of(w, address, &found.items[i])});
    return true;
}

/* Who may read the audit chain looks at every emergency access afterwards. */
static bool put_emergencies(struct work *w)
{
    const struct type *type = model_type(w->call->app->model, S("emergency_access"));
    static const struct condition open = {.field = "reviewed_by", .compare = IS_EMPTY};
    struct query q = {.type = type,
                      .conditions = &open,
                      .condition_count = 1,
                      .order = {"begun_at"},
                      .limit = ROWS_OF_A_KIND};
    return !type || !visit_knows_type(&w->call->visit, type) ||
           !access_may(w->call->app->access, &w->call->visit.who, S("audit.read")) ||
           put_found(w, &q, N_("Look at this emergency access afterwards"), "/emergencies/");
}

/* Roles that another administrator asked for, and ends of roles. */
static bool put_roles(struct work *w)
{
    const struct type *type = model_type(w->call->app->model, S("role_grant"));
    struct value me = value_text(w->call->visit.who.user);
    struct condition asked[] = {{.field = "approved_at", .compare = IS_EMPTY},
                                {.field = "ended_at", .compare = IS_EMPTY},
                                {.field = "requested_by", .compare = IS_NOT, .value = me}};
    struct condition ending[] = {{.field = "end_asked_by", .compare = IS_SET},
                                 {.field = "ended_at", .compare = IS_EMPTY},
                                 {.field = "end_asked_by", .compare = IS_NOT, .value = me}};
    struct query q = {.type = type,
                      .conditions = asked,
                      .condition_count = 3,
                      .order = {"requested_at"},
                      .limit = ROWS_OF_A_KIND};
    if (!type || !visit_knows_type(&w->call->visit, type) ||
        !access_may(w->call->app->access, &w->call->visit.who, S("admin.roles")))
        return true;
    if (!put_found(w, &q, N_("Agree that this person gets the role, or refuse"), "/admin/roles"))
        return false;
    q.conditions = ending;
    return put_found(w, &q, N_("Agree that this role ends"), "/admin/roles");
}

/* Long work that failed in the last days, for who keeps the jobs. */
static bool put_jobs(struct work *w)
{
    struct call *c = w->call;
    struct jobs found = {0};
    struct str since = date_print(c->arena, date_add_days(date_today(), -DAYS_OF_FAILURE));
    if (!access_may(c->app->access, &c->visit.who, S("admin.jobs")))
        return true;
    if (!jobs_list(c->session, c->arena, (struct str){0}, ROWS_OF_A_KIND, &found, &c->faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct job *job = &found.items[i];
        if (!str_eq(job->state, S("failed")) || str_compare(job->finished_at, since) < 0)
            continue;
        w->counts[WORK_TODAY]++;
        work_put(w, WORK_TODAY,
                 &(struct work_item){.name = desk_job_label(job->kind),
                                     .label = S(N_("Job")),
                                     .step = S(N_("See why it failed, and do it again")),
                                     .address = str_concat(c->arena, S("/jobs/"), job->number)});
    }
    return true;
}

bool work_others(struct work *w)
{
    return put_emergencies(w) && put_roles(w) && put_jobs(w);
}
