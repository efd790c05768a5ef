/* The table of routes: what can be asked for, by whom, and what answers. Dispatch, the OpenAPI
 * document and docs/api.md are all made from it (web/routes.c holds it).
 *
 * One row is a page and the same as JSON: `data` makes a tree, which /api/v1 answers as it is, and
 * which the page's template shows after `dress` has added what only a page needs.
 */
#pragma once

#include "web/application.h"

struct call;

/* Who may call. Everybody's pages are the public ones; sign-in brings the others. */
enum who { WHO_EVERYBODY };

enum parameter_place { IN_PATH, IN_QUERY };

struct route_parameter {
    const char *name;
    enum parameter_place place;
    const char *kind; /* "country", "year", "text", "code", "integer": checked before the handler */
    const char *means, *example;
};

enum { ROUTE_PARAMETERS = 6 };

struct route {
    const char *name;    /* also the operation's name in OpenAPI */
    const char *pattern; /* "/countries/{country}/{year}", behind the language or /api/v1 */
    enum http_method method;
    enum who who;
    struct node *(*data)(struct call *call);             /* NULL with a fault */
    void (*dress)(struct call *call, struct node *data); /* may be NULL */
    void (*file)(struct call *call);                     /* answers with bytes instead */
    const char *page; /* template; NULL: no page, only JSON or a file */
    const char *summary;
    struct route_parameter parameters[ROUTE_PARAMETERS];
};

extern const struct route routes[];
extern const size_t route_count;

/* One request being answered. */
struct call {
    struct arena *arena;
    const struct application *app;
    const struct http_request *request;
    struct http_response *response;
    const struct route *route;
    struct session *session;
    enum language language;
    bool api;
    struct str path; /* without the language or /api/v1 */
    struct str values[ROUTE_PARAMETERS];
    struct faults faults;
};

/* A parameter's value; empty when it was not given. The name must be one of the route's. */
struct str call_value(const struct call *c, const char *name);
/* The same as a number; 0 when it was not given. */
int call_number(const struct call *c, const char *name);

/* The row for a path, with the path's parts put into `values`. NULL when there is none. *others is
 * true when another method would have found one. */
const struct route *route_find(enum http_method method, struct str path, struct str *values,
                               bool *others);
size_t route_parameter_count(const struct route *r);
/* Checks each value by its parameter's kind; a fault says what is wrong with an example of right.
 */
bool route_check(const struct route *r, const struct str *values, struct faults *faults);
