/* Statements that are sent to PostgreSQL without waiting for each (libpq's pipeline): those that
 * are only to succeed go along with the next one whose answer is wanted, one way there and back for
 * all. The server does them in the order in which they were sent, and none behind one that failed.
 */
#include "store/db_postgres.h"
#include "store/db_postgres_message.h"

#include <stdio.h>
#include <string.h>

void pg_let_go(struct pg *pg)
{
    if (!pg->in_change || pg->dead)
        return;
    pg->dead = true;
    if (pq.status(pg->connection) != CONNECTION_OK)
        return;
    pq.clear(
        pq.exec(pg->connection, pg->has_savepoint ? "ROLLBACK TO SAVEPOINT change" : "ROLLBACK"));
}

/* What an answer means; a fault for what is not the caller's to tell. */
static enum db_outcome meaning(struct pg *pg, const PGresult *result, struct faults *faults)
{
    const char *state = result ? pq.resultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (state && strcmp(state, "23505") == 0)
        return DB_TAKEN;
    if (state && strcmp(state, "23503") == 0)
        return DB_DANGLING;
    pg_failed(pg, result, faults);
    return DB_FAILED;
}

enum db_outcome pg_outcome_of(struct pg *pg, const PGresult *result, struct faults *faults)
{
    enum db_outcome outcome = meaning(pg, result, faults);
    pg_let_go(pg);
    return outcome;
}

/* --- sending --- */

/* A place for one more statement on its way; NULL after a fault. */
static struct pg_sent *one_more(struct pg *pg, struct faults *faults)
{
    if (pg->sent_count == MOST_SENT && pg_collect(pg, NULL, faults) != DB_DONE)
        return NULL;
    if (!pg->sent_count && !pq.enterPipelineMode(pg->connection)) {
        pg_failed(pg, NULL, faults);
        return NULL;
    }
    struct pg_sent *sent = &pg->sent[pg->sent_count];
    *sent = (struct pg_sent){0};
    return sent;
}

/* Counts it as sent when it is. */
static bool went(struct pg *pg, bool sent, struct faults *faults)
{
    if (!sent)
        return pg_failed(pg, NULL, faults);
    pg->sent_count++;
    return true;
}

bool pg_send_text(struct pg *pg, const char *sql, struct faults *faults)
{
    return one_more(pg, faults) &&
           went(pg, pq.sendQueryParams(pg->connection, sql, 0, NULL, NULL, NULL, NULL, 0), faults);
}

bool pg_send_prepare(struct pg *pg, struct pg_prepared *place, const char *name,
                     struct faults *faults)
{
    struct pg_sent *sent = one_more(pg, faults);
    if (!sent)
        return false;
    sent->prepares = place;
    return went(pg, pq.sendPrepare(pg->connection, name, place->sql.p, 0, NULL), faults);
}

bool pg_send_statement(struct pg_statement *s, const struct db_sending *how, struct faults *faults)
{
    struct pg *pg = s->pg;
    char name[NUMBER_TEXT];
    struct pg_sent *sent = one_more(pg, faults);
    if (!sent)
        return false;
    sent->how = *how;
    snprintf(sent->detail, sizeof sent->detail, "%.*s", STR_ARG(how->detail));
    snprintf(name, sizeof name, "s%u", s->name);
    return went(
        pg,
        pq.sendQueryPrepared(pg->connection, name, s->bound, s->values, s->lengths, s->formats, 0),
        faults);
}

enum db_outcome pg_send(struct db *db, struct db_statement *statement, const struct db_sending *how,
                        struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    bool ok = pg_send_statement((struct pg_statement *)statement, how, faults);
    pg_done(statement);
    if (!ok)
        pg->outcome = DB_FAILED;
    return ok ? DB_DONE : DB_FAILED;
}

/* --- reading what came of it --- */

/* What one answer says; the first that is not good counts for all. */
static void look_at(struct pg *pg, struct pg_sent *sent, const PGresult *result,
                    struct faults *faults)
{
    bool good = result && pg_good(result);
    if (good && sent->how.counted && pg->counted < 0 &&
        !str_to_int(str_of(pq.cmdTuples((PGresult *)(uintptr_t)result)), &pg->counted))
        pg->counted = 0;
    if (good)
        return;
    if (sent->prepares)
        sent->prepares->number = 0;
    if (pg->outcome != DB_DONE || (result && pq.resultStatus(result) == PGRES_PIPELINE_ABORTED))
        return;
    pg->outcome = meaning(pg, result, faults);
    if (pg->outcome == DB_TAKEN && sent->how.when_taken) {
        FAULT(faults, FAULT_STORE, (struct place){0}, sent->how.when_taken, str_of(sent->detail));
        pg->outcome = DB_FAILED;
    }
}

/* The answer to one statement, and the mark behind it. */
static PGresult *answer(struct pg *pg)
{
    PGresult *result = pq.getResult(pg->connection), *more;
    while (result && (more = pq.getResult(pg->connection)))
        pq.clear(more);
    return result;
}

enum db_outcome pg_collect(struct pg *pg, PGresult **last, struct faults *faults)
{
    size_t count = pg->sent_count;
    if (last)
        *last = NULL;
    if (!count)
        return pg->outcome;
    pg->sent_count = 0;
    bool asked = pq.pipelineSync(pg->connection);
    for (size_t i = 0; i < count; i++) {
        PGresult *result = asked ? answer(pg) : NULL;
        look_at(pg, &pg->sent[i], result, faults);
        if (last && i + 1 == count && pg->outcome == DB_DONE)
            *last = result;
        else
            pq.clear(result);
    }
    if (asked && pq.status(pg->connection) == CONNECTION_OK)
        pq.clear(pq.getResult(pg->connection)); /* the end of the pipeline */
    pq.exitPipelineMode(pg->connection);
    if (pg->outcome != DB_DONE)
        pg_let_go(pg);
    return pg->outcome;
}

enum db_outcome pg_wait(struct db *db, int64_t *changed, struct faults *faults)
{
    struct pg *pg = (struct pg *)db;
    enum db_outcome outcome = pg_collect(pg, NULL, faults);
    if (changed)
        *changed = pg->counted < 0 ? 0 : pg->counted;
    pg->outcome = DB_DONE;
    pg->counted = -1;
    return outcome;
}

bool pg_simple(struct pg *pg, const char *sql, struct faults *faults)
{
    PGresult *result = NULL;
    if (!pg->sent_count || strchr(sql, ';')) {
        if (pg->sent_count && pg_collect(pg, NULL, faults) != DB_DONE)
            return false;
        result = pq.exec(pg->connection, sql);
    } else if (!pg_send_text(pg, sql, faults) || pg_collect(pg, &result, faults) != DB_DONE) {
        return false;
    }
    bool ok = result && pg_good(result);
    if (!ok)
        pg_failed(pg, result, faults);
    pq.clear(result);
    return ok;
}
