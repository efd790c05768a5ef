/* Opening and making stores. */
#include "store/inside.h"

#include "base/date.h"
#include "store/sealed.h"

#include <sodium.h>

enum {
    USUAL_PATIENCE = 5000 /* milliseconds */,
    KEYS_SINCE_LAYOUT = 4,
    SEALED_HEAD_SINCE_LAYOUT = 5
};

static struct store *store_new(const char *where, struct faults *faults)
{
    struct arena arena = {0};
    if (sodium_init() < 0) {
        FAULT(faults, FAULT_SYSTEM, (struct place){0},
              N_("The machine gives no random numbers, so nothing can be kept safely."));
        return NULL;
    }
    struct store *s = arena_new(&arena, struct store);
    s->where = str_c(&arena, str_of(where));
    s->setting = setting_type(&arena);
    s->patience = USUAL_PATIENCE;
    s->keys = keys_new(store_keys_file(&arena, where));
    s->arena = arena;
    pthread_mutex_init(&s->lock, NULL);
    turn_open(&s->turn);
    return s;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    db_close(s->first);
    keys_free(s->keys);
    pthread_mutex_destroy(&s->lock);
    turn_close(&s->turn);
    struct arena arena = s->arena;
    arena_free(&arena);
}

const struct model *store_model(const struct store *s)
{
    return s->model;
}

void store_set_patience(struct store *s, int milliseconds)
{
    s->patience = milliseconds;
}

/* A session of the store's own, in a change that db.h has begun. */
static struct session own_session(struct store *s, struct db *db, const char *reason)
{
    struct session session = {.store = s, .db = db, .writing = true};
    session.actor = (struct actor){S("himaya"), S("store"), str_of(reason)};
    session.at = date_now(&session.change);
    return session;
}

static void end_own_session(struct session *s)
{
    seal_let_go(s, true);
    arena_free(&s->change);
    arena_free(&s->scratch);
}

/* --- the key file --- */

/* Makes the key file when there is none yet, and expects it from now on. Only for a store that
 * remembers none: what was sealed with a lost file must never meet a new one. */
static bool make_keys(struct store *s, struct faults *faults)
{
    char name[KEY_FILE_NAME + 1];
    keys_expect(s->keys, (struct str){0});
    if (!keys_make(s->keys, faults) || !keys_name(s->keys, name, faults))
        return false;
    keys_expect(s->keys, str_of(name));
    return true;
}

static bool remember_keys(struct store *s, struct db *db, struct faults *faults)
{
    char name[KEY_FILE_NAME + 1];
    if (!keys_name(s->keys, name, faults))
        return false;
    struct db_statement *q =
        db_prepare(db, S("INSERT INTO store_key_file (one, name) VALUES (1, $1)"), faults);
    if (!q)
        return false;
    db_bind_text(q, str_of(name));
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* *known: the store remembers a key file; no other is used. */
static bool expect_keys(struct store *s, struct db *db, bool *known, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(db, S("SELECT name FROM store_key_file WHERE one = 1"), faults);
    enum db_outcome outcome = q ? db_step(q, faults) : DB_FAILED;
    *known = outcome == DB_ROW;
    keys_expect(s->keys, *known ? db_text(q, &s->arena, 0) : S("none"));
    db_done(q);
    return outcome != DB_FAILED;
}

/* --- a new store --- */

static bool fill(struct db *db, void *store, struct faults *faults)
{
    struct store *s = store;
    struct session session = own_session(s, db, "a new store");
    bool ok = make_keys(s, faults) && schema_make(s, db, faults) &&
              migrate_remember_model(db, 1, s->digest, session.at, faults) &&
              search_bring_up(&session, faults) && blind_bring_up(&session, faults) &&
              audit_begin(&session, faults) &&
              store_setting_set(&session, S("pack"), s->model->pack, faults) &&
              remember_keys(s, db, faults) && audit_end(&session, faults);
    end_own_session(&session);
    return ok;
}

static bool make(struct store *s, struct faults *faults)
{
    s->fresh = tables_make(s, NULL, faults) && db_make(s->where, fill, s, faults);
    return s->fresh;
}

/* --- a store that is there --- */

static bool check_layout(struct store *s, struct db *db, int64_t *layout, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(db, S("SELECT layout FROM store_layout WHERE one = 1"), faults);
    if (!q)
        return false;
    *layout = db_step(q, faults) == DB_ROW ? db_integer(q, 0) : 0;
    db_done(q);
    if (*layout >= 1 && *layout <= STORE_LAYOUT)
        return true;
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(s->where)}),
                 N_("The store was made by a newer Himaya than this one. Use that one, or a newer "
                    "one."));
}

static bool check_pack(struct store *s, struct db *db, struct faults *faults)
{
    struct str pack;
    if (!setting_read(db, faults->arena, S("pack"), &pack, faults))
        return false;
    if (str_eq(pack, s->model->pack))
        return true;
    return FAULT(faults, FAULT_REFUSED, ((struct place){.file = str_of(s->where)}),
                 N_("The store was made for the country pack \"{1}\", not for \"{2}\"."), pack,
                 s->model->pack);
}

/* Compares the model with those the store has had. *number is 0 when nothing is to be done, else
 * the number that this model gets. */
