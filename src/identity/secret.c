#include "identity/secret.h"

#include "base/arena.h"
#include "store/sealed.h"

#include <sodium.h>

void secret_token(char text[TOKEN_TEXT + 1])
{
    unsigned char random[32];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(text, TOKEN_TEXT + 1, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(random, sizeof random);
}

void secret_words(char *text, size_t groups, size_t size)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* no i, l, o, 0, 1 */
    for (size_t i = 0; i < groups * (size + 1); i++)
        text[i] = (i + 1) % (size + 1) == 0 ? '-' : letters[randombytes_uniform(31)];
    text[groups * (size + 1) - 1] = 0;
}

static struct str hexadecimal(struct arena *a, const unsigned char *bytes, size_t n)
{
    char *text = arena_alloc(a, 2 * n + 1);
    sodium_bin2hex(text, 2 * n + 1, bytes, n);
    return (struct str){text, 2 * n};
}

struct str secret_hash(struct arena *a, struct str token)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
    return hexadecimal(a, hash, sizeof hash);
}

struct str secret_keyed(struct session *s, struct arena *a, const char *purpose, struct str text,
                        struct faults *faults)
{
    unsigned char key[32], hash[crypto_auth_hmacsha256_BYTES];
    if (!store_derive_key(s, purpose, key, faults))
        return (struct str){0};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, sizeof key);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text.p, text.n);
    crypto_auth_hmacsha256_final(&state, hash);
    sodium_memzero(key, sizeof key);
    sodium_memzero(&state, sizeof state);
    return hexadecimal(a, hash, sizeof hash);
}

bool secret_same(struct str one, struct str two)
{
    return one.n == two.n && one.n && sodium_memcmp(one.p, two.p, one.n) == 0;
}
