/* The database below the store: statements, values, transactions. Everything of one database engine
 * stays in the one file that implements this face (db_sqlite.c, db_postgres.c; engine.h between).
 *
 * SQL text is the common subset of SQLite and PostgreSQL, with parameters written $1, $2 … in the
 * order in which they first appear, and identifiers in quotation marks. A `struct db` belongs to
 * one thread.
 */
#pragma once

#include "model/value.h"

struct db;
struct db_statement;

enum db_outcome {
    DB_ROW,      /* a row stands ready */
    DB_DONE,     /* finished */
    DB_TAKEN,    /* a unique index holds these values already; no fault was added */
    DB_DANGLING, /* a reference would lead nowhere; no fault was added */
    DB_FAILED,   /* a fault was added */
};

/* True when a store at `where` is a file, and not a database on a server. */
bool db_is_file(const char *where);
/* The address without a password in it, for messages. */
struct str db_address_to_show(struct arena *a, const char *where);
/* True when there is something at `where`. */
bool db_exists(const char *where);
/* Makes a new database and fills it in one transaction; it appears whole or not at all. When
 * another process made one meanwhile, that one stands and the result is true. */
bool db_make(const char *where, bool (*fill)(struct db *db, void *context, struct faults *faults),
             void *context, struct faults *faults);
/* Opens one that exists. NULL with a fault when it is missing, no database of ours, or damaged. */
struct db *db_open(const char *where, struct faults *faults);
void db_close(struct db *db);

/* A change; waits at most `patience` milliseconds for another process that writes. */
bool db_begin(struct db *db, int patience, struct faults *faults);
/* A change that may stand beside those of others, where the engine locks single rows; elsewhere the
 * same as db_begin. */
bool db_begin_beside(struct db *db, int patience, struct faults *faults);
/* What stands behind a SELECT that locks its rows for the open change and leaves out those that
 * another change holds: " FOR UPDATE SKIP LOCKED". Empty where one change stands at a time. */
const char *db_skip_locked(const struct db *db);
/* True means that the change is on disk. False: nothing of it is, and it was rolled back. */
bool db_commit(struct db *db, struct faults *faults);
void db_rollback(struct db *db);
/* False when no change is open, or the database itself took it back after a failure. */
bool db_in_change(const struct db *db);
/* A place in the open change to return to; the one before it is given up. */
bool db_set_savepoint(struct db *db, struct faults *faults);
void db_rollback_to_savepoint(struct db *db);
/* After a commit that overwrote secrets: what was overwritten leaves the files beside the database
 * too, as far as no reader still needs it. */
void db_settle(struct db *db);
/* In the open change references may lead nowhere, until it is committed or this is taken back. */
bool db_defer_references(struct db *db, bool defer, struct faults *faults);
/* Readings that follow see the state at the first of them, and the database is asked for its locks
 * once for all; until it is let go, or a change or such a reading begins. It may do nothing. */
void db_hold(struct db *db);
void db_let_go(struct db *db);
/* Readings between these two see one state of the store, whatever others commit. */
bool db_begin_reading(struct db *db, struct faults *faults);
void db_end_reading(struct db *db);

/* A statement ready for binding, from the cache when it was used before. */
struct db_statement *db_prepare(struct db *db, struct str sql, struct faults *faults);
/* The same for a walk over many rows, which then come one by one: until it is given back, nothing
 * else may be asked of this connection. */
struct db_statement *db_prepare_walk(struct db *db, struct str sql, struct faults *faults);
/* Gives a statement back; NULL is fine. */
void db_done(struct db_statement *s);

/* Bind the next parameter. Bytes are borrowed until db_done. */
void db_bind(struct db_statement *s, const struct value *value);
void db_bind_text(struct db_statement *s, struct str text);
void db_bind_blob(struct db_statement *s, struct str bytes);
void db_bind_integer(struct db_statement *s, int64_t integer);

enum db_outcome db_step(struct db_statement *s, struct faults *faults);
/* Columns of the row, from 0. `holds` is what the column was declared to hold. */
struct value db_value(const struct db_statement *s, struct arena *a, int column,
                      enum value_kind holds);
struct str db_text(const struct db_statement *s, struct arena *a, int column);
struct str db_blob(const struct db_statement *s, struct arena *a, int column);
int64_t db_integer(const struct db_statement *s, int column);
/* A statement that gives no rows and is only to succeed. It is given back, and its bytes are free
 * again. On a server it goes along with the next statement whose answer is wanted, and db_wait
 * tells what came of it; elsewhere it is done at once. What is not DB_DONE ends the change. */
struct db_sending {
    bool counted;           /* db_wait says how many rows the first such one changed */
    const char *when_taken; /* the message instead of DB_TAKEN, with `detail` in it */
    struct str detail;      /* short */
};
enum db_outcome db_send(struct db *db, struct db_statement *s, const struct db_sending *how,
                        struct faults *faults);
/* Until all is done that was sent. The outcome of the first that did not succeed; *changed may be
 * NULL. */
enum db_outcome db_wait(struct db *db, int64_t *changed, struct faults *faults);
/* Rows that the last finished statement changed. */
int64_t db_changed(const struct db *db);

/* Runs statements that give no rows (tables, indexes). */
bool db_run(struct db *db, struct str sql, struct faults *faults);

/* Words of the engine: the type of a column, and what stands behind a table's columns. */
const char *db_column_type(const struct db *db, enum value_kind holds);
const char *db_table_options(const struct db *db);
/* Whether a new table may refer to one that is made later. */
bool db_refers_ahead(const struct db *db);
/* What stands behind a column of an index whose order is that of a list: empty values first, or
 * last when it falls. */
const char *db_index_order(const struct db *db, bool falling);

/* True when the database's own check of itself finds nothing; else a fault says what. */
bool db_check(struct db *db, struct faults *faults);
/* How many bytes the database takes; a log that is not yet part of it is not counted. */
bool db_bytes(struct db *db, int64_t *bytes, struct faults *faults);
/* The pages of the database as they stand, as one file without a name: gone with its descriptor. */
struct db_image {
    int fd;
    int64_t bytes;
};
/* False with a fault that says what to do instead, where the database is no file. */
bool db_can_image(const struct db *db, struct faults *faults);
/* Inside db_begin_reading … db_end_reading: of that state. The caller closes the descriptor. */
bool db_image_take(struct db *db, struct db_image *image, struct faults *faults);
