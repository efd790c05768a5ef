/* What is no store, what may not be written, what was cut or killed. */
#include "base/file.h"
#include "store/inside.h"
#include "store_help.h"

#include "store_copy.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static bool write_file(const char *path, struct str bytes)
{
    struct faults faults = {.arena = &a};
    return file_write(path, bytes, &faults);
}

static bool refused(const char *path, const char *part)
{
    struct place_of_work w = opened(path, small_model());
    CHECK(!w.s);
    bool says = tells(&w, part);
    leave(&w);
    return says;
}

TEST(a_file_that_is_no_store_is_left_alone)
{
    const char *path = new_path();
    struct str text = S("a letter, long enough to be mistaken for the first page of something\n");
    struct str bytes = {0}, after;
    struct faults faults = {.arena = &a};
    for (int i = 0; i < 20; i++)
        bytes = str_concat(&a, bytes, text);
    REQUIRE(write_file(path, bytes));
    CHECK(refused(path, "This file is no store"));
    REQUIRE(file_read(&a, path, 1000000, &after, &faults));
    CHECK(str_eq(bytes, after));
}

TEST(an_empty_file_a_folder_and_a_missing_folder_are_named)
{
    const char *path = new_path();
    REQUIRE(write_file(path, (struct str){0}));
    CHECK(refused(path, "This file is empty and so no store"));
    CHECK(refused(new_folder(), "This is a folder"));
    CHECK(refused(str_format(&a, "%s/no/such/store.db", new_folder()).p,
                  "A store cannot be made here: No such file or directory"));
    CHECK(refused("/dev/null", "This is no ordinary file"));
}

TEST(a_database_of_another_program_is_no_store)
{
    const char *path = new_path();
    sqlite3 *db;
    REQUIRE(sqlite3_open(path, &db) == SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL);
    sqlite3_close(db);
    CHECK(refused(path, "but of another program"));
}

/* A store with 200 employers, closed; its path. */
static const char *filled_store(void)
{
    struct place_of_work w = new_place();
    store_begin(w.s, &tester, &w.faults);
    for (int i = 0; i < 200; i++)
        store_insert(w.s, employer(&w, str_format(&a, "%d", i).p, "Name"), &w.faults);
    store_commit(w.s, &w.faults);
    leave(&w);
    return w.path;
}

TEST(a_cut_store_is_damaged)
{
    const char *path = filled_store();
    struct stat about;
    REQUIRE(stat(path, &about) == 0);
    REQUIRE(truncate(path, about.st_size / 2) == 0);
    CHECK(refused(path, "The file of the store is damaged"));
    REQUIRE(truncate(path, 5000) == 0);
    CHECK(refused(path, "The file of the store is damaged"));
    REQUIRE(truncate(path, 50) == 0);
    CHECK(refused(path, "This file is no store"));
}

TEST(a_store_of_a_newer_program_is_left_to_it)
{
    struct place_of_work w = new_place();
    REQUIRE(db_run(w.s->db, S("UPDATE store_layout SET layout = 99"), &w.faults));
    leave(&w);
    CHECK(refused(w.path, "made by a newer Himaya"));
}

