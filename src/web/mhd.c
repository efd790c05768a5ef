/* The server on libmicrohttpd: the only file that knows it.
 *
 * Two traps: an answer given at the first call of the handler closes the connection, so it is given
 * at the second (unless the request is refused with its body still to come, where closing is what
 * we want); and a handler runs in the thread that serves its connection, so there are several, and
 * what is slow is suspended and answered in a pool of its own (web/slow.h).
 *
 * The library is not told to be strict: what it would refuse then, it would answer without our
 * headers, and http_request_read refuses the same by itself. What it still refuses alone: a line
 * that is no request, headers larger than its memory, a length that is no number, HTTP 2. */
#include "web/server.h"

#include "base/arena.h"
#include "base/library.h"
#include "web/client.h"
#include "web/listen.h"
#include "web/slow.h"
#include "web/waiting.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTION_MEMORY = 32 * 1024, /* a request's line and headers must fit into half of it */
    MOST_CONNECTIONS = 4000,
    IDLE_SECONDS = 15,
    SLOW_THREADS = 2,
    LONGEST_FAREWELL = 10, /* seconds in which answers under way may end */
};

/* The library is loaded when a server is started: it brings GnuTLS, which other commands need not
 * wait for. Members carry the library's names without the prefix. */
#define MHD_FUNCTIONS(F)                                                                           \
    F(add_response_header)                                                                         \
    F(create_response_from_buffer)                                                                 \
    F(get_connection_info)                                                                         \
    F(destroy_response)                                                                            \
    F(get_connection_values_n)                                                                     \
    F(queue_response)                                                                              \
    F(quiesce_daemon)                                                                              \
    F(resume_connection)                                                                           \
    F(start_daemon)                                                                                \
    F(stop_daemon)                                                                                 \
    F(suspend_connection)
#define MHD_MEMBER(name) __typeof__(MHD_##name) *name;
static struct {
    MHD_FUNCTIONS(MHD_MEMBER)
} mhd;
#define MHD_ENTRY(name) {"MHD_" #name, (void **)&mhd.name},
static const struct library_function mhd_functions[] = {MHD_FUNCTIONS(MHD_ENTRY)};

struct server {
    struct server_settings settings;
    struct MHD_Daemon *daemon;
    struct slow_pool *slow;
    struct waiting *waiting;
    atomic_int under_way; /* requests that were begun and whose answer is not sent yet */
    atomic_bool ending;
    unsigned port;
};

/* One request on its way; lives in its own arena. */
struct exchange {
    struct arena arena;
    struct server *server;
    struct MHD_Connection *connection;
    struct http_raw raw;
    struct http_request request;
    struct http_response response;
    int refused;
    const char *why;
    struct server_plan plan;
    bool begun, answered;
    bool large;  /* has a place among the large bodies */
    size_t held; /* bytes that are counted among the small ones */
    char *body;
    size_t body_count, body_capacity;
};

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct arena arena = {0};
    struct exchange *e = arena_new(&arena, struct exchange);
    e->arena = arena;
    e->server = context;
    e->connection = connection;
    e->raw.target = str_copy(&e->arena, str_of(target));
    return e;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode how)
{
    (void)context;
    (void)connection;
    (void)how;
    struct exchange *e = *state;
    if (!e)
        return;
    if (e->begun)
        atomic_fetch_sub(&e->server->under_way, 1);
    if (e->large)
        waiting_give(e->server->waiting, e->plan.sender);
    if (e->held)
        waiting_subtract(e->server->waiting, e->held);
    struct arena arena = e->arena; /* e itself lives in it */
    *state = NULL;
    arena_free(&arena);
}

static enum MHD_Result on_header(void *state, enum MHD_ValueKind kind, const char *name,
                                 size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct exchange *e = state;
    *arena_push(&e->arena, &e->raw.headers) =
        (struct http_field){str_copy(&e->arena, (struct str){name, name_size}),
                            str_copy(&e->arena, (struct str){value, value_size})};
    return e->raw.headers.count <= HTTP_MOST_HEADERS ? MHD_YES : MHD_NO;
}

/* Makes the answer; in the connection's own thread or in the slow pool. */
static void answer(struct exchange *e)
{
    const struct server_settings *settings = &e->server->settings;
    struct http_response *r = &e->response;
    e->request.body = (struct str){e->body, e->body_count};
    settings->answer(settings->context, &e->request, e->refused, e->why, r);
    http_finish(&e->request, r, settings->tls);
    if (atomic_load(&e->server->ending))
        http_set_header(&e->arena, r, S("Connection"), S("close"));
    e->answered = true;
}

static enum MHD_Result send_answer(struct exchange *e)
{
    struct http_response *r = &e->response;
    struct MHD_Response *out = mhd.create_response_from_buffer(
        r->body.n, (void *)(uintptr_t)r->body.p, MHD_RESPMEM_PERSISTENT);
    if (!out)
        return MHD_NO;
    for (size_t i = 0; i < r->headers.count; i++)
        mhd.add_response_header(out, str_c(&e->arena, r->headers.items[i].name),
                                str_c(&e->arena, r->headers.items[i].value));
    enum MHD_Result queued = mhd.queue_response(e->connection, (unsigned)r->status, out);
    mhd.destroy_response(out);
    return queued;
}

static void answer_slowly(void *context, void *work)
{
    (void)context;
    struct exchange *e = work;
    answer(e);
    mhd.resume_connection(e->connection);
}

