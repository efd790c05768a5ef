/* SQLite behind the face of db.h. Settings follow sqlite.org/security.html and the durability
 * wanted: a commit returns after its pages are synced (WAL, synchronous=FULL). */
#include "store/engine.h"

#include "base/arena.h"
#include "store/db_sqlite.h"
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION = 0x48696d61, /* "Hima" in the file's header */
    SETS = 64,
    WAYS = 4,               /* statements kept ready: WAYS for each remainder of their hash */
    PAGE_CACHE_KB = 1500,   /* of each connection; a server has nineteen */
    WRITER_CACHE_KB = 8000, /* of the one that writes: a large change stays in memory */
    LOG_PAGES = 8000, /* of 4 kB in the log until they go to their places, many writings at once */
    LARGEST_VALUE = 256 * 1000 * 1000, /* bytes of one text or file */
};

struct lite_statement {
    struct db_statement face;
    struct db *db;
    sqlite3_stmt *stmt;
    int bound;
    bool busy, kept; /* kept: it stands in the cache */
    uint64_t hash, last_used;
    struct lite_statement *next; /* among the spare ones */
};

struct lite {
    struct db face;
    struct arena arena;
    sqlite3 *sqlite;
    struct str where;
    struct lite_statement cache[SETS][WAYS];
    int patience; /* milliseconds to wait for another process */
    struct timespec busy_since;
    bool has_savepoint;
    bool held;                    /* the open transaction only reads, and any other ends it */
    bool writes;                  /* it has begun a change, and has the larger cache */
    uint64_t prepared;            /* statements asked for so far */
    struct lite_statement *spare; /* for use when the place in the cache is busy */
};

static struct lite *of(const struct db *db)
{
    return (struct lite *)(uintptr_t)db;
}

static struct lite_statement *statement_of(const struct db_statement *s)
{
    return (struct lite_statement *)(uintptr_t)s;
}

static const char *lite_column_type(enum value_kind holds)
{
    switch (holds) {
    case VALUE_INTEGER: return "INTEGER";
    case VALUE_REAL: return "REAL";
    case VALUE_BLOB:
    case VALUE_SEALED: return "BLOB";
    default: return "TEXT";
    }
}

static const char *lite_table_options(void)
{
    return " STRICT";
}

static void lite_close(struct db *db);
static void lite_rollback(struct db *db);

/* --- faults --- */

static bool failed(struct db *db, int code, struct faults *faults)
{
    const char *detail = of(db)->sqlite ? sqlite3_errmsg(of(db)->sqlite) : sqlite3_errstr(code);
    return FAULT(faults, FAULT_STORE, ((struct place){.file = of(db)->where}),
                 db_sqlite_message(code), str_of(detail));
}

static bool no_store(const char *where, const char *message, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(where)}), message);
}

/* --- statements --- */

static struct lite_statement *spare_statement(struct db *db)
{
    struct lite_statement *s = of(db)->spare;
    if (!s)
        return arena_new(&of(db)->arena, struct lite_statement);
    of(db)->spare = s->next;
    return s;
}

/* The statement of this text in the cache; else the place of the one that was used longest ago, or
 * a spare one when all places are busy. */
static struct lite_statement *place_for(struct db *db, struct str sql)
{
    uint64_t hash = str_hash(sql);
    struct lite_statement *set = of(db)->cache[(hash ^ (hash >> 32)) % SETS], *oldest = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        struct lite_statement *s = &set[i];
        if (s->busy)
            continue;
        if (s->stmt && s->hash == hash && str_eq(str_of(sqlite3_sql(s->stmt)), sql))
            return s;
        if (!oldest || s->last_used < oldest->last_used)
            oldest = s;
    }
    if (!oldest)
        return spare_statement(db);
    sqlite3_finalize(oldest->stmt);
    *oldest = (struct lite_statement){.hash = hash, .kept = true};
    return oldest;
}

