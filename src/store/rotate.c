/* A new store key. The file holds both keys while the people's keys are wrapped anew, some hundred
 * at a time, each lot a change of its own; what is wrapped meanwhile uses the new one. The old one
 * leaves the file when nothing needs it any more. Killed anywhere, it goes on from there. */
#include "store/sealed.h"

#include "base/date.h"
#include "store/person_key.h"

#include <sodium.h>

enum { AT_ONCE = 500 };

static bool tell(struct session *s, const char *step, int64_t version, struct faults *faults)
{
    struct node *details = node_map(&s->change);
    node_set_str(&s->change, details, S("step"), str_of(step));
    node_set_int(&s->change, details, S("version"), version);
    struct event event = {.action = "rotate_keys", .details = details};
    return store_event(s, &event, faults);
}

static bool end(struct session *s, bool ok, struct faults *faults)
{
    if (ok)
        return store_commit(s, faults);
    store_rollback(s);
    return false;
}

/* People whose erasing the key file could not note at the time (a full disk, a file that could not
 * be written). */
static bool note_erased(struct session *s, struct faults *faults)
{
    struct arena a = {0};
    struct faults in = {.arena = &a};
    struct db_statement *q = db_prepare(
        s->db, S("SELECT type, record, destroyed_at FROM store_key WHERE destroyed_at IS NOT NULL"),
        faults);
    enum db_outcome outcome = DB_FAILED;
    bool ok = true;
    while (q && ok && (outcome = db_step(q, faults)) == DB_ROW) {
        struct arena_mark mark = arena_mark(&a);
        struct str type = db_text(q, &a, 0), id = db_text(q, &a, 1), at;
        ok = keys_says_erased(s->store->keys, type, id, &at, &in) ||
             keys_add_erased(s->store->keys, type, id, db_text(q, &a, 2), faults);
        arena_rewind(&a, mark);
    }
    db_done(q);
    arena_free(&a);
    return ok && outcome == DB_DONE;
}

/* The file is written while the store is held, so that nobody wraps with the old key after it. */
static bool add_version(struct session *s, const struct actor *actor, struct keys_state *state,
                        struct faults *faults)
{
    if (!store_begin(s, actor, faults))
        return false;
    bool ok = keys_state(s->store->keys, state, faults) && note_erased(s, faults);
    if (ok && state->count == 1)
        ok = keys_add_version(s->store->keys, s->at, faults) &&
             keys_state(s->store->keys, state, faults) && tell(s, "begun", state->newest, faults);
    return end(s, ok, faults);
}

static bool count_old(struct session *s, int64_t newest, int64_t *count, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db, S("SELECT count(*) FROM store_key WHERE version <> $1 AND wrapped IS NOT NULL"),
        faults);
    if (!q)
        return false;
    db_bind_integer(q, newest);
    bool ok = db_step(q, faults) == DB_ROW;
    *count = ok ? db_integer(q, 0) : 0;
    db_done(q);
    return ok;
}

struct old_keys {
    struct {
        struct subject person;
        struct person_key key;
    } items[AT_ONCE];
    size_t count;
};

static bool read_old(struct session *s, struct arena *a, int64_t newest, struct old_keys *old,
                     struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT type, record, version, wrapped FROM store_key WHERE version <> $1 AND "
                     "wrapped IS NOT NULL ORDER BY version LIMIT $2"),
                   faults);
    if (!q)
        return false;
    enum db_outcome outcome;
    db_bind_integer(q, newest);
    db_bind_integer(q, AT_ONCE);
    for (old->count = 0; (outcome = db_step(q, faults)) == DB_ROW; old->count++) {
        old->items[old->count].person = (struct subject){db_text(q, a, 0), db_text(q, a, 1)};
        old->items[old->count].key = (struct person_key){
            .there = true, .version = db_integer(q, 2), .wrapped = db_blob(q, a, 3)};
    }
    db_done(q);
    return outcome == DB_DONE;
}

/* Inside a change: wraps one lot anew. */
static bool wrap_lot(struct session *s, int64_t newest, size_t *wrapped, struct faults *faults)
{
    unsigned char key[KEY_SIZE];
    struct arena a = {0};
    struct old_keys *old = arena_new(&a, struct old_keys);
    bool ok = read_old(s, &a, newest, old, faults);
    for (size_t i = 0; i < old->count && ok; i++) {
        struct arena_mark mark = arena_mark(&s->scratch);
        ok = person_key_unwrap(s, &old->items[i].person, &old->items[i].key, key, faults) &&
             person_key_wrap(s, &old->items[i].person, key, faults);
        arena_rewind(&s->scratch, mark);
    }
    sodium_memzero(key, sizeof key);
    *wrapped = old->count;
    arena_free(&a);
    return ok;
}

