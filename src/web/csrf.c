#include "web/csrf.h"

#include "base/arena.h"

#include <sodium.h>

enum {
    MAC = crypto_auth_hmacsha256_BYTES,
    MAC_TEXT = 43, /* 32 bytes as base64url without padding */
    NONCE = 32,
    VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

static struct str encode(struct arena *a, const unsigned char *bytes, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, VARIANT);
    char *text = arena_array(a, room, char);
    sodium_bin2base64(text, room, bytes, n, VARIANT);
    return (struct str){text, room - 1};
}

/* `purpose` keeps a token of one kind from being taken for another. */
static void mac(const char *purpose, struct str secret, struct str text, unsigned char out[MAC])
{
    crypto_auth_hmacsha256_state state;
    struct str what = str_of(purpose);
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.p, secret.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)what.p, what.n + 1);
    if (text.n)
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)text.p, text.n);
    crypto_auth_hmacsha256_final(&state, out);
}

static bool mac_is(const char *purpose, struct str secret, struct str text, struct str given)
{
    unsigned char right[MAC], got[MAC];
    size_t n = 0;
    if (!secret.n || given.n != MAC_TEXT ||
        sodium_base642bin(got, sizeof got, given.p, given.n, NULL, &n, NULL, VARIANT) != 0 ||
        n != MAC)
        return false;
    mac(purpose, secret, text, right);
    return sodium_memcmp(right, got, MAC) == 0;
}

struct str csrf_secret(struct arena *a, struct str key, struct str token)
{
    unsigned char bytes[MAC];
    if (!token.n)
        return token;
    mac("session", key, token, bytes);
    return encode(a, bytes, MAC);
}

struct str csrf_token(struct arena *a, struct str secret, struct str user)
{
    unsigned char bytes[MAC];
    mac("form", secret, user, bytes);
    return str_format(a, "%.*s.%.*s", STR_ARG(encode(a, bytes, MAC)), STR_ARG(user));
}

bool csrf_token_is(struct str secret, struct str token, struct str *user)
{
    size_t dot = str_find_char(token, '.', 0);
    if (dot == STR_NONE)
        return false;
    *user = str_from(token, dot + 1);
    return mac_is("form", secret, *user, str_slice(token, 0, dot));
}

static bool is_same_host(const struct http_request *request, struct str origin)
{
    struct str host = http_header(&request->headers, S("Host"));
    size_t scheme = str_starts(origin, S("https://")) ? 8 : 7;
    if (!str_starts(origin, S("https://")) && !str_starts(origin, S("http://")))
        return false;
    return host.n && str_eq_nocase(str_from(origin, scheme), host);
}

bool csrf_origin_is_ours(const struct http_request *request)
{
    struct str site = http_header(&request->headers, S("Sec-Fetch-Site"));
    struct str origin = http_header(&request->headers, S("Origin"));
    if (site.n && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
        return false;
    return !origin.n || str_eq(origin, S("null")) || is_same_host(request, origin);
}

struct str csrf_sign(struct arena *a, struct str secret, struct str text)
{
    unsigned char bytes[MAC];
    mac("cookie", secret, text, bytes);
    return str_format(a, "%.*s.%.*s",
                      STR_ARG(encode(a, (const unsigned char *)(text.n ? text.p : ""), text.n)),
                      STR_ARG(encode(a, bytes, MAC)));
}

struct str csrf_signed(struct arena *a, struct str secret, struct str text)
{
    size_t dot = str_find_char(text, '.', 0), n = 0;
    if (dot == STR_NONE)
        return (struct str){0};
    unsigned char *bytes = arena_array(a, dot + 1, unsigned char);
    if (sodium_base642bin(bytes, dot + 1, text.p, dot, NULL, &n, NULL, VARIANT) != 0)
        return (struct str){0};
    struct str plain = {(const char *)bytes, n};
    return mac_is("cookie", secret, plain, str_from(text, dot + 1)) ? plain : (struct str){0};
}

struct str csrf_nonce(struct arena *a)
{
    unsigned char bytes[NONCE];
    randombytes_buf(bytes, sizeof bytes);
    return encode(a, bytes, sizeof bytes);
}
