/* A store of the country pack with staff in it, for the tests of who somebody is. */
#pragma once

#include "identity/codes.h"
#include "identity/identity.h"
#include "identity/moment.h"
#include "identity/sign_ins.h"
#include "store_help.h"

/* Where the clock of these tests stands at first. */
static const int64_t NOON = INT64_C(1800000000);

#define GOOD_PASSWORD "five purple kettles sing"

static const struct actor terminal = {S_INIT("command line"), S_INIT("cli"), S_INIT("")};

/* A store with one agency, opened anew for each test. */
static inline struct place_of_work new_staff_room(void)
{
    struct place_of_work w = {.path = new_path(), .faults = {.arena = &a}};
    moment_set(NOON);
    w.store = store_open_pack(w.path, S("az"), &w.faults);
    w.s = w.store ? session_open(w.store, &w.faults) : NULL;
    struct record *agency = record_new(&a, model_type(session_model(w.s), S("agency")));
    record_set(agency, "code", value_text(S("SLIS")));
    record_set(agency, "name", value_text(S("Inspection")));
    CHECK(put(&w, agency));
    return w;
}

/* Somebody with a role in force, without a password: those cost time. */
static inline struct str member(struct place_of_work *w, const char *name, const char *role)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("user")));
    struct query q = {.type = model_type(session_model(w->s), S("agency"))};
    struct records agencies = {0};
    store_query(w->s, &a, &q, &agencies, &w->faults);
    record_set(r, "name", value_text(str_of(name)));
    record_set(r, "full_name", value_text(str_of(name)));
    record_set(r, "agency", value_text(agencies.items[0]->id));
    record_set(r, "state", value_text(S("active")));
    CHECK(put(w, r));
    struct role_wish wish = {r->id, str_of(role), S("a test")};
    CHECK(identity_ask_role(w->s, &terminal, &wish, true, &w->faults));
    return r->id;
}

/* A session of theirs, begun without a password. */
static inline struct str session_of(struct place_of_work *w, struct str user,
                                    enum session_stage stage)
{
    char token[TOKEN_TEXT + 1];
    const struct new_session wanted = {user, S("Firefox, Linux"), stage};
    CHECK(store_begin(w->s, &terminal, &w->faults));
    CHECK(sign_ins_begin(w->s, &a, &wanted, token, &w->faults));
    CHECK(store_commit(w->s, &w->faults));
    return str_copy(&a, str_of(token));
}

static inline bool is_in(struct place_of_work *w, struct str token)
{
    struct principal who;
    bool proved = false;
    return identity_session(w->s, &a, token, &who, &proved, &w->faults) && proved;
}

/* The code of a seed at the moment of the test, `ahead` steps later. */
static inline struct str code_of(struct str seed, int ahead)
{
    char code[CODE_DIGITS + 1];
    CHECK(codes_of(seed, moment_now() + ahead * CODE_SECONDS, code));
    return str_copy(&a, str_of(code));
}

/* How many rows of the chain have this action. */
static inline size_t rows_of(struct place_of_work *w, const char *action)
{
    struct changes found = {0};
    struct audit_query q = {.action = str_of(action), .limit = 10000};
    store_audit_read(w->s, &a, &q, &found, &w->faults);
    return found.count;
}
