/* Hands the calls of db.h to the engine: PostgreSQL for an address postgres://…, else SQLite. */
#include "store/engine.h"

#include "base/arena.h"

static const struct db_engine *engine_of(const char *where)
{
    struct str address = str_of(where);
    bool postgres =
        str_starts(address, S("postgres://")) || str_starts(address, S("postgresql://"));
    return postgres ? &engine_postgres : &engine_sqlite;
}

bool db_is_file(const char *where)
{
    return engine_of(where) == &engine_sqlite;
}

struct str db_address_to_show(struct arena *a, const char *where)
{
    struct str s = str_of(where);
    size_t start = str_find(s, S("://"), 0), at = str_find_char(s, '@', 0);
    if (start == STR_NONE || at == STR_NONE)
        return str_copy(a, s);
    size_t colon = str_find_char(s, ':', start + 3);
    if (colon == STR_NONE || colon > at)
        return str_copy(a, s);
    return str_concat(a, str_slice(s, 0, colon), str_from(s, at));
}

bool db_exists(const char *where)
{
    return engine_of(where)->exists(where);
}

bool db_make(const char *where, bool (*fill)(struct db *, void *, struct faults *), void *context,
             struct faults *faults)
{
    return engine_of(where)->make(where, fill, context, faults);
}

struct db *db_open(const char *where, struct faults *faults)
{
    return engine_of(where)->open(where, faults);
}

void db_close(struct db *db)
{
    if (db)
        db->engine->close(db);
}

bool db_begin(struct db *db, int patience, struct faults *faults)
{
    return db->engine->begin(db, patience, faults);
}

bool db_begin_beside(struct db *db, int patience, struct faults *faults)
{
    return (db->engine->begin_beside ? db->engine->begin_beside : db->engine->begin)(db, patience,
                                                                                     faults);
}

const char *db_skip_locked(const struct db *db)
{
    return db->engine->skip_locked ? db->engine->skip_locked : "";
}

bool db_commit(struct db *db, struct faults *faults)
{
    return db->engine->commit(db, faults);
}

void db_rollback(struct db *db)
{
    db->engine->rollback(db);
}

bool db_in_change(const struct db *db)
{
    return db->engine->in_change(db);
}

bool db_set_savepoint(struct db *db, struct faults *faults)
{
    return db->engine->set_savepoint(db, faults);
}

void db_rollback_to_savepoint(struct db *db)
{
    db->engine->rollback_to_savepoint(db);
}

bool db_defer_references(struct db *db, bool defer, struct faults *faults)
{
    return db->engine->defer_references(db, defer, faults);
}

bool db_begin_reading(struct db *db, struct faults *faults)
{
    return db->engine->begin_reading(db, faults);
}

void db_end_reading(struct db *db)
{
    db->engine->end_reading(db);
}

void db_hold(struct db *db)
{
    if (db->engine->hold)
        db->engine->hold(db);
}

void db_let_go(struct db *db)
{
    if (db->engine->let_go)
        db->engine->let_go(db);
}

struct db_statement *db_prepare(struct db *db, struct str sql, struct faults *faults)
{
    return db->engine->prepare(db, sql, faults);
}

struct db_statement *db_prepare_walk(struct db *db, struct str sql, struct faults *faults)
{
    return db->engine->prepare_walk(db, sql, faults);
}

void db_done(struct db_statement *s)
{
    if (s)
        s->engine->done(s);
}

void db_bind(struct db_statement *s, const struct value *value)
{
    s->engine->bind(s, value);
}

void db_bind_text(struct db_statement *s, struct str text)
{
    s->engine->bind(s, &(struct value){.kind = VALUE_TEXT, .text = text});
}

void db_bind_blob(struct db_statement *s, struct str bytes)
{
    s->engine->bind(s, &(struct value){.kind = VALUE_BLOB, .text = bytes});
}

void db_bind_integer(struct db_statement *s, int64_t integer)
{
    s->engine->bind(s, &(struct value){.kind = VALUE_INTEGER, .integer = integer});
}

enum db_outcome db_step(struct db_statement *s, struct faults *faults)
{
    return s->engine->step(s, faults);
}

enum db_outcome db_send(struct db *db, struct db_statement *s, const struct db_sending *how,
                        struct faults *faults)
{
    if (db->engine->send)
        return db->engine->send(db, s, how, faults);
    enum db_outcome outcome = db->engine->step(s, faults);
    if (how->counted)
        db->counted = outcome == DB_DONE ? db->engine->changed(db) : 0;
    db->engine->done(s);
    if (outcome != DB_TAKEN || !how->when_taken)
        return outcome;
    FAULT(faults, FAULT_STORE, (struct place){0}, how->when_taken,
          str_copy(faults->arena, how->detail));
    return DB_FAILED;
}

enum db_outcome db_wait(struct db *db, int64_t *changed, struct faults *faults)
{
    if (db->engine->wait)
        return db->engine->wait(db, changed, faults);
    if (changed)
        *changed = db->counted;
    return DB_DONE;
}

struct value db_value(const struct db_statement *s, struct arena *a, int column,
                      enum value_kind holds)
{
    return s->engine->value(s, a, column, holds);
}

struct str db_text(const struct db_statement *s, struct arena *a, int column)
{
    return s->engine->value(s, a, column, VALUE_TEXT).text;
}

struct str db_blob(const struct db_statement *s, struct arena *a, int column)
{
    return s->engine->value(s, a, column, VALUE_BLOB).text;
}

int64_t db_integer(const struct db_statement *s, int column)
{
    return s->engine->value(s, NULL, column, VALUE_INTEGER).integer;
}

int64_t db_changed(const struct db *db)
{
    return db->engine->changed(db);
}

bool db_run(struct db *db, struct str sql, struct faults *faults)
{
    return db->engine->run(db, sql, faults);
}

const char *db_column_type(const struct db *db, enum value_kind holds)
{
    return db->engine->column_type(holds);
}

const char *db_table_options(const struct db *db)
{
    return db->engine->table_options ? db->engine->table_options() : "";
}

bool db_refers_ahead(const struct db *db)
{
    return db->engine->refers_ahead;
}

const char *db_index_order(const struct db *db, bool falling)
{
    return falling ? db->engine->index_falling : db->engine->index_rising;
}

bool db_check(struct db *db, struct faults *faults)
{
    return db->engine->check(db, faults);
}

bool db_bytes(struct db *db, int64_t *bytes, struct faults *faults)
{
    struct db_statement *q = db_prepare(db, str_of(db->engine->size_query), faults);
    enum db_outcome outcome = q ? db_step(q, faults) : DB_FAILED;
    *bytes = outcome == DB_ROW ? db_integer(q, 0) : 0;
    db_done(q);
    return outcome == DB_ROW;
}

bool db_can_image(const struct db *db, struct faults *faults)
{
    return db->engine->image_take ||
           FAULT(
               faults, FAULT_STORE, (struct place){0},
               N_("A store on a server is backed up with the tools of the server, as with: pg_dump "
                  "--format=custom --file=himaya.dump. Keep the key file of the store too, apart "
                  "from it."));
}

bool db_image_take(struct db *db, struct db_image *image, struct faults *faults)
{
    return db_can_image(db, faults) && db->engine->image_take(db, image, faults);
}

void db_settle(struct db *db)
{
    if (db->engine->settle)
        db->engine->settle(db);
}
