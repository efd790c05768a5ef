/* Listens, and hands each request to one function. */
#pragma once

#include "web/http.h"

struct server;

/* Answers one request; called from any of the server's threads. When `refused` is not 0 the request
 * could not be read: the answer is to have that status and tell `why`. */
typedef void server_answer(void *context, const struct http_request *request, int refused,
                           const char *why, struct http_response *response);

/* What to do with a request whose headers are read and whose body is still to come. */
struct server_plan {
    size_t largest_body; /* more is refused with 413; HTTP_LARGEST_BODY when nobody says */
    struct str sender;   /* whose large body it is; empty: nobody's, who may send none */
    bool slow;           /* answered in the slow pool, so that others need not wait for it */
};
typedef void server_planner(void *context, const struct http_request *request,
                            struct server_plan *plan);

struct server_settings {
    struct str address; /* "127.0.0.1:8080", "[::1]:8080", "8080" (then 127.0.0.1), "unix:/path" */
    unsigned threads;
    bool tls; /* readers come over TLS that ends in front of us */
    server_answer *answer;
    server_planner *plan;  /* NULL: every request is quick and small */
    unsigned slow_threads; /* for slow requests; 0: two */
    void *context;
};

/* NULL with a fault when the address is none, or is taken. Port 0 takes a free one. */
struct server *server_start(struct arena *a, const struct server_settings *settings,
                            struct faults *faults);
/* The port listened at; 0 for unix. */
unsigned server_port(const struct server *s);
/* How many requests wait for the slow pool. */
size_t server_slow_waiting(const struct server *s);
/* Takes no new connection, lets requests that were begun be answered, for at most ten seconds, and
 * ends all threads. */
void server_stop(struct server *s);