/* Runs `what` in a child without the rights of root; its exit status. */
static int as_nobody(int (*what)(const char *), const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(99);
        _exit(what(path));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static int open_readonly(const char *path)
{
    struct place_of_work w = opened(path, small_model());
    struct str says = told(&w);
    return !w.s && str_contains(says, S("must")) && str_contains(says, S("writable for you")) ? 0
                                                                                              : 1;
}

TEST(a_read_only_folder_is_named)
{
    const char *path = filled_store(), *none = new_path();
    struct str folder = str_slice(str_of(path), 0, strlen(path) - strlen("/store.db"));
    struct str empty = str_slice(str_of(none), 0, strlen(none) - strlen("/store.db"));
    REQUIRE(chmod(str_c(&a, folder), 0555) == 0 && chmod(path, 0444) == 0);
    REQUIRE(chmod(str_c(&a, empty), 0555) == 0);
    CHECK_INT(as_nobody(open_readonly, path), 0);
    CHECK_INT(as_nobody(open_readonly, none), 0);
    chmod(str_c(&a, folder), 0700);
    chmod(str_c(&a, empty), 0700);
}

TEST(nothing_is_left_beside_a_new_store)
{
    struct place_of_work w = new_place();
    leave(&w);
    struct str folder = str_slice(str_of(w.path), 0, strlen(w.path) - strlen("/store.db"));
    CHECK_INT(
        system(str_format(&a,
                          "test \"$(ls %.*s | xargs)\" = 'store.db store.db.anchor store.db.keys'",
                          STR_ARG(folder))
                   .p),
        0);
}

TEST(a_copy_is_a_store)
{
    const char *path = filled_store(), *copy = new_path();
    struct place_of_work w = opened(path, small_model());
    REQUIRE(w.s);
    REQUIRE(copy_store(&w, copy));
    leave(&w);
    w = opened(copy, small_model());
    REQUIRE(w.s);
    int64_t checked;
    CHECK_INT(count_of(&w, "employer"), 200);
    CHECK(!store_audit_verify(w.s, &checked, &w.faults) && tells(&w, "no anchor"));
    for (int i = 0; i < 2; i++)
        REQUIRE(system(str_format(&a, "cp %s.%s %s.%s", path, i ? "keys" : "anchor", copy,
                                  i ? "keys" : "anchor")
                           .p) == 0);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    leave(&w);
}

TEST(stores_made_at_once_are_one_store)
{
    const char *path = new_path();
    pid_t children[4];
    for (int i = 0; i < 4; i++)
        if ((children[i] = fork()) == 0) {
            struct place_of_work w = opened(path, small_model());
            bool ok = w.s && put(&w, employer(&w, str_format(&a, "%d", i).p, "Name"));
            leave(&w);
            _exit(!ok);
        }
    for (int i = 0; i < 4; i++) {
        int status;
        waitpid(children[i], &status, 0);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    struct place_of_work w = opened(path, small_model());
    REQUIRE(w.s);
    CHECK_INT(count_of(&w, "employer"), 4);
    leave(&w);
}

/* Writes until no file of this process may grow any more, as on a full disk. */
static size_t write_until_full(struct place_of_work *w)
{
    struct str large = {arena_alloc(&a, 20000), 20000};
    size_t stored = 0;
    memset((char *)large.p, 'x', large.n);
    for (; stored < 1000; stored++) {
        struct record *e = employer(w, str_format(&a, "full-%zu", stored).p, "Name");
        record_set(e, "name", value_text(large));
        if (!put(w, e))
            break;
    }
    return stored;
}

TEST(a_full_disk_loses_nothing_that_was_acknowledged)
{
    struct place_of_work w = opened(filled_store(), small_model());
    struct rlimit before, full = {400000, 400000};
    REQUIRE(w.s && getrlimit(RLIMIT_FSIZE, &before) == 0);
    full.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
    size_t stored = write_until_full(&w);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK(stored > 0 && stored < 1000);
    CHECK(tells(&w, "Nothing of this change was stored"));
    CHECK_INT(count_of(&w, "employer"), 200 + stored);
    CHECK(put(&w, employer(&w, "after", "There is room again")));
    int64_t checked;
    CHECK(store_check(w.s, &w.faults) && store_audit_verify(w.s, &checked, &w.faults));
    leave(&w);
    w = opened(w.path, small_model());
    REQUIRE(w.s);
    CHECK_INT(count_of(&w, "employer"), 200 + stored + 1);
    leave(&w);
}

/* --- kill -9 --- */

enum { KILLS = 30, IN_ONE_CHANGE = 5 };

/* Writes changes of five employers each and tells the number of each one after its commit. */
static _Noreturn void write_until_killed(const char *path, int round, int tell)
{
    struct place_of_work w = opened(path, small_model());
    for (int change = 0; w.s; change++) {
        bool ok = store_begin(w.s, &tester, &w.faults);
        for (int i = 0; i < IN_ONE_CHANGE && ok; i++)
            ok = store_insert(w.s,
                              employer(&w, str_format(&a, "%d-%d-%d", round, change, i).p, "Name"),
                              &w.faults);
        if (!ok || !store_commit(w.s, &w.faults) ||
            write(tell, &change, sizeof change) != sizeof change)
            break;
    }
    _exit(1);
}

/* The number of changes that the child acknowledged before it was killed. */
static int killed_after(const char *path, int round)
{
    int pipes[2], acknowledged = 0, change;
    if (pipe(pipes) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        close(pipes[0]);
        write_until_killed(path, round, pipes[1]);
    }
    close(pipes[1]);
    /* at some point of its third change or so, never the same */
    for (int i = 0; i < 1 + round % 3; i++)
        if (read(pipes[0], &change, sizeof change) == sizeof change)
            acknowledged++;
    usleep((useconds_t)(round * 137 % 1500));
    kill(child, SIGKILL);
    while (read(pipes[0], &change, sizeof change) == sizeof change)
        acknowledged++;
    close(pipes[0]);
    waitpid(child, NULL, 0);
    return acknowledged;
}

/* Each acknowledged change is there whole, and no half one. */
static bool all_there(struct place_of_work *w, int round, int acknowledged)
{
    struct value prefix = value_text(str_format(&a, "%d-", round));
    struct condition from = {"tax_id", AT_LEAST, prefix};
    struct condition both[] = {from, {"tax_id", LESS, value_text(str_format(&a, "%d.", round))}};
    struct query q = {.type = model_type(session_model(w->s), S("employer")),
                      .conditions = both,
                      .condition_count = 2};
    int64_t count = -1;
    store_count(w->s, &q, &count, &w->faults);
    return count % IN_ONE_CHANGE == 0 && count >= (int64_t)acknowledged * IN_ONE_CHANGE &&
           count <= (int64_t)(acknowledged + 1) * IN_ONE_CHANGE;
}

TEST(what_was_acknowledged_outlives_kill_9)
{
    const char *path = new_path();
    struct place_of_work w;
    int acknowledged[KILLS], total = 0;
    for (int round = 0; round < KILLS; round++) {
        acknowledged[round] = killed_after(path, round);
        total += acknowledged[round];
        w = opened(path, small_model());
        REQUIRE(w.s);
        CHECK(all_there(&w, round, acknowledged[round]));
        leave(&w);
    }
    w = opened(path, small_model());
    REQUIRE(w.s);
    for (int round = 0; round < KILLS; round++)
        CHECK(all_there(&w, round, acknowledged[round]));
    int64_t checked;
    CHECK(total >= KILLS);
    CHECK(store_check(w.s, &w.faults));
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, count_of(&w, "employer") + 1);
    leave(&w);
}
