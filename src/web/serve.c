#include "web/web.h"

#include "base/arena.h"
#include "web/application.h"
#include "web/background.h"
#include "web/server.h"
#include "web/webhooks.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Every connection takes a file; the system allows more than it gives at first. */
static void allow_more_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void say_where(struct str address, unsigned port)
{
    size_t colon = address.n;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':')
            colon = i;
    struct str host =
        colon < address.n && colon > 0 ? str_slice(address, 0, colon) : S("127.0.0.1");
    if (port)
        printf("Himaya is at http://%.*s:%u/ (Ctrl+C stops it)\n", STR_ARG(host), port);
    else
        printf("Himaya is at %.*s (Ctrl+C stops it)\n", STR_ARG(address));
    fflush(stdout);
}

/* Requests take and give back some hundred kilobytes each. Given back to the system every time, the
 * pages would have to be cleared anew for the next one, which took a tenth of the time of a list.
 */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 2 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    /* Each heap keeps what was once needed in it; sixteen threads share a few. */
    mallopt(M_ARENA_MAX, 2);
}

bool web_serve(struct store *store, struct str address, struct faults *faults)
{
    keep_memory();
    struct arena arena = {0};
    sigset_t stops, before;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    /* Blocked before any thread starts, so that only this one hears them. */
    pthread_sigmask(SIG_BLOCK, &stops, &before);
    signal(SIGPIPE, SIG_IGN);
    allow_more_files();
    const char *tls = getenv("HIMAYA_TLS");
    struct application *app = application_new(&arena, store, faults);
    struct server_settings settings = {.address = address,
                                       .threads = APPLICATION_SESSIONS,
                                       .tls = tls && str_eq(str_of(tls), S("yes")),
                                       .slow_threads = APPLICATION_SLOW,
                                       .answer = application_answer,
                                       .plan = application_plan,
                                       .context = app};
    struct worker *worker = app ? background_start(&arena, store, app, faults) : NULL;
    struct worker *webhooks = worker ? webhooks_start(&arena, app, faults) : NULL;
    struct server *server = webhooks ? server_start(&arena, &settings, faults) : NULL;
    if (server) {
        int signal_number;
        app->slow_waiting = server_slow_waiting;
        app->server = server;
        say_where(address, server_port(server));
        sigwait(&stops, &signal_number);
        server_stop(server);
    }
    if (webhooks)
        worker_stop(webhooks);
    if (worker)
        worker_stop(worker);
    if (app)
        application_close(app);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    arena_free(&arena);
    return server != NULL;
}