static struct db_statement *lite_prepare(struct db *db, struct str sql, struct faults *faults)
{
    struct lite_statement *s = place_for(db, sql);
    s->face.engine = &engine_sqlite;
    s->last_used = ++of(db)->prepared;
    s->db = db;
    s->bound = 0;
    if (!s->stmt) {
        int code = sqlite3_prepare_v3(of(db)->sqlite, sql.p, (int)sql.n,
                                      s->kept ? SQLITE_PREPARE_PERSISTENT : 0, &s->stmt, NULL);
        if (code != SQLITE_OK) {
            failed(db, code, faults);
            return NULL;
        }
    }
    s->busy = true;
    return &s->face;
}

static void lite_done(struct db_statement *face)
{
    struct lite_statement *s = statement_of(face);
    if (!s)
        return;
    s->busy = false;
    sqlite3_reset(s->stmt);
    if (s->kept)
        return;
    sqlite3_finalize(s->stmt);
    s->stmt = NULL;
    s->next = of(s->db)->spare;
    of(s->db)->spare = s;
}

static void bind_text(struct lite_statement *s, struct str text)
{
    sqlite3_bind_text64(s->stmt, ++s->bound, text.p ? text.p : "", text.n, SQLITE_STATIC,
                        SQLITE_UTF8);
}

static void lite_bind(struct db_statement *face, const struct value *value)
{
    struct lite_statement *s = statement_of(face);
    struct str text = value->text;
    switch (value->kind) {
    case VALUE_EMPTY: sqlite3_bind_null(s->stmt, ++s->bound); break;
    case VALUE_TEXT: bind_text(s, text); break;
    case VALUE_BLOB:
    case VALUE_SEALED:
        sqlite3_bind_blob64(s->stmt, ++s->bound, text.p ? text.p : "", text.n, SQLITE_STATIC);
        break;
    case VALUE_INTEGER: sqlite3_bind_int64(s->stmt, ++s->bound, value->integer); break;
    case VALUE_REAL: sqlite3_bind_double(s->stmt, ++s->bound, value->real); break;
    }
}

static enum db_outcome lite_step(struct db_statement *face, struct faults *faults)
{
    struct lite_statement *s = statement_of(face);
    int code = sqlite3_step(s->stmt);
    switch (code) {
    case SQLITE_ROW: return DB_ROW;
    case SQLITE_DONE: return DB_DONE;
    }
    switch (sqlite3_extended_errcode(of(s->db)->sqlite)) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY: return DB_TAKEN;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return DB_DANGLING;
    }
    failed(s->db, code, faults);
    return DB_FAILED;
}

static struct str bytes_of(sqlite3_value *value, struct arena *a)
{
    const void *p = sqlite3_value_blob(value);
    struct str bytes = {p, (size_t)sqlite3_value_bytes(value)};
    return p ? str_copy(a, bytes) : (struct str){0};
}

static struct value lite_value(const struct db_statement *face, struct arena *a, int column,
                               enum value_kind holds)
{
    sqlite3_value *value = sqlite3_column_value(statement_of(face)->stmt, column); /* one look-up */
    struct value v = {0};
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return v;
    v.kind = holds;
    if (holds == VALUE_INTEGER)
        v.integer = sqlite3_value_int64(value);
    else if (holds == VALUE_REAL)
        v.real = sqlite3_value_double(value);
    else
        v.text = bytes_of(value, a);
    return v;
}

static int64_t lite_changed(const struct db *db)
{
    return sqlite3_changes64(of(db)->sqlite);
}

static bool lite_run(struct db *db, struct str sql, struct faults *faults)
{
    int code = sqlite3_exec(of(db)->sqlite, str_c(faults->arena, sql), NULL, NULL, NULL);
    return code == SQLITE_OK || failed(db, code, faults);
}

/* --- changes --- */

static bool quick(struct db *db, const char *sql, struct faults *faults)
{
    struct db_statement *s = lite_prepare(db, str_of(sql), faults);
    bool ok = s && lite_step(s, faults) == DB_DONE;
    lite_done(s);
    return ok;
}

