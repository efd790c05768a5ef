#include "web/cookie.h"

#include "base/arena.h"

#include <string.h>

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_alpha(s.p[i]) && !char_is_digit(s.p[i]) && !(s.p[i] && strchr("-_.", s.p[i])))
            return false;
    return true;
}

struct str cookie_get(const struct http_request *request, struct str name)
{
    struct str found = {0};
    size_t count = 0;
    for (size_t i = 0; i < request->headers.count; i++) {
        if (!str_eq_nocase(request->headers.items[i].name, S("Cookie")))
            continue;
        for (struct str one, rest = request->headers.items[i].value; str_cut(&rest, ';', &one);) {
            one = str_trim(one);
            size_t equals = str_find_char(one, '=', 0);
            if (equals == STR_NONE || !str_eq(str_slice(one, 0, equals), name))
                continue;
            found = str_from(one, equals + 1);
            count++;
        }
    }
    return count == 1 && is_plain(found) ? found : (struct str){0};
}

static void set(struct arena *a, struct http_response *r, struct str name, struct str value,
                struct str life)
{
    http_add_header(a, r, S("Set-Cookie"),
                    str_format(a, "%.*s=%.*s; Path=/; Secure; HttpOnly; SameSite=Strict%.*s",
                               STR_ARG(name), STR_ARG(value), STR_ARG(life)));
}

void cookie_set(struct arena *a, struct http_response *r, struct str name, struct str value,
                int seconds)
{
    set(a, r, name, value, seconds ? str_format(a, "; Max-Age=%d", seconds) : (struct str){0});
}

void cookie_forget(struct arena *a, struct http_response *r, struct str name)
{
    set(a, r, name, (struct str){0}, S("; Max-Age=0"));
}
