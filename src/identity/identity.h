/* Who is it: passwords, one-time codes, sessions, tokens. knowledge/security.md B6 has the numbers
 * and their reasons (ASVS 5.0 chapters 6 and 7).
 *
 * A failed sign-in never says whether the name or the password was wrong, takes as long either way,
 * and slows the next try of the same name and of the same address; nobody is locked out by a
 * stranger. Every sign-in, failure and sign-out has its row of the audit chain.
 */
#pragma once

#include "identity/principal.h"
#include "store/store.h"

enum {
    TOKEN_TEXT = 43, /* 256 random bits in base64url */
    DEVICE_TEXT = 2 * TOKEN_TEXT + 1,
    FIRST_PASSWORD = 24, /* with its NUL */
};

enum sign_in_outcome {
    SIGN_IN_DONE,
    SIGN_IN_WANTS_CODE, /* the password was right: now the one-time code (never said otherwise) */
    SIGN_IN_SET_UP,     /* signed in, but a new password or one-time codes must be set up first */
    SIGN_IN_WRONG,
    SIGN_IN_WAIT,  /* too many tries: not even looked at */
    SIGN_IN_FAILED /* a fault was added */
};

struct sign_in_request {
    struct str name, password, code; /* code: one-time or recovery; empty at first */
    struct str address;              /* of the client; only its keyed hash is kept, for a day */
    struct str browser;              /* name of the browser, for the list of sessions */
    struct str device;               /* its cookie of an earlier sign-in; may be empty */
};
struct sign_in_answer {
    char token[TOKEN_TEXT + 1];   /* for the cookie, when DONE, SET_UP or WANTS_CODE (then good for
                                     five minutes and for identity_sign_in_code alone) */
    char device[DEVICE_TEXT + 1]; /* when DONE or SET_UP: for a cookie that stays; empty: keep it */
    int wait_seconds;             /* when WAIT */
};
/* Takes about 0.3 s of processor and 64 MiB (argon2id); at most two run at once, more wait. */
enum sign_in_outcome identity_sign_in(struct session *s, const struct sign_in_request *request,
                                      struct sign_in_answer *answer, struct faults *faults);
/* The second step: `token` is what WANTS_CODE gave; of the request, name and password are not
 * looked at. SIGN_IN_FAILED with a FAULT_MISSING when the five minutes are over: begin again. */
enum sign_in_outcome identity_sign_in_code(struct session *s, struct str token,
                                           const struct sign_in_request *request,
                                           struct sign_in_answer *answer, struct faults *faults);

/* Whose session it is. False without a fault when there is none, it ended, or was idle too long (15
 * or 30 minutes by role, 12 hours at most). *proved is false while a password or codes must still
 * be set up. Keeps the session alive; answers from memory for a few seconds. */
bool identity_session(struct session *s, struct arena *a, struct str token, struct principal *who,
                      bool *proved, struct faults *faults);
bool identity_sign_out(struct session *s, struct str token, struct faults *faults);
/* The sessions of a user that go on, newest seen first (type sign_in). */
bool identity_sessions(struct session *s, struct arena *a, struct str user, struct records *found,
                       struct faults *faults);
/* Ends one of them. FAULT_MISSING when it is not this user's. */
bool identity_end_session(struct session *s, struct str user, struct str id, struct faults *faults);
/* True when the password of the session's user is right: asked again before what cannot be undone.
 * False without a fault when it is wrong; with a FAULT_LIMIT when it was wrong too often lately. */
bool identity_prove_again(struct session *s, const struct principal *who, struct str password,
                          struct faults *faults);

/* Whose token a program sent ("Authorization: Bearer …"). False without a fault when it is none. */
bool identity_token(struct session *s, struct arena *a, struct str bearer, struct principal *who,
                    struct faults *faults);
struct token_wish {
    struct str label, user; /* user: id */
    bool may_write;
    struct str types, expires_on; /* names with commas between; a day within 366 days */
};
enum { TOKEN_LONGEST_DAYS = 366 };
/* Makes a token; `text` is the only time it is seen. */
bool identity_make_token(struct session *s, const struct actor *actor,
                         const struct token_wish *wish, char text[TOKEN_TEXT + 1],
                         struct faults *faults);
/* The tokens of a user's id, or all when it is empty; those withdrawn or run out too. */
bool identity_tokens(struct session *s, struct arena *a, struct str user, struct records *found,
                     struct faults *faults);
/* Withdraws a token; FAULT_MISSING when it is not this user's (empty: anybody's) or gone already.
 */
bool identity_revoke_token(struct session *s, const struct actor *actor, struct str user,
                           struct str id, struct faults *faults);

/* The terminal's own principal: role `operator` and nothing else. */
struct principal identity_operator(const struct model *model);
/* Who a staff member is, by id, with the roles now in force: for work that goes on after they asked
 * for it. False with a FAULT_REFUSED when they may no longer sign in. */
bool identity_member(struct session *s, struct arena *a, struct str user, struct principal *who,
                     struct faults *faults);
/* The anonymous public: no role at all. */
struct principal identity_public(void);

/* --- keeping one's own --- */
/* What stands to be done before anything else opens. */
struct set_up {
    bool must_change;  /* the password */
    bool has_codes;    /* one-time codes are set up */
    bool has_new_seed; /* …and others are being set up */
    int recovery_left;
};
bool identity_set_up(struct session *s, struct str user, struct set_up *set_up,
                     struct faults *faults);