static bool quietly(struct db *db, const char *sql)
{
    return quick(db, sql, &(struct faults){.arena = &of(db)->arena, .limit = 1});
}

static void lite_hold(struct db *db)
{
    of(db)->held = sqlite3_get_autocommit(of(db)->sqlite) && quietly(db, "BEGIN");
}

static void lite_let_go(struct db *db)
{
    if (of(db)->held && !quietly(db, "COMMIT"))
        lite_rollback(db);
    of(db)->held = false;
}

static bool lite_begin(struct db *db, int patience, struct faults *faults)
{
    lite_let_go(db);
    char pragma[60];
    snprintf(pragma, sizeof pragma, "PRAGMA cache_size=-%d", WRITER_CACHE_KB);
    if (!of(db)->writes && !lite_run(db, str_of(pragma), faults))
        return false;
    of(db)->writes = true;
    of(db)->patience = patience;
    of(db)->has_savepoint = false;
    return quick(db, "BEGIN IMMEDIATE", faults);
}

static bool lite_commit(struct db *db, struct faults *faults)
{
    if (quick(db, "COMMIT", faults))
        return true;
    return lite_rollback(db), false;
}

static void lite_rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(of(db)->sqlite))
        sqlite3_exec(of(db)->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

static bool lite_in_change(const struct db *db)
{
    return !of(db)->held && !sqlite3_get_autocommit(of(db)->sqlite);
}

static bool lite_set_savepoint(struct db *db, struct faults *faults)
{
    if (of(db)->has_savepoint && !quick(db, "RELEASE change", faults))
        return false;
    return of(db)->has_savepoint = quick(db, "SAVEPOINT change", faults);
}

static void lite_rollback_to_savepoint(struct db *db)
{
    if (!sqlite3_get_autocommit(of(db)->sqlite))
        sqlite3_exec(of(db)->sqlite, "ROLLBACK TO change", NULL, NULL, NULL);
}

static void lite_settle(struct db *db)
{
    sqlite3_busy_timeout(of(db)->sqlite, 1000);
    sqlite3_exec(of(db)->sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
}

static bool lite_defer_references(struct db *db, bool defer, struct faults *faults)
{
    return quick(db, defer ? "PRAGMA defer_foreign_keys=ON" : "PRAGMA defer_foreign_keys=OFF",
                 faults);
}

static bool lite_begin_reading(struct db *db, struct faults *faults)
{
    lite_let_go(db);
    return quick(db, "BEGIN", faults);
}

/* --- files --- */

static void harden(sqlite3 *sqlite)
{
    static const struct {
        int option, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, LARGEST_VALUE}, {SQLITE_LIMIT_SQL_LENGTH, 200000},
        {SQLITE_LIMIT_COLUMN, 250},           {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_COMPOUND_SELECT, 3},    {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},       {SQLITE_LIMIT_VARIABLE_NUMBER, 1000},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        sqlite3_db_config(sqlite, switches[i].option, switches[i].value, NULL);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(sqlite, limits[i].limit, limits[i].value);
    sqlite3_extended_result_codes(sqlite, 1);
}

/* Asks again and again: whoever commits one batch after the other leaves the lock free for moments
 * only, which growing pauses (sqlite3_busy_timeout) would miss. */
static int wait_for_others(void *context, int tries)
{
    struct db *db = context;
    struct timespec now, pause = {.tv_nsec = tries < 100 ? 1000000 : 3000000};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (tries == 0)
        of(db)->busy_since = now;
    int64_t waited = (now.tv_sec - of(db)->busy_since.tv_sec) * 1000 +
                     (now.tv_nsec - of(db)->busy_since.tv_nsec) / 1000000;
    if (waited >= of(db)->patience)
        return 0;
    nanosleep(&pause, NULL);
    return 1;
}

static struct db *connect(const char *where, struct faults *faults)
{
    struct arena arena = {0};
    struct db *db = &arena_new(&arena, struct lite)->face;
    db->engine = &engine_sqlite;
    of(db)->where = str_copy(&arena, str_of(where));
    /* The name is given as it is (no URI), so that a ? in it means nothing. */
    int code =
        sqlite3_open_v2(where, &of(db)->sqlite,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                        db_sqlite_log_vfs());
    of(db)->arena = arena;
    if (code == SQLITE_OK) {
        harden(of(db)->sqlite);
        of(db)->patience = 5000;
        sqlite3_busy_handler(of(db)->sqlite, wait_for_others, db);
        return db;
    }
    failed(db, code, faults);
    lite_close(db);
    return NULL;
}

static void lite_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < SETS * WAYS; i++)
        sqlite3_finalize(of(db)->cache[i / WAYS][i % WAYS].stmt);
    sqlite3_close_v2(of(db)->sqlite);
    struct arena arena = of(db)->arena;
    arena_free(&arena);
}

