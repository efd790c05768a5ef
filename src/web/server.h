/* Listens, and hands each request to one function. */
#pragma once

#include "web/http.h"

struct server;

/* Answers one request; called from any of the server's threads. When `refused` is not 0 the request
 * could not be read: the answer is to have that status and tell `why`. */
typedef void server_answer(void *context, const struct http_request *request, int refused,
                           const char *why, struct http_response *response);

struct server_settings {
    struct str address; /* "127.0.0.1:8080", "[::1]:8080", "8080" (then 127.0.0.1), "unix:/path" */
    unsigned threads;
    bool tls; /* readers come over TLS that ends in front of us */
    server_answer *answer;
    void *context;
};

/* NULL with a fault when the address is none, or is taken. Port 0 takes a free one. */
struct server *server_start(struct arena *a, const struct server_settings *settings,
                            struct faults *faults);
/* The port listened at; 0 for unix. */
unsigned server_port(const struct server *s);
/* Lets requests that are being answered finish, for at most a few seconds, and ends all threads. */
void server_stop(struct server *s);
