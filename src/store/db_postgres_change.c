/* Changes of a database of PostgreSQL, and stores in it. */
#include "store/db_postgres.h"
#include "store/db_postgres_value.h"

#include <stdio.h>

/* The lock of all writers of a store: any number that nobody else takes, and its schema. */
#define WRITERS_LOCK "520853417, hashtext(current_schema())"

static int64_t pg_changed(const struct db *db)
{
    return ((const struct pg *)db)->changed;
}

static bool pg_run(struct db *db, struct str sql, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    if (pg_connected(pg, faults) && pg_simple(pg, str_c(faults->arena, sql), faults))
        return true;
    pg_let_go(pg);
    return false;
}

/* --- changes --- */

/* Nothing of it is waited for: that it could not begin, or that others had the lock for too long,
 * is told by the first thing that is asked in the change. */
static bool begin(struct db *db, int patience, bool takes_turn, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    char sql[60];
    snprintf(sql, sizeof sql, "SET LOCAL lock_timeout = %d", patience > 0 ? patience : 1);
    pg->dead = pg->has_savepoint = false;
    pg->outcome = DB_DONE;
    pg->counted = -1;
    if (!pg_connected(pg, faults))
        return false;
    pg->in_change = true;
    if (pg_send_text(pg, "BEGIN", faults) && pg_send_text(pg, sql, faults) &&
        (!takes_turn || pg_send_text(pg, "SELECT pg_advisory_xact_lock(" WRITERS_LOCK ")", faults)))
        return true;
    engine_postgres.rollback(db);
    return false;
}

static bool pg_begin(struct db *db, int patience, struct faults *faults)
{
    return begin(db, patience, true, faults);
}

static bool pg_begin_beside(struct db *db, int patience, struct faults *faults)
{
    return begin(db, patience, false, faults);
}

static bool pg_commit(struct db *db, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    bool ok = !pg->dead && pg->outcome == DB_DONE && pg_simple(pg, "COMMIT", faults);
    if (pg->dead)
        FAULT(faults, FAULT_STORE, ((struct place){.file = pg->where}),
              N_("An earlier step of this change failed, so nothing more is stored with it."));
    pg->in_change = pg->dead = pg->has_savepoint = false;
    return ok;
}

static void pg_rollback(struct db *db)
{
    struct pg *pg = (struct pg *)db;
    struct arena arena = {0};
    struct faults ignored = {.arena = &arena};
    pg_collect(pg, NULL, &ignored);
    arena_free(&arena);
    pg->outcome = DB_DONE;
    pg->counted = -1;
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
    if (pg_wait(db, NULL, faults) != DB_DONE ||
        (pg->has_savepoint && !pg_send_text(pg, "RELEASE change", faults)) ||
        !pg_send_text(pg, "SAVEPOINT change", faults))
        return false;
    return pg->has_savepoint = true;
}

static void pg_rollback_to_savepoint(struct db *db)
{
    struct pg *pg = (struct pg *)db;
    struct arena arena = {0};
    struct faults ignored = {.arena = &arena};
    pg_wait(db, NULL, &ignored);
    if (!pg->dead && pq.status(pg->connection) == CONNECTION_OK)
        pq.clear(pq.exec(pg->connection, "ROLLBACK TO SAVEPOINT change"));
    pg->dead = false;
    arena_free(&arena);
}

static bool pg_defer_references(struct db *db, bool defer, struct faults *faults)
{
    return pg_simple((struct pg *)db,
                     defer ? "SET CONSTRAINTS ALL DEFERRED" : "SET CONSTRAINTS ALL IMMEDIATE",
                     faults);
}

static bool pg_begin_reading(struct db *db, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    pg->in_reading = pg_connected(pg, faults) &&
                     pg_simple(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", faults);
    return pg->in_reading;
}

/* --- stores --- */

/* Whether there is a store in the database. */
static bool has_store(struct pg *pg, bool *yes, struct faults *faults)
{
    if (pg_collect(pg, NULL, faults) != DB_DONE)
        return false;
    PGresult *result = pq.exec(pg->connection, "SELECT to_regclass('store_layout') IS NOT NULL");
    bool ok = result && pg_good(result) && pq.ntuples(result) == 1;
    if (ok)
        *yes = pq.getvalue(result, 0, 0)[0] == 't';
    else
        pg_failed(pg, result, faults);
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
    .send = pg_send,
    .wait = pg_wait,
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
