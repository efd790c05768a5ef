/* Sessions, tokens, roles and codes: what needs no password. */
#include "identity/factor.h"
#include "identity/kept.h"
#include "identity/password.h"
#include "identity_help.h"

#define RFC_SEED "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" /* "12345678901234567890", RFC 6238 */

TEST(moments_are_written_and_read)
{
    CHECK_STR(moment_text(&a, 0), "1970-01-01T00:00:00Z");
    CHECK_STR(moment_text(&a, 1800000000), "2027-01-15T08:00:00Z");
    CHECK_INT(moment_read(S("2027-01-15T08:00:00Z")), 1800000000);
    CHECK_INT(moment_read(S("yesterday")), 0);
}

TEST(codes_are_those_of_rfc_6238)
{
    static const struct {
        int64_t at;
        const char *code;
    } wanted[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                  {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char code[CODE_DIGITS + 1];
        CHECK(codes_of(S(RFC_SEED), wanted[i].at, code));
        CHECK_STR(str_of(code), wanted[i].code);
    }
}

TEST(a_code_may_be_one_step_early_or_late_and_no_more)
{
    int64_t now = 2000000010;
    for (int drift = -3; drift <= 3; drift++) {
        char code[CODE_DIGITS + 1];
        CHECK(codes_of(S(RFC_SEED), now + drift * CODE_SECONDS, code));
        int64_t step = codes_step(S(RFC_SEED), now, str_of(code));
        CHECK_INT(step, drift >= -1 && drift <= 1 ? now / CODE_SECONDS + drift : 0);
    }
    CHECK_INT(codes_step(S(RFC_SEED), now, S("")), 0);
    CHECK_INT(codes_step(S(RFC_SEED), now, S("1234567")), 0);
}

TEST(seeds_are_read_as_people_write_them)
{
    CHECK_STR(codes_seed(&a, S("gezd gnbv-GY3TQOJQGEZDGNBVGY3TQOJQ")), RFC_SEED);
    CHECK_STR(codes_seed(&a, S("GEZDGNBVGY3TQOJQ")), ""); /* 80 bits */
    CHECK_STR(codes_seed(&a, S("no seed at all, this is 1890")), "");
    char one[CODE_SEED_TEXT + 1], two[CODE_SEED_TEXT + 1];
    codes_new_seed(one);
    codes_new_seed(two);
    CHECK(!str_eq(str_of(one), str_of(two)));
    CHECK_STR(codes_seed(&a, str_of(one)), one);
}

TEST(passwords_that_would_be_guessed_are_refused)
{
    static const char *const refused[] = {
        "",
        "short words",
        "password1234",
        "P@ssw0rd1234",
        "qwertyuiopas",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "azerbaijan2024",
        "iloveyouforever",
        "my-Mammadova-secret",
        "Aysəl is my name",
        "a.mammadova.secret",
    };
    static const char *const taken[] = {
        GOOD_PASSWORD,
        "correct horse battery staple!",
        "şirin çay və qara çörək",
        "Пять синих чайников",
        "zx81 spectrum ql",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct faults faults = {.arena = &a};
        if (password_allowed(str_of(refused[i]), S("a.mammadova"), S("Aysəl Məmmədova"), &faults))
            CHECK_STR(str_of(refused[i]), "to be refused");
        CHECK(faults.count == 1 && str_eq(faults.items[0].field, S("new_password")));
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct faults faults = {.arena = &a};
        if (!password_allowed(str_of(taken[i]), S("a.mammadova"), S("Aysəl Məmmədova"), &faults))
            CHECK_STR(str_of(taken[i]), "to be taken");
    }
    struct str longest = str_format(&a, "%0128d", 7), longer = str_format(&a, "%0129d", 7);
    struct faults faults = {.arena = &a};
    CHECK(!password_allowed(longer, S("x"), S("y"), &faults));
    CHECK(str_contains(str_of(faults.items[0].message), S("at most 128")));
    CHECK(!password_allowed(longest, S("x"), S("y"), &faults)); /* all noughts but one */
    longest = str_format(&a, "%s%0*d", GOOD_PASSWORD, 128 - (int)strlen(GOOD_PASSWORD), 7);
    CHECK(longest.n == 128 && password_allowed(longest, S("x"), S("y"), &faults));
}

TEST(a_code_is_good_once_however_often_it_is_tried)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "n.hasanova", "intake_officer");
    struct factor factor;
    REQUIRE(identity_set_seed(w.s, &terminal, user, S(RFC_SEED), &w.faults));
    REQUIRE(factor_read(w.s, &a, user, &factor, &w.faults));
    struct str code = code_of(S(RFC_SEED), 0), older = code_of(S(RFC_SEED), -1);
    size_t accepted = 0;
    for (int i = 0; i < 1001; i++) {
        bool right = false;
        REQUIRE(store_begin(w.s, &terminal, &w.faults));
        CHECK(factor_take(w.s, &a, &factor, code, &right, &w.faults));
        REQUIRE(store_commit(w.s, &w.faults));
        accepted += right;
    }
    CHECK_INT(accepted, 1);
    bool right = true;
    REQUIRE(store_begin(w.s, &terminal, &w.faults));
    CHECK(factor_take(w.s, &a, &factor, older, &right, &w.faults));
    CHECK(!right); /* an older step is not taken after a newer one */
    store_rollback(w.s);
    leave(&w);
}

