/* Jobs: done once, taken up again after their process died, stopped, failed with a word why. */
#include "base/date.h"
#include "jobs/worker.h"
#include "report_help.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>

static const struct actor clerk = {S_INIT("clerk"), S_INIT("web"), {0}};
static atomic_int runs, stopped_runs, rounds;

static bool run_double(struct job_run *run)
{
    atomic_fetch_add(&runs, 1);
    int64_t number = node_get_int(run->job->work, S("number"), 0);
    if (!job_tell(run, number, number))
        return false;
    node_set_int(run->arena, run->result, S("double"), 2 * number);
    node_set_str(run->arena, run->result, S("input"), run->input);
    return true;
}

static bool run_fail(struct job_run *run)
{
    return FAULT(run->faults, FAULT_INPUT, (struct place){0}, "This line is not right.");
}

static bool run_long(struct job_run *run)
{
    static const struct timespec moment = {.tv_nsec = 5 * 1000 * 1000};
    for (int i = 0; i < 2000; i++) {
        if (!job_tell(run, i, 2000)) {
            atomic_fetch_add(&stopped_runs, 1);
            return false;
        }
        nanosleep(&moment, NULL);
    }
    return true;
}

/* Stores a setting in the change that ends the job. */
static bool run_within(struct job_run *run)
{
    return store_begin(run->session, &clerk, run->faults) &&
           store_setting_set(run->session, S("from_a_job"), S("yes"), run->faults) &&
           job_end_within(run) && store_commit(run->session, run->faults);
}

static bool go_round(struct store *store, struct session *session, struct arena *a, void *context,
                     struct faults *faults)
{
    (void)store, (void)session, (void)a, (void)context, (void)faults;
    atomic_fetch_add(&rounds, 1);
    return true;
}

static const struct job_kind kinds[] = {
    {"double", run_double}, {"fail", run_fail}, {"long", run_long}, {"within", run_within}};
static const struct standing_work standing[] = {{"round", 1, go_round}};

static struct worker *work(struct office *o)
{
    struct worker_settings settings = {.store = o->store,
                                       .kinds = kinds,
                                       .kind_count = sizeof kinds / sizeof *kinds,
                                       .standing = standing,
                                       .standing_count = 1,
                                       .lease_seconds = 1};
    return worker_start(&o->arena, &settings, &o->faults);
}

static struct str order(struct office *o, const char *kind, struct str input)
{
    struct str number = {0};
    struct node *details = node_map(&o->arena);
    node_set_int(&o->arena, details, S("number"), 21);
    struct job_order order = {.kind = kind, .work = details, .input = input};
    CHECK(jobs_add(o->session, &o->arena, &clerk, &order, &number, &o->faults));
    return number;
}

/* Waits until the job has reached a state, at most four seconds. */
static const struct job *wait_for(struct office *o, struct str number, const char *state)
{
    static const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
    const struct job *job = NULL;
    for (int i = 0; i < 200; i++) {
        job = jobs_get(o->session, &o->arena, number, &o->faults);
        if (!job || str_eq(job->state, str_of(state)))
            break;
        nanosleep(&moment, NULL);
    }
    CHECK(job && str_eq(job->state, str_of(state)));
    return job;
}

TEST(a_job_is_done_and_says_what_came_of_it)
{
    struct office *o = office_open();
    struct worker *w = work(o);
    REQUIRE(w != NULL);
    const struct job *job = wait_for(o, order(o, "double", S("a,b\n1,2\n")), "done");
    REQUIRE(job != NULL);
    CHECK_INT(node_get_int(job->result, S("double"), 0), 42);
    CHECK_STR(node_get_str(job->result, S("input")), "a,b\n1,2\n");
    CHECK_INT(job->done, 21);
    CHECK_STR(job->asked_by, "clerk");
    CHECK(record_get(job->record, "input")->kind == VALUE_EMPTY);
    worker_stop(w);
    CHECK(atomic_load(&rounds) > 0);
    office_tell(o);
    office_close(o);
}

/* A process of its own that works on the jobs of the store until the pipe is closed; it ends with
 * the number of those that it did. */
static pid_t process_that_works(struct office *o, int end, int other_end)
{
    fflush(stdout);
    pid_t child = fork();
    if (child != 0)
        return child;
    struct office own = {.model = o->model};
    char byte;
    close(other_end);
    own.faults.arena = &own.arena;
    own.store = store_open(o->place, o->model, &own.faults);
    struct worker *w = own.store ? work(&own) : NULL;
    if (!w || read(end, &byte, 1) != 0)
        _exit(255);
    worker_stop(w);
    _exit(atomic_load(&runs));
}

