/* What the files of this room share; no other room includes it. */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "store/db.h"
#include "store/keys.h"
#include "store/store.h"

#include <pthread.h>
#include <semaphore.h>

enum { DIGEST = 32 }; /* bytes of a SHA-256 */

struct column {
    struct str name;
    enum value_kind holds;
    const struct field *field; /* NULL: kept from an earlier model */
};

/* How one type stands in the database: the columns of its fields in their order, then those kept
 * from earlier models, which only changes and the audit look at. */
struct table {
    const struct type *type; /* NULL: the whole type is kept from an earlier model */
    struct str name;
    struct column *columns;
    size_t count, capacity;
    bool sealed;     /* some field of the type is */
    size_t *by_name; /* columns in byte order of their names */
    struct str columns_sql, brief_sql, insert_sql, delete_sql, get_sql;
};

struct tables {
    struct table *items;
    size_t count, capacity;
};

/* The turn to write (turn.c). Who has the turn may use and change everything behind `taken`. */
struct turn {
    pthread_mutex_t lock;
    struct session *waiting, *last; /* for the turn, in the order of coming */
    size_t sessions;                /* that are open */
    bool taken;
    bool open;                 /* a transaction is open on the writer */
    struct db *writer;         /* opened when a second session is there */
    struct session *batch;     /* whose changes stand in it and wait for the disk */
    struct timespec commit_by; /* when it is committed though others wait */
    int64_t committed;         /* the newest row that this process has brought to the disk */
    int64_t anchored;          /* the newest one that was written down outside, under the lock */
    time_t anchored_at;        /* on the monotonic clock */
    bool anchor_failed;
    int64_t number; /* the head of the chain behind those changes */
    unsigned char hash[DIGEST];
    bool moved;
};

/* What a waiting session is told. */
enum told { TOLD_TURN, TOLD_STORED, TOLD_LOST };

struct store {
    struct arena arena;
    const char *where;
    const struct model *model;
    struct str digest; /* of the model */
    struct tables
        tables; /* first those of model->types, in their order; then the settings; then kept */
    struct type *setting; /* the type of the settings */
    struct db *first;     /* opened with the store, for its first session */
    struct keys *keys;    /* the key file; there even when the file is not */
    bool current;         /* of our layout and model: for a copy that is checked */
    bool fresh;           /* made just now: its anchor begins with its first session */
    int patience;         /* milliseconds */
    pthread_mutex_t lock; /* guards `first` and `fresh` */
    struct turn turn;
};

/* A record whose key seals fields: its own, or those of records about it. */
struct subject {
    struct str type, id;
};

struct erased_list {
    struct subject *items;
    size_t count, capacity;
};

struct session {
    struct arena arena;
    struct store *store;
    int patience;        /* milliseconds; 0: the store's */
    struct db *own;      /* its connection */
    struct db *db;       /* the same, and in a change the one that it is written through */
    struct arena change; /* life of the open change */
    struct arena scratch;
    bool writing; /* a change is open */
    bool beside;  /* the open change has no turn, and touches nothing that is audited */
    bool failed;  /* a write of the open change failed */
    struct actor actor;
    struct str at;
    int64_t number; /* newest row of the audit chain */
    unsigned char hash[DIGEST];
    struct erased_list erased; /* people erased by the open change */
    struct held_key *held;     /* the key that the open change used last (person_key.h) */
    bool forgetting;           /* rows say what is done and not what stood there */
    bool old_head;             /* the store is of a layout whose head was not sealed */
    bool moved;                /* the open transaction added to the chain */
    bool model_stands;         /* the store was of our model when the head was read */
    /* while it waits for the turn, or for the disk */
    sem_t wake;
    enum told told;
    bool granted; /* it will be told so in a moment; under the lock of the turn */
    struct session *next;
    struct faults *commit_faults;
};

/* For how long a change of this session waits for its turn (session.c). */
int session_patience(const struct session *s);