TEST(a_recovery_code_is_good_once)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "n.hasanova", "intake_officer");
    struct principal who = {.user = user, .name = S("n.hasanova")};
    struct str address, seed;
    struct new_codes codes;
    CHECK(identity_set_seed(w.s, &terminal, user, S(RFC_SEED), &w.faults));
    CHECK(identity_codes_begin(w.s, &who, &w.faults));
    REQUIRE(identity_codes_show(w.s, &a, &who, &address, &seed, &w.faults));
    CHECK(str_starts(address, S("otpauth://totp/Himaya:n.hasanova?secret=")));
    CHECK(!identity_codes_confirm(w.s, &who, S("000000"), S(""), &codes, &w.faults));
    CHECK(tells(&w, "not the code of now"));
    REQUIRE(identity_codes_confirm(w.s, &who, code_of(seed, 0), S(""), &codes, &w.faults));
    struct factor factor;
    REQUIRE(factor_read(w.s, &a, user, &factor, &w.faults));
    CHECK_STR(factor.seed, str_c(&a, seed));
    for (int i = 0; i < 3; i++) {
        bool right = false;
        REQUIRE(store_begin(w.s, &terminal, &w.faults));
        CHECK(factor_take(w.s, &a, &factor, str_of(codes.recovery[4]), &right, &w.faults));
        CHECK_INT(right, i == 0);
        REQUIRE(store_commit(w.s, &w.faults));
    }
    struct set_up set_up;
    CHECK(identity_set_up(w.s, user, &set_up, &w.faults));
    CHECK_INT(set_up.recovery_left, 9);
    CHECK(set_up.has_codes && !set_up.has_new_seed);
    leave(&w);
}

TEST(a_session_ends_when_it_is_idle_and_after_twelve_hours)
{
    struct place_of_work w = new_staff_room();
    struct str inspector = member(&w, "a.mammadova", "inspector");
    struct str counter = member(&w, "v.safarova", "statistician");
    struct str one = session_of(&w, inspector, STAGE_WHOLE);
    struct str two = session_of(&w, counter, STAGE_WHOLE);
    CHECK(is_in(&w, one));
    CHECK(is_in(&w, two));
    moment_set(NOON + 15 * 60 - 1);
    CHECK(is_in(&w, one)); /* and so kept alive from here */
    moment_set(NOON + 20 * 60);
    CHECK(is_in(&w, one));
    CHECK(is_in(&w, two)); /* idle for 20 of 30 minutes */
    moment_set(NOON + 20 * 60 + 15 * 60);
    CHECK(!is_in(&w, one));
    CHECK(is_in(&w, two));
    for (int minutes = 35; minutes < 12 * 60; minutes += 10) {
        moment_set(NOON + minutes * 60);
        CHECK(is_in(&w, two));
    }
    moment_set(NOON + 12 * 60 * 60);
    CHECK(!is_in(&w, two)); /* however busy it was */
    leave(&w);
}

TEST(the_most_sensitive_role_decides_how_long_idle_is)
{
    struct place_of_work w = new_staff_room();
    struct str both = member(&w, "k.rzayev", "statistician");
    struct role_wish wish = {both, S("police"), S("a test")};
    CHECK(identity_ask_role(w.s, &terminal, &wish, true, &w.faults));
    struct str token = session_of(&w, both, STAGE_WHOLE);
    moment_set(NOON + 16 * 60);
    CHECK(!is_in(&w, token));
    leave(&w);
}

