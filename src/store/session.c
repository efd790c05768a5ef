/* Sessions and changes. */
#include "store/anchor.h"

#include "base/date.h"

/* The head as the database has it now goes to the anchor. */
static void anchor_head(struct session *s)
{
    struct faults ignored = {.arena = &s->scratch};
    if (audit_begin(s, &ignored))
        anchor_after_commit(s, true);
    arena_free(&s->change);
}

/* The last session of a process leaves nothing behind that was not written down. */
static void anchor_the_rest(struct session *s)
{
    struct turn *t = &s->store->turn;
    pthread_mutex_lock(&t->lock);
    bool is_last = t->sessions == 1 && t->committed > t->anchored;
    pthread_mutex_unlock(&t->lock);
    if (is_last)
        anchor_head(s);
}

struct session *session_open(struct store *s, struct faults *faults)
{
    pthread_mutex_lock(&s->lock);
    struct db *db = s->first;
    bool fresh = s->fresh;
    s->first = NULL;
    s->fresh = false;
    pthread_mutex_unlock(&s->lock);
    if (!db)
        db = db_open(s->where, faults);
    if (!db)
        return NULL;
    struct arena arena = {0};
    struct session *session = arena_new(&arena, struct session);
    session->arena = arena;
    session->store = s;
    session->own = session->db = db;
    turn_join(session);
    arena_alloc(&session->scratch,
                1); /* so that its first block stays from one piece of work to the next */
    if (fresh)
        anchor_head(session);
    return session;
}

static void end_change(struct session *s)
{
    s->writing = s->beside = s->failed = s->moved = false;
    s->erased = (struct erased_list){0};
    seal_let_go(s, false);
    arena_free(&s->change);
}

void session_close(struct session *s)
{
    if (!s)
        return;
    store_rollback(s);
    anchor_the_rest(s);
    turn_leave(s);
    db_close(s->own);
    seal_let_go(s, true);
    arena_free(&s->scratch);
    struct arena arena = s->arena;
    arena_free(&arena);
}

void session_set_patience(struct session *s, int milliseconds)
{
    s->patience = milliseconds;
}

int session_patience(const struct session *s)
{
    return s->patience ? s->patience : s->store->patience;
}

const struct model *session_model(const struct session *s)
{
    return s->store->model;
}

static bool begin(struct session *s, const struct actor *actor, bool beside, struct faults *faults)
{
    if (s->writing)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("A change was begun already and not finished."));
    db_let_go(s->own);
    if (!(beside ? turn_take_beside : turn_take)(s, faults)) {
        end_change(s);
        return false;
    }
    s->writing = true;
    s->actor =
        (struct actor){str_copy(&s->change, actor->name), str_copy(&s->change, actor->channel),
                       str_copy(&s->change, actor->reason)};
    s->at = date_now(&s->change);
    return true;
}

bool store_begin(struct session *s, const struct actor *actor, struct faults *faults)
{
    return begin(s, actor, false, faults);
}

bool store_begin_beside(struct session *s, const struct actor *actor, struct faults *faults)
{
    return begin(s, actor, true, faults);
}

bool store_commit(struct session *s, struct faults *faults)
{
    if (!change_is_open(s, faults)) {
        store_rollback(s);
        return false;
    }
    bool ok = turn_commit(s, faults);
    struct arena change = s->change; /* keeps who was erased */
    struct erased_list erased = s->erased;
    struct str at = s->at;
    s->change = (struct arena){0};
    end_change(s);
    if (ok && erased.count)
        erase_settle(s, &erased, at);
    arena_free(&change);
    return ok;
}

void store_rollback(struct session *s)
{
    if (!s->writing)
        return;
    turn_rollback(s);
    end_change(s);
}

void store_hold(struct session *s)
{
    if (!s->writing)
        db_hold(s->own);
}

void store_let_go(struct session *s)
{
    db_let_go(s->own);
}

bool store_bytes(struct session *s, int64_t *bytes, struct faults *faults)
{
    return db_bytes(s->db, bytes, faults);
}

bool store_check(struct session *s, struct faults *faults)
{
    return db_check(s->db, faults);
}
