#include "base/arena.h"
#include "base/buffer.h"
#include "test.h"
#include "web/http.h"
#include "web/server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int status_of_target(const char *target)
{
    struct arena a = {0};
    struct http_request r = {.arena = &a};
    struct http_field host = {S("Host"), S("x")};
    struct http_raw raw = {S("GET"), str_of(target), S("HTTP/1.1"), {&host, 1, 1}};
    const char *why;
    int status = http_request_read(&r, &raw, &why);
    arena_free(&a);
    return status;
}

TEST(addresses_are_decoded_and_malformed_ones_refused)
{
    CHECK_INT(status_of_target("/en/countries?q=G%C3%BC&year=2019"), 0);
    CHECK_INT(status_of_target("/a+b?x=a+b"), 0);
    CHECK_INT(status_of_target("en"), 400);
    CHECK_INT(status_of_target("http://x/"), 400);
    CHECK_INT(status_of_target("/a/../b"), 400);
    CHECK_INT(status_of_target("/a/%2e%2e/b"), 400);
    CHECK_INT(status_of_target("/a%2fb//c"), 400);
    CHECK_INT(status_of_target("/a b"), 400);
    CHECK_INT(status_of_target("/a "), 400);
    CHECK_INT(status_of_target("/%00"), 400);
    CHECK_INT(status_of_target("/%0a"), 400);
    CHECK_INT(status_of_target("/%ff"), 400);
    CHECK_INT(status_of_target("/%4"), 400);
    CHECK_INT(status_of_target("/%zz"), 400);
    CHECK_INT(status_of_target("/\\x"), 400);
    CHECK_INT(status_of_target("/?a=1&a=2"), 400);
    CHECK_INT(status_of_target("/?a=%"), 400);
    CHECK_INT(status_of_target("/?a=%C0%AF"), 400);
    CHECK_INT(status_of_target("/?a=%00"), 400);
}

TEST(a_form_is_read_into_names_and_values)
{
    struct arena a = {0};
    struct http_fields f = {0};
    REQUIRE(http_form_read(&a, S("name=%C6%8Fli+M.&text=a%0D%0Ab&empty=&bare"), &f));
    CHECK_INT(f.count, 4);
    CHECK_STR(http_field(&f, S("name")), "Əli M.");
    CHECK_STR(http_field(&f, S("text")), "a\r\nb");
    CHECK_STR(http_field(&f, S("empty")), "");
    CHECK_STR(http_field(&f, S("absent")), "");
    struct buffer many = {.arena = &a};
    for (int i = 0; i <= HTTP_MOST_PARAMETERS; i++)
        buffer_add(&many, str_format(&a, "n%d=1&", i));
    struct http_fields g = {0};
    CHECK(!http_form_read(&a, buffer_str(&many), &g));
    arena_free(&a);
}

/* --- answers --- */

static struct http_response finished(struct arena *a, int status, const char *accept,
                                     const char *etag)
{
    struct http_field headers[] = {{S("Accept-Encoding"), str_of(accept)},
                                   {S("If-None-Match"), str_of(etag)}};
    struct http_request q = {.arena = a, .headers = {headers, 2, 2}};
    struct buffer body = {.arena = a};
    buffer_fill(&body, 'x', 5000);
    struct http_response r = {
        .status = status, .content_type = S("text/html; charset=utf-8"), .body = buffer_str(&body)};
    http_finish(&q, &r, false);
    return r;
}

TEST(every_answer_has_the_security_headers)
{
    struct arena a = {0};
    static const int statuses[] = {200, 304, 400, 404, 405, 500};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct http_response r = finished(&a, statuses[i], "", "");
        struct str csp = http_header(&r.headers, S("Content-Security-Policy"));
        CHECK(str_starts(csp, S("default-src 'none'")));
        CHECK(!str_contains(csp, S("unsafe")));
        CHECK_STR(http_header(&r.headers, S("X-Content-Type-Options")), "nosniff");
        CHECK_STR(http_header(&r.headers, S("Referrer-Policy")), "no-referrer");
        CHECK(http_header(&r.headers, S("Permissions-Policy")).n > 0);
        CHECK_INT(http_header(&r.headers, S("Strict-Transport-Security")).n, 0);
    }
    arena_free(&a);
}