TEST(a_half_session_is_not_proved_and_an_awaited_code_opens_nothing)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    struct str half = session_of(&w, user, STAGE_SET_UP);
    struct str pending = session_of(&w, user, STAGE_CODE);
    struct principal who;
    bool proved = true;
    CHECK(identity_session(w.s, &a, half, &who, &proved, &w.faults));
    CHECK(!proved);
    CHECK(!identity_session(w.s, &a, pending, &who, &proved, &w.faults));
    CHECK(!identity_session(w.s, &a, S(""), &who, &proved, &w.faults));
    CHECK(!identity_session(w.s, &a, S("0000000000000000000000000000000000000000000"), &who,
                            &proved, &w.faults));
    CHECK_INT(w.faults.total, 0);
    leave(&w);
}

TEST(the_principal_is_who_the_records_say)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    struct str token = session_of(&w, user, STAGE_WHOLE);
    struct principal who;
    bool proved;
    REQUIRE(identity_session(w.s, &a, token, &who, &proved, &w.faults));
    CHECK_STR(who.name, "a.mammadova");
    CHECK(str_eq(who.user, user) && who.agency.n && !who.office.n && who.session.n);
    CHECK(!who.by_token && !who.read_only);
    struct principal operator= identity_operator(session_model(w.s));
    struct principal none = identity_public();
    CHECK(operator.roles && !(operator.roles & who.roles) && !operator.user.n);
    CHECK_INT(none.roles, 0);
    leave(&w);
}

TEST(signing_out_ends_a_session_at_once_and_only_that_one)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    struct str one = session_of(&w, user, STAGE_WHOLE), two = session_of(&w, user, STAGE_WHOLE);
    CHECK(is_in(&w, one) && is_in(&w, two));
    CHECK(identity_sign_out(w.s, one, &w.faults));
    CHECK(!is_in(&w, one) && is_in(&w, two));
    CHECK_INT(rows_of(&w, "sign_out"), 1);
    struct records found = {0};
    CHECK(identity_sessions(w.s, &a, user, &found, &w.faults));
    REQUIRE(found.count == 1);
    struct str other = member(&w, "t.ismayilov", "inspector");
    CHECK(!identity_end_session(w.s, other, found.items[0]->id, &w.faults)); /* not theirs */
    CHECK(tells(&w, "has ended already"));
    CHECK(is_in(&w, two));
    CHECK(identity_end_session(w.s, user, found.items[0]->id, &w.faults));
    CHECK(!is_in(&w, two));
    leave(&w);
}

TEST(a_block_ends_sessions_and_tokens_at_once)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    struct str token = session_of(&w, user, STAGE_WHOLE);
    struct token_wish wish = {S("a test"), user, false, S(""), S("2027-02-01")};
    char text[TOKEN_TEXT + 1];
    struct principal who;
    if (!identity_make_token(w.s, &terminal, &wish, text, &w.faults))
        CHECK_STR(told(&w), "a token");
    CHECK(is_in(&w, token));
    CHECK(identity_token(w.s, &a, str_of(text), &who, &w.faults));
    CHECK(who.read_only && !who.types.n);
    CHECK(identity_block(w.s, &terminal, user, true, &w.faults));
    CHECK(!is_in(&w, token));
    CHECK(!identity_token(w.s, &a, str_of(text), &who, &w.faults));
    CHECK(identity_block(w.s, &terminal, user, false, &w.faults));
    CHECK(!is_in(&w, token)); /* what ended stays ended */
    CHECK(identity_token(w.s, &a, str_of(text), &who, &w.faults));
    leave(&w);
}

TEST(a_change_of_role_ends_sessions_and_what_another_process_changes_counts_at_once)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    struct str token = session_of(&w, user, STAGE_WHOLE);
    struct role_wish wish = {user, S("police"), S("a test")};
    CHECK(is_in(&w, token));
    CHECK(identity_ask_role(w.s, &terminal, &wish, true, &w.faults));
    CHECK(!is_in(&w, token));
    token = session_of(&w, user, STAGE_WHOLE);
    CHECK(is_in(&w, token));
    /* As a page of records or another process would do it, without this room knowing. */
    struct record *r =
        store_get(w.s, &a, model_type(session_model(w.s), S("user")), user, &w.faults);
    CHECK(change(&w, r, "state", value_text(S("blocked"))));
    CHECK(!is_in(&w, token));
    leave(&w);
}

