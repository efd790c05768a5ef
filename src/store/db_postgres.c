/* PostgreSQL behind the face of db.h; these files alone know libpq.
 *
 * A commit returns when the server has it on disk (synchronous_commit=on). Writers of all processes
 * take turns at an advisory lock, since each row of the audit chain needs the one before it;
 * readers never wait. Statements are prepared once a connection. A connection that was lost is made
 * again when it is next needed; what was open in it is rolled back, and the caller hears so. */
#include "store/db_postgres.h"
#include "store/db_postgres_message.h"
#include "store/db_postgres_value.h"

#include "base/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pq_functions pq;
#define PQ_ENTRY(name) {"PQ" #name, (void **)&pq.name},
static const struct library_function pq_functions[] = {PQ_FUNCTIONS(PQ_ENTRY)};

/* --- faults --- */

static struct str first_line(struct arena *a, const char *text)
{
    struct str s = str_of(text);
    return str_copy(a, str_trim(str_slice(s, 0, str_find_char(s, '\n', 0))));
}

bool pg_failed(struct pg *pg, const PGresult *result, struct faults *faults)
{
    const char *state = result ? pq.resultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *detail = result ? pq.resultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!state)
        state = "08006"; /* no answer at all */
    if (!detail)
        detail = pg->connection ? pq.errorMessage(pg->connection) : "";
    return FAULT(faults, FAULT_STORE, ((struct place){.file = pg->where}),
                 db_postgres_message(state), first_line(faults->arena, detail));
}

/* --- connections --- */

bool pg_good(const PGresult *result)
{
    ExecStatusType status = pq.resultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
}

static bool settle(struct pg *pg, struct faults *faults)
{
    return pg_simple(
        pg,
        "SET client_min_messages = error; SET synchronous_commit = on; SET bytea_output "
        "= 'hex'; SET TimeZone = 'UTC'; "
        "SET extra_float_digits = 1; SET statement_timeout = '10min'; "
        "SET idle_in_transaction_session_timeout = '10min'",
        faults);
}

struct pg *pg_connect(const char *where, struct faults *faults)
{
    static const char *const names[] = {
        "dbname",          "client_encoding",  "fallback_application_name",
        "connect_timeout", "tcp_user_timeout", NULL};
    const char *values[] = {where, "UTF8", "himaya", "5", "20000", NULL};
    if (!library_load("libpq.so.5", pq_functions, sizeof pq_functions / sizeof *pq_functions,
                      faults))
        return NULL;
    struct arena arena = {0};
    struct pg *pg = arena_new(&arena, struct pg);
    pg->db.engine = &engine_postgres;
    pg->outcome = DB_DONE;
    pg->counted = -1;
    pg->where = db_address_to_show(&arena, where);
    pg->connection = pq.connectdbParams(names, values, 1);
    pg->arena = arena;
    if (pg->connection && pq.status(pg->connection) == CONNECTION_OK && settle(pg, faults))
        return pg;
    FAULT(faults, FAULT_STORE, ((struct place){.file = pg->where}),
          N_("The database cannot be reached: {1}. An address is like "
             "postgres://himaya@localhost/himaya."),
          first_line(faults->arena, pg->connection ? pq.errorMessage(pg->connection) : ""));
    engine_postgres.close(&pg->db);
    return NULL;
}

static void forget_prepared(struct pg *pg)
{
    for (size_t i = 0; i < PREPARED; i++) {
        arena_free(&pg->prepared[i].arena);
        pg->prepared[i] = (struct pg_prepared){0};
    }
}

void pg_close(struct db *db)
{
    struct pg *pg = (struct pg *)db;
    if (!pg)
        return;
    forget_prepared(pg);
    if (pg->connection)
        pq.finish(pg->connection);
    struct arena arena = pg->arena;
    arena_free(&arena);
}

/* A lost connection is made again, unless something was open in it. */
bool pg_connected(struct pg *pg, struct faults *faults)
{
    if (pq.status(pg->connection) == CONNECTION_OK)
        return true;
    if (pg->in_change || pg->in_reading) {
        pg->dead = true;
        return pg_failed(pg, NULL, faults);
    }
    forget_prepared(pg);
    pq.reset(pg->connection);
    return pq.status(pg->connection) == CONNECTION_OK ? settle(pg, faults)
                                                      : pg_failed(pg, NULL, faults);
}

/* --- statements --- */

static bool prepare_at(struct pg *pg, struct pg_prepared *place, struct str sql,
                       struct faults *faults)
{
    char name[NUMBER_TEXT];
    if (place->number) {
        snprintf(name, sizeof name, "DEALLOCATE s%u", place->number);
        if (!pg_simple(pg, name, faults))
            return false;
    }
    arena_free(&place->arena);
    *place = (struct pg_prepared){.hash = str_hash(sql), .number = ++pg->names};
    place->sql = str_copy(&place->arena, sql);
    snprintf(name, sizeof name, "s%u", place->number);
    if (pg->sent_count)
        return pg_send_prepare(pg, place, name, faults);
    PGresult *result = pq.prepare(pg->connection, name, place->sql.p, 0, NULL);
    bool ok = result && pg_good(result);
    if (!ok) {
        pg_failed(pg, result, faults);
        place->number = 0;
        arena_free(&place->arena);
    }
    pq.clear(result);
    return ok;
}

/* The number of the statement on the server; 0 after a fault. */
static unsigned find_prepared(struct pg *pg, struct str sql, struct faults *faults)
{
    uint64_t hash = str_hash(sql);
    struct pg_prepared *oldest = &pg->prepared[0];
    for (size_t i = 0; i < PREPARED; i++) {
        struct pg_prepared *p = &pg->prepared[i];
        if (p->number && p->hash == hash && str_eq(p->sql, sql)) {
            p->last_used = ++pg->asked;
            return p->number;
        }
        if (p->last_used < oldest->last_used)
            oldest = p;
    }
    if (!prepare_at(pg, oldest, sql, faults))
        return 0;
    oldest->last_used = ++pg->asked;
    return oldest->number;
}

