/* From where a request came, as far as it can be believed. */
#pragma once

#include "web/http.h"

#include <sys/socket.h>

/* The address of the client: that of its connection, or, when `proxied` and the connection comes
 * from this machine, the last one of X-Forwarded-For, which the proxy itself wrote. Of IPv6 the
 * first 64 bits, since a household or office has as many addresses. Empty when nothing is known. */
struct str client_address(struct arena *a, const struct sockaddr *peer,
                          const struct http_fields *headers, bool proxied);
/* True when a program on this machine asks by itself: nothing says that a proxy hands it on. */
bool client_is_here(const struct sockaddr *peer, const struct http_fields *headers);
