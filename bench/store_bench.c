/* store-bench [RECORDS]: how fast the store takes records, beside bare SQL on the same database.
 *
 * Prints inserts, updates and list pages per second for both, and their ratio, from one run; and
 * how long opening takes. Bare SQL is one prepared statement on a table without history or audit.
 */
#include "base/arena.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct arena a;
static struct faults faults = {.arena = &a};
static const struct actor actor = {S_INIT("bench"), S_INIT("bench"), S_INIT("measuring")};

/* Time on the clock, and of the processor: the second is steady on a busy machine. */
struct span {
    double wall, cpu;
};

static double clock_now(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct span now(void)
{
    return (struct span){clock_now(CLOCK_MONOTONIC), clock_now(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct span since(struct span from)
{
    struct span to = now();
    return (struct span){to.wall - from.wall, to.cpu - from.cpu};
}

static void need(bool ok)
{
    if (ok)
        return;
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    exit(1);
}

static void set_figure(struct record *r, struct str profile, int i)
{
    record_set(r, "profile", value_text(profile));
    record_set(r, "key", value_text(str_format(&a, "figure_%d", i)));
    record_set(r, "year", value_integer(2019));
    record_set(r, "state", value_text(S("value")));
    record_set(r, "number", value_real(i));
    record_set(r, "text", value_text(str_format(&a, "%d,000", i)));
    record_set(r, "sources", value_text(S("1,4-10")));
    record_set(r, "line", value_integer(i));
}

static struct record *make_profile(struct session *s, int year)
{
    struct record *r = record_new(&a, model_type(session_model(s), S("profile")));
    record_set(r, "country", value_text(S("AZ")));
    record_set(r, "year", value_integer(year));
    record_set(r, "origin", value_text(S("edition")));
    need(store_insert(s, r, &faults));
    return r;
}

/* Inserts `count` figures in one change; the records stay for the updates. */
static struct span insert(struct session *s, struct record **records, int count)
{
    const struct type *figure = model_type(session_model(s), S("figure"));
    struct span from = now();
    need(store_begin(s, &actor, &faults));
    struct record *profile = make_profile(s, 2019);
    for (int i = 0; i < count; i++) {
        records[i] = record_new(&a, figure);
        set_figure(records[i], profile->id, i);
        need(store_insert(s, records[i], &faults));
    }
    need(store_commit(s, &faults));
    return since(from);
}

static struct span update(struct session *s, struct record **records, int count)
{
    struct span from = now();
    need(store_begin(s, &actor, &faults));
    for (int i = 0; i < count; i++) {
        record_set(records[i], "text", value_text(S("changed")));
        need(store_update(s, &a, records[i], NULL, &faults));
    }
    need(store_commit(s, &faults));
    return since(from);
}

static struct span single_changes(struct session *s, int count)
{
    struct span from = now();
    for (int i = 0; i < count; i++) {
        need(store_begin(s, &actor, &faults));
        make_profile(s, 2020 + i % 80);
        need(store_commit(s, &faults));
    }
    return since(from);
}

static struct span pages(struct session *s, int count)
{
    struct span from = now();
    struct arena page = {0};
    for (int i = 0; i < count; i++) {
        struct condition c = {"state", IS, value_text(S("value"))};
        struct query q = {.type = model_type(session_model(s), S("figure")),
                          .conditions = &c,
                          .condition_count = 1,
                          .order = {"number"},
                          .limit = 50};
        struct records found;
        need(store_query(s, &page, &q, &found, &faults));
        arena_free(&page);
    }
    return since(from);
}

/* --- bare SQL --- */

static void sql(sqlite3 *db, const char *text)
{
    char *error = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &error) == SQLITE_OK)
        return;
    fprintf(stderr, "%s\n", error);
    exit(1);
}

static sqlite3 *bare_open(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(1);
    sql(db,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
        "PRAGMA foreign_keys=ON; CREATE TABLE profile (id TEXT PRIMARY KEY, version INTEGER, "
        "country TEXT, year INTEGER, origin TEXT) STRICT;"
        "CREATE TABLE figure (id TEXT PRIMARY KEY, version INTEGER, profile TEXT REFERENCES "
        "profile (id), key TEXT, year INTEGER, territory TEXT, state TEXT, number REAL, text "
        "TEXT, sources TEXT, line INTEGER) STRICT;"
        "CREATE UNIQUE INDEX figure_key ON figure (profile, key, year, coalesce(territory, ''));"
        "INSERT INTO profile VALUES ('p', 1, 'AZ', 2019, 'edition');");
    return db;
}

static struct span bare_insert(sqlite3 *db, struct record **records, int count)
{
    sqlite3_stmt *insert;
    struct span from = now();
    sql(db, "BEGIN IMMEDIATE");
    sqlite3_prepare_v2(db, "INSERT INTO figure VALUES (?,1,'p',?,2019,NULL,'value',?,?,'1,4-10',?)",
                       -1, &insert, NULL);
    for (int i = 0; i < count; i++) {
        struct str text = record_text(records[i], "text"), key = record_text(records[i], "key");
        sqlite3_bind_text(insert, 1, records[i]->id.p, (int)records[i]->id.n, SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, key.p, (int)key.n, SQLITE_STATIC);
        sqlite3_bind_double(insert, 3, i);
        sqlite3_bind_text(insert, 4, text.p, (int)text.n, SQLITE_STATIC);
        sqlite3_bind_int(insert, 5, i);
        if (sqlite3_step(insert) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sql(db, "COMMIT");
    return since(from);
}

static struct span bare_update(sqlite3 *db, struct record **records, int count)
{
    sqlite3_stmt *update;
    struct span from = now();
    sql(db, "BEGIN IMMEDIATE");
    sqlite3_prepare_v2(db, "UPDATE figure SET text = 'changed', version = 2 WHERE id = ?", -1,
                       &update, NULL);
    for (int i = 0; i < count; i++) {
        sqlite3_bind_text(update, 1, records[i]->id.p, (int)records[i]->id.n, SQLITE_STATIC);
        if (sqlite3_step(update) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(update);
    }
    sqlite3_finalize(update);
    sql(db, "COMMIT");
    return since(from);
}

static struct span bare_pages(sqlite3 *db, int count)
{
    struct span from = now();
    sqlite3_stmt *select;
    size_t bytes = 0;
    sqlite3_prepare_v2(db,
                       "SELECT * FROM figure WHERE state = 'value' ORDER BY number, id LIMIT 50",
                       -1, &select, NULL);
    for (int i = 0; i < count; i++) {
        while (sqlite3_step(select) == SQLITE_ROW)
            for (int k = 0; k < sqlite3_column_count(select); k++)
                if (sqlite3_column_text(select, k))
                    bytes += (size_t)sqlite3_column_bytes(select, k);
        sqlite3_reset(select);
    }
    sqlite3_finalize(select);
    return bytes ? since(from) : (struct span){0};
}

static struct span bare_changes(sqlite3 *db, int count)
{
    struct span from = now();
    char text[200];
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "INSERT INTO profile VALUES ('q%d', 1, 'AZ', 2020, 'edition')",
                 i);
        sql(db, text);
    }
    return since(from);
}

static void line(const char *what, int count, struct span ours, struct span bare)
{
    printf("%-28s %7.0f/s, bare SQL %7.0f/s, ratio %.2f; processor %6.3f s, %6.3f s, ratio %.2f\n",
           what, count / ours.wall, count / bare.wall, bare.wall / ours.wall, ours.cpu, bare.cpu,
           bare.cpu / ours.cpu);
}

static struct span open_once(const char *path)
{
    struct span from = now();
    struct store *s = store_open_pack(path, (struct str){0}, &faults);
    need(s != NULL);
    struct session *session = session_open(s, &faults);
    need(session != NULL);
    struct span took = since(from);
    session_close(session);
    store_close(s);
    return took;
}

static void verify(struct session *s)
{
    int64_t checked;
    struct span from = now();
    need(store_audit_verify(s, &checked, &faults));
    printf("%-28s %7.0f/s\n", "audit rows verified", (double)checked / since(from).wall);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/himaya-bench-XXXXXX";
    int count = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 12000;
    if (!mkdtemp(folder) || count < 1)
        return 2;
    const char *path = str_format(&a, "%s/store.db", folder).p;
    struct store *s = store_open_pack(path, S("az"), &faults);
    need(s != NULL);
    struct session *session = session_open(s, &faults);
    need(session != NULL);
    sqlite3 *bare = bare_open(str_format(&a, "%s/bare.db", folder).p);
    struct record **records = arena_array(&a, (size_t)count, struct record *);
    struct span ours = insert(session, records, count);
    line("inserts in one change", count, ours, bare_insert(bare, records, count));
    ours = update(session, records, count);
    line("updates in one change", count, ours, bare_update(bare, records, count));
    ours = pages(session, 100);
    line("lists of 50 sorted", 100, ours, bare_pages(bare, 100));
    ours = single_changes(session, 70);
    line("changes of one insert each", 70, ours, bare_changes(bare, 70));
    verify(session);
    session_close(session);
    store_close(s);
    sqlite3_close(bare);
    double best = 1;
    for (int i = 0; i < 10; i++) {
        double took = open_once(path).wall;
        best = took < best ? took : best;
    }
    printf("%-28s %7.2f ms (best of 10)\n", "opening, with the model", best * 1000);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) != 0;
}
