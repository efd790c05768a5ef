/* What people keep of their own: the password and the one-time codes. */
#include "base/arena.h"
#include "base/buffer.h"
#include "identity/codes.h"
#include "identity/factor.h"
#include "identity/identity.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/password.h"
#include "identity/sign_ins.h"
#include "identity/staff.h"
#include "store/sealed.h"

bool identity_set_up(struct session *s, struct str user, struct set_up *set_up,
                     struct faults *faults)
{
    struct arena a = {0};
    size_t before = faults->total;
    const struct record *r = staff_credential(s, &a, user, faults);
    *set_up = (struct set_up){0};
    if (r) {
        set_up->must_change = record_integer(r, "must_change");
        set_up->has_codes = record_get(r, "code_seed")->kind != VALUE_EMPTY;
        set_up->has_new_seed = record_get(r, "new_seed")->kind != VALUE_EMPTY;
        set_up->recovery_left = factor_recovery_left(r);
    }
    arena_free(&a);
    return faults->total == before;
}

/* A change of one's credential, in progress. */
struct own_change {
    struct session *session;
    struct arena *arena;
    const struct principal *who;
    struct str browser;
    char *token;
    struct faults *faults;
};

/* Stores the credential, ends all sessions and begins a new one, so that a token that somebody may
 * have seen is of no use any more. */
static bool store_own(const struct own_change *c, struct record *r, const char *event)
{
    bool whole =
        !record_integer(r, "must_change") && record_get(r, "code_seed")->kind != VALUE_EMPTY;
    struct session *s = c->session;
    const struct actor actor = {c->who->name, S("web"), {0}};
    const struct new_session wanted = {c->who->user, c->browser,
                                       whole ? STAGE_WHOLE : STAGE_SET_UP};
    bool done = store_begin(s, &actor, c->faults) &&
                store_update(s, c->arena, r, NULL, c->faults) &&
                sign_ins_end_all(s, c->arena, c->who->user, c->faults) &&
                sign_ins_begin(s, c->arena, &wanted, c->token, c->faults) &&
                staff_event(s, event, c->who->user, c->faults) && store_commit(s, c->faults);
    if (!done)
        store_rollback(s);
    kept_forget();
    return done;
}

/* --- the password --- */

static bool prove_current(struct session *s, const struct principal *who, struct str current,
                          struct faults *faults)
{
    size_t before = faults->total;
    if (identity_prove_again(s, who, current, faults))
        return true;
    return faults->total == before &&
           FAULT(faults, FAULT_INPUT, ((struct place){.field = S("current_password")}),
                 N_("This is not your password of now."));
}

/* The first password may not stay. */
static bool is_other(struct session *s, const struct record *r, struct str wanted,
                     struct faults *faults)
{
    bool same = false;
    if (!password_check(s, record_text(r, "password_hash"), wanted, &same, NULL, faults))
        return false;
    return !same || FAULT(faults, FAULT_INPUT, ((struct place){.field = S("new_password")}),
                          N_("This is the password that you have; choose another one."));
}

static bool change(const struct own_change *c, const struct new_password *password)
{
    size_t before = c->faults->total;
    struct record *r = staff_credential(c->session, c->arena, c->who->user, c->faults);
    if (!r)
        return c->faults->total == before && FAULT(c->faults, FAULT_MISSING, (struct place){0},
                                                   N_("There is no such member of staff."));
    bool must = record_integer(r, "must_change");
    if (!password_allowed(password->wanted, c->who->name, c->who->full_name, c->faults) ||
        (!must && !prove_current(c->session, c->who, password->current, c->faults)) ||
        !is_other(c->session, r, password->wanted, c->faults))
        return false;
    struct str hash = password_hash(c->session, c->arena, password->wanted, c->faults);
    record_set(r, "password_hash", value_text(hash));
    record_set(r, "must_change", value_integer(0));
    record_set(r, "expires_at", (struct value){0});
    return hash.n && store_own(c, r, "password_changed");
}

bool identity_change_password(struct session *s, const struct principal *who,
                              const struct new_password *password, char token[TOKEN_TEXT + 1],
                              struct faults *faults)
{
    struct arena a = {0};
    const struct own_change c = {s, &a, who, password->browser, token, faults};
    bool done = change(&c, password);
    arena_free(&a);
    return done;
}

/* --- one-time codes --- */

bool identity_codes_begin(struct session *s, const struct principal *who, struct faults *faults)
{
    struct arena a = {0};
    const struct actor actor = {who->name, S("web"), {0}};
    char seed[CODE_SEED_TEXT + 1];
    codes_new_seed(seed);
    struct record *r = staff_credential(s, &a, who->user, faults);
    if (r)
        record_set(r, "new_seed", value_text(str_of(seed)));
    bool done = r && store_begin(s, &actor, faults) && store_update(s, &a, r, NULL, faults) &&
                store_commit(s, faults);
    if (!done)
        store_rollback(s);
    arena_free(&a);
    return done;
}

static bool read_new_seed(struct session *s, struct arena *a, const struct principal *who,
                          struct str *seed, struct faults *faults)
{
    size_t before = faults->total;
    struct record *r = staff_credential(s, a, who->user, faults);
    *seed = (struct str){0};
    if (!r || record_get(r, "new_seed")->kind == VALUE_EMPTY)
        return faults->total == before;
    if (!store_open_secret(s, a, r, faults))
        return false;
    *seed = record_text(r, "new_seed");
    return true;
}

bool identity_codes_show(struct session *s, struct arena *a, const struct principal *who,
                         struct str *address, struct str *seed, struct faults *faults)
{
    *address = (struct str){0};
    if (!read_new_seed(s, a, who, seed, faults))
        return false;
    if (seed->n)
        *address = str_format(a,
                              "otpauth://totp/Himaya:%.*s?secret=%.*s&issuer=Himaya"
                              "&algorithm=SHA1&digits=%d&period=%d",
                              STR_ARG(who->name), STR_ARG(*seed), CODE_DIGITS, CODE_SECONDS);
    return true;
}

static bool confirm(const struct own_change *c, struct str code, struct new_codes *codes)
{
    struct str seed, kept;
    struct place at = {.field = S("code")};
    if (!read_new_seed(c->session, c->arena, c->who, &seed, c->faults))
        return false;
    if (!seed.n)
        return FAULT(c->faults, FAULT_MISSING, (struct place){0},
                     N_("No one-time codes are being set up just now; begin again."));
    int64_t step = codes_step(seed, moment_now(), codes_plain(c->arena, code));
    if (!step)
        return FAULT(c->faults, FAULT_INPUT, at,
                     N_("This is not the code of now. Type the six digits that the telephone "
                        "shows, and see that its clock is right."));
    if (!factor_recovery(c->session, c->arena, c->who->user, codes->recovery, &kept, c->faults))
        return false;
    struct record *r = staff_credential(c->session, c->arena, c->who->user, c->faults);
    if (!r)
        return false;
    record_set(r, "code_seed", value_text(seed));
    record_set(r, "new_seed", (struct value){0});
    record_set(r, "last_step", value_integer(step));
    record_set(r, "recovery", value_text(kept));
    return store_own(c, r, "codes_set");
}

bool identity_codes_confirm(struct session *s, const struct principal *who, struct str code,
                            struct str browser, struct new_codes *codes, struct faults *faults)
{
    struct arena a = {0};
    const struct own_change c = {s, &a, who, browser, codes->token, faults};
    bool done = confirm(&c, code, codes);
    arena_free(&a);
    return done;
}
