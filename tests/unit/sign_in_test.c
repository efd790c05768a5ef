/* Signing in with a password. Each costs a third of a second, so there are few. */
#include "identity/attempts.h"
#include "identity/password.h"
#include "identity/secret.h"
#include "identity/staff.h"
#include "identity_help.h"

#include <sodium.h>

#define SEED "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static enum sign_in_outcome try_in(struct place_of_work *w, const char *name, const char *password,
                                   struct sign_in_answer *answer)
{
    const struct sign_in_request request = {
        .name = str_of(name), .password = str_of(password), .address = S("192.0.2.7")};
    return identity_sign_in(w->s, &request, answer, &w->faults);
}

/* Somebody with a password of their own and one-time codes. */
static struct str whole_member(struct place_of_work *w, const char *name)
{
    struct str user = member(w, name, "inspector");
    CHECK(identity_set_password(w->s, &terminal, user, S(GOOD_PASSWORD), &w->faults));
    CHECK(identity_set_seed(w->s, &terminal, user, S(SEED), &w->faults));
    return user;
}

static struct principal who_is(struct place_of_work *w, const char *token, bool *proved)
{
    struct principal who = {0};
    CHECK(identity_session(w->s, &a, str_of(token), &who, proved, &w->faults));
    return who;
}

TEST(a_new_member_of_staff_sets_everything_up)
{
    struct place_of_work w = new_staff_room();
    struct sign_in_answer answer;
    char first[FIRST_PASSWORD], token[TOKEN_TEXT + 1];
    bool proved = true;
    const struct new_user new = {S("A.Mammadova "), S("Aysel Mammadova"), S("SLIS"), S(""),
                                 S("inspector")};
    REQUIRE(identity_add_user(w.s, &terminal, &new, true, first, &w.faults));
    CHECK(try_in(&w, "a.mammadova", first, &answer) == SIGN_IN_SET_UP);
    struct principal who = who_is(&w, answer.token, &proved);
    CHECK(!proved);
    const struct new_password own = {S(""), S(GOOD_PASSWORD), S("")};
    const struct new_password same = {S(""), str_of(first), S("")};
    CHECK(!identity_change_password(w.s, &who, &same, token, &w.faults));
    CHECK(tells(&w, "the password that you have"));
    REQUIRE(identity_change_password(w.s, &who, &own, token, &w.faults));
    struct principal nobody;
    CHECK(!identity_session(w.s, &a, str_of(answer.token), &nobody, &proved, &w.faults));
    who = who_is(&w, token, &proved);
    CHECK(!proved); /* the codes are still missing */
    struct str address, seed;
    struct new_codes codes;
    CHECK(identity_codes_begin(w.s, &who, &w.faults));
    CHECK(identity_codes_show(w.s, &a, &who, &address, &seed, &w.faults));
    REQUIRE(identity_codes_confirm(w.s, &who, code_of(seed, 0), S(""), &codes, &w.faults));
    CHECK(!str_eq(str_of(codes.token), str_of(token))); /* a new one after the second factor */
    CHECK(!is_in(&w, str_of(token)) && is_in(&w, str_of(codes.token)));
    moment_set(NOON + 60);
    CHECK(try_in(&w, "a.mammadova", first, &answer) == SIGN_IN_WRONG);
    leave(&w);
}

TEST(signing_in_takes_a_password_and_a_code_each_once)
{
    struct place_of_work w = new_staff_room();
    struct str user = whole_member(&w, "n.hasanova");
    struct sign_in_answer answer, second, third;
    struct str code = code_of(S(SEED), 0);
    bool proved;
    REQUIRE(try_in(&w, "N.Hasanova", GOOD_PASSWORD, &answer) == SIGN_IN_WANTS_CODE);
    CHECK(!is_in(&w, str_of(answer.token)));
    struct sign_in_request wrong = {.code = S("123456")}, right = {.code = code};
    CHECK(identity_sign_in_code(w.s, str_of(answer.token), &wrong, &second, &w.faults) ==
          SIGN_IN_WRONG);
    CHECK(identity_sign_in_code(w.s, str_of(answer.token), &right, &second, &w.faults) ==
          SIGN_IN_WAIT);
    CHECK_INT(second.wait_seconds, 1);
    moment_set(NOON + 1);
    CHECK(identity_sign_in_code(w.s, str_of(answer.token), &right, &second, &w.faults) ==
          SIGN_IN_DONE);
    CHECK(!str_eq(str_of(second.token), str_of(answer.token)));
    CHECK(str_eq(who_is(&w, second.token, &proved).user, user) && proved);
    CHECK_INT(strlen(second.device), DEVICE_TEXT);
    /* Neither what awaited the code nor the code is good again. */
    CHECK(identity_sign_in_code(w.s, str_of(answer.token), &right, &third, &w.faults) ==
          SIGN_IN_FAILED);
    CHECK(tells(&w, "came too late"));
    struct sign_in_request all = {.name = S("n.hasanova"),
                                  .password = S(GOOD_PASSWORD),
                                  .code = code,
                                  .address = S("192.0.2.7")};
    CHECK(identity_sign_in(w.s, &all, &third, &w.faults) == SIGN_IN_WRONG);
    CHECK_INT(rows_of(&w, "sign_in"), 1);
    CHECK_INT(rows_of(&w, "sign_in_failed"), 2);
    leave(&w);
}

