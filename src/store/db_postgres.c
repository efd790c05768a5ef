/* PostgreSQL behind the face of db.h: the only file that knows libpq.
 *
 * A commit returns when the server has it on disk (synchronous_commit=on). Writers of all processes
 * take turns at an advisory lock, since each row of the audit chain needs the one before it;
 * readers never wait. Statements are prepared once a connection. A connection that was lost is made
 * again when it is next needed; what was open in it is rolled back, and the caller hears so. */
#include "store/db_postgres_message.h"
#include "store/db_postgres_value.h"
#include "store/engine.h"

#include "base/arena.h"
#include "base/library.h"

#include <postgresql/libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PREPARED = 256,        /* statements kept ready on the server */
    MOST_PARAMETERS = 300, /* columns of a table, and some */
    NUMBER_TEXT = 32,
};

/* The lock of all writers of a store: any number that nobody else takes, and its schema. */
#define WRITERS_LOCK "520853417, hashtext(current_schema())"

/* clang-format off */
#define PQ_FUNCTIONS(F) \
    F(clear) F(cmdTuples) F(connectdbParams) F(errorMessage) F(exec) F(execPrepared) F(finish) \
    F(getisnull) F(getlength) F(getvalue) F(ntuples) F(prepare) F(reset) F(resultErrorField) \
    F(resultStatus) F(status) F(transactionStatus) F(sendQueryPrepared) F(setSingleRowMode) F(getResult)
/* clang-format on */
#define PQ_MEMBER(name) __typeof__(PQ##name) *name;
static struct {
    PQ_FUNCTIONS(PQ_MEMBER)
} pq;
#define PQ_ENTRY(name) {"PQ" #name, (void **)&pq.name},
static const struct library_function pq_functions[] = {PQ_FUNCTIONS(PQ_ENTRY)};

struct pg_prepared {
    uint64_t hash;
    struct str sql; /* copied; freed with its arena */
    struct arena arena;
    uint64_t last_used;
    unsigned number; /* its name on the server is s<number>; 0: none */
};

struct pg {
    struct db db;
    struct arena arena;
    PGconn *connection;
    struct str where; /* without the password */
    struct pg_prepared prepared[PREPARED];
    uint64_t asked;
    unsigned names;
    bool in_change, in_reading;
    bool has_savepoint;
    bool dead; /* a statement failed, and the open change was taken back on the server */
    int64_t changed;
    struct pg_statement *spare;
};

struct pg_statement {
    struct db_statement statement;
    struct pg *pg;
    unsigned name;
    int bound;
    bool run;
    bool walk; /* rows come one by one */
    PGresult *result;
    int row;
    struct pg_statement *next;
    const char *values[MOST_PARAMETERS];
    int lengths[MOST_PARAMETERS], formats[MOST_PARAMETERS];
    char numbers[MOST_PARAMETERS][NUMBER_TEXT];
};

/* --- faults --- */

static struct str first_line(struct arena *a, const char *text)
{
    struct str s = str_of(text);
    return str_copy(a, str_trim(str_slice(s, 0, str_find_char(s, '\n', 0))));
}

static bool failed(struct pg *pg, const PGresult *result, struct faults *faults)
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

static bool good(const PGresult *result)
{
    ExecStatusType status = pq.resultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
}

static bool simple(struct pg *pg, const char *sql, struct faults *faults)
{
    PGresult *result = pq.exec(pg->connection, sql);
    bool ok = result && good(result);
    if (!ok)
        failed(pg, result, faults);
    pq.clear(result);
    return ok;
}

static bool settle(struct pg *pg, struct faults *faults)
{
    return simple(pg,
                  "SET client_min_messages = error; SET synchronous_commit = on; SET bytea_output "
                  "= 'hex'; SET TimeZone = 'UTC'; "
                  "SET extra_float_digits = 1; SET statement_timeout = '10min'; "
                  "SET idle_in_transaction_session_timeout = '10min'",
                  faults);
}

static struct pg *pg_connect(const char *where, struct faults *faults)
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

static void pg_close(struct db *db)
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
static bool connected(struct pg *pg, struct faults *faults)
{
    if (pq.status(pg->connection) == CONNECTION_OK)
        return true;
    if (pg->in_change || pg->in_reading) {
        pg->dead = true;
        return failed(pg, NULL, faults);
    }
    forget_prepared(pg);
    pq.reset(pg->connection);
    return pq.status(pg->connection) == CONNECTION_OK ? settle(pg, faults)
                                                      : failed(pg, NULL, faults);
}

/* --- statements --- */

