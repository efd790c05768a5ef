/* A request and its answer, free of any HTTP library: what the pages see, and what tests make by
 * hand.
 *
 * The order of things: http_request_read makes a request of what came over the wire and refuses
 * what is malformed or ambiguous (a proxy in front might read it otherwise); the web answers it;
 * and http_finish gives every answer, errors included, its headers. Only web/mhd.c talks to the
 * network.
 */
#pragma once

#include "base/fault.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OTHER };

struct http_field {
    struct str name, value;
};

struct http_fields {
    struct http_field *items;
    size_t count, capacity;
};

/* As it came, before anything was looked at. */
struct http_raw {
    struct str method, target, version; /* "GET", "/az/?q=x", "HTTP/1.1" */
    struct http_fields headers;
};

struct http_request {
    struct arena *arena; /* ends with the answer */
    enum http_method method;
    struct str method_name;
    struct str path;          /* decoded, UTF-8, begins with "/", no empty, "." or ".." segment */
    struct str target;        /* as it came */
    struct http_fields query; /* decoded, each name once */
    struct http_fields headers;
    size_t length;     /* of the body, as the headers say */
    struct str body;   /* at most what the server was told to take (web/server.h) */
    struct str client; /* its address (web/client.h); never kept as it is */
    bool here;         /* from a program on this machine, and handed on by nobody */
};

struct http_response {
    int status; /* 0: nobody answered yet */
    struct str content_type, body;
    struct str packed;          /* the body as gzip when it is at hand; may be empty */
    struct http_fields headers; /* beyond those of http_finish */
    bool lasting;               /* the same for ever at this address: may be kept for a year */
    bool private;               /* for this reader only: kept nowhere */
};

enum {
    HTTP_LARGEST_TARGET = 4096,
    HTTP_LARGEST_BODY = 1000 * 1000,        /* when the route says nothing */
    HTTP_LARGEST_UPLOAD = 64 * 1000 * 1000, /* whatever the route says */
    HTTP_MOST_HEADERS = 64,
    HTTP_MOST_PARAMETERS = 64,
};

/* Fills `request` (whose arena is set). Returns 0, or the status to refuse with: 400 malformed, 405
 * or 501 method, 411 and 413 body, 414 and 431 too long, 505 version; `*why` then says what is
 * wrong. */
int http_request_read(struct http_request *request, const struct http_raw *raw, const char **why);

/* Header or parameter by name (headers without regard to case); empty when absent. */
struct str http_header(const struct http_fields *headers, struct str name);
struct str http_field(const struct http_fields *fields, struct str name);
/* In place of one of that name. */
void http_set_header(struct arena *a, struct http_response *r, struct str name, struct str value);
/* Beside those of that name: several cookies. */
void http_add_header(struct arena *a, struct http_response *r, struct str name, struct str value);

/* Gives an answer its security headers, caching, ETag (304 when the reader has it) and compression
 * where the reader takes it; a HEAD loses its body in the server. `tls` says that readers come over
 * TLS, so that HSTS may be told. */
void http_finish(const struct http_request *request, struct http_response *response, bool tls);

/* Packs the body where that pays, so that http_finish need not. */
void http_pack(struct arena *a, struct http_response *response);

/* a=1&b=x%20y+z into decoded names and values. False when an escape is broken, the bytes are no
 * UTF-8 or hold control characters other than tab and line breaks, a name stands twice, or there
 * are more than HTTP_MOST_PARAMETERS. */
bool http_form_read(struct arena *a, struct str text, struct http_fields *fields);
/* UTF-8 without control characters; `lines` allows tab and line breaks. */
bool http_text_is_clean(struct str text, bool lines);
/* Percent-decodes; with `plus` a + is a space. False on a broken escape. */
bool http_decode(struct arena *a, struct str text, bool plus, struct str *decoded);