/* --- tables (schema.c) --- */
enum value_kind kind_holds(enum field_kind kind);
/* What its column holds: VALUE_SEALED for a sealed field. */
enum value_kind field_holds(const struct field *f);
/* As kept in store_field: "text", "ref:employer", "sealed:date" … */
struct str kind_text(struct arena *a, const struct field *f);
/* Makes s->tables from the model and the kept columns of the database (NULL: a new one). */
bool tables_make(struct store *s, struct db *db, struct faults *faults);
const struct table *table_of(const struct store *s, const struct type *type);
/* `, "a", "b"` of the first `count` columns, each with `prefix` in front. */
struct str table_columns(struct arena *a, const struct table *t, size_t count, const char *prefix);
/* Makes everything in a new, empty database. */
bool schema_make(struct store *s, struct db *db, struct faults *faults);
/* Layout and head of the chain, as a new database has them. */
bool schema_first_rows(struct db *db, struct faults *faults);
/* Makes those of our own tables and indexes that an older layout did not have. */
/* Opens a file that is no store yet (a copy of the one that is to stand at `where`, whose key file
 * it uses) as it is, without bringing it up. `model` may be NULL: that of its pack. */
struct store *store_open_copy(const char *file, const char *where, const struct model *model,
                              struct faults *faults);
/* True when it is of our layout and model, so that its records can be read. */
bool store_is_current(const struct store *s);
/* Pages, chain and records of a copy, whose newest row must be this one (verify.c). */
bool verify_copy(struct session *s, int64_t number, const unsigned char hash[DIGEST],
                 bool records_too, struct faults *faults);
bool schema_bring_layout(struct db *db, struct faults *faults);
bool schema_make_table(struct store *s, struct db *db, const struct type *type,
                       struct faults *faults);
/* Adds the references that schema_make_table left out, when all tables are there. */
bool schema_refer_ahead(struct store *s, struct db *db, const struct type *type,
                        struct faults *faults);
bool schema_add_column(struct db *db, const struct type *type, const struct field *f,
                       struct faults *faults);
/* Makes the indexes of the model that are missing, drops those that are no longer wanted. */
bool schema_make_indexes(struct store *s, struct db *db, struct faults *faults);
/* The i-th part of a key as its index has it: `"year"`, or `coalesce("territory", '')` when it may
 * be empty. */
struct str key_column(struct arena *a, const struct type *type, const struct key *key, size_t i);
bool key_has_required(const struct type *type, const struct key *key);
/* Drops all indexes of a type; schema_make_indexes makes them again. */
bool schema_drop_indexes(struct db *db, struct str type, struct faults *faults);
/* A digest of all that tables are made from; the same for the same model. */
struct str model_digest(struct arena *a, const struct model *m);
/* Number of the layout of our own tables; a store with a higher one is of a newer program. */
enum { STORE_LAYOUT = 6 };

/* --- bringing a store up to its model (migrate.c) --- */
/* Inside an open change of `s`; the model gets this number among those the store has had. */
bool migrate(struct session *s, int64_t number, struct faults *faults);
/* Numbers of our model (0: never had) and of the newest one, and since when that is in force. */
bool migrate_read_models(struct db *db, struct str digest, int64_t *ours, int64_t *newest,
                         struct str *since, struct faults *faults);
bool migrate_remember_model(struct db *db, int64_t number, struct str digest, struct str at,
                            struct faults *faults);

/* --- the chain (audit.c) --- */
struct audit_row {
    int64_t number, version;
    struct str at, actor, channel, reason, action, type, record;
    struct str difference;
    struct str content; /* DIGEST bytes: the record's content after the change; none for an event */
};
/* False for a type whose records are kept without history and chain. */
bool table_is_audited(const struct table *t);
/* Digest of a record's content: every column that is not empty, in order of names. */
void audit_content(const struct table *t, const struct value *values, unsigned char digest[DIGEST]);
/* Hash of a row behind the row with hash `before`. */
void audit_hash(const unsigned char before[DIGEST], const struct audit_row *row,
                unsigned char hash[DIGEST]);
