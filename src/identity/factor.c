#include "identity/factor.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "identity/codes.h"
#include "identity/moment.h"
#include "identity/secret.h"
#include "identity/staff.h"
#include "store/sealed.h"

bool factor_read(struct session *s, struct arena *a, struct str user, struct factor *factor,
                 struct faults *faults)
{
    size_t before = faults->total;
    *factor = (struct factor){staff_credential(s, a, user, faults), {0}};
    if (!factor->credential || record_get(factor->credential, "code_seed")->kind == VALUE_EMPTY)
        return faults->total == before;
    struct record *opened = staff_credential(s, a, user, faults);
    if (!opened || !store_open_secret(s, a, opened, faults))
        return false;
    factor->seed = record_text(opened, "code_seed");
    return true;
}

static struct str recovery_hash(struct session *s, struct arena *a, struct str user,
                                struct str code, struct faults *faults)
{
    struct str text = str_format(a, "%.*s %.*s", STR_ARG(user), STR_ARG(codes_plain(a, code)));
    return secret_keyed(s, a, "recovery codes", text, faults);
}

/* Takes the line of a recovery code away when it is one. */
static bool take_recovery(struct session *s, struct arena *a, struct record *r, struct str code,
                          bool *right, struct faults *faults)
{
    struct str hash = recovery_hash(s, a, record_text(r, "user"), code, faults);
    struct buffer left = {.arena = a};
    if (!hash.n)
        return false;
    for (struct str line, rest = record_text(r, "recovery"); str_cut(&rest, '\n', &line);) {
        if (secret_same(line, hash)) {
            *right = true;
            continue;
        }
        buffer_add(&left, line);
        buffer_char(&left, '\n');
    }
    record_set(r, "recovery", value_text(str_trim(buffer_str(&left))));
    return true;
}

bool factor_take(struct session *s, struct arena *a, const struct factor *factor, struct str code,
                 bool *right, struct faults *faults)
{
    struct str user = record_text(factor->credential, "user");
    struct record *r = staff_credential(s, a, user, faults);
    *right = false;
    if (!r)
        return false;
    if (!factor->seed.n ||
        !value_eq(record_get(r, "code_seed"), record_get(factor->credential, "code_seed")))
        return true; /* set up anew in the meantime */
    int64_t step = codes_step(factor->seed, moment_now(), codes_plain(a, code));
    if (step > record_integer(r, "last_step")) {
        record_set(r, "last_step", value_integer(step));
        *right = true;
    } else if (!take_recovery(s, a, r, code, right, faults)) {
        return false;
    }
    return !*right || store_update(s, a, r, NULL, faults);
}

bool factor_recovery(struct session *s, struct arena *a, struct str user,
                     char codes[RECOVERY_CODES][RECOVERY_TEXT + 1], struct str *kept,
                     struct faults *faults)
{
    struct str_list hashes = {0};
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        secret_words(codes[i], 3, 4);
        struct str hash = recovery_hash(s, a, user, str_of(codes[i]), faults);
        if (!hash.n)
            return false;
        *arena_push(a, &hashes) = hash;
    }
    *kept = str_join(a, &hashes, S("\n"));
    return true;
}

int factor_recovery_left(const struct record *credential)
{
    int left = 0;
    for (struct str line, rest = record_text(credential, "recovery"); str_cut(&rest, '\n', &line);)
        left++;
    return left;
}