TEST(a_token_carries_its_limits_and_ends)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "asan.contracts", "partner");
    struct token_wish wish = {S("contracts"), user, true, S("employer,referral"), S("2027-01-20")};
    char text[TOKEN_TEXT + 1];
    struct principal who;
    bool proved;
    REQUIRE(identity_make_token(w.s, &terminal, &wish, text, &w.faults));
    REQUIRE(identity_token(w.s, &a, str_of(text), &who, &w.faults));
    CHECK(who.by_token && !who.read_only);
    CHECK_STR(who.types, "employer,referral");
    CHECK(!identity_session(w.s, &a, str_of(text), &who, &proved, &w.faults)); /* no cookie */
    moment_set(NOON + 5 * 24 * 3600);                                          /* the 20th */
    CHECK(identity_token(w.s, &a, str_of(text), &who, &w.faults));
    moment_set(NOON + 6 * 24 * 3600);
    CHECK(!identity_token(w.s, &a, str_of(text), &who, &w.faults));
    moment_set(NOON);
    struct records found = {0};
    REQUIRE(identity_tokens(w.s, &a, user, &found, &w.faults) && found.count == 1);
    CHECK(!str_contains(record_text(found.items[0], "token_hash"), str_of(text)));
    struct str id = found.items[0]->id;
    CHECK(!identity_revoke_token(w.s, &terminal, S("somebody else"), id, &w.faults));
    CHECK(tells(&w, "no such token"));
    CHECK(identity_revoke_token(w.s, &terminal, user, id, &w.faults));
    CHECK(!identity_token(w.s, &a, str_of(text), &who, &w.faults));
    CHECK_INT(rows_of(&w, "token_made"), 1);
    CHECK_INT(rows_of(&w, "token_revoked"), 1);
    leave(&w);
}

TEST(a_token_that_makes_no_sense_is_not_made)
{
    struct place_of_work w = new_staff_room();
    struct str user = member(&w, "a.mammadova", "inspector");
    char text[TOKEN_TEXT + 1];
    struct token_wish nameless = {S(" "), user, false, S(""), S("2027-02-01")};
    struct token_wish unknown = {S("x"), user, false, S("complaint,credential"), S("2027-02-01")};
    struct token_wish endless = {S("x"), user, false, S(""), S("2029-01-01")};
    struct token_wish past = {S("x"), user, false, S(""), S("2027-01-14")};
    CHECK(!identity_make_token(w.s, &terminal, &nameless, text, &w.faults));
    CHECK(tells(&w, "what the token is for"));
    CHECK(!identity_make_token(w.s, &terminal, &unknown, text, &w.faults));
    CHECK(tells(&w, "\"credential\""));
    CHECK(!identity_make_token(w.s, &terminal, &endless, text, &w.faults));
    CHECK(tells(&w, "366 days"));
    CHECK(!identity_make_token(w.s, &terminal, &past, text, &w.faults));
    CHECK(tells(&w, "366 days"));
    leave(&w);
}

/* The one role of a user that was asked for last. */
static struct record *newest_role(struct place_of_work *w, struct str user, bool open)
{
    struct records found = {0};
    CHECK(identity_roles(w->s, &a, user, open, &found, &w->faults));
    return found.count ? found.items[0] : NULL;
}

static uint32_t roles_now(struct place_of_work *w, struct str user)
{
    struct principal who = {0};
    bool proved;
    identity_session(w->s, &a, session_of(w, user, STAGE_WHOLE), &who, &proved, &w->faults);
    return who.roles;
}

TEST(a_role_begins_and_ends_by_two_people)
{
    struct place_of_work w = new_staff_room();
    struct str clerk = member(&w, "r.huseynov", "inspector");
    struct str first = member(&w, "m.sultanov", "administrator");
    member(&w, "p.valiyeva", "administrator");
    const struct actor one = {S("m.sultanov"), S("web"), {0}};
    const struct actor two = {S("p.valiyeva"), S("web"), {0}};
    uint32_t before = roles_now(&w, clerk);
    struct role_wish wish = {clerk, S("police"), S("moves to the police")};
    moment_set(NOON + 1);
    REQUIRE(identity_ask_role(w.s, &one, &wish, false, &w.faults));
    struct record *grant = newest_role(&w, clerk, true);
    REQUIRE(grant && identity_role_state(grant) == ROLE_ASKED);
    CHECK(str_eq(record_text(grant, "requested_by"), first));
    CHECK_INT(roles_now(&w, clerk), before);
    CHECK(!identity_decide_role(w.s, &one, grant->id, true, &w.faults));
    CHECK(tells(&w, "Who asked for it cannot agree"));
    CHECK_INT(roles_now(&w, clerk), before);
    struct str token = session_of(&w, clerk, STAGE_WHOLE);
    CHECK(identity_decide_role(w.s, &two, grant->id, true, &w.faults));
    CHECK(!is_in(&w, token));
    CHECK(roles_now(&w, clerk) != before);
    CHECK(!identity_decide_role(w.s, &two, grant->id, true, &w.faults));
    CHECK(tells(&w, "Nobody waits"));
    REQUIRE(identity_ask_end(w.s, &two, grant->id, false, &w.faults));
    CHECK(roles_now(&w, clerk) != before);
    CHECK(!identity_decide_role(w.s, &two, grant->id, true, &w.faults));
    CHECK(tells(&w, "Who asked for it cannot agree"));
    CHECK(identity_decide_role(w.s, &one, grant->id, true, &w.faults));
    CHECK_INT(roles_now(&w, clerk), before);
    CHECK_INT(rows_of(&w, "role_ended"), 1);
    leave(&w);
}

