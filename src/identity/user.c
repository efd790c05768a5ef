/* Keeping staff: new people, first passwords, who is shut out. */
#include "base/arena.h"
#include "identity/codes.h"
#include "identity/grants.h"
#include "identity/identity.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/password.h"
#include "identity/secret.h"
#include "identity/sign_ins.h"
#include "identity/staff.h"

enum { FIRST_PASSWORD_DAYS = 7, LONGEST_NAME = 40 };

bool identity_find_user(struct session *s, struct arena *a, struct str name, struct str *id,
                        struct faults *faults)
{
    size_t before = faults->total;
    const struct record *user = staff_find(s, a, str_lower(a, str_trim(name)), faults);
    if (user)
        *id = user->id;
    else if (faults->total == before)
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("Nobody of the staff has the sign-in name \"{1}\"."), name);
    return user;
}

/* --- a new person --- */

static bool check_name(struct str name, struct faults *faults)
{
    bool good = name.n >= 2 && name.n <= LONGEST_NAME && name.p[0] >= 'a' && name.p[0] <= 'z';
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        good = good && ((c >= 'a' && c <= 'z') || char_is_digit(c) || c == '.' || c == '-');
    }
    return good || FAULT(faults, FAULT_INPUT, ((struct place){.field = S("name")}),
                         N_("\"{1}\" cannot be a sign-in name: 2 to 40 small letters of the "
                            "English alphabet, digits, dots and hyphens, as in a.mammadova."),
                         name);
}

/* The id of an agency or office by its code. */
static bool find_place(struct session *s, struct arena *a, const char *type, struct str code,
                       struct str *id, struct faults *faults)
{
    size_t before = faults->total;
    const struct record *r = code.n ? staff_by_key(s, a, type, code, faults) : NULL;
    if (r)
        *id = r->id;
    if (r || faults->total != before)
        return r;
    return FAULT(faults, FAULT_INPUT, ((struct place){.field = str_of(type)}),
                 str_eq(str_of(type), S("agency"))
                     ? N_("There is no agency with the code \"{1}\"; \"himaya export records "
                          "agency\" lists them.")
                 : str_eq(str_of(type), S("office"))
                     ? N_("There is no office with the code \"{1}\"; \"himaya export records "
                          "office\" lists them.")
                     : N_("There is no employer with the tax number \"{1}\"; \"himaya export "
                          "records employer\" lists them."),
                 code);
}

static bool fill_user(struct session *s, struct arena *a, const struct new_user *given,
                      struct record *r, struct faults *faults)
{
    struct str agency = {0}, office = {0}, employer = {0}, full_name = str_trim(given->full_name);
    struct str name = str_lower(a, str_trim(given->name));
    bool good = check_name(name, faults);
    good = find_place(s, a, "agency", str_trim(given->agency), &agency, faults) && good;
    good = (!given->office.n ||
            find_place(s, a, "office", str_trim(given->office), &office, faults)) &&
           good;
    good = (!given->employer.n ||
            find_place(s, a, "employer", str_trim(given->employer), &employer, faults)) &&
           good;
    if (!full_name.n)
        good = FAULT(faults, FAULT_INPUT, ((struct place){.field = S("full_name")}),
                     N_("The name of the person is missing, as in Aysel Mammadova."));
    record_set(r, "name", value_text(name));
    record_set(r, "full_name", value_text(full_name));
    record_set(r, "agency", value_text(agency));
    record_set(r, "office", value_text(office));
    if (employer.n)
        record_set(r, "employer", value_text(employer));
    record_set(r, "state", value_text(S("active")));
    return good;
}

/* A first password into a credential; gives the text back. */
static bool give_first_password(struct session *s, struct arena *a, struct record *credential,
                                char first_password[FIRST_PASSWORD], struct faults *faults)
{
    int64_t until = moment_now() + FIRST_PASSWORD_DAYS * 24 * 60 * 60;
    secret_words(first_password, 4, 5);
    struct str hash = password_hash(s, a, str_of(first_password), faults);
    record_set(credential, "password_hash", value_text(hash));
    record_set(credential, "must_change", value_integer(1));
    record_set(credential, "expires_at", value_text(moment_text(a, until)));
    return hash.n;
}

struct addition {
    struct record *user, *credential;
    struct str role;
    bool at_once;
};

static bool store_addition(struct session *s, struct arena *a, const struct actor *actor,
                           const struct addition *new, struct faults *faults)
{
    if (!store_begin(s, actor, faults))
        return false;
    bool good = store_insert(s, new->user, faults);
    record_set(new->credential, "user", value_text(new->user->id));
    const struct role_wish wish = {new->user->id, new->role, S("new member of staff")};
    return kept_settle(s,
                       good && store_insert(s, new->credential, faults) &&
                           (!new->role.n || grants_add(s, a, actor, &wish, new->at_once, faults)) &&
                           staff_event(s, "user_added", new->user->id, faults),
                       faults);
}

bool identity_add_user(struct session *s, const struct actor *actor, const struct new_user *user,
                       bool at_once, char first_password[FIRST_PASSWORD], struct faults *faults)
{
    struct arena a = {0};
    const struct model *model = session_model(s);
    struct addition new = {.user = record_new(&a, model_type(model, S("user"))),
                           .credential = record_new(&a, model_type(model, S("credential"))),
                           .at_once = at_once};
    bool good = fill_user(s, &a, user, new.user, faults);
    good = (!user->role.n || grants_check_role(model, user->role, &new.role, faults)) && good;
    good = good && give_first_password(s, &a, new.credential, first_password, faults) &&
           store_addition(s, &a, actor, &new, faults);
    arena_free(&a);
    return good;
}

/* --- changes of one credential --- */

