#include "store/inside.h"
#include "store_help.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { WRITERS = 8, CHANGES = 60 };

struct writer {
    struct store *store;
    int number, changes;
    int stored, refused, told;
    pthread_t thread;
};

/* One change of a writer: most are stored, some taken back, some fail at a key that is taken. */
static void one_change(struct writer *w, struct session *s, struct arena *arena, int i)
{
    struct faults faults = {.arena = arena};
    struct record *e = record_new(arena, model_type(session_model(s), S("employer")));
    const char *id = i % 7 == 3 ? "taken" : str_format(arena, "%d-%d", w->number, i).p;
    record_set(e, "tax_id", value_text(str_of(id)));
    record_set(e, "name", value_text(str_of(i % 5 == 2 ? "taken back" : "stored")));
    if (!store_begin(s, &tester, &faults))
        return;
    bool inserted = store_insert(s, e, &faults);
    if (i % 5 == 2 || !inserted) {
        w->refused += !inserted;
        store_rollback(s);
    } else if (store_commit(s, &faults)) {
        w->stored++;
    } else {
        w->told += faults.count > 0;
    }
}

static void *write_many(void *context)
{
    struct writer *w = context;
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct session *s = session_open(w->store, &faults);
    for (int i = 0; s && i < w->changes; i++)
        one_change(w, s, &arena, i);
    session_close(s);
    arena_free(&arena);
    return NULL;
}

/* All writers at once; how many records they stored. */
static int all_write(struct store *store, struct writer w[WRITERS], int changes)
{
    int stored = 0;
    for (int i = 0; i < WRITERS; i++) {
        w[i] = (struct writer){.store = store, .number = (int)getpid() * 100 + i};
        w[i].changes = changes;
        if (pthread_create(&w[i].thread, NULL, write_many, &w[i]) != 0)
            abort();
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(w[i].thread, NULL);
        stored += w[i].stored;
    }
    return stored;
}

static int64_t count_named(struct place_of_work *w, const char *name)
{
    struct condition is = {"name", IS, value_text(str_of(name))};
    struct query q = {.type = model_type(session_model(w->s), S("employer")),
                      .conditions = &is,
                      .condition_count = 1};
    int64_t count = -1;
    CHECK(store_count(w->s, &q, &count, &w->faults));
    return count;
}

static atomic_bool over;

/* Reads meanwhile: what is seen once stays, and what was not committed is never seen. */
static void *look_on(void *store)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct place_of_work w = {.store = store, .faults = {.arena = &arena}};
    w.s = session_open(store, &faults);
    for (int64_t seen = 0, now; w.s && !over; seen = now) {
        now = count_named(&w, "stored");
        CHECK(now >= seen);
        CHECK_INT(count_named(&w, "taken back"), 0);
    }
    session_close(w.s);
    arena_free(&arena);
    return NULL;
}

TEST(writers_share_the_disk_and_nobody_sees_what_was_taken_back)
{
    struct place_of_work w = new_place();
    struct writer writers[WRITERS];
    pthread_t reader;
    int64_t checked;
    REQUIRE(put(&w, employer(&w, "taken", "first")));
    over = false;
    REQUIRE(pthread_create(&reader, NULL, look_on, w.store) == 0);
    int stored = all_write(w.store, writers, CHANGES);
    over = true;
    pthread_join(reader, NULL);
    /* of 60 every fifth from 2 is taken back, every seventh from 3 refused; 17 and 52 are both */
    CHECK_INT(stored, WRITERS * (CHANGES - 12 - 9 + 2));
    CHECK_INT(count_named(&w, "stored"), stored);
    CHECK_INT(writers[0].refused, 9);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, stored + 2);
    leave(&w);
}

TEST(processes_with_many_writers_share_a_store)
{
    struct place_of_work w = new_place();
    const char *path = w.path;
    int64_t checked;
    pid_t children[3];
    REQUIRE(put(&w, employer(&w, "taken", "first")));
    leave(&w);
    for (int i = 0; i < 3; i++)
        if ((children[i] = fork()) == 0) {
            struct place_of_work own = opened(path, small_model());
            struct writer writers[WRITERS];
            int stored = own.s ? all_write(own.store, writers, 20) : 0;
            leave(&own);
            _exit(stored != WRITERS * (20 - 4 - 3 + 1));
        }
    for (int i = 0, status; i < 3; i++)
        CHECK(waitpid(children[i], &status, 0) == children[i] && status == 0);
    w = opened(path, small_model());
    REQUIRE(w.s);
    CHECK_INT(count_named(&w, "stored"), 3 * WRITERS * 14);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    leave(&w);
}

/* In a process of its own: the limit of file sizes stands for a disk that is full. */
static int write_on_a_full_disk(const char *path)
{
    struct place_of_work w = opened(path, small_model());
    struct writer writers[WRITERS];
    struct rlimit full = {300000, 300000};
    signal(SIGXFSZ, SIG_IGN);
    if (!w.s || setrlimit(RLIMIT_FSIZE, &full) != 0)
        return 1;
    int stored = all_write(w.store, writers, 100), told = 0;
    for (int i = 0; i < WRITERS; i++)
        told += writers[i].told;
    printf("%d acknowledged, %d told that the disk is full\n", stored, told);
    bool good = told > 0 && count_named(&w, "stored") == stored;
    leave(&w);
    return !good;
}

TEST(a_batch_that_does_not_reach_the_disk_is_acknowledged_to_nobody)
{
    NEEDS_FILE();
    struct place_of_work w = new_place();
    int status;
    int64_t checked;
    REQUIRE(put(&w, employer(&w, "taken", "first")));
    leave(&w);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        status = write_on_a_full_disk(w.path);
        fflush(stdout);
        _exit(status);
    }
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    w = opened(w.path, small_model());
    REQUIRE(w.s);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK(store_check(w.s, &w.faults));
    leave(&w);
}

TEST(who_waits_longer_than_the_patience_is_told_and_may_try_again)
{
    struct place_of_work w = new_place();
    struct session *other = session_open(w.store, &w.faults);
    REQUIRE(other && store_begin(w.s, &tester, &w.faults));
    store_set_patience(w.store, 30);
    CHECK(!store_begin(other, &tester, &w.faults) && tells(&w, "Another change is being stored"));
    CHECK(store_commit(w.s, &w.faults));
    CHECK(store_begin(other, &tester, &w.faults));
    CHECK(store_commit(other, &w.faults));
    session_close(other);
    leave(&w);
}
