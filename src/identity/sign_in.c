/* Signing in: the password, the one-time code, and what is said of failures. */
#include "base/arena.h"
#include "identity/attempts.h"
#include "identity/factor.h"
#include "identity/identity.h"
#include "identity/moment.h"
#include "identity/password.h"
#include "identity/sign_ins.h"
#include "identity/staff.h"

/* One try, from beginning to end. */
struct
try {
    struct session *session;
    struct arena *arena;
    const struct sign_in_request *request;
    struct sign_in_answer *answer;
    struct faults *faults;
    struct str name;
    struct attempts attempts;
    struct record *user; /* NULL: there is nobody of that name */
    struct factor factor;
    struct str hash;              /* that the password was right for; empty in the second step */
    struct str new_hash;          /* of today's cost; empty: the old one is good */
    const struct record *pending; /* the sign-in that awaits its code */
};

static const struct actor stranger = {S_INIT("sign-in"), S_INIT("web"), S_INIT("")};

static bool begin(struct try *t, bool proved)
{
    struct actor actor = stranger;
    if (proved)
        actor.name = record_text(t->user, "name");
    return store_begin(t->session, &actor, t->faults);
}

/* Ends the change: on disk, or nothing of it. */
static bool end(struct try *t, bool good)
{
    if (good)
        return store_commit(t->session, t->faults);
    store_rollback(t->session);
    return false;
}

/* Its row names the user, if there is one, and never what was typed: people type their password
 * where the name belongs. */
static enum sign_in_outcome refuse(struct try *t)
{
    struct str user = t->user ? t->user->id : (struct str){0};
    bool done =
        begin(t, false) && end(t, attempts_failed(t->session, t->arena, &t->attempts, t->faults) &&
                                      staff_event(t->session, "sign_in_failed", user, t->faults));
    return done ? SIGN_IN_WRONG : SIGN_IN_FAILED;
}

/* Inside a change: the password that was right is still the one; its hash of today's cost is kept.
 */
static bool hold_password(struct try *t)
{
    size_t before = t->faults->total;
    if (!t->hash.n)
        return true;
    struct record *r = staff_credential(t->session, t->arena, t->user->id, t->faults);
    if (!r || !str_eq(record_text(r, "password_hash"), t->hash))
        return t->faults->total == before &&
               FAULT(t->faults, FAULT_CONFLICT, (struct place){0},
                     N_("The password was changed just now. Begin again."));
    if (!t->new_hash.n)
        return true;
    record_set(r, "password_hash", value_text(t->new_hash));
    return store_update(t->session, t->arena, r, NULL, t->faults);
}

/* Inside a change: the person is in. */
static bool let_in(struct try *t, enum session_stage stage)
{
    const struct new_session wanted = {t->user->id, t->request->browser, stage};
    if (!t->attempts.known_device &&
        !attempts_device(t->session, t->arena, t->name, t->answer->device, t->faults))
        return false;
    return (!t->pending || store_delete(t->session, t->pending, t->faults)) &&
           attempts_forget(t->session, t->arena, &t->attempts, t->faults) &&
           sign_ins_begin(t->session, t->arena, &wanted, t->answer->token, t->faults) &&
           staff_event(t->session, "sign_in", t->user->id, t->faults);
}

static bool must_change(const struct try *t)
{
    return record_integer(t->factor.credential, "must_change");
}

/* The password was right and there are codes: the code decides. */
static enum sign_in_outcome check_code(struct try *t)
{
    bool right = false;
    enum session_stage stage = must_change(t) ? STAGE_SET_UP : STAGE_WHOLE;
    if (!begin(t, true))
        return SIGN_IN_FAILED;
    bool good = factor_take(t->session, t->arena, &t->factor, t->request->code, &right, t->faults);
    if (good && !right) {
        store_rollback(t->session);
        return refuse(t);
    }
    if (!end(t, good && hold_password(t) && let_in(t, stage)))
        return SIGN_IN_FAILED;
    return stage == STAGE_WHOLE ? SIGN_IN_DONE : SIGN_IN_SET_UP;
}

/* The password was right: asks for the code. */
static enum sign_in_outcome ask_for_code(struct try *t)
{
    const struct new_session wanted = {t->user->id, t->request->browser, STAGE_CODE};
    bool done =
        begin(t, true) &&
        end(t, hold_password(t) &&
                   attempts_take_back(t->session, t->arena, &t->attempts, t->faults) &&
                   sign_ins_begin(t->session, t->arena, &wanted, t->answer->token, t->faults));
    return done ? SIGN_IN_WANTS_CODE : SIGN_IN_FAILED;
}

