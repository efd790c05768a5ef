/* Sessions and changes. */
#include "store/inside.h"

#include "base/date.h"

#include <time.h>

struct session *session_open(struct store *s, struct faults *faults)
{
    pthread_mutex_lock(&s->lock);
    struct db *db = s->first;
    s->first = NULL;
    pthread_mutex_unlock(&s->lock);
    if (!db)
        db = db_open(s->where, faults);
    if (!db)
        return NULL;
    struct arena arena = {0};
    struct session *session = arena_new(&arena, struct session);
    session->arena = arena;
    session->store = s;
    session->db = db;
    arena_alloc(&session->scratch,
                1); /* so that its first block stays from one piece of work to the next */
    return session;
}

static void end_change(struct session *s)
{
    s->writing = s->failed = s->moved = false;
    arena_free(&s->change);
    pthread_mutex_unlock(&s->store->writing);
}

void session_close(struct session *s)
{
    if (!s)
        return;
    store_rollback(s);
    db_close(s->db);
    arena_free(&s->scratch);
    struct arena arena = s->arena;
    arena_free(&arena);
}

const struct model *session_model(const struct session *s)
{
    return s->store->model;
}

/* Waits for the other sessions of this process that write. */
static bool wait_for_turn(struct session *s, struct faults *faults)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += s->store->patience / 1000;
    until.tv_nsec += (long)(s->store->patience % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    if (pthread_mutex_clocklock(&s->store->writing, CLOCK_MONOTONIC, &until) == 0)
        return true;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("Another change is being stored just now, and has been for some time. Nothing "
                    "was changed; try again in a moment."));
}

/* A newer program may have brought the store up to its model since it was opened here; what it
 * added would be missing from our rows of the audit chain. */
static bool model_stands(struct session *s, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db, S("SELECT digest FROM store_model ORDER BY number DESC LIMIT 1"), faults);
    bool ok = q && db_step(q, faults) == DB_ROW;
    bool same = ok && str_eq(db_text(q, &s->change, 0), s->store->digest);
    db_done(q);
    if (!ok || same)
        return ok;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The store was brought up to another model while this program was running. "
                    "Start the program again."));
}

bool store_begin(struct session *s, const struct actor *actor, struct faults *faults)
{
    if (s->writing)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("A change was begun already and not finished."));
    if (!wait_for_turn(s, faults))
        return false;
    if (!db_begin(s->db, s->store->patience, faults)) {
        end_change(s);
        return false;
    }
    s->writing = true;
    s->actor =
        (struct actor){str_copy(&s->change, actor->name), str_copy(&s->change, actor->channel),
                       str_copy(&s->change, actor->reason)};
    s->at = date_now(&s->change);
    if (model_stands(s, faults) && audit_begin(s, faults))
        return true;
    store_rollback(s);
    return false;
}

bool store_commit(struct session *s, struct faults *faults)
{
    if (!change_is_open(s, faults)) {
        store_rollback(s);
        return false;
    }
    bool ok = audit_end(s, faults);
    if (!ok)
        store_rollback(s);
    else {
        ok = db_commit(s->db, faults);
        end_change(s);
    }
    return ok;
}

void store_rollback(struct session *s)
{
    if (!s->writing)
        return;
    db_rollback(s->db);
    end_change(s);
}

bool store_backup(struct session *s, const char *to, struct faults *faults)
{
    return db_copy(s->db, to, faults);
}

bool store_check(struct session *s, struct faults *faults)
{
    return db_check(s->db, faults);
}