static int64_t pragma_number(struct db *db, const char *pragma)
{
    sqlite3_stmt *stmt = NULL;
    int64_t number = -1;
    if (sqlite3_prepare_v2(of(db)->sqlite, pragma, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

static bool lite_exists(const char *where)
{
    struct stat about;
    return lstat(where, &about) == 0;
}

/* What can be said before the database looks at the file. It is not opened: closing it again would
 * take away the locks that this process holds on it through other connections (POSIX), and another
 * process would then take itself for the only one and remove the log under our feet. Too short a
 * file SQLite takes for an empty database, and would fill it; a page has at least 512 bytes. */
static bool looks_like_a_store(const char *where, struct faults *faults)
{
    struct stat about;
    if (stat(where, &about) != 0)
        return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(where)}),
                     N_("The store cannot be opened: {1}."), str_of(strerror(errno)));
    if (S_ISDIR(about.st_mode))
        return no_store(where, N_("This is a folder; a store is a file, as in himaya.db."), faults);
    if (!S_ISREG(about.st_mode))
        return no_store(where, N_("This is no ordinary file; a store is one."), faults);
    if (about.st_size == 0)
        return no_store(where,
                        N_("This file is empty and so no store. Remove it, and a store is made in "
                           "its place."),
                        faults);
    return about.st_size >= 512 || no_store(where, db_sqlite_message(SQLITE_NOTADB), faults);
}

static bool prepare_connection(struct db *db, struct faults *faults)
{
    char pragmas[300];
    int64_t application = pragma_number(db, "PRAGMA application_id");
    if (application < 0 && sqlite3_errcode(of(db)->sqlite) == SQLITE_NOTADB)
        return no_store(of(db)->where.p, db_sqlite_message(SQLITE_NOTADB), faults);
    if (application < 0)
        return failed(db, sqlite3_errcode(of(db)->sqlite), faults);
    if (application != APPLICATION)
        return no_store(of(db)->where.p,
                        N_("This is a database, but of another program, and no store of Himaya."),
                        faults);
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON;"
             "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
             "PRAGMA cache_size=-%d; PRAGMA wal_autocheckpoint=%d;",
             PAGE_CACHE_KB, LOG_PAGES);
    return lite_run(db, str_of(pragmas), faults);
}

static struct db *lite_open(const char *where, struct faults *faults)
{
    if (!looks_like_a_store(where, faults))
        return NULL;
    struct db *db = connect(where, faults);
    if (db && prepare_connection(db, faults))
        return db;
    lite_close(db);
    return NULL;
}

/* Nobody looks for it by this name: it is synced once, when it is whole. */
static bool fill_file(const char *path, bool (*fill)(struct db *, void *, struct faults *),
                      void *context, struct faults *faults)
{
    char application[100];
    struct db *db = connect(path, faults);
    if (!db)
        return false;
    snprintf(application, sizeof application,
             "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA application_id=%d;",
             APPLICATION);
    bool ok = lite_run(db, str_of(application), faults) && lite_begin(db, 0, faults) &&
              fill(db, context, faults) && lite_commit(db, faults) &&
              lite_run(db, S("PRAGMA journal_mode=WAL"), faults);
    lite_close(db);
    return ok;
}