/* The credential of a user, a new one when there is none yet; NULL with a fault. */
static struct record *credential_of(struct session *s, struct arena *a, struct str user,
                                    struct faults *faults)
{
    size_t before = faults->total;
    struct record *r = staff_credential(s, a, user, faults);
    if (r || faults->total != before)
        return r;
    r = record_new(a, model_type(session_model(s), S("credential")));
    record_set(r, "user", value_text(user));
    return r;
}

/* Stores it in a change of its own, ends the user's sessions, and says what happened. */
static bool store_credential(struct session *s, struct arena *a, const struct actor *actor,
                             struct record *r, const char *event, struct faults *faults)
{
    struct str user = record_text(r, "user");
    if (!store_begin(s, actor, faults))
        return false;
    return kept_settle(
        s,
        (r->version ? store_update(s, a, r, NULL, faults) : store_insert(s, r, faults)) &&
            sign_ins_end_all(s, a, user, faults) && staff_event(s, event, user, faults),
        faults);
}

bool identity_first_password(struct session *s, const struct actor *actor, struct str user,
                             char first_password[FIRST_PASSWORD], struct faults *faults)
{
    struct arena a = {0};
    struct record *r = credential_of(s, &a, user, faults);
    bool done = r && give_first_password(s, &a, r, first_password, faults) &&
                store_credential(s, &a, actor, r, "password_reset", faults);
    arena_free(&a);
    return done;
}

static bool set_password(struct session *s, struct arena *a, struct record *credential,
                         struct str password, struct faults *faults)
{
    const struct type *type = model_type(session_model(s), S("user"));
    const struct record *user = store_get(s, a, type, record_text(credential, "user"), faults);
    if (!user || !password_allowed(password, record_text(user, "name"),
                                   record_text(user, "full_name"), faults))
        return false;
    struct str hash = password_hash(s, a, password, faults);
    record_set(credential, "password_hash", value_text(hash));
    record_set(credential, "must_change", value_integer(0));
    record_set(credential, "expires_at", (struct value){0});
    return hash.n;
}

bool identity_set_password(struct session *s, const struct actor *actor, struct str user,
                           struct str password, struct faults *faults)
{
    struct arena a = {0};
    struct record *r = credential_of(s, &a, user, faults);
    bool done = r && set_password(s, &a, r, password, faults) &&
                store_credential(s, &a, actor, r, "password_changed", faults);
    arena_free(&a);
    return done;
}

/* Empties or sets the seed, and what hangs on it. */
static bool put_seed(struct session *s, const struct actor *actor, struct str user, struct str seed,
                     struct faults *faults)
{
    struct arena a = {0};
    struct record *r = credential_of(s, &a, user, faults);
    if (r) {
        record_set(r, "code_seed", value_text(seed));
        record_set(r, "new_seed", (struct value){0});
        record_set(r, "last_step", (struct value){0});
        record_set(r, "recovery", (struct value){0});
    }
    bool done =
        r && store_credential(s, &a, actor, r, seed.n ? "codes_set" : "codes_reset", faults);
    arena_free(&a);
    return done;
}

bool identity_reset_codes(struct session *s, const struct actor *actor, struct str user,
                          struct faults *faults)
{
    return put_seed(s, actor, user, (struct str){0}, faults);
}

bool identity_set_seed(struct session *s, const struct actor *actor, struct str user,
                       struct str seed, struct faults *faults)
{
    struct arena a = {0};
    struct str plain = codes_seed(&a, seed);
    bool done = plain.n ? put_seed(s, actor, user, plain, faults)
                        : FAULT(faults, FAULT_INPUT, (struct place){0},
                                N_("This is no seed of one-time codes: 26 to 102 letters A to Z "
                                   "and digits 2 to 7 (base 32) are needed."));
    arena_free(&a);
    return done;
}

bool identity_block(struct session *s, const struct actor *actor, struct str user, bool blocked,
                    struct faults *faults)
{
    struct arena a = {0};
    const struct type *type = model_type(session_model(s), S("user"));
    size_t before = faults->total;
    struct record *r = store_get(s, &a, type, user, faults);
    bool good = r || (faults->total == before && FAULT(faults, FAULT_MISSING, (struct place){0},
                                                       N_("There is no such member of staff.")));
    if (good)
        record_set(r, "state", value_text(blocked ? S("blocked") : S("active")));
    good =
        good && store_begin(s, actor, faults) &&
        kept_settle(s,
                    store_update(s, &a, r, NULL, faults) && sign_ins_end_all(s, &a, user, faults) &&
                        staff_event(s, blocked ? "user_blocked" : "user_unblocked", user, faults),
                    faults);
    arena_free(&a);
    return good;
}

bool identity_end_sessions(struct session *s, const struct actor *actor, struct str user,
                           struct faults *faults)
{
    struct arena a = {0};
    bool done = store_begin(s, actor, faults) &&
                kept_settle(s,
                            sign_ins_end_all(s, &a, user, faults) &&
                                staff_event(s, "sessions_ended", user, faults),
                            faults);
    arena_free(&a);
    return done;
}

bool identity_is_move(const struct record *before, const struct record *after)
{
    static const char *const deciding[] = {"name",     "agency",   "office",
                                           "district", "employer", "state"};
    for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++)
        if (type_field(before->type, str_of(deciding[i])) &&
            !value_eq(record_get(before, deciding[i]), record_get(after, deciding[i])))
            return true;
    return false;
}

bool identity_moved(struct session *s, struct str user, struct faults *faults)
{
    struct arena a = {0};
    bool done = sign_ins_end_all(s, &a, user, faults) && staff_event(s, "user_moved", user, faults);
    arena_free(&a);
    return done;
}
