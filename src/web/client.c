#include "web/client.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <string.h>

static struct str of_ipv6(struct arena *a, const struct in6_addr *address)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr part = *address;
    if (IN6_IS_ADDR_V4MAPPED(address))
        return str_of(inet_ntop(AF_INET, &address->s6_addr[12], arena_alloc(a, INET_ADDRSTRLEN),
                                INET_ADDRSTRLEN));
    memset(&part.s6_addr[8], 0, 8);
    return str_copy(a, str_of(inet_ntop(AF_INET6, &part, text, sizeof text)));
}

static struct str of_text(struct arena *a, struct str text)
{
    struct in_addr four;
    struct in6_addr six;
    const char *plain = str_c(a, text);
    if (inet_pton(AF_INET, plain, &four) == 1)
        return text;
    return inet_pton(AF_INET6, plain, &six) == 1 ? of_ipv6(a, &six) : (struct str){0};
}

static struct str of_peer(struct arena *a, const struct sockaddr *peer, bool *near)
{
    const void *address = peer;
    if (peer && peer->sa_family == AF_INET) {
        const struct sockaddr_in *four = address;
        char *text = arena_alloc(a, INET_ADDRSTRLEN);
        *near = ntohl(four->sin_addr.s_addr) >> 24 == 127;
        return str_of(inet_ntop(AF_INET, &four->sin_addr, text, INET_ADDRSTRLEN));
    }
    if (peer && peer->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = address;
        *near = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
        return of_ipv6(a, &six->sin6_addr);
    }
    *near = true; /* a socket in the file system */
    return (struct str){0};
}

struct str client_address(struct arena *a, const struct sockaddr *peer,
                          const struct http_fields *headers, bool proxied)
{
    bool near = false;
    struct str own = of_peer(a, peer, &near);
    struct str said =
        near && proxied ? http_header(headers, S("X-Forwarded-For")) : (struct str){0};
    struct str last = {0};
    for (struct str part, rest = said; str_cut(&rest, ',', &part);)
        last = str_trim(part);
    struct str address = of_text(a, last);
    return address.n ? address : own;
}

bool client_is_here(const struct sockaddr *peer, const struct http_fields *headers)
{
    struct arena a = {0};
    bool near = false;
    of_peer(&a, peer, &near);
    arena_free(&a);
    return near && !http_header(headers, S("X-Forwarded-For")).n &&
           !http_header(headers, S("Forwarded")).n && !http_header(headers, S("Via")).n;
}
