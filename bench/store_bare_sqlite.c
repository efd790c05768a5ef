/* Bare SQL on SQLite: statements prepared once, WAL, synchronous=FULL, the writer's page cache. */
#include "store_side.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bare {
    sqlite3 *db;
    sqlite3_stmt *insert, *update, *history, *list, *search, *begin, *commit;
};

static void need(struct bare *b, bool ok)
{
    if (ok)
        return;
    fprintf(stderr, "bare SQLite: %s\n", sqlite3_errmsg(b->db));
    exit(1);
}

static sqlite3_stmt *prepared(struct bare *b, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    need(b, sqlite3_prepare_v2(b->db, sql, -1, &statement, NULL) == SQLITE_OK);
    return statement;
}

static void *bare_open(const char *where)
{
    struct bare *b = calloc(1, sizeof *b);
    if (!b || sqlite3_open(where, &b->db) != SQLITE_OK)
        exit(1);
    need(b, sqlite3_exec(b->db,
                         "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                         "PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=8000; "
                         "PRAGMA secure_delete=ON",
                         NULL, NULL, NULL) == SQLITE_OK);
    b->insert = prepared(b, BARE_INSERT);
    b->update = prepared(b, BARE_UPDATE);
    b->history = prepared(b, BARE_HISTORY);
    b->list = prepared(b, BARE_LIST);
    b->search = prepared(b, BARE_SEARCH);
    b->begin = prepared(b, "BEGIN IMMEDIATE");
    b->commit = prepared(b, "COMMIT");
    return b;
}

static void text(sqlite3_stmt *statement, int at, const char *value)
{
    sqlite3_bind_text(statement, at, value, -1, SQLITE_STATIC);
}

static void run(struct bare *b, sqlite3_stmt *statement)
{
    need(b, sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

static void history(struct bare *b, const struct row *row, enum work work)
{
    static const unsigned char hash[32] = {1};
    sqlite3_bind_int64(b->history, 1, next_audit_number());
    text(b->history, 2, row->id);
    text(b->history, 3, work == INSERT ? "" : BARE_DIFFERENCE);
    sqlite3_bind_blob(b->history, 4, hash, sizeof hash, SQLITE_STATIC);
    run(b, b->history);
}

static void bare_change(void *connection, enum work work, struct row *rows, int count)
{
    struct bare *b = connection;
    run(b, b->begin);
    for (int i = 0; i < count; i++) {
        char reason[32];
        snprintf(reason, sizeof reason, "answered %lld", (long long)rows[i].version++);
        sqlite3_stmt *statement = work == INSERT ? b->insert : b->update;
        text(statement, 1, work == INSERT ? rows[i].id : reason);
        text(statement, 2, work == INSERT ? rows[i].number : rows[i].id);
        if (work == INSERT) {
            text(statement, 3, rows[i].received_on);
            text(statement, 4, rows[i].district);
            text(statement, 5, rows[i].answer_due_on);
        }
        run(b, statement);
        need(b, sqlite3_changes(b->db) == 1);
        if (bare_with_history)
            history(b, &rows[i], work);
    }
    run(b, b->commit);
}

static size_t bare_list(void *connection, int n)
{
    struct bare *b = connection;
    size_t bytes = 0;
    text(b->list, 1, bench_districts[n % DISTRICTS]);
    sqlite3_bind_int(b->list, 2, 50 * (n % 20));
    while (sqlite3_step(b->list) == SQLITE_ROW)
        for (int k = 0; k < sqlite3_column_count(b->list); k++)
            if (sqlite3_column_text(b->list, k))
                bytes += (size_t)sqlite3_column_bytes(b->list, k);
    sqlite3_reset(b->list);
    return bytes;
}

static size_t bare_search(void *connection, const char *one, const char *two)
{
    struct bare *b = connection;
    const char *words[] = {one, two};
    char ends[2][32];
    size_t count = 0;
    for (int i = 0; i < 2; i++) {
        snprintf(ends[i], sizeof ends[i], "%s", words[i]);
        ends[i][strlen(ends[i]) - 1]++;
        text(b->search, 2 * i + 1, words[i]);
        text(b->search, 2 * i + 2, ends[i]);
    }
    while (sqlite3_step(b->search) == SQLITE_ROW)
        count += sqlite3_column_text(b->search, 0) != NULL;
    sqlite3_reset(b->search);
    return count;
}

static void bare_close(void *connection)
{
    struct bare *b = connection;
    sqlite3_stmt *all[] = {b->insert, b->update, b->history, b->list,
                           b->search, b->begin,  b->commit};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(b->db);
    free(b);
}

const struct side bare_sqlite = {bare_open, bare_change, bare_list, bare_search, bare_close};
