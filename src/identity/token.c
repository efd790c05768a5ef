/* Tokens of programs. */
#include "base/arena.h"
#include "base/date.h"
#include "identity/identity.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/secret.h"
#include "identity/staff.h"

static bool is_good(const struct record *r)
{
    struct date until;
    return r && !record_text(r, "revoked_at").n &&
           date_parse(record_text(r, "expires_on"), &until) &&
           moment_now() < (date_to_days(date_last_day(until)) + 1) * 24 * 60 * 60;
}

static bool read_token(struct session *s, struct arena *a, struct str hash, struct principal *who,
                       struct faults *faults)
{
    const struct type *type = model_type(session_model(s), S("user"));
    const struct record *r = staff_by_key(s, a, "token", hash, faults);
    if (!is_good(r))
        return false;
    const struct record *user = store_get(s, a, type, record_text(r, "user"), faults);
    if (!staff_is_active(user) || !staff_principal(s, a, user, who, faults))
        return false;
    who->by_token = true;
    who->session = r->id;
    who->read_only = !record_integer(r, "may_write");
    who->types = record_text(r, "types");
    return true;
}

bool identity_token(struct session *s, struct arena *a, struct str bearer, struct principal *who,
                    struct faults *faults)
{
    struct kept found = {.proved = true};
    int64_t newest = 0;
    if (bearer.n != TOKEN_TEXT || !store_newest_change(s, &newest, faults))
        return false;
    struct str hash = secret_hash(a, bearer);
    if (!kept_find(a, hash, true, newest, &found)) {
        if (!read_token(s, a, hash, &found.who, faults))
            return false;
        kept_put(hash, newest, &found);
    }
    *who = found.who;
    return true;
}

static bool check_types(struct session *s, struct str types, struct faults *faults)
{
    bool good = true;
    for (struct str part, rest = types; types.n && str_cut(&rest, ',', &part);) {
        const struct type *type = model_type(session_model(s), part);
        if (!type || type->internal)
            good = FAULT(faults, FAULT_INPUT, ((struct place){.field = S("types")}),
                         N_("There is no record type \"{1}\" that a token could be for; write for "
                            "example complaint,referral."),
                         part);
    }
    return good;
}

static bool check_wish(struct session *s, const struct token_wish *wish, struct faults *faults)
{
    struct date until;
    bool good = check_types(s, wish->types, faults);
    if (!str_trim(wish->label).n)
        good = FAULT(faults, FAULT_INPUT, ((struct place){.field = S("label")}),
                     N_("Say what the token is for, as in \"statistics of the ministry\"."));
    if (!date_parse(wish->expires_on, &until) || date_precision(until) != DATE_DAY)
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = S("expires_on")}),
                     N_("Say until which day the token is good, as in 2027-03-31."));
    int64_t days = date_to_days(until) - moment_now() / (24 * 60 * 60);
    if (days < 0 || days > TOKEN_LONGEST_DAYS)
        good = FAULT(faults, FAULT_INPUT, ((struct place){.field = S("expires_on")}),
                     N_("A token is good until a day within the next 366 days."));
    return good;
}

bool identity_make_token(struct session *s, const struct actor *actor,
                         const struct token_wish *wish, char text[TOKEN_TEXT + 1],
                         struct faults *faults)
{
    struct arena a = {0};
    struct record *r = record_new(&a, model_type(session_model(s), S("token")));
    bool done = false;
    if (check_wish(s, wish, faults)) {
        secret_token(text);
        record_set(r, "token_hash", value_text(secret_hash(&a, str_of(text))));
        record_set(r, "label", value_text(str_trim(wish->label)));
        record_set(r, "user", value_text(wish->user));
        record_set(r, "may_write", value_integer(wish->may_write));
        record_set(r, "types", value_text(wish->types));
        record_set(r, "expires_on", value_text(wish->expires_on));
        done = store_begin(s, actor, faults) && store_insert(s, r, faults) &&
               store_event(s, &(struct event){"token_made", S("token"), r->id, NULL}, faults) &&
               store_commit(s, faults);
        if (!done)
            store_rollback(s);
    }
    arena_free(&a);
    return done;
}

bool identity_tokens(struct session *s, struct arena *a, struct str user, struct records *found,
                     struct faults *faults)
{
    const struct condition whose = {"user", IS, value_text(user)};
    struct query q = {.type = model_type(session_model(s), S("token")),
                      .conditions = &whose,
                      .condition_count = user.n ? 1 : 0,
                      .order = {"-expires_on"}};
    return store_query(s, a, &q, found, faults);
}

bool identity_revoke_token(struct session *s, const struct actor *actor, struct str user,
                           struct str id, struct faults *faults)
{
    struct arena a = {0};
    const struct type *type = model_type(session_model(s), S("token"));
    size_t before = faults->total;
    struct record *r = store_get(s, &a, type, id, faults);
    bool done = false;
    kept_forget();
    if (r && (!user.n || str_eq(record_text(r, "user"), user)) && !record_text(r, "revoked_at").n) {
        record_set(r, "revoked_at", value_text(moment_text(&a, moment_now())));
        done = store_begin(s, actor, faults) && store_update(s, &a, r, NULL, faults) &&
               store_event(s, &(struct event){"token_revoked", S("token"), r->id, NULL}, faults) &&
               store_commit(s, faults);
        if (!done)
            store_rollback(s);
    } else if (faults->total == before) {
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("There is no such token that is still good."));
    }
    kept_forget();
    arena_free(&a);
    return done;
}