TEST(pages_are_compressed_and_known_again)
{
    struct arena a = {0};
    struct http_response plain = finished(&a, 200, "", "");
    CHECK_INT(plain.body.n, 5000);
    struct http_response small = finished(&a, 200, "br, gzip", "");
    CHECK(small.body.n < 200);
    CHECK_STR(http_header(&small.headers, S("Content-Encoding")), "gzip");
    CHECK_INT(finished(&a, 200, "gzip;q=0", "").body.n, 5000);
    char *etag = str_c(&a, http_header(&plain.headers, S("ETag")));
    struct http_response same = finished(&a, 200, "gzip", etag);
    CHECK_INT(same.status, 304);
    CHECK_INT(same.body.n, 0);
    CHECK_INT(finished(&a, 200, "", "W/\"other\"").status, 200);
    struct http_response error = finished(&a, 404, "", "");
    CHECK_STR(http_header(&error.headers, S("Cache-Control")), "no-store");
    arena_free(&a);
}

/* --- over a socket --- */

static void echo(void *context, const struct http_request *request, int refused, const char *why,
                 struct http_response *response)
{
    (void)context;
    (void)why;
    response->status = refused ? refused : 200;
    response->content_type = S("text/plain; charset=utf-8");
    response->body =
        str_format(request->arena, "%.*s %zu", STR_ARG(request->path), request->body.n);
}

/* /slow… takes a moment, in the slow pool; /large… takes 2 MB. */
static void echo_slowly(void *context, const struct http_request *request, int refused,
                        const char *why, struct http_response *response)
{
    static const struct timespec moment = {.tv_nsec = 60 * 1000 * 1000};
    if (!refused && str_starts(request->path, S("/slow")))
        nanosleep(&moment, NULL);
    echo(context, request, refused, why, response);
}

static void plan(void *context, const struct http_request *request, struct server_plan *plan)
{
    (void)context;
    plan->slow = str_starts(request->path, S("/slow"));
    if (str_starts(request->path, S("/large")))
        plan->largest_body = 2 * HTTP_LARGEST_BODY;
}

struct fixture {
    struct arena arena;
    struct server *server;
};

static bool start(struct fixture *f)
{
    struct faults faults = {.arena = &f->arena};
    struct server_settings settings = {
        .address = S("127.0.0.1:0"), .threads = 2, .answer = echo_slowly, .plan = plan};
    f->server = server_start(&f->arena, &settings, &faults);
    return f->server != NULL;
}

static void stop(struct fixture *f)
{
    server_stop(f->server);
    arena_free(&f->arena);
}

static int knock(const struct fixture *f, const char *bytes)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)server_port(f->server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&to, sizeof to) != 0 ||
        send(s, bytes, strlen(bytes), MSG_NOSIGNAL) < 0)
        return -1;
    return s;
}

