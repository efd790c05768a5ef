/* Bare SQL on PostgreSQL: libpq, statements prepared once, one way there and back for each. */
#include "store_side.h"

#include <postgresql/libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void need(PGconn *c, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fprintf(stderr, "bare PostgreSQL: %s", PQerrorMessage(c));
        exit(1);
    }
    PQclear(result);
}

static void *bare_open(const char *where)
{
    static const char *const statements[][2] = {{"insert", BARE_INSERT},
                                                {"update", BARE_UPDATE},
                                                {"history", BARE_HISTORY},
                                                {"list", BARE_LIST},
                                                {"search", BARE_SEARCH}};
    PGconn *c = PQconnectdb(where);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        need(c, PQprepare(c, statements[i][0], statements[i][1], 0, NULL));
    return c;
}

static void run(PGconn *c, const char *statement, const char *const *values, int count)
{
    need(c, PQexecPrepared(c, statement, count, values, NULL, NULL, 0));
}

static void history(PGconn *c, const struct row *row, enum work work)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)next_audit_number());
    const char *values[] = {number, row->id, work == INSERT ? "" : BARE_DIFFERENCE,
                            "\\x0100000000000000000000000000000000000000000000000000000000000000"};
    run(c, "history", values, 4);
}

static void bare_change(void *connection, enum work work, struct row *rows, int count)
{
    PGconn *c = connection;
    bool several = count > 1 || bare_with_history;
    if (several)
        need(c, PQexec(c, "BEGIN"));
    for (int i = 0; i < count; i++) {
        char reason[32];
        snprintf(reason, sizeof reason, "answered %lld", (long long)rows[i].version++);
        const char *new_row[] = {rows[i].id, rows[i].number, rows[i].received_on, rows[i].district,
                                 rows[i].answer_due_on};
        const char *changed[] = {reason, rows[i].id};
        if (work == INSERT)
            run(c, "insert", new_row, 5);
        else
            run(c, "update", changed, 2);
        if (bare_with_history)
            history(c, &rows[i], work);
    }
    if (several)
        need(c, PQexec(c, "COMMIT"));
}

static size_t bare_list(void *connection, int n)
{
    char offset[16];
    snprintf(offset, sizeof offset, "%d", 50 * (n % 20));
    const char *values[] = {bench_districts[n % DISTRICTS], offset};
    PGresult *result = PQexecPrepared(connection, "list", 2, values, NULL, NULL, 0);
    size_t bytes = 0;
    for (int i = 0; i < PQntuples(result); i++)
        for (int k = 0; k < PQnfields(result); k++)
            bytes += (size_t)PQgetlength(result, i, k);
    need(connection, result);
    return bytes;
}

static size_t bare_search(void *connection, const char *one, const char *two)
{
    char ends[2][32];
    const char *words[] = {one, two};
    for (int i = 0; i < 2; i++) {
        snprintf(ends[i], sizeof ends[i], "%s", words[i]);
        ends[i][strlen(ends[i]) - 1]++;
    }
    const char *values[] = {one, ends[0], two, ends[1]};
    PGresult *result = PQexecPrepared(connection, "search", 4, values, NULL, NULL, 0);
    size_t count = (size_t)PQntuples(result);
    need(connection, result);
    return count;
}

static void bare_close(void *connection)
{
    PQfinish(connection);
}

const struct side bare_postgres = {bare_open, bare_change, bare_list, bare_search, bare_close};
