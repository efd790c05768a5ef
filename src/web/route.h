/* The table of routes: what can be asked for, by whom, and what answers. Dispatch, the OpenAPI
 * document and docs/api.md are all made from it (web/routes.c holds it).
 *
 * One row is a page and the same as JSON: `data` makes a tree, which /api/v1 answers as it is, and
 * which the page's template shows after `dress` has added what only a page needs.
 */
#pragma once

#include "access/visit.h"
#include "web/application.h"
#include "web/form.h"

struct call;

/* Who may call at all; what they then see and may do is the access room's to say (call->visit). */
enum who {
    WHO_EVERYBODY, /* public; answers may be kept for all */
    WHO_STAFF,     /* signed in with all that is due, or with a token; others are sent to sign in
                      (pages)     or get 401 (interface) */
    WHO_HERE,      /* a program on this machine, or staff with the right "health" */
    WHO_HALF,      /* signed in, but a password or one-time codes may still have to be set up */
};

enum parameter_place { IN_PATH, IN_QUERY };

struct route_parameter {
    const char *name;
    enum parameter_place place;
    const char *kind; /* "country", "year", "text", "code", "integer": checked before the handler */
    const char *means, *example;
};

enum { ROUTE_PARAMETERS = 8 };

/* Under which addresses a row can be reached: /LANGUAGE for people, /api/v1 for programs. */
enum reach {
    REACH_USUAL, /* data: for programs, and for people when it has a page; a file: for both; an act:
                    from pages only */
    REACH_PAGE,  /* for people only */
    REACH_API,   /* for programs only: an act reads call->json and answers JSON */
};

struct route {
    const char *name;    /* also the operation's name in OpenAPI */
    const char *pattern; /* "/countries/{country}/{year}", behind the language or /api/v1 */
    enum http_method method;
    enum who who;
    struct node *(*data)(struct call *call);             /* NULL with a fault */
    void (*dress)(struct call *call, struct node *data); /* may be NULL */
    void (*file)(struct call *call);                     /* answers with bytes instead */
    void (*act)(struct call *call); /* a change (POST, PUT, PATCH, DELETE): reads call->form or
                                       call->json and answers by itself. Origin and the form's token
                                       were checked already */
    bool of_model; /* its answer depends on the model alone: made once in a process, kept packed */
    bool slow; /* takes long or much memory: runs in a small pool of its own (sign-in, import) */
    size_t largest_body; /* 0: HTTP_LARGEST_BODY */
    enum reach reach;
    bool any_query; /* reads the query by itself (filters of a list) and refuses what it does not
                       know; `parameters` then only describe */
    bool takes_csv; /* an act of the interface whose body may be text/csv: request->body */
    bool recalls; /* shows records and their history, and nothing that comes to be without a row of
                     the chain: the answer is kept for its reader (web/recall.h) */
    bool bearer;  /* a file for programs too: takes "Authorization: Bearer" outside /api */
    const char *page; /* template; NULL: no page, only JSON or a file */
    const char *summary;
    struct route_parameter parameters[ROUTE_PARAMETERS];
};

/* The rows, each subject's in a file of its own (routes_public.c, routes_staff.c …), put together
 * by route.c. NULL past the last. */
const struct route *route_at(size_t i);
struct route_table {
    const struct route *rows;
    size_t count;
};
extern const struct route_table routes_public, routes_staff, routes_account, routes_admin,
    routes_api, routes_casework, routes_desk, routes_keeping, routes_users, routes_register,
    routes_inspectorate;

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
    struct visit visit;      /* whose request this is; who.user is empty for the public */
    bool proved;             /* nothing is still to be set up (see WHO_HALF) */
    bool personal;           /* the answer depends on who asks: it is kept nowhere */
    struct str token;        /* of the session's cookie; empty: there is no session */
    struct str secret;       /* under which the tokens of forms are made (web/csrf.h) */
    struct http_fields form; /* of a body that is a form: decoded, each name once, but several
                                values of one name stand behind each other with line breaks */
    struct upload *uploads;  /* files of a multipart form */
    size_t upload_count;
    const struct node *json; /* of a body that is JSON */
};

/* A parameter's value; empty when it was not given. The name must be one of the route's. */
struct str call_value(const struct call *c, const char *name);
/* The same as a number; 0 when it was not given. */
int call_number(const struct call *c, const char *name);

/* What is looked for: a method and a path behind /LANGUAGE or, with `api`, behind /api/v1. */
struct route_wish {
    enum http_method method;
    bool api;
    struct str path;
};
/* The row for a wish, with the path's parts put into `values`. NULL when there is none. */
const struct route *route_find(const struct route_wish *wish, struct str *values);
/* The methods that the path knows, for the header Allow: "GET, HEAD, POST"; empty: none. */
struct str route_methods(struct arena *a, const struct route_wish *wish);
/* True when people (or, with `api`, programs) can reach it. */
bool route_reaches(const struct route *r, bool api);
size_t route_parameter_count(const struct route *r);
/* Checks each value by its parameter's kind; a fault says what is wrong with an example of right.
 */
bool route_check(const struct route *r, const struct str *values, struct faults *faults);
