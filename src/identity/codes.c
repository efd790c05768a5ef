#include "identity/codes.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "identity/secret.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>

enum { SMALLEST_SEED = 16, LARGEST_SEED = 64 };

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void codes_new_seed(char text[CODE_SEED_TEXT + 1])
{
    for (size_t i = 0; i < CODE_SEED_TEXT; i++) /* 32 digits of 5 bits: 160 */
        text[i] = base32[randombytes_uniform(32)];
    text[CODE_SEED_TEXT] = 0;
}

/* The bytes of a seed; NULL when the text is no base 32. To be freed. */
static char *decode(struct str seed, size_t *n)
{
    struct arena a = {0};
    char *bytes = NULL;
    if (oath_base32_decode(str_c(&a, seed), seed.n, &bytes, n) != OATH_OK)
        bytes = NULL;
    arena_free(&a);
    return bytes;
}

struct str codes_seed(struct arena *a, struct str text)
{
    struct buffer plain = {.arena = a};
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '-' || c == '=')
            continue;
        buffer_char(&plain, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    size_t n = 0;
    char *bytes = decode(buffer_str(&plain), &n);
    free(bytes);
    bool good = bytes && n >= SMALLEST_SEED && n <= LARGEST_SEED;
    return good ? buffer_str(&plain) : (struct str){0};
}

bool codes_of(struct str seed, int64_t now, char code[CODE_DIGITS + 1])
{
    size_t n = 0;
    char *bytes = decode(seed, &n);
    bool done =
        bytes && oath_totp_generate(bytes, n, now, CODE_SECONDS, 0, CODE_DIGITS, code) == OATH_OK;
    if (bytes)
        sodium_memzero(bytes, n);
    free(bytes);
    return done;
}

int64_t codes_step(struct str seed, int64_t now, struct str code)
{
    static const int drifts[] = {-1, 0, 1};
    int64_t found = 0;
    for (size_t i = 0; i < 3; i++) {
        char wanted[CODE_DIGITS + 1];
        int64_t at = now + drifts[i] * CODE_SECONDS;
        if (codes_of(seed, at, wanted) && secret_same((struct str){wanted, CODE_DIGITS}, code))
            found = at / CODE_SECONDS;
    }
    return found;
}

struct str codes_plain(struct arena *a, struct str code)
{
    struct buffer plain = {.arena = a};
    for (size_t i = 0; i < code.n; i++)
        if (!char_is_space(code.p[i]) && code.p[i] != '-')
            buffer_char(&plain, char_lower(code.p[i]));
    return buffer_str(&plain);
}
