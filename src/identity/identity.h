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

enum { TOKEN_TEXT = 43 }; /* 256 random bits in base64url */

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
};
struct sign_in_answer {
    char token[TOKEN_TEXT + 1]; /* for the cookie, when DONE or SET_UP */
    int wait_seconds;           /* when WAIT */
};
/* Takes about 0.3 s of processor and 64 MiB (argon2id); at most two run at once, more wait. */
enum sign_in_outcome identity_sign_in(struct session *s, const struct sign_in_request *request,
                                      struct sign_in_answer *answer, struct faults *faults);

/* Whose session it is. False without a fault when there is none, it ended, or was idle too long (15
 * or 30 minutes by role, 12 hours at most). *proved is false while a password or codes must still
 * be set up. Keeps the session alive; answers from memory for a few seconds. */
bool identity_session(struct session *s, struct arena *a, struct str token, struct principal *who,
                      bool *proved, struct faults *faults);
bool identity_sign_out(struct session *s, struct str token, struct faults *faults);
/* True when the password of the session's user (and a code, if given one is due) is right: asked
 * again before what cannot be undone. */
bool identity_prove_again(struct session *s, const struct principal *who, struct str password,
                          struct faults *faults);

/* Whose token a program sent ("Authorization: Bearer …"). False without a fault when it is none. */
bool identity_token(struct session *s, struct arena *a, struct str bearer, struct principal *who,
                    struct faults *faults);
struct token_wish {
    struct str label, user; /* user: id */
    bool may_write;
    struct str types, expires_on;
};
/* Makes a token; `text` is the only time it is seen. */
bool identity_make_token(struct session *s, const struct actor *actor,
                         const struct token_wish *wish, char text[TOKEN_TEXT + 1],
                         struct faults *faults);

/* The terminal's own principal: role `operator` and nothing else. */
struct principal identity_operator(const struct model *model);
/* The anonymous public: no role at all. */
struct principal identity_public(void);

/* --- keeping staff --- */
struct new_user {
    struct str name, full_name, agency, office, role; /* codes of agency and office */
};
/* Makes a staff member with a first password that must be changed within 7 days, and gives it back.
 * On the terminal the role is in force at once; made by an administrator on a page it waits for
 * another one's agreement. */
bool identity_add_user(struct session *s, const struct actor *actor, const struct new_user *user,
                       bool at_once, char first_password[24], struct faults *faults);
