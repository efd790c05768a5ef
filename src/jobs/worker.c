#include "jobs/worker.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "jobs/inside.h"
#include "store/sealed.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum {
    LEASE_SECONDS = 120,
    LOOK_MILLISECONDS = 10 * 1000, /* for jobs that other processes ordered */
    MOST_TRIES = 3,
    TELL_SECONDS = 5,
};

struct standing_state {
    time_t due;
    uint64_t told; /* hash of the faults that were printed last */
};

struct worker {
    struct worker_settings settings;
    struct session *session; /* for the work */
    struct session *books;   /* for what is written about it */
    struct standing_state *standing;
    pthread_t thread;
    atomic_bool ending;
    unsigned seen;
    /* of the job that is being worked on */
    struct record *record;
    struct arena *arena;
    time_t told;
    bool ended_within, stopped;
};

static const struct actor program = {S_INIT("program"), S_INIT("job"), {0}};

static time_t clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* --- what is written about a job --- */

/* Stores what was set in the job's record; false when somebody else changed it meanwhile. */
static bool write_down(struct worker *w, struct record *r, struct faults *faults)
{
    if (!store_begin_beside(w->books, &program, faults))
        return false;
    if (store_update(w->books, w->arena, r, NULL, faults) && store_commit(w->books, faults))
        return true;
    store_rollback(w->books);
    return false;
}

static struct value lease_end(const struct worker *w)
{
    int seconds = w->settings.lease_seconds ? w->settings.lease_seconds : LEASE_SECONDS;
    return value_text(date_moment(w->arena, seconds));
}

static const struct job_kind *kind_of(const struct worker *w, struct str name)
{
    for (size_t i = 0; i < w->settings.kind_count; i++)
        if (str_eq(str_of(w->settings.kinds[i].name), name))
            return &w->settings.kinds[i];
    return NULL;
}

static bool is_due(struct arena *a, const struct record *r)
{
    struct str now = date_now(a), state = record_text(r, "state");
    if (str_eq(state, S("waiting")))
        return str_compare(record_text(r, "not_before"), now) <= 0;
    return str_compare(record_text(r, "leased_until"), now) < 0;
}

/* The jobs in a state, the eldest first. */
static bool in_state(struct worker *w, const char *state, struct records *found,
                     struct faults *faults)
{
    struct condition in_state = {"state", IS, value_text(str_of(state))};
    struct query q = {.type = model_type(session_model(w->books), S("job")),
                      .conditions = &in_state,
                      .condition_count = 1,
                      .order = {"asked_at"}};
    return store_query(w->books, w->arena, &q, found, faults);
}

/* One more try of a job begins now, unless another process took it meanwhile: then NULL. */
static struct record *take(struct worker *w, struct record *r, struct faults *faults)
{
    if (!store_begin_beside(w->books, &program, faults))
        return NULL;
    if (store_take(w->books, r, faults)) {
        record_set(r, "state", value_text(S("running")));
        record_set(r, "leased_until", lease_end(w));
        record_set(r, "tries", value_integer(record_integer(r, "tries") + 1));
        if (store_update(w->books, w->arena, r, NULL, faults) && store_commit(w->books, faults))
            return r;
    }
    store_rollback(w->books);
    return NULL;
}

/* Takes a job, so that nobody else does while the lease lasts: one that waits, else one whose
 * process died. NULL when there is none. What another process takes at this moment is passed by,
 * and nobody waits for it. */
static struct record *claim(struct worker *w, struct faults *faults)
{
    static const char *const states[] = {"waiting", "running"};
    for (size_t k = 0; k < sizeof states / sizeof *states; k++) {
        struct records found = {0};
        if (!in_state(w, states[k], &found, faults))
            return NULL;
        for (size_t i = 0; i < found.count && !faults->total; i++) {
            struct record *r = found.items[i];
            bool ours = !w->settings.only_known || kind_of(w, record_text(r, "kind"));
            if (ours && is_due(w->arena, r) && take(w, r, faults))
                return r;
        }
    }
    return NULL;
}

