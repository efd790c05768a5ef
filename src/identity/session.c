/* Sessions that are going on: whose they are, and their end. */
#include "base/arena.h"
#include "identity/identity.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/secret.h"
#include "identity/sign_ins.h"
#include "identity/staff.h"

enum {
    TOLD_EVERY = 60, /* seconds after which the store hears that a session goes on */
    TOLD_WITHIN = 50 /* milliseconds that a page waits for that */
};

static const struct actor door = {S_INIT("sign-in"), S_INIT("web"), S_INIT("")};

/* The store hears that the session is in use. When it cannot be told just now, the session merely
 * ends a minute earlier. */
static void tell_seen(struct session *s, struct str token, int64_t now)
{
    struct arena a = {0};
    struct faults ignored = {.arena = &a};
    struct record *r = sign_ins_find(s, &a, token, &ignored);
    session_set_patience(s, TOLD_WITHIN);
    if (r && store_begin_beside(s, &door, &ignored)) {
        record_set(r, "seen_at", value_text(moment_text(&a, now)));
        if (!store_update(s, &a, r, NULL, &ignored) || !store_commit(s, &ignored))
            store_rollback(s);
    }
    session_set_patience(s, 0);
    arena_free(&a);
}

static bool read_session(struct session *s, struct arena *a, struct str token, struct kept *found,
                         struct faults *faults)
{
    const struct type *type = model_type(session_model(s), S("user"));
    const struct record *r = sign_ins_find(s, a, token, faults);
    if (!r || sign_ins_stage(r) == STAGE_CODE)
        return false;
    const struct record *user = store_get(s, a, type, record_text(r, "user"), faults);
    if (!staff_is_active(user) || !staff_principal(s, a, user, &found->who, faults))
        return false;
    found->who.session = r->id;
    found->proved = sign_ins_stage(r) == STAGE_WHOLE;
    found->seen_at = moment_read(record_text(r, "seen_at"));
    int64_t idle = 60 * staff_idle_minutes(session_model(s), found->who.roles);
    return moment_now() < found->seen_at + idle;
}

bool identity_session(struct session *s, struct arena *a, struct str token, struct principal *who,
                      bool *proved, struct faults *faults)
{
    struct kept found = {0};
    int64_t newest = 0, now = moment_now();
    if (token.n != TOKEN_TEXT)
        return false;
    struct str hash = secret_hash(a, token);
    if (!store_newest_change(s, &newest, faults))
        return false;
    bool remembered = kept_find(a, hash, false, newest, &found);
    if (!remembered && !read_session(s, a, token, &found, faults))
        return false;
    if (now >= found.seen_at + TOLD_EVERY) {
        tell_seen(s, token, now);
        found.seen_at = now;
        remembered = false;
    }
    if (!remembered)
        kept_put(hash, newest, &found);
    *who = found.who;
    *proved = found.proved;
    return true;
}

/* Ends one session, with its row of the chain in the person's own name. */
static bool end_one(struct session *s, struct arena *a, const struct record *r,
                    struct faults *faults)
{
    const struct type *type = model_type(session_model(s), S("user"));
    const struct record *user = store_get(s, a, type, record_text(r, "user"), faults);
    struct actor actor = {user ? record_text(user, "name") : S("sign-in"), S("web"), {0}};
    kept_forget();
    if (!store_begin(s, &actor, faults))
        return false;
    bool was_in = sign_ins_stage(r) != STAGE_CODE;
    if (store_delete(s, r, faults) &&
        (!was_in || staff_event(s, "sign_out", record_text(r, "user"), faults)) &&
        store_commit(s, faults))
        return true;
    store_rollback(s);
    return false;
}

bool identity_sign_out(struct session *s, struct str token, struct faults *faults)
{
    struct arena a = {0};
    size_t before = faults->total;
    const struct record *r = sign_ins_find(s, &a, token, faults);
    bool done = r ? end_one(s, &a, r, faults) : faults->total == before;
    kept_forget();
    arena_free(&a);
    return done;
}

bool identity_sessions(struct session *s, struct arena *a, struct str user, struct records *found,
                       struct faults *faults)
{
    const struct condition conditions[] = {
        {"user", IS, value_text(user)},
        {"ends_at", MORE, value_text(moment_text(a, moment_now()))},
    };
    struct query q = {.type = model_type(session_model(s), S("sign_in")),
                      .conditions = conditions,
                      .condition_count = 2,
                      .order = {"-seen_at"}};
    return store_query(s, a, &q, found, faults);
}

bool identity_end_session(struct session *s, struct str user, struct str id, struct faults *faults)
{
    struct arena a = {0};
    const struct type *type = model_type(session_model(s), S("sign_in"));
    const struct record *r = store_get(s, &a, type, id, faults);
    bool mine = r && str_eq(record_text(r, "user"), user);
    bool done = mine ? end_one(s, &a, r, faults)
                     : FAULT(faults, FAULT_MISSING, (struct place){0},
                             N_("This session has ended already."));
    arena_free(&a);
    return done;
}
