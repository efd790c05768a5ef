/* Cookies: the session's, and small signed ones. All are __Host- cookies: of this host alone, sent
 * over TLS only (browsers count 127.0.0.1 as safe), out of reach of scripts, and never with a
 * request that another site began. */
#pragma once

#include "web/http.h"

#define COOKIE_SESSION "__Host-himaya"
#define COOKIE_VISITOR "__Host-himaya-visitor" /* a nonce for forms before there is a session */
#define COOKIE_SAID    "__Host-himaya-said"    /* a sentence for the next page */

/* The value of a cookie; empty when it did not come, came twice, or holds anything but letters,
 * digits and "-_.": we never set another. */
struct str cookie_get(const struct http_request *request, struct str name);
/* Sets a cookie for `seconds`; 0: until the browser is closed. The value must be of such
 * characters. */
void cookie_set(struct arena *a, struct http_response *r, struct str name, struct str value,
                int seconds);
void cookie_forget(struct arena *a, struct http_response *r, struct str name);