TEST(nobody_agrees_to_their_own_role_under_whatever_name)
{
    struct place_of_work w = new_staff_room();
    struct str first = member(&w, "m.sultanov", "administrator");
    struct str second = member(&w, "p.valiyeva", "administrator");
    const struct actor one = {S("m.sultanov"), S("web"), {0}};
    const struct actor two = {S("p.valiyeva"), S("web"), {0}};
    const struct actor stranger = {S("command line"), S("web"), {0}};
    struct role_wish wish = {second, S("police"), S("wants to look")};
    moment_set(NOON + 1);
    CHECK(identity_ask_role(w.s, &one, &wish, false, &w.faults));
    struct record *grant = newest_role(&w, second, true);
    CHECK(!identity_decide_role(w.s, &two, grant->id, true, &w.faults));
    CHECK(tells(&w, "Nobody decides about their own roles"));
    CHECK(!identity_decide_role(w.s, &stranger, grant->id, true, &w.faults));
    CHECK(tells(&w, "Only a member of the staff"));
    /* Under a new sign-in name it is still the same person. */
    struct record *r =
        store_get(w.s, &a, model_type(session_model(w.s), S("user")), first, &w.faults);
    CHECK(change(&w, r, "name", value_text(S("somebody.else"))));
    const struct actor renamed = {S("somebody.else"), S("web"), {0}};
    CHECK(!identity_decide_role(w.s, &renamed, grant->id, true, &w.faults));
    CHECK(tells(&w, "Who asked for it cannot agree"));
    CHECK(identity_decide_role(w.s, &renamed, grant->id, false, &w.faults)); /* takes it back */
    CHECK_INT(identity_role_state(newest_role(&w, second, false)), ROLE_REFUSED);
    leave(&w);
}

TEST(a_role_is_asked_for_once_and_with_a_reason)
{
    struct place_of_work w = new_staff_room();
    struct str clerk = member(&w, "r.huseynov", "inspector");
    member(&w, "m.sultanov", "administrator");
    const struct actor one = {S("m.sultanov"), S("web"), {0}};
    struct role_wish again = {clerk, S("inspector"), S("again")};
    struct role_wish silent = {clerk, S("police"), S(" ")};
    struct role_wish unknown = {clerk, S("operator"), S("at the terminal")};
    CHECK(!identity_ask_role(w.s, &one, &again, false, &w.faults));
    CHECK(tells(&w, "has this role already"));
    CHECK(!identity_ask_role(w.s, &one, &silent, false, &w.faults));
    CHECK(tells(&w, "Say why"));
    CHECK(!identity_ask_role(w.s, &one, &unknown, false, &w.faults));
    CHECK(tells(&w, "is no role that a person can have"));
    leave(&w);
}

TEST(a_role_that_one_person_asked_for_and_agreed_to_counts_for_nothing)
{
    struct place_of_work w = new_staff_room();
    struct str clerk = member(&w, "r.huseynov", "inspector");
    struct str first = member(&w, "m.sultanov", "administrator");
    uint32_t before = roles_now(&w, clerk);
    struct record *r = record_new(&a, model_type(session_model(w.s), S("role_grant")));
    record_set(r, "user", value_text(clerk));
    record_set(r, "role", value_text(S("police")));
    record_set(r, "requested_by", value_text(first));
    record_set(r, "requested_at", value_text(moment_text(&a, NOON)));
    record_set(r, "approved_by", value_text(first));
    record_set(r, "approved_at", value_text(moment_text(&a, NOON)));
    CHECK(put(&w, r));
    CHECK_INT(roles_now(&w, clerk), before);
    leave(&w);
}
