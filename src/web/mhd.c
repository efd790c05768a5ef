/* The server on libmicrohttpd: the only file that knows it.
 *
 * Two traps: an answer given at the first call of the handler closes the connection, so it is given
 * at the second (unless the request is refused with its body still to come, where closing is what
 * we want); and a handler runs in the thread that serves its connection, so there are several. */
#include "web/server.h"

#include "base/arena.h"
#include "base/library.h"
#include "web/listen.h"

#include <microhttpd.h>
#include <string.h>

enum {
    CONNECTION_MEMORY = 32 * 1024, /* a request's line and headers must fit into half of it */
    MOST_CONNECTIONS = 4000,
    IDLE_SECONDS = 15,
};

/* The library is loaded when a server is started: it brings GnuTLS, which other commands need not
 * wait for. Members carry the library's names without the prefix. */
#define MHD_FUNCTIONS(F)                                                                           \
    F(add_response_header)                                                                         \
    F(create_response_from_buffer)                                                                 \
    F(destroy_response)                                                                            \
    F(get_connection_values_n)                                                                     \
    F(queue_response)                                                                              \
    F(start_daemon)                                                                                \
    F(stop_daemon)
#define MHD_MEMBER(name) __typeof__(MHD_##name) *name;
static struct {
    MHD_FUNCTIONS(MHD_MEMBER)
} mhd;
#define MHD_ENTRY(name) {"MHD_" #name, (void **)&mhd.name},
static const struct library_function mhd_functions[] = {MHD_FUNCTIONS(MHD_ENTRY)};

struct server {
    struct server_settings settings;
    struct MHD_Daemon *daemon;
    unsigned port;
};

/* One request on its way; lives in its own arena. */
struct exchange {
    struct arena arena;
    struct http_raw raw;
    struct http_request request;
    struct http_response response;
    int refused;
    const char *why;
    bool begun;
    char *body;
    size_t body_count, body_capacity;
};

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)context;
    (void)connection;
    struct arena arena = {0};
    struct exchange *e = arena_new(&arena, struct exchange);
    e->arena = arena;
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

static enum MHD_Result reply(struct server *s, struct exchange *e,
                             struct MHD_Connection *connection)
{
    struct http_response *r = &e->response;
    e->request.body = (struct str){e->body, e->body_count};
    s->settings.answer(s->settings.context, &e->request, e->refused, e->why, r);
    http_finish(&e->request, r, s->settings.tls);
    struct MHD_Response *out = mhd.create_response_from_buffer(
        r->body.n, (void *)(uintptr_t)r->body.p, MHD_RESPMEM_PERSISTENT);
    if (!out)
        return MHD_NO;
    for (size_t i = 0; i < r->headers.count; i++)
        mhd.add_response_header(out, str_c(&e->arena, r->headers.items[i].name),
                                str_c(&e->arena, r->headers.items[i].value));
    enum MHD_Result queued = mhd.queue_response(connection, (unsigned)r->status, out);
    mhd.destroy_response(out);
    return queued;
}

static void begin(struct exchange *e, struct MHD_Connection *connection, const char *method,
                  const char *version)
{
    e->begun = true;
    e->raw.method = str_copy(&e->arena, str_of(method));
    e->raw.version = str_copy(&e->arena, str_of(version));
    mhd.get_connection_values_n(connection, MHD_HEADER_KIND, on_header, e);
    e->request.arena = &e->arena;
    e->refused = http_request_read(&e->request, &e->raw, &e->why);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state)
{
    (void)url;
    struct exchange *e = *state;
    if (!e)
        return MHD_NO;
    if (!e->begun) {
        begin(e, connection, method, version);
        struct str length = http_header(&e->raw.headers, S("Content-Length"));
        bool body = http_header(&e->raw.headers, S("Transfer-Encoding")).n > 0 ||
                    (length.n && !str_eq(length, S("0")));
        return e->refused && body ? reply(context, e, connection) : MHD_YES;
    }
    if (*upload_size) {
        if (e->body_count + *upload_size > HTTP_LARGEST_BODY)
            return MHD_NO;
        for (size_t i = 0; i < *upload_size; i++) {
            e->body = arena_grow(&e->arena, e->body, e->body_count, &e->body_capacity, 1);
            e->body[e->body_count++] = upload[i];
        }
        *upload_size = 0;
        return MHD_YES;
    }
    return reply(context, e, connection);
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
    int socket = listen_at(a, settings->address, &s->port, faults);
    if (socket < 0)
        return NULL;
    s->daemon = mhd.start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, s,
        MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL, MHD_OPTION_LISTEN_SOCKET, socket,
        MHD_OPTION_THREAD_POOL_SIZE, settings->threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
        MHD_OPTION_END);
    if (!s->daemon) {
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

void server_stop(struct server *s)
{
    mhd.stop_daemon(s->daemon);
}
