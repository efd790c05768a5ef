/* Random secrets and what is kept of them. */
#pragma once

#include "identity/identity.h"

enum { SECRET_HASH = 64 }; /* hexadecimal digits of a SHA-256 */

/* 256 random bits in base64url. */
void secret_token(char text[TOKEN_TEXT + 1]);
/* `groups` groups of `size` letters and digits that nobody mistakes for one another, hyphens
 * between; 31 of them, so nearly 5 random bits each. `text` has room for groups * (size + 1). */
void secret_words(char *text, size_t groups, size_t size);
/* Of a token with its 256 random bits a plain hash is enough. */
struct str secret_hash(struct arena *a, struct str token);
/* HMAC-SHA-256 of a text with the store's key for a purpose, hexadecimal: for what can be guessed.
 * Empty with a fault when the key is not there. */
struct str secret_keyed(struct session *s, struct arena *a, const char *purpose, struct str text,
                        struct faults *faults);
/* Compares in a time that does not tell where they differ. */
bool secret_same(struct str one, struct str two);
