/* The table of routes: what can be asked for, by whom, and what answers. Dispatch, the OpenAPI
 * document and docs/api.md are all made from it (web/routes.c holds it).
 *
 * One row is a page and the same as JSON: `data` makes a tree, which /api/v1 answers as it is, and
 * which the page's template shows after `dress` has added what only a page needs.
 */
#pragma once

#include "access/visit.h"
#include "web/application.h"

struct call;

/* Who may call at all; what they then see and may do is the access room's to say (call->visit). */
enum who {
    WHO_EVERYBODY, /* public; answers may be kept for all */
    WHO_STAFF,     /* signed in with all that is due, or with a token; others are sent to sign in
                      (pages)     or get 401 (interface) */
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
    bool slow; /* takes long or much memory: runs in a small pool of its own (sign-in, import) */
    size_t largest_body; /* 0: HTTP_LARGEST_BODY */
    const char *page;    /* template; NULL: no page, only JSON or a file */
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
    struct visit visit; /* whose request this is; who.user is empty for the public */
    struct str token;   /* of the session's cookie; empty: none */
    struct http_fields
        form;               /* of a body that is a form: decoded, each name once, but several values
                               of one name stand behind each other with line breaks between */
    struct upload *uploads; /* files of a multipart form */
    size_t upload_count;
    const struct node *json; /* of a body that is JSON */
};

/* A file that came with a form. */
struct upload {
    struct str field, file_name, content_type, bytes;
};

/* --- what acts answer with (web/answer.h) --- */
/* 303 to an address behind the language: answer_go(c, "/records/complaint"). */
void answer_go(struct call *c, struct str path);
/* The same with a sentence that the next page shows once ("Saved."); details fill {1}…. It travels
 * in a signed, short-lived cookie. */
void answer_go_saying(struct call *c, struct str path, const char *message, struct str detail);
/* The page `template` with `data`, status 422 when there are faults: shown with errors beside the
 * fields and everything typed kept. */
void answer_page(struct call *c, int status, const char *template, struct node *data);
/* JSON with a status; for the interface. */
void answer_json(struct call *c, int status, const struct node *data);

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