TEST(an_awaited_code_is_awaited_for_five_minutes)
{
    struct place_of_work w = new_staff_room();
    whole_member(&w, "n.hasanova");
    struct sign_in_answer answer, second;
    REQUIRE(try_in(&w, "n.hasanova", GOOD_PASSWORD, &answer) == SIGN_IN_WANTS_CODE);
    moment_set(NOON + 5 * 60);
    struct sign_in_request right = {.code = code_of(S(SEED), 0)};
    CHECK(identity_sign_in_code(w.s, str_of(answer.token), &right, &second, &w.faults) ==
          SIGN_IN_FAILED);
    CHECK(w.faults.count && w.faults.items[0].kind == FAULT_MISSING);
    leave(&w);
}

TEST(all_failures_look_alike)
{
    struct place_of_work w = new_staff_room();
    struct str blocked = whole_member(&w, "k.rzayev");
    CHECK(identity_block(w.s, &terminal, blocked, true, &w.faults));
    member(&w, "no.password", "inspector");
    struct str late = member(&w, "too.late", "inspector");
    char first[FIRST_PASSWORD];
    CHECK(identity_first_password(w.s, &terminal, late, first, &w.faults));
    moment_set(NOON + 7 * 24 * 3600 + 1);
    const struct {
        const char *name, *password;
    } tries[] = {{"nobody.here", GOOD_PASSWORD},
                 {"k.rzayev", GOOD_PASSWORD},
                 {"k.rzayev", "something else"},
                 {"no.password", ""},
                 {"too.late", first}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct sign_in_answer answer;
        moment_set(moment_now() + 61);
        CHECK(try_in(&w, tries[i].name, tries[i].password, &answer) == SIGN_IN_WRONG);
        CHECK(!answer.token[0] && !answer.device[0]);
        CHECK_INT(w.faults.total, 0);
        CHECK_INT(rows_of(&w, "sign_in_failed"), (long long)i + 1);
    }
    CHECK_INT(count_of(&w, "attempt"), 5); /* four names and the one address */
    leave(&w);
}

/* How long a try would have to wait now; the try counts. */
static int wait_now(struct place_of_work *w, const char *name, const char *address,
                    const char *device)
{
    const struct sign_in_request request = {
        .name = str_of(name), .address = str_of(address), .device = str_of(device)};
    struct attempts t;
    int wait = -1;
    CHECK(attempts_count(w->s, &a, &request, str_of(name), &t, &wait, &w->faults));
    if (!wait) {
        CHECK(store_begin(w->s, &terminal, &w->faults));
        CHECK(attempts_failed(w->s, &a, &t, &w->faults));
        CHECK(store_commit(w->s, &w->faults));
    }
    return wait;
}

TEST(each_failure_of_a_name_makes_the_next_try_wait_longer)
{
    struct place_of_work w = new_staff_room();
    static const int waits[] = {1, 2, 4, 8, 16, 32, 60, 60};
    int64_t now = NOON;
    CHECK_INT(wait_now(&w, "x", "", ""), 0);
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        CHECK_INT(wait_now(&w, "x", "", ""), waits[i]);
        moment_set(now + waits[i] - 1);
        CHECK_INT(wait_now(&w, "x", "", ""), 1);
        moment_set(now += waits[i]);
        CHECK_INT(wait_now(&w, "x", "", ""), 0);
    }
    CHECK_INT(wait_now(&w, "y", "", ""), 0); /* another name */
    moment_set(now + 24 * 3600 + 1);
    CHECK_INT(wait_now(&w, "x", "", ""), 0); /* forgotten */
    CHECK_INT(wait_now(&w, "x", "", ""), 1); /* and begun anew */
    CHECK_INT(count_of(&w, "attempt"), 1);   /* the old ones are gone */
    leave(&w);
}

TEST(an_address_that_fails_often_waits_whatever_the_name)
{
    struct place_of_work w = new_staff_room();
    for (int i = 0; i < 11; i++)
        CHECK_INT(wait_now(&w, str_format(&a, "name%d", i).p, "192.0.2.7", ""), 0);
    CHECK_INT(wait_now(&w, "one.more", "192.0.2.7", ""), 1);
    CHECK_INT(wait_now(&w, "one.more", "192.0.2.8", ""), 0);
    leave(&w);
}