static bool compare_models(struct store *s, struct db *db, int64_t *number, struct faults *faults)
{
    int64_t ours, newest;
    struct str since = {0};
    if (!migrate_read_models(db, s->digest, &ours, &newest, &since, faults))
        return false;
    *number = ours == newest ? 0 : newest + 1;
    if (ours == newest || ours == 0)
        return true;
    return FAULT(
        faults, FAULT_STORE, ((struct place){.file = str_of(s->where)}),
        N_("The store was brought up to a newer model on {1}, and this program has an older "
           "one, which would hide fields. Use the newer program, or restore the backup "
           "from before."),
        since);
}

/* That an older store was taken as it is, without a seal on its head, stands in its chain. */
static bool tell_layout(struct session *s, int64_t layout, struct faults *faults)
{
    struct event event = {.action = "layout", .type = S("store")};
    return layout == STORE_LAYOUT || store_event(s, &event, faults);
}

static bool bring_up(struct store *s, struct db *db, struct faults *faults)
{
    int64_t number, layout;
    bool known = false;
    if (!db_begin(db, s->patience, faults))
        return false;
    struct session session = own_session(s, db, "the model of the program changed");
    /* another process may have done it by now */
    bool ok = check_layout(s, db, &layout, faults) && compare_models(s, db, &number, faults) &&
              (layout == STORE_LAYOUT || schema_bring_layout(db, faults)) &&
              (layout == STORE_LAYOUT || number || schema_make_indexes(s, db, faults));
    ok = ok && expect_keys(s, db, &known, faults);
    if (ok && !known && layout < KEYS_SINCE_LAYOUT)
        ok = make_keys(s, faults) && remember_keys(s, db, faults);
    session.old_head = ok && layout < SEALED_HEAD_SINCE_LAYOUT;
    ok = ok && audit_begin(&session, faults) && tell_layout(&session, layout, faults) &&
         (!number || migrate(&session, number, faults)) && audit_end(&session, faults);
    end_own_session(&session);
    if (!ok)
        db_rollback(db);
    else if ((ok = db_commit(db, faults)) && number)
        db_settle(db); /* what was in clear and is sealed now */
    return ok;
}

static bool attach(struct store *s, struct db *db, struct faults *faults)
{
    int64_t number, layout;
    bool known;
    s->first = db;
    if (!check_layout(s, db, &layout, faults) || !compare_models(s, db, &number, faults) ||
        !check_pack(s, db, faults))
        return false;
    if ((number || layout < STORE_LAYOUT) && !bring_up(s, db, faults))
        return false;
    return expect_keys(s, db, &known, faults) && tables_make(s, db, faults);
}

static void use_model(struct store *s, const struct model *model)
{
    s->model = model;
    s->digest = model_digest(&s->arena, model);
}

struct store *store_open(const char *where, const struct model *model, struct faults *faults)
{
    struct store *s = store_new(where, faults);
    if (!s)
        return NULL;
    use_model(s, model);
    bool there = db_exists(where) || make(s, faults);
    struct db *db = there ? db_open(where, faults) : NULL;
    if (db && attach(s, db, faults))
        return s;
    if (db && !s->first)
        db_close(db);
    store_close(s);
    return NULL;
}

/* Reads which pack the store was made for, and its model. */
static bool load_model(struct store *s, struct db *db, struct str pack, struct faults *faults)
{
    struct str kept = {0};
    if (db && !setting_read(db, &s->arena, S("pack"), &kept, faults))
        return false;
    if (!pack.n)
        pack = db ? kept : S("az");
    const struct model *model = model_load(&s->arena, pack, faults);
    if (model)
        use_model(s, model);
    return model != NULL;
}

struct store *store_open_pack(const char *where, struct str pack, struct faults *faults)
{
    struct store *s = store_new(where, faults);
    struct db *db = NULL;
    int64_t layout;
    bool ok = s != NULL;
    if (ok && !db_exists(where))
        ok = load_model(s, NULL, pack, faults) && make(s, faults);
    if (ok) {
        db = db_open(where, faults);
        ok = db && check_layout(s, db, &layout, faults) &&
             (s->model || load_model(s, db, pack, faults)) && attach(s, db, faults) &&
             local_codes_load(s, db, faults);
    }
    if (ok)
        return s;
    if (db && !s->first)
        db_close(db);
    store_close(s);
    return NULL;
}

/* --- a copy that is to be checked --- */

static bool attach_copy(struct store *s, struct db *db, struct faults *faults)
{
    int64_t layout, number;
    bool known;
    if (!check_layout(s, db, &layout, faults) ||
        (!s->model && !load_model(s, db, (struct str){0}, faults)) ||
        !compare_models(s, db, &number, faults) || !expect_keys(s, db, &known, faults))
        return false;
    s->current = layout == STORE_LAYOUT && number == 0;
    return tables_make(s, db, faults);
}

struct store *store_open_copy(const char *file, const char *where, const struct model *model,
                              struct faults *faults)
{
    struct store *s = store_new(where, faults);
    if (!s)
        return NULL;
    s->where = str_c(&s->arena, str_of(file));
    if (model)
        use_model(s, model);
    s->first = db_open(file, faults);
    if (s->first && attach_copy(s, s->first, faults))
        return s;
    store_close(s);
    return NULL;
}

bool store_is_current(const struct store *s)
{
    return s->current;
}
