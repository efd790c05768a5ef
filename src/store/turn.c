/* The turn to write, and group commit. One session writes at a time. The first opens a transaction
 * of the database; a change that ends while others wait for the turn stays in that transaction, and
 * its session waits while the next one adds its change. When nobody waits any more, the last one
 * commits for all: one sync of the disk for the whole batch. Each change that follows another in a
 * batch stands behind a savepoint, so that a failed one takes nothing with it. Whoever has the turn
 * at its end is answerable for the batch.
 *
 * A store with a single session writes through that session's own connection; with more, one
 * connection of the store is the writer, so that what waits for the disk is seen by nobody else. */
#include "store/anchor.h"

#include <string.h>
#include <time.h>

enum { LONGEST_BATCH = 20 /* milliseconds until a batch is committed though others wait */ };

static struct timespec in_milliseconds(clockid_t clock, int milliseconds)
{
    struct timespec t;
    clock_gettime(clock, &t);
    t.tv_sec += milliseconds / 1000;
    t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static bool is_past(struct timespec t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > t.tv_sec || (now.tv_sec == t.tv_sec && now.tv_nsec > t.tv_nsec);
}

/* --- who waits --- */

void turn_open(struct turn *t)
{
    *t = (struct turn){0};
    pthread_mutex_init(&t->lock, NULL);
    t->anchored_at = in_milliseconds(CLOCK_MONOTONIC, 0).tv_sec;
}

void turn_close(struct turn *t)
{
    db_close(t->writer);
    pthread_mutex_destroy(&t->lock);
}

void turn_join(struct session *s)
{
    sem_init(&s->wake, 0, 0);
    pthread_mutex_lock(&s->store->turn.lock);
    s->store->turn.sessions++;
    pthread_mutex_unlock(&s->store->turn.lock);
}

void turn_leave(struct session *s)
{
    pthread_mutex_lock(&s->store->turn.lock);
    s->store->turn.sessions--;
    pthread_mutex_unlock(&s->store->turn.lock);
    sem_destroy(&s->wake);
}

static void tell(struct session *s, enum told what)
{
    s->told = what;
    sem_post(&s->wake);
}

/* Waits until told something. */
static enum told listen(struct session *s)
{
    while (sem_wait(&s->wake) != 0)
        ; /* a signal came */
    return s->told;
}

/* The same, but not longer than the patience of the store. */
static bool is_told(struct session *s)
{
    struct timespec least = in_milliseconds(CLOCK_MONOTONIC, session_patience(s));
    do {
        struct timespec until = in_milliseconds(CLOCK_REALTIME, session_patience(s));
        if (sem_timedwait(&s->wake, &until) == 0)
            return true;
    } while (!is_past(least)); /* a signal came, or the clock was set */
    return false;
}

static void take_out(struct turn *t, struct session *s)
{
    struct session **at = &t->waiting, *last = NULL;
    for (; *at && *at != s; at = &(*at)->next)
        last = *at;
    if (*at)
        *at = s->next;
    if (t->last == s)
        t->last = last;
}

static void stand_in_line(struct turn *t, struct session *s)
{
    s->next = NULL;
    s->granted = false;
    if (t->last)
        t->last->next = s;
    else
        t->waiting = s;
    t->last = s;
}

/* Waits in the order of coming; true with the turn. */
static bool wait_in_line(struct turn *t, struct session *s)
{
    pthread_mutex_lock(&t->lock);
    bool mine = !t->taken;
    t->taken = true;
    if (!mine)
        stand_in_line(t, s);
    pthread_mutex_unlock(&t->lock);
    if (mine || is_told(s))
        return true;
    pthread_mutex_lock(&t->lock);
    if (!s->granted)
        take_out(t, s);
    pthread_mutex_unlock(&t->lock);
    return s->granted && listen(s) == TOLD_TURN;
}

/* The next who waits has the turn now, and is to be told so when the lock is given back; NULL when
 * nobody waits. The lock is held. */
static struct session *give(struct turn *t)
{
    struct session *next = t->waiting;
    t->taken = next != NULL;
    if (!next)
        return NULL;
    t->waiting = next->next;
    if (!t->waiting)
        t->last = NULL;
    next->granted = true;
    return next;
}

static void give_turn(struct turn *t)
{
    pthread_mutex_lock(&t->lock);
    struct session *next = give(t);
    pthread_mutex_unlock(&t->lock);
    if (next)
        tell(next, TOLD_TURN);
}

/* --- the batch --- */

/* Gives the turn on, and tells the sessions of the batch what became of it. */
static void settle(struct session *s, bool stored, const struct faults *why, size_t first)
{
    struct turn *t = &s->store->turn;
    struct session *batch = t->batch;
    t->batch = NULL;
    t->open = false;
    s->db = s->own;
    give_turn(t);
    for (struct session *m = batch, *next; m; m = next) {
        next = m->next;
        for (size_t i = first; !stored && i < why->count; i++)
            FAULT(m->commit_faults, why->items[i].kind,
                  ((struct place){.file = why->items[i].file}), why->items[i].message,
                  why->items[i].details[0]);
        tell(m, stored ? TOLD_STORED : TOLD_LOST);
    }
}

/* False when the database has taken the whole transaction back, as it does on a full disk. */
static bool is_still_open(struct session *s, struct faults *faults)
{
    if (db_in_change(s->db))
        return true;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The disk or the database failed before this change was stored. Nothing of it "
                    "was stored; check the disk and try again."));
}

