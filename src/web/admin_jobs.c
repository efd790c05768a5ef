/* All jobs, for who keeps them. */
#include "web/admin_pages.h"

#include "base/arena.h"
#include "jobs/jobs.h"
#include "web/answer.h"
#include "web/desk.h"

enum { JOBS_SHOWN = 100 };

struct node *data_admin_jobs(struct call *c)
{
    struct jobs found = {0};
    if (!desk_may(c, "admin.jobs") ||
        !jobs_list(c->session, c->arena, (struct str){0}, JOBS_SHOWN, &found, &c->faults))
        return NULL;
    struct node *data = node_map(c->arena);
    struct node *list = node_set(c->arena, data, S("jobs"), node_list(c->arena));
    for (size_t i = 0; i < found.count; i++)
        node_add(c->arena, list, desk_job(c, &found.items[i]));
    return data;
}

/* Its file is gone with its end, so that it cannot simply be done again. */
static bool needs_file(struct str kind)
{
    return str_eq(kind, S("import"));
}

void dress_admin_jobs(struct call *c, struct node *data)
{
    const struct node *jobs = node_get(data, S("jobs"));
    for (size_t i = 0; i < node_count(jobs); i++) {
        struct node *job = jobs->items[i];
        struct str state = node_get_str(job, S("state"));
        dress_job(c, job);
        node_set_bool(c->arena, job, S("may_again"),
                      !needs_file(node_get_str(job, S("kind"))) &&
                          (str_eq(state, S("failed")) || str_eq(state, S("stopped"))));
        const struct node *faults = node_path(job, S("result.faults"));
        if (node_count(faults))
            node_set_str(c->arena, job, S("why"), node_text(c->arena, node_at(faults, 0)));
    }
}

void act_admin_job_stop(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct str number = call_value(c, "number");
    if (desk_may(c, "admin.jobs") && jobs_stop(c->session, c->arena, &actor, number, &c->faults))
        answer_go_saying(c, S("/admin/jobs"), N_("Job {1} was stopped."), number);
}

void act_admin_job_again(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct str number = call_value(c, "number"), fresh;
    struct job *job =
        desk_may(c, "admin.jobs") ? jobs_get(c->session, c->arena, number, &c->faults) : NULL;
    if (!job)
        return;
    if (needs_file(job->kind)) {
        FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
              N_("The file of this import is no longer kept. Hand it in again."));
        return;
    }
    struct job_order order = {.kind = str_c(c->arena, job->kind), .work = job->work};
    if (jobs_add(c->session, c->arena, &actor, &order, &fresh, &c->faults))
        answer_go(c, str_concat(c->arena, S("/jobs/"), fresh));
}