static bool wrap_all(struct session *s, const struct actor *actor, int64_t newest,
                     const struct progress *progress, int64_t *wrapped, struct faults *faults)
{
    int64_t total;
    if (!count_old(s, newest, &total, faults))
        return false;
    progress_show(progress, 0, (size_t)total);
    for (size_t lot = 1; lot;) {
        if (!store_begin(s, actor, faults) || !end(s, wrap_lot(s, newest, &lot, faults), faults))
            return false;
        *wrapped += (int64_t)lot;
        progress_show(progress, (size_t)*wrapped, (size_t)total);
    }
    return true;
}

/* That the old key is no longer needed is told first and done then: told twice is better than done
 * and never told. */
static bool forget_old(struct session *s, const struct actor *actor, int64_t newest,
                       struct faults *faults)
{
    int64_t left;
    if (!store_begin(s, actor, faults) || !end(s, tell(s, "done", newest, faults), faults) ||
        !store_begin(s, actor, faults))
        return false;
    bool ok = count_old(s, newest, &left, faults);
    if (ok && left)
        ok = FAULT(faults, FAULT_CONFLICT, (struct place){0},
                   N_("Another program sealed with the old key meanwhile; run it again."));
    ok = ok && keys_forget_old(s->store->keys, faults);
    store_rollback(s);
    return ok;
}

bool store_rotate_keys(struct session *s, const struct actor *actor,
                       const struct progress *progress, int64_t *wrapped, struct faults *faults)
{
    struct keys_state state;
    *wrapped = 0;
    if (!add_version(s, actor, &state, faults) ||
        !wrap_all(s, actor, state.newest, progress, wrapped, faults) ||
        !forget_old(s, actor, state.newest, faults))
        return false;
    db_settle(s->own);
    return true;
}

/* --- their state --- */

static bool count_people(struct session *s, struct arena *a, struct node *state,
                         struct faults *faults)
{
    int64_t people = 0, erased = 0;
    struct node *types = node_list(a);
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT type, count(wrapped), count(destroyed_at) FROM store_key "
                     "GROUP BY type ORDER BY type"),
                   faults);
    enum db_outcome outcome = DB_FAILED;
    while (q && (outcome = db_step(q, faults)) == DB_ROW) {
        struct node *n = node_add(a, types, node_map(a));
        node_set_str(a, n, S("type"), db_text(q, a, 0));
        node_set_int(a, n, S("keys"), db_integer(q, 1));
        node_set_int(a, n, S("erased"), db_integer(q, 2));
        people += db_integer(q, 1);
        erased += db_integer(q, 2);
    }
    db_done(q);
    node_set_int(a, state, S("people"), people);
    node_set_int(a, state, S("erased"), erased);
    node_set(a, state, S("types"), types);
    return outcome == DB_DONE;
}

/* What was sealed only later, and the rows of the chain that tell it in clear for ever. */
static bool list_in_clear(struct session *s, struct arena *a, struct node *state,
                          struct faults *faults)
{
    struct changes sealed;
    struct audit_query q = {.action = S("seal")};
    struct node *list = node_set(a, state, S("in_clear"), node_list(a));
    if (!store_audit_read(s, a, &q, &sealed, faults))
        return false;
    for (size_t i = 0; i < sealed.count; i++) {
        int64_t rows = node_get_int(sealed.items[i].difference, S("in_clear"), 0);
        if (!rows)
            continue;
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("type"), sealed.items[i].type);
        node_set_str(a, n, S("field"), node_get_str(sealed.items[i].difference, S("field")));
        node_set_int(a, n, S("rows"), rows);
    }
    return true;
}

struct node *store_keys_state(struct session *s, struct arena *a, struct faults *faults)
{
    struct keys_state keys;
    struct faults in = {.arena = a};
    struct node *state = node_map(a);
    node_set_str(a, state, S("file"), str_copy(a, str_of(keys_path(s->store->keys))));
    if (keys_state(s->store->keys, &keys, &in)) {
        node_set_int(a, state, S("version"), keys.newest);
        node_set_str(a, state, S("made_at"), str_copy(a, keys.made_at));
        node_set_bool(a, state, S("rotating"), keys.count > 1);
    } else {
        node_set_str(a, state, S("wrong"), str_of(in.items[0].message));
    }
    return count_people(s, a, state, faults) && list_in_clear(s, a, state, faults) ? state : NULL;
}