TEST(of_two_processes_each_job_is_done_by_one)
{
    enum { JOBS = 50 };
    struct office *o = office_open();
    int pipes[2], done = 0, status;
    struct str numbers[JOBS];
    atomic_store(&runs, 0);
    for (int i = 0; i < JOBS; i++)
        numbers[i] = order(o, "double", (struct str){0});
    REQUIRE(pipe2(pipes, O_CLOEXEC) == 0);
    pid_t children[2];
    for (int i = 0; i < 2; i++)
        children[i] = process_that_works(o, pipes[0], pipes[1]);
    close(pipes[0]);
    for (int i = 0; i < JOBS; i++)
        wait_for(o, numbers[i], "done");
    close(pipes[1]);
    for (int i = 0; i < 2; i++) {
        CHECK(waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status));
        printf("one process did %d of %d jobs\n", WEXITSTATUS(status), JOBS);
        done += WEXITSTATUS(status);
    }
    CHECK_INT(done, JOBS);
    for (int i = 0; i < JOBS; i++) {
        const struct job *job = jobs_get(o->session, &o->arena, numbers[i], &o->faults);
        CHECK(job && job->tries == 1);
    }
    office_tell(o);
    office_close(o);
}

TEST(a_failed_job_says_why_and_an_unknown_kind_too)
{
    struct office *o = office_open();
    struct worker *w = work(o);
    REQUIRE(w != NULL);
    const struct job *job = wait_for(o, order(o, "fail", (struct str){0}), "failed");
    REQUIRE(job != NULL);
    CHECK(str_ends(node_at(node_get(job->result, S("faults")), 0)->text,
                   S("This line is not right.")));
    job = wait_for(o, order(o, "dance", (struct str){0}), "failed");
    CHECK(job != NULL);
    worker_stop(w);
    office_close(o);
}

TEST(work_and_the_end_of_its_job_are_one_change)
{
    struct office *o = office_open();
    struct worker *w = work(o);
    struct str value = {0};
    REQUIRE(w != NULL);
    wait_for(o, order(o, "within", (struct str){0}), "done");
    CHECK(store_setting_get(o->session, &o->arena, S("from_a_job"), &value, &o->faults));
    CHECK_STR(value, "yes");
    worker_stop(w);
    office_close(o);
}

TEST(a_running_job_is_stopped_when_it_next_tells)
{
    struct office *o = office_open();
    struct worker *w = work(o);
    REQUIRE(w != NULL);
    struct str number = order(o, "long", (struct str){0});
    wait_for(o, number, "running");
    CHECK(jobs_stop(o->session, &o->arena, &clerk, number, &o->faults));
    int before = atomic_load(&stopped_runs);
    static const struct timespec moment = {.tv_nsec = 100 * 1000 * 1000};
    for (int i = 0; i < 80 && atomic_load(&stopped_runs) == before; i++)
        nanosleep(&moment, NULL);
    CHECK_INT(atomic_load(&stopped_runs), before + 1);
    CHECK(!jobs_stop(o->session, &o->arena, &clerk, number, &o->faults));
    worker_stop(w);
    wait_for(o, number, "stopped");
    office_close(o);
}

/* What a process that died leaves: a job running under a lease that has ended. */
TEST(a_job_outlives_its_process)
{
    struct office *o = office_open();
    struct str number = order(o, "double", (struct str){0});
    struct job *job = jobs_get(o->session, &o->arena, number, &o->faults);
    REQUIRE(job != NULL);
    record_set(job->record, "state", value_text(S("running")));
    record_set(job->record, "tries", value_integer(1));
    record_set(job->record, "leased_until", value_text(date_moment(&o->arena, 2)));
    CHECK(store_begin(o->session, &clerk, &o->faults) &&
          store_update(o->session, &o->arena, job->record, NULL, &o->faults) &&
          store_commit(o->session, &o->faults));
    int before = atomic_load(&runs);
    struct worker *w = work(o);
    REQUIRE(w != NULL);
    static const struct timespec moment = {.tv_nsec = 300 * 1000 * 1000};
    nanosleep(&moment, NULL);
    CHECK_INT(atomic_load(&runs), before); /* the lease still stands */
    job = (struct job *)wait_for(o, number, "done");
    CHECK_INT(job->tries, 2);
    worker_stop(w);
    office_tell(o);
    office_close(o);
}

TEST(a_job_that_the_end_interrupts_waits_for_the_next_process)
{
    struct office *o = office_open();
    struct worker *w = work(o);
    REQUIRE(w != NULL);
    struct str number = order(o, "long", (struct str){0});
    wait_for(o, number, "running");
    worker_stop(w);
    const struct job *job = wait_for(o, number, "waiting");
    CHECK_INT(job->tries, 0);
    office_close(o);
}
