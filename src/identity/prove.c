/* The password asked again in a session that goes on. */
#include "base/arena.h"
#include "identity/attempts.h"
#include "identity/identity.h"
#include "identity/password.h"
#include "identity/staff.h"

static bool try_password(struct session *s, struct arena *a, const struct principal *who,
                         struct str password, bool *right, struct faults *faults)
{
    size_t before = faults->total;
    const struct record *credential = staff_credential(s, a, who->user, faults);
    if (faults->total != before)
        return false;
    struct str hash = credential ? record_text(credential, "password_hash") : (struct str){0};
    return password_check(s, hash, password, right, NULL, faults);
}

static bool settle(struct session *s, struct arena *a, const struct principal *who, bool right,
                   struct attempts *t, struct faults *faults)
{
    struct actor actor = {who->name, S("web"), {0}};
    if (!store_begin(s, &actor, faults))
        return false;
    if ((right ? attempts_take_back(s, a, t, faults)
               : attempts_failed(s, a, t, faults) &&
                     staff_event(s, "sign_in_failed", who->user, faults)) &&
        store_commit(s, faults))
        return true;
    store_rollback(s);
    return false;
}

bool identity_prove_again(struct session *s, const struct principal *who, struct str password,
                          struct faults *faults)
{
    struct arena a = {0};
    const struct sign_in_request request = {.name = who->name};
    struct attempts t;
    int wait = 0;
    bool right = false;
    bool done = attempts_count(s, &a, &request, who->name, &t, &wait, faults);
    if (done && wait)
        done = FAULT(faults, FAULT_LIMIT, ((struct place){.field = S("password")}),
                     N_("Wait {1} s, then try again."), str_format(&a, "%d", wait));
    done = done && try_password(s, &a, who, password, &right, faults) &&
           settle(s, &a, who, right, &t, faults);
    arena_free(&a);
    return done && right;
}