/* Puts a row at the end of the chain; fills its number, time and actor. */
bool audit_append(struct session *s, struct audit_row *row, struct faults *faults);
/* Adds a row for the open change, unless the type is not audited: what happened to a record and its
 * content after it (NULL values when it is gone). */
bool audit_add(struct session *s, const char *action, const struct table *t, struct str id,
               int64_t version, const struct value *values, struct str difference,
               struct faults *faults);
/* The head of the chain as the database keeps it. */
struct audit_head {
    bool there, plain; /* plain: without a seal, as before layout 5 */
    int64_t number;
    unsigned char hash[DIGEST], seal[DIGEST];
};
bool audit_read_head(struct session *s, struct audit_head *head, struct faults *faults);
bool audit_head_is_sealed(struct session *s, const struct audit_head *head, bool *sealed,
                          struct faults *faults);
/* Reads the head; refuses one that was not written with the key of the store. */
bool audit_begin(struct session *s, struct faults *faults);
bool audit_end(struct session *s, struct faults *faults); /* keeps the head */
/* The head as it stands goes to the turn, and comes from there, between changes of one batch. */
void audit_give_head(struct session *s);
void audit_take_head(struct session *s);

/* --- the turn to write (turn.c) --- */
void turn_open(struct turn *t);
void turn_close(struct turn *t);
/* A session comes and goes. */
void turn_join(struct session *s);
void turn_leave(struct session *s);
/* Waits for the turn; then s->db is open for a change and the head of the chain was read. */
bool turn_take(struct session *s, struct faults *faults);
/* True when the change is on disk. The turn is over in any case. */
bool turn_take_beside(struct session *s, struct faults *faults);
bool turn_commit(struct session *s, struct faults *faults);
void turn_rollback(struct session *s);

/* --- differences (difference.c) --- */
/* {"field": {"before": …, "after": …}} of the columns that changed; NULL values count as all empty.
 */
struct str difference_print(struct arena *a, const struct table *t, const struct value *before,
                            const struct value *after);
struct node *difference_value(struct arena *a, const struct column *c, const struct value *v);

/* --- writing (write.c) --- */
/* All columns of a record, kept ones too. NULL without a fault when there is none. */
struct value *row_get(struct session *s, struct arena *a, const struct table *t, struct str id,
                      int64_t *version, struct faults *faults);
/* New values of a row; `version` is the one it gets. */
struct row_change {
    struct str id;
    int64_t version;
    const struct value *before, *after; /* all columns */
};
bool row_put(struct session *s, const struct table *t, const struct row_change *c,
             struct faults *faults);
/* Refused because it was never begun, or because an earlier write of the change failed. */
bool change_is_open(struct session *s, struct faults *faults);
bool change_failed(struct session *s);
/* Whether any record refers to this one. */
bool record_is_referred(struct session *s, const struct type *type, struct str id, bool *referred,
                        struct faults *faults);
/* Checks kinds, required fields, codes and text. */
bool record_check(const struct record *r, struct faults *faults);
/* Stores a new record under an id given. */
bool insert_as(struct session *s, const struct table *t, struct record *r, struct faults *faults);

/* --- history (history.c) --- */
/* The columns that changes_read wants of store_audit. */
#define CHANGE_COLUMNS                                                                             \
    "number, version, at, actor, channel, reason, action, type, record, difference"
bool changes_read(struct db_statement *q, struct arena *a, struct changes *found,
                  struct faults *faults);

/* --- sealed fields (seal.c) --- */
/* Seals one plain value of a field of record `id`; the key of `subject` is made when there is none.
 * Refused for a person who was erased. */
struct sealing {
    const struct type *type;
    const struct field *field;
    struct str id;
    struct subject subject;
};
bool seal_value(struct session *s, struct arena *a, const struct sealing *what,
                const struct value *plain, struct value *sealed, struct faults *faults);