/* Reads who it may be. For a name that nobody has, as much is read: no more before the password is
 * known to be right. */
static bool look_up(struct try *t)
{
    size_t before = t->faults->total;
    t->user = staff_find(t->session, t->arena, t->name, t->faults);
    struct str id = t->user ? t->user->id : S("00000000000000000000000000");
    t->factor.credential = staff_credential(t->session, t->arena, id, t->faults);
    return t->faults->total == before;
}

/* A first password is good for some days only. */
static bool is_due(const struct try *t)
{
    struct str until = record_text(t->factor.credential, "expires_at");
    return !until.n || moment_read(until) > moment_now();
}

static enum sign_in_outcome try_password(struct try *t)
{
    bool right = false, old = false;
    if (!look_up(t))
        return SIGN_IN_FAILED;
    if (t->factor.credential)
        t->hash = record_text(t->factor.credential, "password_hash");
    if (!password_check(t->session, t->hash, t->request->password, &right, &old, t->faults))
        return SIGN_IN_FAILED;
    if (!right || !staff_is_active(t->user) || !is_due(t))
        return refuse(t);
    if (old)
        t->new_hash = password_hash(t->session, t->arena, t->request->password, t->faults);
    if (old && !t->new_hash.n)
        return SIGN_IN_FAILED;
    if (!factor_read(t->session, t->arena, t->user->id, &t->factor, t->faults))
        return SIGN_IN_FAILED;
    if (t->factor.seed.n)
        return t->request->code.n ? check_code(t) : ask_for_code(t);
    bool done = begin(t, true) && end(t, hold_password(t) && let_in(t, STAGE_SET_UP));
    return done ? SIGN_IN_SET_UP : SIGN_IN_FAILED;
}

/* Nothing is looked at while a wait is due. */
static enum sign_in_outcome count(struct try *t)
{
    if (!attempts_count(t->session, t->arena, t->request, t->name, &t->attempts,
                        &t->answer->wait_seconds, t->faults))
        return SIGN_IN_FAILED;
    return t->answer->wait_seconds ? SIGN_IN_WAIT : SIGN_IN_DONE;
}

enum sign_in_outcome identity_sign_in(struct session *s, const struct sign_in_request *request,
                                      struct sign_in_answer *answer, struct faults *faults)
{
    struct arena a = {0};
    struct try t = {s, &a, request, answer, faults};
    *answer = (struct sign_in_answer){0};
    t.name = str_lower(&a, str_slice(str_trim(request->name), 0, 200));
    enum sign_in_outcome outcome = count(&t);
    if (outcome == SIGN_IN_DONE)
        outcome = try_password(&t);
    arena_free(&a);
    return outcome;
}

/* Finds the sign-in that awaits a code, and who it is. */
static bool find_pending(struct try *t, struct str token)
{
    size_t before = t->faults->total;
    const struct type *type = model_type(session_model(t->session), S("user"));
    t->pending = sign_ins_find(t->session, t->arena, token, t->faults);
    if (t->pending && sign_ins_stage(t->pending) == STAGE_CODE)
        t->user = store_get(t->session, t->arena, type, record_text(t->pending, "user"), t->faults);
    if (staff_is_active(t->user)) {
        t->name = record_text(t->user, "name");
        return factor_read(t->session, t->arena, t->user->id, &t->factor, t->faults);
    }
    return t->faults->total == before &&
           FAULT(t->faults, FAULT_MISSING, (struct place){0},
                 N_("The code came too late. Begin again with your name and password."));
}

enum sign_in_outcome identity_sign_in_code(struct session *s, struct str token,
                                           const struct sign_in_request *request,
                                           struct sign_in_answer *answer, struct faults *faults)
{
    struct arena a = {0};
    struct try t = {s, &a, request, answer, faults};
    *answer = (struct sign_in_answer){0};
    enum sign_in_outcome outcome = find_pending(&t, token) ? count(&t) : SIGN_IN_FAILED;
    if (outcome == SIGN_IN_DONE)
        outcome = check_code(&t);
    arena_free(&a);
    return outcome;
}
