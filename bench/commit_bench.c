/* commit-bench [SECONDS [WRITERS]]: how many changes a second 1, 4 and 16 writers store, each
 * change one record with its history and audit, on disk before it counts.
 *
 * Prints for each number of writers the changes per second, the time of the slowest hundredth, and
 * the share of processor; beside them one thread of bare SQL on the same disk (one insert, one
 * commit, the same durability).
 */
#include "base/arena.h"
#include "store/store.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WRITERS = 16, MOST_SAMPLES = 1000000 };

static const struct actor actor = {S_INIT("bench"), S_INIT("bench"), S_INIT("measuring")};

struct writer {
    struct store *store;
    double until;
    int number;
    size_t count;
    float *took; /* seconds */
    pthread_t thread;
};

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void need(bool ok, struct faults *faults)
{
    if (ok)
        return;
    for (size_t i = 0; i < faults->count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(faults->arena, &faults->items[i])));
    exit(1);
}

static void *write_until(void *context)
{
    struct writer *w = context;
    struct arena a = {0}, each = {0};
    struct faults faults = {.arena = &a};
    struct session *s = session_open(w->store, &faults);
    need(s != NULL, &faults);
    const struct type *complaint = model_type(session_model(s), S("complaint"));
    for (double from; (from = now(CLOCK_MONOTONIC)) < w->until; w->count++) {
        struct record *r = record_new(&each, complaint);
        record_set(r, "number", value_text(str_format(&each, "C-%d-%zu", w->number, w->count)));
        record_set(r, "received_on", value_text(S("2019-03-07")));
        record_set(r, "channel", value_text(S("hotline")));
        need(store_begin(s, &actor, &faults) && store_insert(s, r, &faults) &&
                 store_commit(s, &faults),
             &faults);
        if (w->count < MOST_SAMPLES / MOST_WRITERS)
            w->took[w->count] = (float)(now(CLOCK_MONOTONIC) - from);
        arena_free(&each);
    }
    session_close(s);
    arena_free(&a);
    return NULL;
}

static int by_size(const void *one, const void *two)
{
    float a = *(const float *)one, b = *(const float *)two;
    return (a > b) - (a < b);
}

static void measure(const char *path, int writers, double seconds, double bare)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct store *store = store_open_pack(path, S("az"), &faults);
    need(store != NULL, &faults);
    struct writer w[MOST_WRITERS] = {0};
    float *took = arena_array(&a, MOST_SAMPLES, float);
    size_t count = 0, samples = 0;
    double from = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < writers; i++) {
        w[i] = (struct writer){.store = store, .number = i, .until = from + seconds};
        w[i].took = arena_array(&a, MOST_SAMPLES / MOST_WRITERS, float);
        if (pthread_create(&w[i].thread, NULL, write_until, &w[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < writers; i++) {
        pthread_join(w[i].thread, NULL);
        count += w[i].count;
        for (size_t k = 0; k < w[i].count && k < MOST_SAMPLES / MOST_WRITERS; k++)
            took[samples++] = w[i].took[k];
    }
    double wall = now(CLOCK_MONOTONIC) - from;
    processor = now(CLOCK_PROCESS_CPUTIME_ID) - processor;
    qsort(took, samples, sizeof *took, by_size);
    printf("%2d writers %8.0f changes/s, slowest hundredth %6.2f ms, processor %5.1f us each, "
           "bare SQL %6.0f/s, ratio %.2f\n",
           writers, (double)count / wall, (double)took[samples - samples / 100 - 1] * 1000,
           processor / (double)count * 1e6, bare, (double)count / wall / bare);
    store_close(store);
    arena_free(&a);
}

static void sql(sqlite3 *db, const char *text)
{
    char *error = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &error) == SQLITE_OK)
        return;
    fprintf(stderr, "%s\n", error);
    exit(1);
}

static double bare_changes(const char *path, double seconds)
{
    sqlite3 *db;
    sqlite3_stmt *insert;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(1);
    sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE complaint (id TEXT PRIMARY KEY, version INTEGER, number TEXT UNIQUE, "
            "received_on TEXT, channel TEXT) STRICT;");
    sqlite3_prepare_v2(db, "INSERT INTO complaint VALUES (?, 1, ?, '2019-03-07', 'hotline')", -1,
                       &insert, NULL);
    double from = now(CLOCK_MONOTONIC);
    int count = 0;
    for (; now(CLOCK_MONOTONIC) < from + seconds; count++) {
        char id[40];
        snprintf(id, sizeof id, "%026d", count);
        sqlite3_bind_text(insert, 1, id, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, id, -1, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(insert);
    }
    double wall = now(CLOCK_MONOTONIC) - from;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return count / wall;
}

int main(int argc, char **argv)
{
    static const int writers[] = {1, 4, 16};
    struct arena a = {0};
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 3;
    const char *parent = getenv("TMPDIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/himaya-bench-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(folder) || seconds <= 0)
        return 2;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (argc > 2 && strtol(argv[2], NULL, 10) != writers[i])
            continue;
        double bare = bare_changes(str_format(&a, "%s/bare-%zu.db", folder, i).p, seconds / 2);
        measure(str_format(&a, "%s/store-%zu.db", folder, i).p, writers[i], seconds, bare);
    }
    bool removed = system(str_format(&a, "rm -rf %s", folder).p) == 0;
    arena_free(&a);
    return !removed;
}
