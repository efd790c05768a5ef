/* The application without its server: a request in, an answer out. Tests call it so. */
#pragma once

#include "figures/instrument.h"
#include "markup/template.h"
#include "store/store.h"
#include "web/asset.h"
#include "web/cache.h"
#include "web/http.h"
#include "web/server.h"

/* Threads that answer, and those for what is slow. */
enum { APPLICATION_SESSIONS = 16, APPLICATION_SLOW = 2 };

struct application {
    struct arena *arena;
    struct store *store;
    const struct model *model;
    const struct instrument *instrument;
    const struct access *access;
    const struct registry *registry; /* register/register.h; NULL: no law, so no register */
    const struct templates *templates;
    const struct assets *assets;
    const struct node *world;                 /* outlines: web/static/world-map.csv */
    const struct inspectorate_ground *ground; /* what its pack declares of inspection */
    struct str home; /* code of the country whose pack this is; may be empty */
    struct session_pool *sessions;
    struct cache *cache;
    struct metrics *metrics;
    struct recall *recall; /* answers to one person (web/recall.h) */
    struct tally *tally;
    struct kept_forms *kept;
    struct str
        form_key; /* what the tokens of forms are made under, with the session (web/csrf.h) */
    /* Of the server around it, when there is one: how many requests wait for the slow pool. */
    size_t (*slow_waiting)(const struct server *server);
    const struct server *server;
};

/* Reads words, templates, files and the instrument. NULL with every fault found. */
struct application *application_new(struct arena *a, struct store *store, struct faults *faults);
void application_close(struct application *app);

/* Answers one request (see server_answer in web/server.h). Safe from any thread. */
void application_answer(void *application, const struct http_request *request, int refused,
                        const char *why, struct http_response *response);
/* How large its body may be and whether it is slow (see server_planner in web/server.h). */
void application_plan(void *application, const struct http_request *request,
                      struct server_plan *plan);