static bool prepare_at(struct pg *pg, struct pg_prepared *place, struct str sql,
                       struct faults *faults)
{
    char name[NUMBER_TEXT];
    if (place->number) {
        snprintf(name, sizeof name, "DEALLOCATE s%u", place->number);
        pq.clear(pq.exec(pg->connection, name));
    }
    arena_free(&place->arena);
    *place = (struct pg_prepared){.hash = str_hash(sql), .number = ++pg->names};
    place->sql = str_copy(&place->arena, sql);
    snprintf(name, sizeof name, "s%u", place->number);
    PGresult *result = pq.prepare(pg->connection, name, place->sql.p, 0, NULL);
    bool ok = result && good(result);
    if (!ok) {
        failed(pg, result, faults);
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

/* After a statement that failed the server answers nothing more within the transaction. So the
 * change is taken back at once, to its savepoint or wholly, and what is asked afterwards (to say
 * what stood in the way) is answered from what was there before it. */
static void let_go(struct pg *pg)
{
    if (!pg->in_change || pg->dead)
        return;
    pg->dead = true;
    if (pq.status(pg->connection) != CONNECTION_OK)
        return;
    pq.clear(
        pq.exec(pg->connection, pg->has_savepoint ? "ROLLBACK TO SAVEPOINT change" : "ROLLBACK"));
}

static struct db_statement *pg_prepare(struct db *db, struct str sql, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    unsigned name = connected(pg, faults) ? find_prepared(pg, sql, faults) : 0;
    if (!name) {
        let_go(pg);
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

static struct db_statement *pg_prepare_walk(struct db *db, struct str sql, struct faults *faults)
{
    struct db_statement *statement = pg_prepare(db, sql, faults);
    if (statement)
        ((struct pg_statement *)statement)->walk = true;
    return statement;
}

static void pg_done(struct db_statement *statement)
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
static void pg_bind(struct db_statement *statement, const struct value *value)
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

static enum db_outcome outcome_of(struct pg *pg, const PGresult *result, struct faults *faults)
{
    const char *state = result ? pq.resultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    enum db_outcome outcome = DB_FAILED;
    if (state && strcmp(state, "23505") == 0)
        outcome = DB_TAKEN;
    else if (state && strcmp(state, "23503") == 0)
        outcome = DB_DANGLING;
    else
        failed(pg, result, faults);
    let_go(pg);
    return outcome;
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

static enum db_outcome run(struct pg_statement *s, struct faults *faults)
{
    struct pg *pg = s->pg;
    s->run = true;
    s->row = -1;
    s->result = execute(s);
    if (!s->result || !good(s->result))
        return outcome_of(pg, s->result, faults);
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
    if (!s->result || !good(s->result))
        return outcome_of(s->pg, s->result, faults);
    return pq.ntuples(s->result) ? DB_ROW : DB_DONE;
}

static enum db_outcome pg_step(struct db_statement *statement, struct faults *faults)
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

static struct value pg_value(const struct db_statement *statement, struct arena *a, int column,
                             enum value_kind holds)
{
    const struct pg_statement *s = (const struct pg_statement *)statement;
    if (pq.getisnull(s->result, s->row, column))
        return (struct value){0};
    struct str text = {pq.getvalue(s->result, s->row, column),
                       (size_t)pq.getlength(s->result, s->row, column)};
    return db_postgres_value(a, text, holds);
}

static int64_t pg_changed(const struct db *db)
{
    return ((const struct pg *)db)->changed;
}

static bool pg_run(struct db *db, struct str sql, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    if (connected(pg, faults) && simple(pg, str_c(faults->arena, sql), faults))
        return true;
    let_go(pg);
    return false;
}

/* --- changes --- */

static bool begin(struct db *db, int patience, const char *and_then, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    char sql[200];
    snprintf(sql, sizeof sql, "BEGIN; SET LOCAL lock_timeout = %d%s", patience > 0 ? patience : 1,
             and_then);
    pg->dead = pg->has_savepoint = false;
    if (!connected(pg, faults))
        return false;
    pg->in_change = true;
    if (simple(pg, sql, faults))
        return true;
    engine_postgres.rollback(db);
    return false;
}

static bool pg_begin(struct db *db, int patience, struct faults *faults)
{
    return begin(db, patience, "; SELECT pg_advisory_xact_lock(" WRITERS_LOCK ")", faults);
}

static bool pg_begin_beside(struct db *db, int patience, struct faults *faults)
{
    return begin(db, patience, "", faults);
}

static bool pg_commit(struct db *db, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    bool ok = !pg->dead && simple(pg, "COMMIT", faults);
    if (pg->dead)
        FAULT(faults, FAULT_STORE, ((struct place){.file = pg->where}),
              N_("An earlier step of this change failed, so nothing more is stored with it."));
    pg->in_change = pg->dead = pg->has_savepoint = false;
    return ok;
}

static void pg_rollback(struct db *db)
{
    struct pg *pg = (struct pg *)db;
    if (pq.status(pg->connection) == CONNECTION_OK &&
        pq.transactionStatus(pg->connection) != PQTRANS_IDLE)
        pq.clear(pq.exec(pg->connection, "ROLLBACK"));
    pg->in_change = pg->in_reading = pg->dead = pg->has_savepoint = false;
}

static bool pg_in_change(const struct db *db)
{
    const struct pg *pg = (const struct pg *)db;
    PGTransactionStatusType status = pq.transactionStatus(pg->connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_ACTIVE;
}

static bool pg_set_savepoint(struct db *db, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    pg->dead = false;
    pg->has_savepoint = simple(
        pg, pg->has_savepoint ? "RELEASE change; SAVEPOINT change" : "SAVEPOINT change", faults);
    return pg->has_savepoint;
}

static void pg_rollback_to_savepoint(struct db *db)
{
    struct pg *pg = (struct pg *)db;
    if (!pg->dead && pq.status(pg->connection) == CONNECTION_OK)
        pq.clear(pq.exec(pg->connection, "ROLLBACK TO SAVEPOINT change"));
    pg->dead = false;
}

static bool pg_defer_references(struct db *db, bool defer, struct faults *faults)
{
    return simple((struct pg *)db,
                  defer ? "SET CONSTRAINTS ALL DEFERRED" : "SET CONSTRAINTS ALL IMMEDIATE", faults);
}

static bool pg_begin_reading(struct db *db, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    pg->in_reading = connected(pg, faults) &&
                     simple(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", faults);
    return pg->in_reading;
}

/* --- stores --- */

/* Whether there is a store in the database. */
static bool has_store(struct pg *pg, bool *yes, struct faults *faults)
{
    PGresult *result = pq.exec(pg->connection, "SELECT to_regclass('store_layout') IS NOT NULL");
    bool ok = result && good(result) && pq.ntuples(result) == 1;
    if (ok)
        *yes = pq.getvalue(result, 0, 0)[0] == 't';
    else
        failed(pg, result, faults);
    pq.clear(result);
    return ok;
}

static bool pg_exists(const char *where)
{
    struct arena arena = {0};
    struct faults ignored = {.arena = &arena};
    struct pg *pg = pg_connect(where, &ignored);
    bool there = true; /* that it cannot be reached is told by the opening */
    if (pg)
        has_store(pg, &there, &ignored);
    pg_close(pg ? &pg->db : NULL);
    arena_free(&arena);
    return there;
}

static bool pg_make(const char *where, bool (*fill)(struct db *, void *, struct faults *),
                    void *context, struct faults *faults)
{
    struct pg *pg = pg_connect(where, faults);
    bool there = false;
    bool ok = pg && pg_begin(&pg->db, 60000, faults) && has_store(pg, &there, faults);
    if (ok && !there)
        ok = fill(&pg->db, context, faults) && pg_commit(&pg->db, faults);
    if (pg)
        pg_rollback(&pg->db);
    pg_close(pg ? &pg->db : NULL);
    return ok;
}

static struct db *pg_open(const char *where, struct faults *faults)
{
    struct pg *pg = pg_connect(where, faults);
    return pg ? &pg->db : NULL;
}

/* Reads every row of every table: with checksums on (initdb -k) a damaged page shows. */
static bool pg_check(struct db *db, struct faults *faults)
{
    return pg_run(db,
                  S("DO $$ DECLARE t text; n bigint; BEGIN FOR t IN SELECT quote_ident(tablename) "
                    "FROM pg_tables WHERE schemaname = current_schema() LOOP EXECUTE 'SELECT "
                    "count(x::text) FROM ' || t || ' x' INTO n; END LOOP; END $$"),
                  faults);
}

const struct db_engine engine_postgres = {
    .exists = pg_exists,
    .make = pg_make,
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .begin_beside = pg_begin_beside,
    .skip_locked = " FOR UPDATE SKIP LOCKED",
    .commit = pg_commit,
    .rollback = pg_rollback,
    .in_change = pg_in_change,
    .set_savepoint = pg_set_savepoint,
    .rollback_to_savepoint = pg_rollback_to_savepoint,
    .defer_references = pg_defer_references,
    .prepare_walk = pg_prepare_walk,
    .begin_reading = pg_begin_reading,
    .end_reading = pg_rollback,
    .prepare = pg_prepare,
    .done = pg_done,
    .bind = pg_bind,
    .step = pg_step,
    .value = pg_value,
    .changed = pg_changed,
    .run = pg_run,
    .column_type = db_postgres_type,
    .index_rising = " NULLS FIRST",
    .index_falling = " DESC NULLS LAST",
    .check = pg_check,
    .size_query = "SELECT pg_database_size(current_database())",
};
