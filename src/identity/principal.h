/* Who somebody is, once it is proved: what every decision about access is made from. */
#pragma once

#include "base/str.h"

enum { MOST_ROLES = 32 };

struct principal {
    struct str user; /* id of the staff member; empty: nobody in particular (public, terminal) */
    struct str name, full_name;  /* sign-in name, name */
    struct str agency, office;   /* ids; may be empty */
    struct str employer, tax_id; /* of the employer that they act for; empty for staff */
    struct str district;         /* code: the user's own, else the office's; may be empty */
    uint32_t roles;              /* bit i: the i-th code of the list `roles` */
    bool read_only;              /* a token that may not change records */
    struct str types;   /* a token for these record types only, commas between; empty: all */
    struct str session; /* id of the sign-in, or of the token */
    bool by_token;
};