/* Brings the whole batch to the disk. */
static bool commit_batch(struct session *s, struct faults *faults)
{
    size_t before = faults->count;
    bool stored = is_still_open(s, faults) && audit_end(s, faults) && db_commit(s->db, faults);
    if (!stored)
        db_rollback(s->db);
    if (stored)
        s->store->turn.committed = s->number;
    settle(s, stored, faults, before);
    if (stored)
        anchor_after_commit(s, false);
    return stored;
}

/* The rest of the batch goes to the disk without the change of `s`. */
static void commit_the_others(struct session *s)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    audit_take_head(s);
    commit_batch(s, &faults);
    arena_free(&arena);
}

/* Gives the turn to the next who waits, to add a change to the open transaction; false when it is
 * time to commit. With `joins` the session is of the batch from then on. */
static bool go_on(struct session *s, bool joins)
{
    struct turn *t = &s->store->turn;
    if (s->db != t->writer || is_past(t->commit_by) || !db_in_change(s->db))
        return false;
    /* What was sent and failed must not look like a fault of the next one. */
    if (joins && db_wait(s->db, NULL, s->commit_faults) != DB_DONE)
        return false;
    pthread_mutex_lock(&t->lock);
    struct session *next = t->waiting ? give(t) : NULL;
    if (next && joins) {
        s->next = t->batch;
        t->batch = s;
    }
    pthread_mutex_unlock(&t->lock);
    if (!next)
        return false;
    s->db = s->own;
    tell(next, TOLD_TURN);
    return true;
}

/* --- the turn of one change --- */

/* A newer program may have brought the store up to its model since it was opened here; what it
 * added would be missing from our rows of the audit chain. */
static bool model_stands(const struct session *s, struct faults *faults)
{
    return s->model_stands ||
           FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The store was brought up to another model while this program was running. "
                    "Start the program again."));
}

/* The connection to write through. */
static struct db *writer_of(struct session *s, struct faults *faults)
{
    struct turn *t = &s->store->turn;
    pthread_mutex_lock(&t->lock);
    bool alone = t->sessions == 1;
    pthread_mutex_unlock(&t->lock);
    if (alone && !t->writer)
        return s->own;
    if (!t->writer)
        t->writer = db_open(s->store->where, faults);
    return t->writer;
}

static bool begin_batch(struct session *s, struct faults *faults)
{
    struct turn *t = &s->store->turn;
    struct db *db = writer_of(s, faults);
    if (!db || !db_begin(db, session_patience(s), faults))
        return false;
    s->db = db;
    t->commit_by = in_milliseconds(CLOCK_MONOTONIC, LONGEST_BATCH);
    if (audit_begin(s, faults) && model_stands(s, faults)) {
        audit_give_head(s);
        return t->open = true;
    }
    db_rollback(db);
    s->db = s->own;
    return false;
}

/* The change begins behind those that stand in the open transaction already. */
static bool join_batch(struct session *s, struct faults *faults)
{
    s->db = s->store->turn.writer;
    audit_take_head(s);
    if (db_set_savepoint(s->db, faults))
        return true;
    commit_the_others(s);
    return false;
}

bool turn_take(struct session *s, struct faults *faults)
{
    struct turn *t = &s->store->turn;
    if (!wait_in_line(t, s))
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("Another change is being stored just now, and has been for some time. "
                        "Nothing was changed; try again in a moment."));
    if (t->open)
        return join_batch(s, faults);
    if (begin_batch(s, faults))
        return true;
    give_turn(t);
    return false;
}

/* Where one change stands at a time this is a turn like any other. */
bool turn_take_beside(struct session *s, struct faults *faults)
{
    if (!*db_skip_locked(s->own))
        return turn_take(s, faults);
    if (!db_begin_beside(s->own, session_patience(s), faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct audit_head head;
    s->beside = audit_read_head(s, &head, faults) && model_stands(s, faults);
    arena_rewind(&s->scratch, mark);
    if (!s->beside)
        db_rollback(s->own);
    return s->beside;
}

static bool commit_beside(struct session *s, struct faults *faults)
{
    if (is_still_open(s, faults) && db_commit(s->own, faults))
        return true;
    db_rollback(s->own);
    return false;
}

bool turn_commit(struct session *s, struct faults *faults)
{
    if (s->beside)
        return commit_beside(s, faults);
    audit_give_head(s);
    s->commit_faults = faults;
    if (!go_on(s, true))
        return commit_batch(s, faults);
    return listen(s) == TOLD_STORED;
}

void turn_rollback(struct session *s)
{
    struct turn *t = &s->store->turn;
    if (s->beside) {
        db_rollback(s->own);
        return;
    }
    if (!t->batch) {
        db_rollback(s->db);
        settle(s, false, NULL, 0);
        return;
    }
    db_rollback_to_savepoint(s->db);
    if (!go_on(s, false))
        commit_the_others(s);
}