static bool cannot_make(const char *where, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(where)}),
                 N_("A store cannot be made here: {1}. The folder must exist and be writable for "
                    "you."),
                 str_of(strerror(errno)));
}

static bool lite_make(const char *where, bool (*fill)(struct db *, void *, struct faults *),
                      void *context, struct faults *faults)
{
    struct arena *a = faults->arena;
    const char *path = str_format(a, "%s.new-%ld", where, (long)getpid()).p;
    unlink(path);
    if (!files_make(path))
        return cannot_make(where, faults);
    bool ok = fill_file(path, fill, context, faults);
    if (ok && !(files_sync(path) && files_publish(path, where)))
        ok = cannot_make(where, faults);
    unlink(path);
    if (ok)
        files_sync_folder(where);
    return ok;
}

/* --- checks and copies --- */

static bool lite_check(struct db *db, struct faults *faults)
{
    struct db_statement *s = lite_prepare(db, S("PRAGMA integrity_check(1)"), faults);
    bool ok = s && lite_step(s, faults) == DB_ROW;
    struct str says = ok ? bytes_of(sqlite3_column_value(statement_of(s)->stmt, 0), faults->arena)
                         : (struct str){0};
    lite_done(s);
    if (!ok || str_eq(says, S("ok")))
        return ok;
    return FAULT(faults, FAULT_STORE, ((struct place){.file = of(db)->where}),
                 N_("The file of the store is damaged ({1}). Keep it as it is and restore the "
                    "latest backup."),
                 says);
}

static bool copy_pages(struct db *db, sqlite3 *target, struct faults *faults)
{
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", of(db)->sqlite, "main");
    int code = backup ? SQLITE_OK : sqlite3_errcode(target);
    if (backup) {
        code = sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    return code == SQLITE_DONE || failed(db, code, faults);
}

/* The file stands beside the store, for its owner only, while the pages are copied. */
static bool lite_image_take(struct db *db, struct db_image *image, struct faults *faults)
{
    struct stat about = {0};
    const char *path = str_format(faults->arena, "%.*s.image", STR_ARG(of(db)->where)).p;
    image->fd = files_open_alone(path);
    if (image->fd < 0)
        return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(path)}),
                     N_("A copy cannot be made here: {1}."), str_of(strerror(errno)));
    struct db *target = connect(path, faults);
    bool ok = target &&
              lite_run(target, S("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"), faults) &&
              copy_pages(db, of(target)->sqlite, faults) && fstat(image->fd, &about) == 0;
    lite_close(target);
    unlink(path);
    image->bytes = about.st_size;
    if (!ok)
        close(image->fd);
    return ok;
}

const struct db_engine engine_sqlite = {
    .exists = lite_exists,
    .make = lite_make,
    .open = lite_open,
    .close = lite_close,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .in_change = lite_in_change,
    .set_savepoint = lite_set_savepoint,
    .rollback_to_savepoint = lite_rollback_to_savepoint,
    .defer_references = lite_defer_references,
    .prepare_walk = lite_prepare,
    .begin_reading = lite_begin_reading,
    .hold = lite_hold,
    .let_go = lite_let_go,
    .prepare = lite_prepare,
    .done = lite_done,
    .bind = lite_bind,
    .step = lite_step,
    .value = lite_value,
    .changed = lite_changed,
    .run = lite_run,
    .column_type = lite_column_type,
    .table_options = lite_table_options,
    .refers_ahead = true,
    .index_rising = "",
    .index_falling = " DESC",
    .check = lite_check,
    .size_query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    .image_take = lite_image_take,
    .end_reading = lite_rollback,
    .settle = lite_settle,
};