static struct str fault_list(struct arena *a, const struct faults *faults)
{
    struct node *result = node_map(a);
    struct node *list = node_set(a, result, S("faults"), node_list(a));
    for (size_t i = 0; i < faults->count && i < 100; i++)
        node_add(a, list, node_str(a, fault_english(a, &faults->items[i])));
    return json_print(a, result, 0);
}

static bool is_worth_trying_again(const struct faults *faults)
{
    return faults->count &&
           (faults->items[0].kind == FAULT_STORE || faults->items[0].kind == FAULT_SYSTEM);
}

/* How the job's record is to read once its function has returned. */
static void note_end(struct worker *w, struct record *r, bool good, const struct job_run *run)
{
    struct arena *a = w->arena;
    int64_t done = 0, total = 0;
    record_set(r, "leased_until", (struct value){0});
    if (job_recall(run->job->number, &done, &total)) {
        record_set(r, "done", value_integer(done));
        record_set(r, "total", value_integer(total));
    }
    if (!good && atomic_load(&w->ending) && !run->faults->total) {
        record_set(r, "state", value_text(S("waiting")));
        record_set(r, "tries", value_integer(record_integer(r, "tries") - 1));
        return;
    }
    if (!good && is_worth_trying_again(run->faults) && record_integer(r, "tries") < MOST_TRIES) {
        record_set(r, "state", value_text(S("waiting")));
        record_set(r, "not_before",
                   value_text(date_moment(a, 60 * (int)record_integer(r, "tries"))));
        return;
    }
    if (good && run->again_at.n) {
        record_set(r, "state", value_text(S("waiting")));
        record_set(r, "not_before", value_text(run->again_at));
        record_set(r, "tries", (struct value){0});
        record_set(r, "result", value_text(json_print(a, run->result, 0)));
        return;
    }
    record_set(r, "state", value_text(good ? S("done") : S("failed")));
    record_set(r, "finished_at", value_text(date_now(a)));
    record_set(r, "input", (struct value){0});
    record_set(r, "result",
               value_text(good ? json_print(a, run->result, 0) : fault_list(a, run->faults)));
}

/* --- working --- */

bool job_tell(struct job_run *run, int64_t done, int64_t total)
{
    struct worker *w = run->worker;
    job_remember(run->job->number, done, total);
    if (atomic_load(&w->ending) || w->stopped)
        return false;
    time_t now = clock_seconds();
    if (run->holds_change || now - w->told < TELL_SECONDS)
        return true;
    w->told = now;
    struct faults none = {.arena = w->arena, .limit = 1};
    record_set(w->record, "done", value_integer(done));
    record_set(w->record, "total", value_integer(total));
    record_set(w->record, "leased_until", lease_end(w));
    if (write_down(w, w->record, &none))
        return true;
    /* Somebody stopped it, or another process took it over; a busy store is no such sign. */
    w->stopped = none.count && none.items[0].kind == FAULT_CONFLICT;
    return !w->stopped;
}

bool job_end_within(struct job_run *run)
{
    struct worker *w = run->worker;
    note_end(w, w->record, true, run);
    w->ended_within = store_update(run->session, run->arena, w->record, NULL, run->faults);
    return w->ended_within;
}

static bool open_input(struct worker *w, const struct job *job, struct str *input,
                       struct faults *faults)
{
    const struct value *kept = record_get(job->record, "input");
    if (kept->kind == VALUE_SEALED) {
        struct record *opened =
            store_get(w->session, w->arena, job->record->type, job->record->id, faults);
        if (!opened || !store_open_secret(w->session, w->arena, opened, faults))
            return false;
        kept = record_get(opened, "input");
    }
    *input = kept->text;
    return true;
}

