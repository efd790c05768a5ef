/* Sessions as records: beginning, reading and ending them. Only the hash of a token is kept. */
#pragma once

#include "identity/identity.h"

enum {
    SESSION_LONGEST = 12 * 60 * 60, /* seconds, whatever happens */
    SESSION_OF_CODE = 5 * 60,       /* to type the one-time code */
    SESSION_OF_SETTING_UP = 60 * 60,
};

enum session_stage {
    STAGE_CODE,   /* the password was right, the code is awaited: nobody is signed in yet */
    STAGE_SET_UP, /* a password or codes must be set up */
    STAGE_WHOLE,
};

struct new_session {
    struct str user, browser;
    enum session_stage stage;
};
/* Inside a change. Sessions that ended go at the same time, a few at once. */
bool sign_ins_begin(struct session *s, struct arena *a, const struct new_session *wanted,
                    char token[TOKEN_TEXT + 1], struct faults *faults);
/* The session of a token in any stage, when it has not ended; NULL without a fault. */
struct record *sign_ins_find(struct session *s, struct arena *a, struct str token,
                             struct faults *faults);
enum session_stage sign_ins_stage(const struct record *r);
/* Inside a change: ends all sessions of a user. */
bool sign_ins_end_all(struct session *s, struct arena *a, struct str user, struct faults *faults);