/* Sets a password of the person's own choice. `current` is asked for unless the password must be
 * changed. All sessions end; a new one begins with `token`. Faults at "current_password" and
 * "new_password". */
struct new_password {
    struct str current, wanted, browser;
};
bool identity_change_password(struct session *s, const struct principal *who,
                              const struct new_password *password, char token[TOKEN_TEXT + 1],
                              struct faults *faults);
/* Makes a seed for new one-time codes; the old ones stay good until the new ones are confirmed. */
bool identity_codes_begin(struct session *s, const struct principal *who, struct faults *faults);
/* The otpauth:// address and the seed that is being set up; empty when none is. */
bool identity_codes_show(struct session *s, struct arena *a, const struct principal *who,
                         struct str *address, struct str *seed, struct faults *faults);
enum { RECOVERY_CODES = 10, RECOVERY_TEXT = 14 };
struct new_codes {
    char recovery[RECOVERY_CODES][RECOVERY_TEXT + 1]; /* each good once; never seen again */
    char token[TOKEN_TEXT + 1];
};
/* `code` proves that the new seed is in the person's telephone: it is in force from now. All
 * sessions end; a new one begins. A wrong code is a fault at "code". */
bool identity_codes_confirm(struct session *s, const struct principal *who, struct str code,
                            struct str browser, struct new_codes *codes, struct faults *faults);

/* --- keeping staff --- */
struct new_user {
    struct str name, full_name, agency, office, role; /* codes of agency, office and role */
    struct str employer; /* tax number of the employer that the person acts for; may be empty */
};
/* Makes a staff member with a first password that must be changed within 7 days, and gives it back.
 * With `at_once` (the terminal alone) the role is in force at once; else it waits for another
 * person's agreement. Faults at name, full_name, agency, office, employer and role. */
bool identity_add_user(struct session *s, const struct actor *actor, const struct new_user *user,
                       bool at_once, char first_password[FIRST_PASSWORD], struct faults *faults);
/* The id of a staff member by sign-in name; false with a FAULT_MISSING. */
bool identity_find_user(struct session *s, struct arena *a, struct str name, struct str *id,
                        struct faults *faults);
/* A new first password in place of a forgotten one. One-time codes stay as they are. Sessions end.
 */
bool identity_first_password(struct session *s, const struct actor *actor, struct str user,
                             char first_password[FIRST_PASSWORD], struct faults *faults);
/* Sets the password that a person typed themselves at the terminal; it need not be changed.
 * Sessions end. A fault at "new_password" when it may not be chosen. */
bool identity_set_password(struct session *s, const struct actor *actor, struct str user,
                           struct str password, struct faults *faults);
/* Shuts somebody out at once (sessions end, tokens are of no use), or lets them in again. */
bool identity_block(struct session *s, const struct actor *actor, struct str user, bool blocked,
                    struct faults *faults);
/* Inside a change that moved somebody to another agency, office or district, or changed their name
 * or state: their sessions end, since what is open to them is another thing now, and the chain has
 * the row "user_moved". */
bool identity_moved(struct session *s, struct str user, struct faults *faults);
/* True when two states of a user's record differ in what decides what is open to them. */
bool identity_is_move(const struct record *before, const struct record *after);
/* Ends all sessions of somebody. */
bool identity_end_sessions(struct session *s, const struct actor *actor, struct str user,
                           struct faults *faults);
/* Takes the one-time codes away, so that they are set up anew at the next sign-in. Only the
 * terminal does this: with a first password it would make one administrator into anybody. */
bool identity_reset_codes(struct session *s, const struct actor *actor, struct str user,
                          struct faults *faults);
/* Sets the seed of the one-time codes, from another system; base 32. Only on the terminal. */
bool identity_set_seed(struct session *s, const struct actor *actor, struct str user,
                       struct str seed, struct faults *faults);

/* --- roles, which two people give and take (type role_grant) --- */
enum role_state { ROLE_ASKED, ROLE_IN_FORCE, ROLE_END_ASKED, ROLE_ENDED, ROLE_REFUSED };
enum role_state identity_role_state(const struct record *grant);
/* Roles of a user's id, or everybody's when it is empty; newest first. `open`: only those that wait
 * for somebody's agreement. */
bool identity_roles(struct session *s, struct arena *a, struct str user, bool open,
                    struct records *found, struct faults *faults);
struct role_wish {
    struct str user, role, reason; /* id, code, why */
};
/* Asks for a role; with `at_once` (the terminal alone) it is in force. */
bool identity_ask_role(struct session *s, const struct actor *actor, const struct role_wish *wish,
                       bool at_once, struct faults *faults);
/* Asks that a role end; with `at_once` (the terminal alone) it ends. */
bool identity_ask_end(struct session *s, const struct actor *actor, struct str grant, bool at_once,
                      struct faults *faults);
/* Agrees to what was asked, or refuses it. Who asked cannot agree, nor can the person whose role it
 * is (FAULT_REFUSED); who asked may take the request back by refusing it. All sessions of the
 * person end when a role begins or ends. */
bool identity_decide_role(struct session *s, const struct actor *actor, struct str grant,
                          bool agreed, struct faults *faults);
