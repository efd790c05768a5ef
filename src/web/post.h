/* Sends something to another system: the only file that calls out, through libcurl. */
#pragma once

#include "base/fault.h"

struct arena;

/* True for an address that may be told: https://…, or http:// on this machine (127.0.0.1, [::1],
 * localhost); without a name and password in it. */
bool post_may_go(struct str address);

struct post {
    struct str address;
    struct str body;      /* JSON */
    struct str signature; /* of the header Himaya-Signature */
};
/* POSTs; *status is that of the answer. No redirect is followed, no proxy used, the certificate is
 * checked, and all is over after 10 seconds. False with a fault when there was no answer. */
bool post_send(struct arena *a, const struct post *post, int *status, struct faults *faults);
