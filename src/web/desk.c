#include "web/desk.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/dress.h"
#include "web/staff_words.h"

bool desk_may(struct call *c, const char *thing)
{
    if (access_may(c->app->access, &c->visit.who, str_of(thing)))
        return true;
    visit_refused(&c->visit, thing, NULL, (struct str){0});
    return FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
                 N_("This is not open to you. Whoever keeps the roles can say who may do it."));
}

void desk_option(struct call *c, struct node *list, struct str value, struct str label,
                 struct str chosen)
{
    struct node *option = node_add(c->arena, list, node_map(c->arena));
    node_set_str(c->arena, option, S("value"), value);
    node_set_str(c->arena, option, S("label"), label);
    node_set_bool(c->arena, option, S("chosen"), str_eq(value, chosen));
}

bool desk_records(struct call *c, const char *type, const struct condition *where,
                  const char *order, size_t limit, struct records *found)
{
    struct query q = {.type = model_type(c->app->model, str_of(type)),
                      .conditions = where,
                      .condition_count = 1,
                      .order = {order},
                      .limit = limit};
    *found = (struct records){0};
    return !q.type || store_query(c->session, c->arena, &q, found, &c->faults);
}

/* --- a job --- */

struct node *desk_job(struct call *c, const struct job *job)
{
    struct arena *a = c->arena;
    struct node *n = node_map(a);
    node_set_str(a, n, S("number"), job->number);
    node_set_str(a, n, S("kind"), job->kind);
    node_set_str(a, n, S("state"), job->state);
    node_set_str(a, n, S("asked_by"), job->asked_by);
    node_set_str(a, n, S("asked_at"), job->asked_at);
    if (job->finished_at.n)
        node_set_str(a, n, S("finished_at"), job->finished_at);
    node_set_int(a, n, S("done"), job->done);
    node_set_int(a, n, S("total"), job->total);
    if (job->total > 0)
        node_set_int(a, n, S("percent"),
                     job->done >= job->total ? 100 : job->done * 100 / job->total);
    node_set_bool(a, n, S("going"),
                  str_eq(job->state, S("waiting")) || str_eq(job->state, S("running")));
    if (job->result && job->result->kind == NODE_MAP)
        node_set(a, n, S("result"), (struct node *)job->result);
    return n;
}

/* Somebody else's job is not there. */
static struct job *job_of(struct call *c)
{
    struct str number = call_value(c, "number");
    struct job *job = jobs_get(c->session, c->arena, number, &c->faults);
    if (!job || str_eq(job->asked_by, c->visit.who.name) ||
        access_may(c->app->access, &c->visit.who, S("admin.jobs")))
        return job;
    FAULT(&c->faults, FAULT_MISSING, (struct place){0},
          N_("There is no job with the number \"{1}\"."), number);
    return NULL;
}

struct node *data_job(struct call *c)
{
    struct job *job = job_of(c);
    return job ? desk_job(c, job) : NULL;
}

static const struct {
    const char *kind, *label;
} kinds[] = {
    {"import", N_("Import of records")},
    {"import_undo", N_("Taking an import back")},
    {"verify_chain", N_("Check of the chain of changes")},
    {"retention", N_("What was kept long enough")},
    {"rotate_keys", N_("Change of the store key")},
    {"screen_register", N_("Screening of the contract register")},
    {"webhook", N_("Messages to another system")},
};

struct str desk_job_label(struct str kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_of(kinds[i].kind)))
            return str_of(kinds[i].label);
    return kind;
}

static void dress_times(struct call *c, struct node *data)
{
    static const char *const times[] = {"asked_at", "finished_at"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct str at = node_get_str(data, str_of(times[i]));
        if (at.n)
            node_set_str(c->arena, data, str_of(times[i]), staff_words_time(c, at));
    }
}

void dress_job(struct call *c, struct node *data)
{
    struct str kind = node_get_str(data, S("kind"));
    struct staff_words w = staff_words_new(c);
    const struct code *state =
        code_find(model_list(c->app->model, S("job_states")), node_get_str(data, S("state")));
    node_set_str(c->arena, data, S("label"), desk_job_label(kind));
    node_set_str(c->arena, data, S("asked_by"),
                 staff_words_actor(&w, node_get_str(data, S("asked_by"))));
    if (state)
        node_set_str(c->arena, data, S("state_label"), state->label);
    node_set_bool(c->arena, data, S("may_stop"),
                  node_get_bool(data, S("going")) && !str_eq(kind, S("retention")));
    dress_times(c, data);
    /* Without script the browser asks again by itself; with it, page.js does and takes this over.
     */
    node_set_bool(c->arena, data, S("refreshes"), node_get_bool(data, S("going")));
}

void act_job_stop(struct call *c)
{
    struct job *job = job_of(c);
    struct actor actor = visit_actor(&c->visit);
    if (!job || !jobs_stop(c->session, c->arena, &actor, job->number, &c->faults))
        return;
    answer_go_saying(c, str_format(c->arena, "/jobs/%.*s", STR_ARG(job->number)),
                     N_("The job was stopped."), (struct str){0});
}