struct db_statement *pg_prepare(struct db *db, struct str sql, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    unsigned name = pg_connected(pg, faults) ? find_prepared(pg, sql, faults) : 0;
    if (!name) {
        pg_let_go(pg);
        return NULL;
    }
    struct pg_statement *s = pg->spare;
    if (s)
        pg->spare = s->next;
    else
        s = arena_new(&pg->arena, struct pg_statement);
    s->statement.engine = &engine_postgres;
    s->pg = pg;
    s->name = name;
    s->bound = 0;
    s->run = s->walk = false;
    s->result = NULL;
    return &s->statement;
}

struct db_statement *pg_prepare_walk(struct db *db, struct str sql, struct faults *faults)
{
    struct db_statement *statement = pg_prepare(db, sql, faults);
    if (statement)
        ((struct pg_statement *)statement)->walk = true;
    return statement;
}

void pg_done(struct db_statement *statement)
{
    struct pg_statement *s = (struct pg_statement *)statement;
    while (s->walk && s->run && s->result) {
        pq.clear(s->result);
        s->result = pq.getResult(s->pg->connection);
    }
    pq.clear(s->result);
    s->result = NULL;
    s->next = s->pg->spare;
    s->pg->spare = s;
}

/* Texts and bytes go as they are (binary format), numbers as text. */
void pg_bind(struct db_statement *statement, const struct value *value)
{
    struct pg_statement *s = (struct pg_statement *)statement;
    int i = s->bound++;
    s->values[i] = NULL;
    s->lengths[i] = s->formats[i] = 0;
    switch (value->kind) {
    case VALUE_EMPTY: return;
    case VALUE_INTEGER:
        snprintf(s->numbers[i], NUMBER_TEXT, "%lld", (long long)value->integer);
        s->values[i] = s->numbers[i];
        return;
    case VALUE_REAL:
        snprintf(s->numbers[i], NUMBER_TEXT, "%.17g", value->real);
        s->values[i] = s->numbers[i];
        return;
    case VALUE_TEXT:
    case VALUE_BLOB:
    case VALUE_SEALED:
        s->values[i] = value->text.n ? value->text.p : "";
        s->lengths[i] = (int)value->text.n;
        s->formats[i] = 1;
    }
}

static PGresult *execute(struct pg_statement *s)
{
    char name[NUMBER_TEXT];
    PGconn *connection = s->pg->connection;
    snprintf(name, sizeof name, "s%u", s->name);
    if (!s->walk)
        return pq.execPrepared(connection, name, s->bound, s->values, s->lengths, s->formats, 0);
    if (!pq.sendQueryPrepared(connection, name, s->bound, s->values, s->lengths, s->formats, 0))
        return NULL;
    pq.setSingleRowMode(connection);
    return pq.getResult(connection);
}

/* The same behind what was sent before, and with it. */
static enum db_outcome execute_along(struct pg_statement *s, struct faults *faults)
{
    struct pg *pg = s->pg;
    if (!s->walk) {
        if (!pg_send_statement(s, &(struct db_sending){0}, faults))
            return DB_FAILED;
        return pg_collect(pg, &s->result, faults);
    }
    enum db_outcome outcome = pg_collect(pg, NULL, faults);
    if (outcome == DB_DONE)
        s->result = execute(s);
    return outcome;
}

static enum db_outcome run(struct pg_statement *s, struct faults *faults)
{
    struct pg *pg = s->pg;
    s->run = true;
    s->row = -1;
    if (pg->outcome != DB_DONE)
        return DB_FAILED; /* of what was sent before, and the caller hears of it by db_wait */
    if (pg->sent_count) {
        enum db_outcome outcome = execute_along(s, faults);
        if (outcome != DB_DONE)
            return outcome;
    } else {
        s->result = execute(s);
    }
    if (!s->result || !pg_good(s->result))
        return pg_outcome_of(pg, s->result, faults);
    if (!str_to_int(str_of(pq.cmdTuples(s->result)), &pg->changed))
        pg->changed = 0;
    return DB_ROW;
}

/* The next row of a walk. */
static enum db_outcome walk_on(struct pg_statement *s, struct faults *faults)
{
    if (s->row >= 0) {
        pq.clear(s->result);
        s->result = pq.getResult(s->pg->connection);
    }
    s->row = 0;
    if (!s->result || !pg_good(s->result))
        return pg_outcome_of(s->pg, s->result, faults);
    return pq.ntuples(s->result) ? DB_ROW : DB_DONE;
}

enum db_outcome pg_step(struct db_statement *statement, struct faults *faults)
{
    struct pg_statement *s = (struct pg_statement *)statement;
    if (!s->run) {
        enum db_outcome outcome = run(s, faults);
        if (outcome != DB_ROW)
            return outcome;
    }
    if (s->walk)
        return walk_on(s, faults);
    return ++s->row < pq.ntuples(s->result) ? DB_ROW : DB_DONE;
}

/* --- values --- */

struct value pg_value(const struct db_statement *statement, struct arena *a, int column,
                      enum value_kind holds)
{
    const struct pg_statement *s = (const struct pg_statement *)statement;
    if (pq.getisnull(s->result, s->row, column))
        return (struct value){0};
    struct str text = {pq.getvalue(s->result, s->row, column),
                       (size_t)pq.getlength(s->result, s->row, column)};
    return db_postgres_value(a, text, holds);
}
