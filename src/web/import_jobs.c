#include "web/import_jobs.h"

#include "base/arena.h"
#include "identity/identity.h"
#include "intake/import_run.h"
#include "web/application.h"

struct telling {
    struct job_run *run;
    bool stopped;
};

static void show(void *context, size_t done, size_t total)
{
    struct telling *t = context;
    if (total)
        t->stopped = !job_tell(t->run, (int64_t)done, (int64_t)total) || t->stopped;
}

/* The visit of the person who asked, with the roles they have now. */
static bool visit_of(struct job_run *run, struct visit *v)
{
    const struct application *app = run->context;
    *v = (struct visit){.access = app->access,
                        .session = run->session,
                        .arena = run->arena,
                        .channel = "import",
                        .faults = run->faults};
    return identity_member(run->session, run->arena, node_get_str(run->job->work, S("user")),
                           &v->who, run->faults);
}

/* --- importing --- */

static void say_done(struct job_run *run, const struct records_done *done, struct str number)
{
    struct arena *a = run->arena;
    node_set_int(a, run->result, S("added"), done->added);
    node_set_int(a, run->result, S("changed"), done->changed);
    node_set_int(a, run->result, S("unchanged"), done->unchanged);
    if (!number.n)
        return;
    node_set_str(a, run->result, S("number"), number);
    node_set_str(a, run->result, S("address"), str_concat(a, S("/imports/"), number));
}

/* Inside the change: the records, their run, and the end of the job. */
static bool put_all(struct visit *v, const struct import_note *note, struct telling *telling)
{
    struct job_run *run = telling->run;
    const struct progress progress = {show, telling};
    struct records_done done;
    struct str number;
    int64_t newest = 0;
    if (!import_run_begin(v->session, &newest, v->faults) ||
        !records_put(v, note->type, run->input, &progress, &done) || telling->stopped ||
        !import_run_end(v->session, run->arena, note, newest, &done, &number, v->faults))
        return false;
    say_done(run, &done, number);
    return job_end_within(run);
}

bool import_job(struct job_run *run)
{
    const struct node *work = run->job->work;
    const struct type *type =
        model_type(session_model(run->session), node_get_str(work, S("type")));
    struct str file_name = node_get_str(work, S("file_name"));
    struct telling telling = {.run = run};
    struct visit v;
    if (!visit_of(run, &v))
        return false;
    if (!type)
        return FAULT(run->faults, FAULT_MISSING, (struct place){0},
                     N_("Records of type \"{1}\" are no longer kept, so nothing can be imported."),
                     node_get_str(work, S("type")));
    v.reason = str_format(run->arena, "import %.*s", STR_ARG(file_name));
    run->faults->file = file_name;
    if (!visit_begin_import(&v, type, false))
        return false;
    run->holds_change = true;
    struct import_note note = {type, file_name, v.who.user};
    if (put_all(&v, &note, &telling))
        return visit_commit(&v);
    visit_rollback(&v);
    run->holds_change = false;
    return false;
}

/* --- taking back --- */

bool import_undo_job(struct job_run *run)
{
    struct str number = node_get_str(run->job->work, S("number"));
    struct telling telling = {.run = run};
    const struct progress progress = {show, &telling};
    struct import_undone undone;
    struct visit v;
    if (!visit_of(run, &v))
        return false;
    struct record *import = import_run_find(run->session, run->arena, number, run->faults);
    if (!import)
        return false;
    if (!import_may_undo(&v, import))
        return FAULT(run->faults, FAULT_REFUSED, (struct place){0},
                     N_("You may not take import {1} back."), number);
    v.reason = str_format(run->arena, "import undo %.*s", STR_ARG(number));
    struct actor actor = visit_actor(&v);
    run->holds_change = true;
    bool good = import_undo(run->session, &actor, import, &progress, &undone, run->faults);
    run->holds_change = false;
    node_set_int(run->arena, run->result, S("removed"), undone.removed);
    node_set_int(run->arena, run->result, S("restored"), undone.restored);
    return good;
}