static void work_on(struct worker *w, struct record *r)
{
    struct faults faults = {.arena = w->arena, .limit = 100};
    struct job *job = job_read(w->arena, r);
    const struct job_kind *kind = kind_of(w, job->kind);
    struct job_run run = {.arena = w->arena,
                          .session = w->session,
                          .store = w->settings.store,
                          .job = job,
                          .result = node_map(w->arena),
                          .faults = &faults,
                          .context = w->settings.context,
                          .worker = w};
    w->record = r;
    w->told = clock_seconds();
    w->ended_within = w->stopped = false;
    job_remember(job->number, job->done, job->total);
    bool good = kind ? open_input(w, job, &run.input, &faults) && kind->run(&run)
                     : FAULT(&faults, FAULT_MISSING, (struct place){0},
                             N_("No job of the kind {1} is known."), job->kind);
    store_rollback(w->session); /* what the kind left open */
    if (!w->stopped && !(good && w->ended_within)) {
        struct faults none = {.arena = w->arena, .limit = 1};
        note_end(w, r, good, &run);
        write_down(w, r, &none);
    }
    job_remember((struct str){0}, 0, 0);
}

/* --- what comes round by the clock --- */

static void tell_faults(struct standing_state *state, const char *name, const struct faults *faults)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < faults->count; i++)
        hash = hash * 31 + str_hash(fault_english(faults->arena, &faults->items[i]));
    if (hash != state->told)
        for (size_t i = 0; i < faults->count; i++)
            fprintf(stderr, "%s: %.*s\n", name,
                    STR_ARG(fault_english(faults->arena, &faults->items[i])));
    state->told = hash;
}

/* Does what is due and says in how many milliseconds the next is. */
static int do_standing(struct worker *w)
{
    time_t next = clock_seconds() + LOOK_MILLISECONDS / 1000;
    for (size_t i = 0; i < w->settings.standing_count && !atomic_load(&w->ending); i++) {
        const struct standing_work *work = &w->settings.standing[i];
        struct standing_state *state = &w->standing[i];
        if (state->due <= clock_seconds()) {
            struct arena arena = {0};
            struct faults faults = {.arena = &arena, .limit = 10};
            work->run(w->settings.store, w->session, &arena, w->settings.context, &faults);
            store_rollback(w->session);
            tell_faults(state, work->name, &faults);
            arena_free(&arena);
            state->due = clock_seconds() + work->seconds;
        }
        if (state->due < next)
            next = state->due;
    }
    time_t left = next - clock_seconds();
    return left > 0 ? (int)left * 1000 : 0;
}

static bool do_one(struct worker *w)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena, .limit = 1};
    w->arena = &arena;
    struct record *r = claim(w, &faults);
    if (r)
        work_on(w, r);
    w->record = NULL;
    arena_free(&arena);
    return r != NULL;
}

static void *serve(void *argument)
{
    struct worker *w = argument;
    while (!atomic_load(&w->ending)) {
        int rest = do_standing(w);
        if (!atomic_load(&w->ending) && !do_one(w))
            job_sleep(rest, &w->seen);
    }
    return NULL;
}

struct worker *worker_start(struct arena *a, const struct worker_settings *settings,
                            struct faults *faults)
{
    struct worker *w = arena_new(a, struct worker);
    w->settings = *settings;
    w->standing = arena_array(a, settings->standing_count + 1, struct standing_state);
    w->session = session_open(settings->store, faults);
    w->books = w->session ? session_open(settings->store, faults) : NULL;
    bool good = w->books && pthread_create(&w->thread, NULL, serve, w) == 0;
    if (w->books && !good)
        FAULT(faults, FAULT_SYSTEM, (struct place){0},
              N_("The thread for jobs cannot be started."));
    if (good)
        return w;
    session_close(w->books);
    session_close(w->session);
    return NULL;
}

void worker_stop(struct worker *w)
{
    atomic_store(&w->ending, true);
    job_wake();
    pthread_join(w->thread, NULL);
    session_close(w->books);
    session_close(w->session);
}
