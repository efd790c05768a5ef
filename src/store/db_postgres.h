/* What the files that know libpq share; nobody else includes it. */
#pragma once

#include "store/engine.h"

#include "base/arena.h"

#include <postgresql/libpq-fe.h>

enum {
    PREPARED = 256,        /* statements kept ready on the server */
    MOST_PARAMETERS = 300, /* columns of a table, and some */
    MOST_SENT = 128,       /* statements on their way */
    NUMBER_TEXT = 32,
};

/* clang-format off */
#define PQ_FUNCTIONS(F) \
    F(clear) F(cmdTuples) F(connectdbParams) F(errorMessage) F(exec) F(execPrepared) F(finish) \
    F(getisnull) F(getlength) F(getvalue) F(ntuples) F(prepare) F(reset) F(resultErrorField) \
    F(resultStatus) F(status) F(transactionStatus) F(sendQueryPrepared) F(setSingleRowMode) \
    F(getResult) F(enterPipelineMode) F(exitPipelineMode) F(pipelineSync) F(sendPrepare) \
    F(sendQueryParams)
/* clang-format on */
#define PQ_MEMBER(name) __typeof__(PQ##name) *name;
struct pq_functions {
    PQ_FUNCTIONS(PQ_MEMBER)
};
extern struct pq_functions pq;

struct pg_prepared {
    uint64_t hash;
    struct str sql; /* copied; freed with its arena */
    struct arena arena;
    uint64_t last_used;
    unsigned number; /* its name on the server is s<number>; 0: none */
};

/* A statement on its way, whose answer was not read yet. */
struct pg_sent {
    struct db_sending how;
    char detail[NUMBER_TEXT];     /* of how.detail */
    struct pg_prepared *prepares; /* it makes this one ready */
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
    struct pg_sent sent[MOST_SENT];
    size_t sent_count;
    enum db_outcome
        outcome;     /* of what was sent and read since the last pg_wait; DB_DONE: all well */
    int64_t counted; /* rows that the one among them changed which is counted; -1: none yet */
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

/* --- db_postgres.c --- */
struct pg *pg_connect(const char *where, struct faults *faults);
void pg_close(struct db *db);
/* A lost connection is made again, unless something was open in it. */
bool pg_connected(struct pg *pg, struct faults *faults);
bool pg_failed(struct pg *pg, const PGresult *result, struct faults *faults);
bool pg_good(const PGresult *result);
struct db_statement *pg_prepare(struct db *db, struct str sql, struct faults *faults);
struct db_statement *pg_prepare_walk(struct db *db, struct str sql, struct faults *faults);
void pg_done(struct db_statement *statement);
void pg_bind(struct db_statement *statement, const struct value *value);
enum db_outcome pg_step(struct db_statement *statement, struct faults *faults);
struct value pg_value(const struct db_statement *statement, struct arena *a, int column,
                      enum value_kind holds);

/* --- db_postgres_send.c --- */
/* Sends a text of one statement, or what was prepared; false with a fault. */
bool pg_send_text(struct pg *pg, const char *sql, struct faults *faults);
bool pg_send_prepare(struct pg *pg, struct pg_prepared *place, const char *name,
                     struct faults *faults);
bool pg_send_statement(struct pg_statement *s, const struct db_sending *how, struct faults *faults);
enum db_outcome pg_send(struct db *db, struct db_statement *statement, const struct db_sending *how,
                        struct faults *faults);
/* Reads the answers to all that was sent. With `last` that of the last one is handed over there,
 * when those before it were good. */
enum db_outcome pg_collect(struct pg *pg, PGresult **last, struct faults *faults);
enum db_outcome pg_wait(struct db *db, int64_t *changed, struct faults *faults);
/* Runs statements and waits; one by itself goes along with what was sent. */
bool pg_simple(struct pg *pg, const char *sql, struct faults *faults);
/* What an answer means; after a fault the change is let go. */
enum db_outcome pg_outcome_of(struct pg *pg, const PGresult *result, struct faults *faults);
/* After a statement that failed the server answers nothing more within the transaction. So the
 * change is taken back at once, to its savepoint or wholly, and what is asked afterwards (to say
 * what stood in the way) is answered from what was there before it. */
void pg_let_go(struct pg *pg);
