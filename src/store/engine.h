/* What a database engine gives to the store: db.c hands each call of db.h to the engine of the
 * database. Each engine is one file (db_sqlite.c, db_postgres.c) that begins its own structs with
 * these. */
#pragma once

#include "store/db.h"

struct db_engine {
    bool (*exists)(const char *where);
    bool (*make)(const char *where, bool (*fill)(struct db *, void *, struct faults *),
                 void *context, struct faults *faults);
    struct db *(*open)(const char *where, struct faults *faults);
    void (*close)(struct db *db);
    bool (*begin)(struct db *db, int patience, struct faults *faults);
    /* NULL where one change stands at a time. */
    bool (*begin_beside)(struct db *db, int patience, struct faults *faults);
    const char *skip_locked;
    bool (*commit)(struct db *db, struct faults *faults);
    void (*rollback)(struct db *db);
    bool (*in_change)(const struct db *db);
    bool (*set_savepoint)(struct db *db, struct faults *faults);
    void (*rollback_to_savepoint)(struct db *db);
    bool (*defer_references)(struct db *db, bool defer, struct faults *faults);
    bool (*begin_reading)(struct db *db, struct faults *faults);
    void (*end_reading)(struct db *db);
    /* NULL where it would cost more than it saves. */
    void (*hold)(struct db *db);
    void (*let_go)(struct db *db);
    struct db_statement *(*prepare)(struct db *db, struct str sql, struct faults *faults);
    struct db_statement *(*prepare_walk)(struct db *db, struct str sql, struct faults *faults);
    void (*done)(struct db_statement *s);
    void (*bind)(struct db_statement *s, const struct value *value);
    enum db_outcome (*step)(struct db_statement *s, struct faults *faults);
    struct value (*value)(const struct db_statement *s, struct arena *a, int column,
                          enum value_kind holds);
    /* NULL where a statement is done when it is stepped. */
    enum db_outcome (*send)(struct db *db, struct db_statement *s, const struct db_sending *how,
                            struct faults *faults);
    enum db_outcome (*wait)(struct db *db, int64_t *changed, struct faults *faults);
    int64_t (*changed)(const struct db *db);
    bool (*run)(struct db *db, struct str sql, struct faults *faults);
    const char *(*column_type)(enum value_kind holds);
    const char *(*table_options)(void); /* NULL: none */
    /* A table may refer to one that is not made yet. */
    bool refers_ahead;
    /* What stands behind a column of an index, so that empty values stand where lists have them. */
    const char *index_rising, *index_falling;
    bool (*check)(struct db *db, struct faults *faults);
    const char *size_query; /* one row with one number: its bytes */
    /* NULL where there is nothing to do. */
    void (*settle)(struct db *db);
    /* NULL where the database is no file. */
    bool (*image_take)(struct db *db, struct db_image *image, struct faults *faults);
};

struct db {
    const struct db_engine *engine;
    int64_t counted; /* for db_wait, where nothing is sent */
};
struct db_statement {
    const struct db_engine *engine;
};

extern const struct db_engine engine_sqlite, engine_postgres;