/* Opens what seal_value made; *plain is empty when the person was erased. */
bool seal_open(struct session *s, struct arena *a, const struct sealing *what,
               const struct value *sealed, struct value *plain, struct faults *faults);
/* Whose key seals the fields of a record with these values. */
struct subject seal_subject(const struct type *type, struct str id, const struct value *values);
/* The values of a record as they are to be stored: what is plain is sealed, what is the same as in
 * `row` (as stored now, NULL: nothing) keeps its old bytes. In the scratch arena, or r->values when
 * the type has no sealed field. NULL with a fault. */
const struct value *seal_record(struct session *s, const struct table *t, const struct record *r,
                                const struct value *row, struct faults *faults);

/* The key that the open change used last is cleared; with `close` its memory is given back. */
void seal_let_go(struct session *s, bool close);
/* The key of a deleted record goes when its type keeps no history that may be opened later. */
bool seal_forget(struct session *s, const struct table *t, struct str id, struct faults *faults);

/* --- erased people (erase.c) --- */
/* Behind the commit of a change that erased people: the key file remembers them, and their bytes
 * leave the files beside the database. */
void erase_settle(struct session *s, const struct erased_list *erased, struct str at);

/* --- finding by sealed fields (blind.c) --- */
/* Keeps what a record is found by; its values are plain or sealed. `before` (NULL: a new record)
 * and `after` are its columns as stored. */
bool blind_put(struct session *s, const struct record *r, const struct value *before,
               const struct value *after, struct faults *faults);
bool blind_forget(struct session *s, const struct type *type, struct str id, struct faults *faults);
/* Inside a change: what find_by declares is kept for all records. */
bool blind_bring_up(struct session *s, struct faults *faults);

/* --- reading (read.c) --- */
struct key_value {
    const struct type *type;
    const struct key *key;
    const struct value *values; /* key->count of them */
};
/* The record with these values in a key; NULL without a fault when there is none. */
struct record *find_by_key(struct session *s, struct arena *a, const struct key_value *wanted,
                           struct faults *faults);

/* --- search (search.c) --- */
/* Keeps the words of a record that was added (before NULL), changed, or deleted (after NULL),
 * inside the open change. Values are those of the type's fields; unchanged ones cost nothing. */
bool search_keep(struct session *s, const struct type *type, struct str id,
                 const struct value *before, const struct value *after, struct faults *faults);
/* Makes the words anew of every type whose `search` changed since they were made. */
bool search_bring_up(struct session *s, struct faults *faults);

/* --- codes that the country added (local_codes.c) --- */
/* Puts the records of type local_code into the lists of the model, which nobody else uses yet. */
bool local_codes_load(struct store *s, struct db *db, struct faults *faults);

/* --- settings (settings.c) --- */
/* The type of the settings: one text `value` under the name of the setting as id. */
struct type *setting_type(struct arena *a);
bool setting_read(struct db *db, struct arena *a, struct str name, struct str *value,
                  struct faults *faults);

/* --- conditions as SQL (condition.c) --- */
struct sql {
    struct buffer text;
    struct {
        struct value *items;
        size_t count, capacity;
    } bound;
    const struct type *type;
    int aliases;
};
void sql_add(struct sql *q, const char *text);
void sql_name(struct sql *q, struct str name); /* in quotation marks */
void sql_value(struct sql *q, struct value v); /* $n, and v is bound there */
/* True, after a fault, when the field (NULL: none) is sealed. */
bool sql_refuses_sealed(const struct field *f, struct faults *faults);
/* The value of a field of the rows called r, or of one reached through references. */
bool sql_path(struct sql *q, const struct path *path, struct faults *faults);
/* " WHERE …" of a query over the rows called r. */
bool sql_where(struct sql *q, const struct query *query, struct faults *faults);
struct db_statement *sql_start(struct session *s, const struct sql *q, struct faults *faults);
