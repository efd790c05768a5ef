#include "jobs/inside.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

/* --- between the threads of this process --- */

enum { LONGEST_NUMBER = 40 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t woken;
    unsigned wakes;
    char number[LONGEST_NUMBER];
    int64_t done, total;
} here = {.lock = PTHREAD_MUTEX_INITIALIZER, .woken = PTHREAD_COND_INITIALIZER};

void job_wake(void)
{
    pthread_mutex_lock(&here.lock);
    here.wakes++;
    pthread_cond_broadcast(&here.woken);
    pthread_mutex_unlock(&here.lock);
}

void job_sleep(int milliseconds, unsigned *seen)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&here.lock);
    while (here.wakes == *seen &&
           pthread_cond_clockwait(&here.woken, &here.lock, CLOCK_MONOTONIC, &until) == 0)
        continue;
    *seen = here.wakes;
    pthread_mutex_unlock(&here.lock);
}

void job_remember(struct str number, int64_t done, int64_t total)
{
    pthread_mutex_lock(&here.lock);
    size_t n = number.n < LONGEST_NUMBER - 1 ? number.n : LONGEST_NUMBER - 1;
    memset(here.number, 0, sizeof here.number);
    if (n)
        memcpy(here.number, number.p, n);
    here.done = done;
    here.total = total;
    pthread_mutex_unlock(&here.lock);
}

bool job_recall(struct str number, int64_t *done, int64_t *total)
{
    pthread_mutex_lock(&here.lock);
    bool same = number.n && str_eq(str_of(here.number), number);
    if (same) {
        *done = here.done;
        *total = here.total;
    }
    pthread_mutex_unlock(&here.lock);
    return same;
}

/* --- records --- */

static const struct type *job_type(struct session *s)
{
    return model_type(session_model(s), S("job"));
}

static const struct node *tree_of(struct arena *a, struct str text)
{
    struct faults none = {.arena = a};
    const struct node *n = text.n ? json_read(a, text, &none) : NULL;
    return n ? n : node_map(a);
}

struct job *job_read(struct arena *a, struct record *r)
{
    struct job *job = arena_new(a, struct job);
    *job = (struct job){.number = record_text(r, "number"),
                        .kind = record_text(r, "kind"),
                        .state = record_text(r, "state"),
                        .asked_by = record_text(r, "asked_by"),
                        .asked_at = record_text(r, "asked_at"),
                        .finished_at = record_text(r, "finished_at"),
                        .not_before = record_text(r, "not_before"),
                        .done = record_integer(r, "done"),
                        .total = record_integer(r, "total"),
                        .tries = record_integer(r, "tries"),
                        .work = tree_of(a, record_text(r, "work")),
                        .result = tree_of(a, record_text(r, "result")),
                        .record = r};
    if (str_eq(job->state, S("running")))
        job_recall(job->number, &job->done, &job->total);
    return job;
}

/* A number that people can read out: the day and six characters. */
static struct str new_number(struct arena *a)
{
    static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
    char random[7] = {0};
    for (size_t i = 0; i < sizeof random - 1; i++)
        random[i] = letters[randombytes_uniform(sizeof letters - 1)];
    struct date today = date_today();
    return str_format(a, "%04d%02d%02d-%s", today.year, today.month, today.day, random);
}

bool jobs_add(struct session *s, struct arena *a, const struct actor *actor,
              const struct job_order *order, struct str *number, struct faults *faults)
{
    struct record *r = record_new(a, job_type(s));
    *number = order->number.n ? order->number : new_number(a);
    record_set(r, "number", value_text(*number));
    record_set(r, "kind", value_text(str_of(order->kind)));
    record_set(r, "state", value_text(S("waiting")));
    record_set(r, "asked_by", value_text(actor->name));
    record_set(r, "asked_at", value_text(date_now(a)));
    record_set(r, "not_before", value_text(order->not_before));
    if (order->work)
        record_set(r, "work", value_text(json_print(a, order->work, 0)));
    if (order->input.n)
        record_set(r, "input", (struct value){.kind = VALUE_BLOB, .text = order->input});
    if (!store_begin(s, actor, faults))
        return false;
    if (store_insert(s, r, faults) && store_commit(s, faults)) {
        job_wake();
        return true;
    }
    store_rollback(s);
    return false;
}

struct job *jobs_get(struct session *s, struct arena *a, struct str number, struct faults *faults)
{
    struct value key = value_text(number);
    size_t before = faults->total;
    struct record *r = number.n ? store_find(s, a, job_type(s), &key, faults) : NULL;
    if (r)
        return job_read(a, r);
    if (faults->total == before)
        FAULT(faults, FAULT_MISSING, (struct place){0}, N_("There is no job {1}."), number);
    return NULL;
}

bool jobs_list(struct session *s, struct arena *a, struct str kind, size_t limit,
               struct jobs *found, struct faults *faults)
{
    struct condition of_kind = {"kind", IS, value_text(kind)};
    struct query q = {.type = job_type(s),
                      .conditions = &of_kind,
                      .condition_count = kind.n ? 1 : 0,
                      .order = {"-asked_at"},
                      .limit = limit};
    struct records records = {0};
    if (!store_query(s, a, &q, &records, faults))
        return false;
    for (size_t i = 0; i < records.count; i++)
        *arena_push(a, found) = *job_read(a, records.items[i]);
    return true;
}

bool jobs_again(struct session *s, struct arena *a, const struct actor *actor, struct str number,
                struct faults *faults)
{
    if (!store_begin(s, actor, faults))
        return false;
    struct job *job = jobs_get(s, a, number, faults);
    bool good = job && (str_eq(job->state, S("waiting")) || str_eq(job->state, S("running")));
    if (job && !good) {
        record_set(job->record, "state", value_text(S("waiting")));
        record_set(job->record, "not_before", (struct value){0});
        record_set(job->record, "finished_at", (struct value){0});
        record_set(job->record, "tries", (struct value){0});
        good = store_update(s, a, job->record, NULL, faults);
    }
    if (good && store_commit(s, faults)) {
        job_wake();
        return true;
    }
    store_rollback(s);
    return false;
}

bool jobs_count(struct session *s, const char *state, int64_t *count, struct faults *faults)
{
    struct condition in_state = {"state", IS, value_text(str_of(state))};
    struct query q = {.type = job_type(s), .conditions = &in_state, .condition_count = 1};
    return store_count(s, &q, count, faults);
}

bool jobs_stop(struct session *s, struct arena *a, const struct actor *actor, struct str number,
               struct faults *faults)
{
    if (!store_begin(s, actor, faults))
        return false;
    struct job *job = jobs_get(s, a, number, faults);
    bool good = job != NULL;
    if (good && !str_eq(job->state, S("waiting")) && !str_eq(job->state, S("running")))
        good = FAULT(faults, FAULT_CONFLICT, (struct place){0},
                     N_("The job {1} has ended already."), number);
    if (good) {
        record_set(job->record, "state", value_text(S("stopped")));
        record_set(job->record, "finished_at", value_text(date_now(a)));
    }
    if (good && store_update(s, a, job->record, NULL, faults) && store_commit(s, faults))
        return true;
    store_rollback(s);
    return false;
}