/* Sends bytes and gives the status of the answer; 0 when the connection was closed without one. */
static int ask(const struct fixture *f, struct str bytes, struct str *headers)
{
    static char answer[20000];
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)server_port(f->server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    size_t n = 0;
    if (s < 0 || connect(s, (struct sockaddr *)&to, sizeof to) != 0 ||
        send(s, bytes.p, bytes.n, MSG_NOSIGNAL) < 0)
        return -1;
    for (;;) {
        struct pollfd p = {.fd = s, .events = POLLIN};
        if (poll(&p, 1, 700) <= 0)
            break;
        ssize_t got = recv(s, answer + n, sizeof answer - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
        if (str_contains((struct str){answer, n}, S("\r\n\r\n")))
            break;
    }
    close(s);
    int64_t status = 0;
    struct str all = {answer, n};
    if (str_starts(all, S("HTTP/1.1 ")))
        str_to_int(str_slice(all, 9, 12), &status);
    if (headers)
        *headers = all;
    return (int)status;
}

/* Never taken as a good request: refused, or the connection closed. */
static bool refused(const struct fixture *f, const char *bytes, size_t n)
{
    int status = ask(f, (struct str){bytes, n}, NULL);
    if (status == 0 || (status >= 400 && status < 600))
        return true;
    fprintf(stderr, "    taken with %d: %.*s\n", status, (int)n, bytes);
    return false;
}
#define CHECK_REFUSED(f, text) CHECK(refused(f, text, sizeof(text) - 1))
#define CHECK_TAKEN(f, text)   CHECK_INT(ask(f, S(text), NULL), 200)

TEST(plain_requests_are_answered)
{
    struct fixture f = {0};
    struct str headers;
    REQUIRE(start(&f));
    CHECK_TAKEN(&f, "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_TAKEN(&f, "GET / HTTP/1.0\r\n\r\n");
    CHECK_TAKEN(&f, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    CHECK_INT(ask(&f, S("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"), &headers), 200);
    CHECK(str_ends(headers, S("\r\n\r\n")));
    CHECK(str_contains(headers, S("Content-Security-Policy: default-src 'none'")));
    CHECK(!str_contains(headers, S("Server:")));
    stop(&f);
}

/* The table of knowledge/c-ecosystem.md, 2.2: what two servers in a row could read differently. */
TEST(ambiguous_requests_are_refused)
{
    struct fixture f = {0};
    REQUIRE(start(&f));
    CHECK_REFUSED(
        &f, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
    CHECK_REFUSED(&f,
                  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n0\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\nHost : x\r\n\r\n");
    CHECK_REFUSED(&f, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde");
    CHECK_REFUSED(&f, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nabcde");
    CHECK_REFUSED(&f, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\nabc");
    CHECK_REFUSED(&f, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n");
    CHECK_REFUSED(&f, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    struct str headers;
    CHECK_INT(ask(&f, S("GET / HTTP/1.1\r\n\r\n"), &headers), 400);
    CHECK(str_contains(headers, S("Content-Security-Policy: default-src 'none'")));
    CHECK_REFUSED(&f, "GET / HTTP/2.0\r\nHost: x\r\n\r\n");
    CHECK_REFUSED(&f, "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n");
    stop(&f);
}

/* libmicrohttpd itself passes over a header without a name and cuts a value at NUL; neither can be
 * told apart here, and what is left of them is harmless. */
TEST(headers_made_by_hand_are_checked_whole)
{
    static const struct http_field bad[] = {{S_INIT(""), S_INIT("x")},
                                            {S_INIT("A"), S_INIT("b\0c")},
                                            {S_INIT("A "), S_INIT("b")},
                                            {S_INIT("A"), S_INIT("b\r\nC: d")},
                                            {S_INIT("A\xc3\xa9"), S_INIT("b")}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct http_request r = {.arena = &a};
        struct http_field headers[] = {{S("Host"), S("x")}, bad[i]};
        struct http_raw raw = {S("GET"), S("/"), S("HTTP/1.1"), {headers, 2, 2}};
        const char *why;
        CHECK_INT(http_request_read(&r, &raw, &why), 400);
        arena_free(&a);
    }
}

TEST(methods_and_sizes_have_limits)
{
    struct fixture f = {0};
    struct arena a = {0};
    REQUIRE(start(&f));
    CHECK_INT(ask(&f, S("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"), NULL), 200);
    CHECK_INT(ask(&f, S("OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n"), NULL), 405);
    CHECK_INT(ask(&f, S("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n"), NULL), 405);
    CHECK_INT(ask(&f, S("BREW / HTTP/1.1\r\nHost: x\r\n\r\n"), NULL), 501);
    CHECK_INT(ask(&f, S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\nabc"), NULL),
              413);
    struct buffer b = {.arena = &a};
    buffer_add(&b, S("GET /"));
    buffer_fill(&b, 'a', HTTP_LARGEST_TARGET + 1);
    buffer_add(&b, S(" HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(ask(&f, buffer_str(&b), NULL), 414);
    b = (struct buffer){.arena = &a};
    buffer_add(&b, S("GET / HTTP/1.1\r\nHost: x\r\n"));
    for (int i = 0; i < HTTP_MOST_HEADERS + 2; i++)
        buffer_add(&b, str_format(&a, "X-%d: y\r\n", i));
    buffer_add(&b, S("\r\n"));
    CHECK_INT(ask(&f, buffer_str(&b), NULL), 431);
    b = (struct buffer){.arena = &a};
    buffer_add(&b, S("GET / HTTP/1.1\r\nHost: x\r\nX: "));
    buffer_fill(&b, 'a', 100 * 1000);
    buffer_add(&b, S("\r\n\r\n"));
    CHECK(refused(&f, b.items, b.count));
    CHECK_TAKEN(&f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    arena_free(&a);
    stop(&f);
}

TEST(an_address_that_cannot_be_listened_at_is_said)
{
    struct fixture f = {0};
    struct faults faults = {.arena = &f.arena};
    REQUIRE(start(&f));
    struct server_settings taken = {.address =
                                        str_format(&f.arena, "127.0.0.1:%u", server_port(f.server)),
                                    .threads = 2,
                                    .answer = echo};
    CHECK(server_start(&f.arena, &taken, &faults) == NULL);
    taken.address = S("nonsense");
    CHECK(server_start(&f.arena, &taken, &faults) == NULL);
    CHECK_INT(faults.count, 2);
    stop(&f);
}

/* The status of what was asked on a socket before; 0 when it was closed without an answer. */
static int hear(int s)
{
    char answer[16] = {0};
    int64_t status = 0;
    struct pollfd p = {.fd = s, .events = POLLIN};
    if (poll(&p, 1, 60 * 1000) > 0 && recv(s, answer, sizeof answer, MSG_WAITALL) > 12)
        str_to_int(str_slice((struct str){answer, sizeof answer}, 9, 12), &status);
    close(s);
    return (int)status;
}

TEST(what_is_slow_holds_up_nobody_and_too_much_of_it_is_refused)
{
    struct fixture f = {0};
    enum { MANY = 110 };
    int sockets[MANY], statuses[3] = {0};
    struct timespec before, after;
    REQUIRE(start(&f));
    for (int i = 0; i < MANY; i++)
        sockets[i] = knock(&f, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    clock_gettime(CLOCK_MONOTONIC, &before);
    CHECK_TAKEN(&f, "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    clock_gettime(CLOCK_MONOTONIC, &after);
    CHECK(after.tv_sec - before.tv_sec < 2);
    CHECK(server_slow_waiting(f.server) > 50);
    for (int i = 0; i < MANY; i++) {
        int status = hear(sockets[i]);
        statuses[status == 200 ? 0 : status == 503 ? 1 : 2]++;
    }
    CHECK(statuses[0] >= 100);
    CHECK(statuses[1] > 0);
    CHECK_INT(statuses[2], 0);
    stop(&f);
}

TEST(the_end_waits_for_what_was_begun)
{
    struct fixture f = {0};
    static const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
    REQUIRE(start(&f));
    int slow = knock(&f, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    nanosleep(&moment, NULL);
    stop(&f);
    CHECK_INT(hear(slow), 200);
}

TEST(a_body_is_as_large_as_its_route_allows)
{
    struct fixture f = {0};
    struct buffer b = {.arena = &f.arena};
    REQUIRE(start(&f));
    buffer_add(&b, S("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 1500000\r\n\r\n"));
    buffer_fill(&b, 'x', 1500000);
    CHECK_INT(ask(&f, buffer_str(&b), NULL), 200);
    CHECK_INT(
        ask(&f, S("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 2000001\r\n\r\n"), NULL),
        413);
    CHECK_INT(ask(&f, S("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), NULL), 200);
    CHECK_INT(ask(&f, S("DELETE /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), NULL),
              400);
    stop(&f);
}
