#include "web/register_job.h"

#include "base/arena.h"
#include "base/date.h"
#include "register/register_screen.h"
#include "web/application.h"

enum { STRETCH = 100000 /* contracts until what was done is kept with the job */ };

static const char *const numbers[] = {"screened", "flagged", "unreadable",
                                      "made",     "opened",  "ceased"};

struct watching {
    struct job_run *run;
    int64_t begun_at; /* contracts screened before this stretch */
    bool stopped;
};

static bool tell(void *context, const struct register_screening *so_far, int64_t total)
{
    struct watching *w = context;
    w->stopped = !job_tell(w->run, so_far->screened, total);
    return !w->stopped && so_far->screened - w->begun_at < STRETCH;
}

static void numbers_of(struct register_screening *s, int64_t *places[6])
{
    places[0] = &s->screened;
    places[1] = &s->flagged;
    places[2] = &s->unreadable;
    places[3] = &s->hits.made;
    places[4] = &s->hits.opened;
    places[5] = &s->hits.ceased;
}

bool register_screen_job(struct job_run *run)
{
    const struct application *app = run->context;
    struct actor actor = {run->job->asked_by, S("job"), {0}};
    struct register_screening s = {.after = node_get_str(run->job->result, S("after"))};
    struct watching watching = {.run = run};
    struct register_watch watch = {tell, &watching};
    int64_t *places[6];
    bool ended = false;
    if (!app->registry)
        return FAULT(run->faults, FAULT_MISSING, (struct place){0},
                     N_("This country's pack has no law that contracts could be held against."));
    numbers_of(&s, places);
    for (size_t i = 0; i < 6; i++)
        *places[i] = node_get_int(run->job->result, str_of(numbers[i]), 0);
    watching.begun_at = s.screened;
    if (!register_screen(run->session, &actor, app->registry, &s, &watch, &ended, run->faults) ||
        watching.stopped)
        return false;
    for (size_t i = 0; i < 6; i++)
        node_set_int(run->arena, run->result, str_of(numbers[i]), *places[i]);
    if (ended) {
        node_set_str(run->arena, run->result, S("after"), s.after);
        run->again_at = date_now(run->arena);
    }
    return true;
}
