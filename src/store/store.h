/* Keeps records: every type of the model, every change with who, when and why, in a chain that
 * shows tampering. The face of every database behind it (SQLite now); nothing here is of one
 * database.
 *
 * A store has one writer and many readers. A `struct session` is one thread's way in: it reads at
 * any time and sees only what is committed (or its own open change). Writing happens inside a
 * change: begin, any number of puts, commit. A change is whole or nothing, and committed means on
 * disk. Results live in the arena given. Functions return false (or NULL) with a fault when they
 * fail; a failed write leaves the open change to be rolled back (store_rollback), nothing of it
 * stays.
 */
#pragma once

#include "model/value.h"

struct store;
struct session;

struct record {
    const struct type *type;
    struct str id;        /* 26 characters of base 32, random; empty before it is stored */
    int64_t version;      /* 1 on first storing, then one more each time */
    struct value *values; /* type->field_count of them */
    char own_id[27];      /* where store_insert puts the id it makes */
    bool brief;           /* files and long texts were left out; it cannot be stored again */
};

/* Who changes, and why; kept with every change. */
struct actor {
    struct str name;    /* user, or "command line" */
    struct str channel; /* "cli", "web", "api", "import" */
    struct str reason;
};

/* Opens (and makes when missing, and brings up to the model when it changed) the store at `where`:
 * a file name. A column whose field left the model is kept. A file that is no store, a store of a
 * newer program, a read-only folder: a fault says so. */
struct store *store_open(const char *where, const struct model *model, struct faults *faults);
/* The same with the model of a country pack: an empty `pack` means the one the store was made for,
 * and "az" for a store that is made now. Another one than the store's is a fault. */
struct store *store_open_pack(const char *where, struct str pack, struct faults *faults);
void store_close(struct store *s);
/* For how long a change waits for another writer before it gives up with a fault (5,000 at first).
 */
void store_set_patience(struct store *s, int milliseconds);
const struct model *store_model(const struct store *s);

/* One for each thread. */
struct session *session_open(struct store *s, struct faults *faults);
void session_close(struct session *s);
/* The same for one session; 0: that of the store. For a change that may as well be left. */
void session_set_patience(struct session *s, int milliseconds);
const struct model *session_model(const struct session *s);
/* What is read from now on is of one moment, that of the first reading, and costs less; until it is
 * let go, or a change begins. For a piece of work as short as the answer to a request. */
void store_hold(struct session *s);
void store_let_go(struct session *s);

/* --- changes --- */
bool store_begin(struct session *s, const struct actor *actor, struct faults *faults);
/* A change of unaudited types alone (jobs, when a session was last seen). It adds nothing to the
 * chain, so on a server it needs no turn and stands beside those of others; what touches an audited
 * type in it fails. */
bool store_begin_beside(struct session *s, const struct actor *actor, struct faults *faults);
/* Inside store_begin_beside: holds the record for this change. False without a fault when another
 * change holds it, or has changed it since it was read. */
bool store_take(struct session *s, const struct record *r, struct faults *faults);
bool store_commit(struct session *s, struct faults *faults);
void store_rollback(struct session *s);
/* An empty record of a type. */
struct record *record_new(struct arena *a, const struct type *type);
/* Sets a field by name; the field must exist (a programmer's error otherwise). */
void record_set(struct record *r, const char *field, struct value value);
const struct value *record_get(const struct record *r, const char *field);
struct str record_text(const struct record *r, const char *field); /* text of the value, or empty */
int64_t record_integer(const struct record *r, const char *field); /* 0 when empty */

/* Stores a new record (gives it an id). A second record of the same key is a FAULT_CONFLICT that
 * names the key. */
bool store_insert(struct session *s, struct record *r, struct faults *faults);
/* Stores new values of r (id and version as read). A stale version is a FAULT_CONFLICT; `*theirs`
 * (may be NULL) is then the record as it stands. */
bool store_update(struct session *s, struct arena *a, struct record *r, struct record **theirs,
                  struct faults *faults);
bool store_delete(struct session *s, const struct record *r, struct faults *faults);

/* --- settings of the store: texts under names ("pack", "country"), audited like records --- */
/* Empty when there is no such setting. */
bool store_setting_get(struct session *s, struct arena *a, struct str name, struct str *value,
                       struct faults *faults);
/* Inside a change. */
bool store_setting_set(struct session *s, struct str name, struct str value, struct faults *faults);

/* --- reading --- */
/* NULL without a fault when there is none. */
struct record *store_get(struct session *s, struct arena *a, const struct type *type, struct str id,
                         struct faults *faults);
/* The same without files and long texts (they come empty): for names, lists and links. */
struct record *store_get_brief(struct session *s, struct arena *a, const struct type *type,
                               struct str id, struct faults *faults);

/* IS with an empty value finds what is empty; IS_NOT finds what is empty too. CONTAINS finds a text
 * of at most 400 bytes inside another, without regard to the case of ASCII letters. */
enum compare { IS, IS_NOT, LESS, AT_MOST, MORE, AT_LEAST, IS_EMPTY, IS_SET, CONTAINS };
struct condition {
    const char *field;
    enum compare compare;
    struct value value;
};
struct query {
    const struct type *type;
    const struct condition *conditions; /* all must hold */
    size_t condition_count;
    const struct expression *where; /* a further condition (model/expression.h), or NULL */
    const char *order[4];           /* field names, "-name" for falling; then by id */
    size_t limit, offset;           /* 0: no limit */
    bool brief;                     /* records come without files and long texts */
    const bool *only; /* of each field: whether it is read; such records are brief. NULL: all are */
};
struct records {
    struct record **items;
    size_t count, capacity;
};
bool store_query(struct session *s, struct arena *a, const struct query *q, struct records *found,
                 struct faults *faults);
