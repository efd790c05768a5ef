/* Against forged requests: a change is taken only from a form that this server gave to this very
 * session (knowledge: security.md B6; ASVS 5.0, 3.5.1 and 3.5.3).
 *
 * The form's token is HMAC-SHA256 under a secret made of the session's token (before there is a
 * session, of a nonce in a cookie of the visitor) and of a key that only the server has: with the
 * cookie alone nobody makes a form in somebody else's name. It also carries the user's id, so that
 * a form sent after its session ended can be shown again to the same user and nobody else.
 */
#pragma once

#include "web/http.h"

/* The secret of a session's token or a visitor's nonce; empty for none. */
struct str csrf_secret(struct arena *a, struct str key, struct str token);
/* The token for forms of a session (or visitor's nonce) and user (empty: none): "MAC.USER". */
struct str csrf_token(struct arena *a, struct str secret, struct str user);
/* True when `token` is of this secret; *user is then the id it was made for. */
bool csrf_token_is(struct str secret, struct str token, struct str *user);

/* False when the browser says that another site began the request. A page without a referrer sends
 * "Origin: null": that says nothing, and the token decides. */
bool csrf_origin_is_ours(const struct http_request *request);

/* A text that only we can have made, for a cookie: "BASE64URL.MAC". */
struct str csrf_sign(struct arena *a, struct str secret, struct str text);
/* Empty when it was not made under this secret. */
struct str csrf_signed(struct arena *a, struct str secret, struct str text);
/* 256 random bits as base64url. */
struct str csrf_nonce(struct arena *a);
