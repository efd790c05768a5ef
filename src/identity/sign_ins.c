#include "identity/sign_ins.h"

#include "base/arena.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/secret.h"
#include "identity/staff.h"

enum { LONGEST_BROWSER = 200, PURGED_AT_ONCE = 50 };

bool sign_ins_begin(struct session *s, struct arena *a, const struct new_session *wanted,
                    char token[TOKEN_TEXT + 1], struct faults *faults)
{
    static const int lengths[] = {SESSION_OF_CODE, SESSION_OF_SETTING_UP, SESSION_LONGEST};
    int64_t now = moment_now();
    struct str at = moment_text(a, now);
    struct record *r = record_new(a, model_type(session_model(s), S("sign_in")));
    secret_token(token);
    record_set(r, "token_hash", value_text(secret_hash(a, str_of(token))));
    record_set(r, "user", value_text(wanted->user));
    record_set(r, "begun_at", value_text(at));
    record_set(r, "seen_at", value_text(at));
    record_set(r, "ends_at", value_text(moment_text(a, now + lengths[wanted->stage])));
    record_set(r, "waits_for_code", value_integer(wanted->stage == STAGE_CODE));
    record_set(r, "proved", value_integer(wanted->stage == STAGE_WHOLE));
    record_set(r, "browser", value_text(str_slice(wanted->browser, 0, LONGEST_BROWSER)));
    const struct condition over = {"ends_at", LESS, value_text(at)};
    return identity_delete(s, a, "sign_in", &over, PURGED_AT_ONCE, faults) &&
           store_insert(s, r, faults);
}

struct record *sign_ins_find(struct session *s, struct arena *a, struct str token,
                             struct faults *faults)
{
    if (token.n != TOKEN_TEXT)
        return NULL;
    struct record *r = staff_by_key(s, a, "sign_in", secret_hash(a, token), faults);
    return r && moment_read(record_text(r, "ends_at")) > moment_now() ? r : NULL;
}

enum session_stage sign_ins_stage(const struct record *r)
{
    if (record_integer(r, "waits_for_code"))
        return STAGE_CODE;
    return record_integer(r, "proved") ? STAGE_WHOLE : STAGE_SET_UP;
}

bool sign_ins_end_all(struct session *s, struct arena *a, struct str user, struct faults *faults)
{
    const struct condition whose = {"user", IS, value_text(user)};
    kept_forget();
    return identity_delete(s, a, "sign_in", &whose, 0, faults);
}