/* How many, without limit and offset. */
bool store_count(struct session *s, const struct query *q, int64_t *count, struct faults *faults);
/* Sum of a field (integer or money) over the query. */
bool store_sum(struct session *s, const struct query *q, const char *field, int64_t *sum,
               struct faults *faults);
/* How many different values a field has over the query; empty ones are not counted. */
bool store_count_different(struct session *s, const struct query *q, const char *field,
                           int64_t *count, struct faults *faults);
/* How many records of a query have each value of a field, or of one reached through references
 * (violation.district), and the sum of another (integer or money; NULL: none). Those without a
 * value stand under an empty one. Greatest first, then by value. */
struct group {
    struct str value;
    int64_t count, sum;
};
struct groups {
    struct group *items;
    size_t count, capacity;
};
bool store_group(struct session *s, struct arena *a, const struct query *q, const struct path *by,
                 const char *sum, struct groups *found, struct faults *faults);
/* The record with these values in its first key, or NULL without a fault. */
struct record *store_find(struct session *s, struct arena *a, const struct type *type,
                          const struct value *key, struct faults *faults);
/* The display name of a record by its type's `named` pattern (references by their names). */
struct str store_name(struct session *s, struct arena *a, const struct record *r,
                      struct faults *faults);

/* --- history and audit --- */
struct change {
    int64_t number; /* place in the chain, from 1 */
    struct str at, actor, channel, reason, action, type, record;
    int64_t version;
    /* field -> {"before", "after"}, each a scalar; of a file {"bytes", "sha256"}, of a sealed value
     * {"sealed"} (store_open_changes shows it), of a secret one {"secret"}. Of an event its
     * details. */
    const struct node *difference;
};
struct changes {
    struct change *items;
    size_t count, capacity;
};
/* Changes of one record, oldest first; events about it are not among them. */
bool store_history(struct session *s, struct arena *a, const struct type *type, struct str id,
                   struct changes *found, struct faults *faults);
/* The number of the newest change, 0 when there is none: it moves with every commit, by whichever
 * process, so what was made from the store is good for as long as it stays. */
bool store_newest_change(struct session *s, int64_t *number, struct faults *faults);
/* Something that happened and changed no record: a sign-in, a refusal, an export, a reading of
 * sealed fields, an emergency. It gets its row in the chain, with the actor of the open change. */
struct event {
    const char *action;         /* "sign_in", "refused", "export", "read", … */
    struct str type, record;    /* what it was about; may be empty */
    const struct node *details; /* names and counts, never names of people; NULL: none */
};
/* Inside a change. */
bool store_event(struct session *s, const struct event *event, struct faults *faults);
/* The same in a change of its own: on disk when this is true. */
bool store_event_alone(struct session *s, const struct actor *actor, const struct event *event,
                       struct faults *faults);
/* Rows of the chain, changes and events, newest first, narrowed by what is given (empty: any). The
 * difference of an event is its details, that of an insertion is NULL. */
struct audit_query {
    struct str actor, action, type, record;
    struct str from, until; /* times or dates; until is not included */
    int64_t before;         /* only rows older than the one of this number; 0: from the newest */
    size_t limit;
};
bool store_audit_read(struct session *s, struct arena *a, const struct audit_query *q,
                      struct changes *found, struct faults *faults);
/* What was found good. */
struct audit_verified {
    int64_t rows;
    struct str anchor; /* the file outside that vouches for them; empty: only the system's log */
    size_t anchored;   /* so many of its lines name rows of the chain */
    int64_t from, to;  /* the first and the last row that it names; 0: none */
    struct str since, until; /* when those lines were written */
    size_t restored;         /* how often a backup was restored */
};
/* Walks the whole chain, holds it against the anchor outside the database (`anchor` names a copy of
 * it, or a log that has its lines; empty: the store's own, docs/store.md), and holds every record
 * against the chain. True when all that holds; otherwise one fault names the first bad row (its
 * number, and what is wrong with it). */
bool store_audit_verify_against(struct session *s, struct arena *a, struct str anchor,
                                struct audit_verified *verified, struct faults *faults);
/* Writes the newest row down in the anchor now (it is done after changes anyway, at most once a
 * second). *verified says which row. */
bool store_audit_anchor(struct session *s, struct arena *a, struct audit_verified *verified,
                        struct faults *faults);
/* False when the anchor could not be written after the last change: its disk is full, or gone. */
bool store_anchor_is_written(struct store *s);
/* The same against the store's own anchor. True when it holds; otherwise one fault names the first
 * bad row (its number, and what is wrong with it). *checked is the number of rows that were good.
 */
bool store_audit_verify(struct session *s, int64_t *checked, struct faults *faults);

/* --- search --- */
/* Words of fields that are declared `search` (never sealed ones), folded (base/fold.h) so that
 * letters of Latin with or without diacritics and of Cyrillic find each other; each of at most
 * eight words of `text` may be cut at its end. Hits hold all words, best first: whole words before
 * beginnings, numbers and names of records before other fields. `allowed` says for a type and field
 * whether words of it may be searched; the others are as if they were not there. */
struct hit {
    const struct type *type;
    struct str record;
};
struct hits {
    struct hit *items;
    size_t count, capacity;
};
struct search {
    struct str text;
    bool (*allowed)(void *context, const struct type *type, const struct field *field);
    void *context;
    size_t limit;
};
bool store_search(struct session *s, struct arena *a, const struct search *search,
                  struct hits *found, struct faults *faults);

/* --- the whole store --- */
/* True when the database's own check of its pages and indexes finds nothing (slow: reads it all).
 */
bool store_check(struct session *s, struct faults *faults);
/* How many bytes the database takes. */
bool store_bytes(struct session *s, int64_t *bytes, struct faults *faults);