TEST(a_stranger_who_guesses_cannot_keep_a_known_browser_out)
{
    struct place_of_work w = new_staff_room();
    char device[DEVICE_TEXT + 1], other[DEVICE_TEXT + 1];
    CHECK(attempts_device(w.s, &a, S("x"), device, &w.faults));
    CHECK(attempts_device(w.s, &a, S("y"), other, &w.faults));
    CHECK_INT(wait_now(&w, "x", "192.0.2.7", ""), 0);
    CHECK_INT(wait_now(&w, "x", "192.0.2.7", ""), 1);
    CHECK_INT(wait_now(&w, "x", "192.0.2.7", device), 0);
    CHECK_INT(wait_now(&w, "x", "192.0.2.7", device), 1); /* its own failures count */
    CHECK_INT(wait_now(&w, "x", "192.0.2.9", other), 1);  /* of another name: unknown */
    device[0] = device[0] == 'A' ? 'B' : 'A';
    CHECK_INT(wait_now(&w, "x", "192.0.2.9", device), 1); /* made up */
    leave(&w);
}

TEST(many_tries_at_once_gain_nothing)
{
    struct place_of_work w = new_staff_room();
    const struct sign_in_request request = {.name = S("x")};
    struct attempts t;
    int wait;
    /* The first is still being looked at when the second comes. */
    CHECK(attempts_count(w.s, &a, &request, S("x"), &t, &wait, &w.faults));
    CHECK_INT(wait, 0);
    CHECK_INT(wait_now(&w, "x", "", ""), 1);
    CHECK(store_begin(w.s, &terminal, &w.faults));
    CHECK(attempts_take_back(w.s, &a, &t, &w.faults)); /* it was right after all */
    CHECK(store_commit(w.s, &w.faults));
    CHECK_INT(wait_now(&w, "x", "", ""), 0);
    leave(&w);
}

TEST(a_hash_of_an_older_cost_is_made_anew_at_sign_in)
{
    struct place_of_work w = new_staff_room();
    struct str user = whole_member(&w, "n.hasanova");
    struct sign_in_answer answer;
    char old[crypto_pwhash_STRBYTES];
    struct str secret = secret_keyed(w.s, &a, "password pepper", S(GOOD_PASSWORD), &w.faults);
    CHECK(crypto_pwhash_str(old, secret.p, secret.n, 1, 8 * 1024 * 1024) == 0);
    struct record *r = staff_credential(w.s, &a, user, &w.faults);
    CHECK(str_contains(record_text(r, "password_hash"), S("$argon2id$v=19$m=65536,t=3,p=1$")));
    CHECK(change(&w, r, "password_hash", value_text(str_of(old))));
    CHECK(try_in(&w, "n.hasanova", GOOD_PASSWORD, &answer) == SIGN_IN_WANTS_CODE);
    r = staff_credential(w.s, &a, user, &w.faults);
    CHECK(str_contains(record_text(r, "password_hash"), S("$argon2id$v=19$m=65536,t=3,p=1$")));
    leave(&w);
}

TEST(a_password_is_kept_with_a_pepper_that_is_not_in_the_database)
{
    struct place_of_work w = new_staff_room();
    struct str user = whole_member(&w, "n.hasanova");
    const struct record *r = staff_credential(w.s, &a, user, &w.faults);
    const char *hash = str_c(&a, record_text(r, "password_hash"));
    CHECK(crypto_pwhash_str_verify(hash, GOOD_PASSWORD, strlen(GOOD_PASSWORD)) != 0);
    CHECK(record_get(r, "code_seed")->kind == VALUE_SEALED);
    leave(&w);
}

TEST(proving_again_is_slowed_down_too)
{
    struct place_of_work w = new_staff_room();
    struct str user = whole_member(&w, "n.hasanova");
    struct principal who = {.user = user, .name = S("n.hasanova")};
    CHECK(!identity_prove_again(w.s, &who, S("not mine at all"), &w.faults));
    CHECK_INT(w.faults.total, 0);
    CHECK(!identity_prove_again(w.s, &who, S(GOOD_PASSWORD), &w.faults));
    CHECK(tells(&w, "Wait 1 s,"));
    moment_set(NOON + 1);
    CHECK(identity_prove_again(w.s, &who, S(GOOD_PASSWORD), &w.faults));
    leave(&w);
}

TEST(people_are_added_with_what_is_needed)
{
    struct place_of_work w = new_staff_room();
    char first[FIRST_PASSWORD];
    const struct new_user bad = {S("Ə.Məmmədova"), S(" "), S("NOWHERE"), S("NO"), S("king")};
    CHECK(!identity_add_user(w.s, &terminal, &bad, true, first, &w.faults));
    static const char *const fields[] = {"name", "agency", "office", "full_name", "role"};
    REQUIRE(w.faults.count == 5);
    for (size_t i = 0; i < 5; i++)
        CHECK_STR(w.faults.items[i].field, fields[i]);
    w.faults = (struct faults){.arena = &a};
    const struct new_user good = {S("a.new"), S("A New"), S("SLIS"), S(""), S("")};
    CHECK(identity_add_user(w.s, &terminal, &good, true, first, &w.faults));
    CHECK(!identity_add_user(w.s, &terminal, &good, true, first, &w.faults));
    CHECK(tells(&w, "same Sign-in name"));
    leave(&w);
}