/* Answers, or hands over to the slow pool: the library then calls again when it is done. */
static enum MHD_Result reply(struct exchange *e)
{
    if (!e->answered && e->plan.slow && !e->refused) {
        mhd.suspend_connection(e->connection);
        if (slow_pool_add(e->server->slow, e))
            return MHD_YES;
        e->refused = 503;
        e->why = N_("Very many are asking for this at once. Try again in a minute.");
        answer(e);
        mhd.resume_connection(e->connection);
        return MHD_YES;
    }
    if (!e->answered)
        answer(e);
    return send_answer(e);
}

/* A large body needs a place before any of it is read. */
static void take_place(struct exchange *e)
{
    enum waiting_answer answer = waiting_take(e->server->waiting, e->plan.sender);
    e->large = answer == WAITING_TAKEN;
    if (e->large)
        return;
    e->refused = answer == WAITING_OWN_LIMIT ? 429 : 503;
    e->why = answer == WAITING_OWN_LIMIT
                 ? N_("You are sending two large files already. Wait until one of them is in.")
                 : N_("Very many are asking for this at once. Try again in a minute.");
}

static void begin(struct exchange *e, const char *method, const char *version)
{
    const struct server_settings *settings = &e->server->settings;
    e->begun = true;
    atomic_fetch_add(&e->server->under_way, 1);
    e->raw.method = str_copy(&e->arena, str_of(method));
    e->raw.version = str_copy(&e->arena, str_of(version));
    mhd.get_connection_values_n(e->connection, MHD_HEADER_KIND, on_header, e);
    const union MHD_ConnectionInfo *peer =
        mhd.get_connection_info(e->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    e->request.client =
        client_address(&e->arena, peer ? peer->client_addr : NULL, &e->raw.headers, settings->tls);
    e->request.arena = &e->arena;
    e->request.here = client_is_here(peer ? peer->client_addr : NULL, &e->raw.headers);
    e->refused = http_request_read(&e->request, &e->raw, &e->why);
    e->plan.largest_body = HTTP_LARGEST_BODY;
    if (!e->refused && settings->plan)
        settings->plan(settings->context, &e->request, &e->plan);
    if (!e->refused && e->request.length > e->plan.largest_body) {
        e->refused = 413;
        e->why = N_("What was sent is larger than may be sent here.");
    }
    if (!e->refused && e->request.length > HTTP_LARGEST_BODY)
        take_place(e);
}

/* False when more comes than was said, or memory would run over what the plan allows. */
static bool take_body(struct exchange *e, const char *bytes, size_t size)
{
    if (size > e->request.length - e->body_count)
        return false;
    if (e->body_count + size > e->body_capacity) {
        size_t capacity = (e->body_count + size) * 2;
        if (capacity > e->request.length)
            capacity = e->request.length;
        if (!e->large && !waiting_add(e->server->waiting, capacity))
            return false;
        e->held += e->large ? 0 : capacity;
        char *body = arena_array(&e->arena, capacity, char);
        if (e->body_count)
            memcpy(body, e->body, e->body_count);
        e->body = body;
        e->body_capacity = capacity;
    }
    memcpy(e->body + e->body_count, bytes, size);
    e->body_count += size;
    return true;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state)
{
    (void)context;
    (void)connection;
    (void)url;
    struct exchange *e = *state;
    if (!e)
        return MHD_NO;
    if (!e->begun) {
        begin(e, method, version);
        struct str length = http_header(&e->raw.headers, S("Content-Length"));
        bool body = http_header(&e->raw.headers, S("Transfer-Encoding")).n > 0 ||
                    (length.n && !str_eq(length, S("0")));
        return e->refused && body ? reply(e) : MHD_YES;
    }
    if (*upload_size) {
        if (!take_body(e, upload, *upload_size))
            return MHD_NO;
        *upload_size = 0;
        return MHD_YES;
    }
    return reply(e);
}

/* What the library says to itself about broken connections is nobody's concern. */
static void be_quiet(void *context, const char *format, va_list args)
{
    (void)context;
    (void)format;
    (void)args;
}

struct server *server_start(struct arena *a, const struct server_settings *settings,
                            struct faults *faults)
{
    if (!library_load("libmicrohttpd.so.12", mhd_functions,
                      sizeof mhd_functions / sizeof *mhd_functions, faults))
        return NULL;
    struct server *s = arena_new(a, struct server);
    s->settings = *settings;
    unsigned slow = settings->slow_threads ? settings->slow_threads : SLOW_THREADS;
    int socket = listen_at(a, settings->address, &s->port, faults);
    if (socket < 0)
        return NULL;
    s->waiting = waiting_new();
    s->slow = slow_pool_new(a, slow, answer_slowly, s);
    if (s->slow)
        s->daemon = mhd.start_daemon(
            MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME, 0, NULL,
            NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL,
            MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_THREAD_POOL_SIZE, settings->threads,
            MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 0,
            MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
            MHD_OPTION_END);
    if (!s->daemon) {
        close(socket);
        if (s->slow)
            slow_pool_close(s->slow);
        waiting_free(s->waiting);
        FAULT(faults, FAULT_SYSTEM, (struct place){0},
              N_("The server cannot be started at {1}. The system may be out of threads or files."),
              settings->address);
        return NULL;
    }
    return s;
}

unsigned server_port(const struct server *s)
{
    return s->port;
}

size_t server_slow_waiting(const struct server *s)
{
    return slow_pool_waiting(s->slow);
}

/* No new connection is taken, what was begun is answered, then the threads end. */
void server_stop(struct server *s)
{
    static const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    atomic_store(&s->ending, true);
    int socket = mhd.quiesce_daemon(s->daemon);
    if (socket >= 0)
        close(socket);
    for (int i = 0; i < LONGEST_FAREWELL * 100 && atomic_load(&s->under_way) > 0; i++)
        nanosleep(&moment, NULL);
    slow_pool_close(s->slow);
    mhd.stop_daemon(s->daemon);
    waiting_free(s->waiting);
}
