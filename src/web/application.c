#include "web/application.h"
#include "web/inspectorate.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/resource.h"
#include "register/register.h"
#include "store/sealed.h"
#include "web/answer.h"
#include "web/body.h"
#include "web/enter.h"
#include "web/error_page.h"
#include "web/kept.h"
#include "web/metrics.h"
#include "web/page.h"
#include "web/recall.h"
#include "web/route.h"
#include "web/session_pool.h"
#include "web/tally.h"
#include "web/world.h"

#include <sodium.h>

enum { FORM_KEY = 32 };

/* Derived from the key file, so that it outlasts a restart and several servers of one store agree;
 * while that is lost, nothing can be changed anyway and any key does. */
static struct str form_key(struct arena *a, struct store *store)
{
    struct faults ignored = {.arena = a, .limit = 1};
    unsigned char *key = arena_array(a, FORM_KEY, unsigned char);
    struct session *s = session_open(store, &ignored);
    if (!s || !store_derive_key(s, "form tokens", key, &ignored))
        randombytes_buf(key, FORM_KEY);
    if (s)
        session_close(s);
    return (struct str){(const char *)key, FORM_KEY};
}

static const struct str api_prefix = S_INIT("/api/v1");

static bool load_register(struct application *app, struct faults *faults)
{
    size_t had = faults->total;
    app->registry = registry_load(app->arena, app->model, faults);
    return faults->total == had;
}

struct application *application_new(struct arena *a, struct store *store, struct faults *faults)
{
    struct application *app = arena_new(a, struct application);
    struct str world;
    app->arena = a;
    app->store = store;
    app->model = store_model(store);
    app->assets = assets_load(a);
    app->cache = cache_new(a);
    app->recall = recall_new(a);
    app->tally = tally_new(a);
    app->metrics = metrics_new(a);
    app->kept = kept_forms_new(a);
    app->form_key = form_key(a, store);
    app->home = str_format(a, "%.*s", STR_ARG(app->model->pack));
    if (resource_get(S("web/static/world-map.csv"), &world))
        app->world = world_read(a, world);
    if (!words_load(faults) || !(app->access = access_load(a, app->model, faults)) ||
        !(app->templates = templates_load(a, faults)) || !load_register(app, faults) ||
        !(app->instrument = instrument_load(a, app->model, faults)) || !app->world ||
        !(app->ground = inspectorate_ground_load(a, app->model, faults)) ||
        !(app->sessions =
              session_pool_new(a, store, APPLICATION_SESSIONS + APPLICATION_SLOW, faults)))
        return NULL;
    return app;
}

void application_close(struct application *app)
{
    session_pool_close(app->sessions);
    cache_close(app->cache);
    tally_close(app->tally);
    recall_close(app->recall);
    kept_forms_close(app->kept);
}

/* Takes "/az" off the front of a path. */
static bool take_language(struct str *path, enum language *language)
{
    size_t end = str_find_char(*path, '/', 1);
    struct str first = str_slice(*path, 1, end == STR_NONE ? path->n : end);
    if (!language_of(first, language) || !str_eq(first, language_code(*language)))
        return false;
    *path = end == STR_NONE ? S("/") : str_from(*path, end);
    return true;
}

/* Which language, and whether a person or a program asks. */
static void read_place(struct call *c)
{
    const struct http_request *r = c->request;
    struct str wish = http_field(&r->query, S("language"));
    c->path = r->path;
    c->language = LANGUAGE_ENGLISH;
    if (str_starts(c->path, S("/api/")) || str_eq(c->path, S("/api"))) {
        c->api = true;
        c->path = str_starts(c->path, api_prefix) ? str_from(c->path, api_prefix.n) : S("/-");
        if (!c->path.n)
            c->path = S("/");
        language_of(wish, &c->language);
    } else if (!take_language(&c->path, &c->language)) {
        c->language = language_accepted(http_header(&r->headers, S("Accept-Language")));
        http_set_header(c->arena, c->response, S("Vary"), S("Accept-Language"));
    }
    if (c->path.n > 1 && c->path.p[c->path.n - 1] == '/')
        c->path.n--;
}

/* Puts the query's values into their places; a name that the route does not know is refused to
 * programs, which would otherwise never learn of a slip, and on pages of the staff, whose addresses
 * are all made here. */
static bool read_query(struct call *c)
{
    const struct http_fields *query = &c->request->query;
    size_t known = c->route->any_query ? 0 : route_parameter_count(c->route);
    for (size_t q = 0; q < query->count; q++) {
        struct str name = query->items[q].name;
        bool found = str_eq(name, S("language"));
        for (size_t i = 0; i < known; i++)
            if (c->route->parameters[i].place == IN_QUERY &&
                str_eq(name, str_of(c->route->parameters[i].name))) {
                c->values[i] = str_trim(query->items[q].value);
                found = true;
            }
        if (!found && (c->api || c->route->who != WHO_EVERYBODY) && !c->route->any_query)
            return FAULT(&c->faults, FAULT_INPUT, (struct place){.field = name},
                         N_("There is no parameter \"{1}\" here. /api/openapi.json lists them."),
                         name);
    }
    return route_check(c->route, c->values, &c->faults);
}

/* The version of a record is its ETag: what If-Match wants when it is changed. */
static void tell_version(struct call *c, const struct node *data)
{
    int64_t version = node_get_int(data, S("version"), 0);
    if (c->personal && version > 0)
        http_set_header(c->arena, c->response, S("ETag"),
                        str_format(c->arena, "\"%lld\"", (long long)version));
}

static void run(struct call *c)
{
    if (c->route->file) {
        c->route->file(c);
        if (c->faults.total && !c->response->status)
            error_from_faults(c);
        return;
    }
    struct node *data = c->route->data(c);
    if (!data) {
        error_from_faults(c);
        return;
    }
    c->response->status = 200;
    if (c->api) {
        tell_version(c, data);
        c->response->content_type = S("application/json; charset=utf-8");
        c->response->body = json_print(c->arena, data, 1);
        return;
    }
    if (c->route->dress)
        c->route->dress(c, data);
    page_write(c, str_of(c->route->page), data);
}

/* What depends on the model alone is made once. */
static void run_or_recall_lasting(struct call *c)
{
    struct str name = str_of(c->route->name);
    if (cache_get_lasting(c->app->cache, name, c->response))
        return;
    run(c);
    if (c->response->status == 200 && !c->personal) {
        http_pack(c->arena, c->response);
        cache_put_lasting(c->app->cache, name, c->response);
    }
}

/* What one person asked for, as it was kept for them or made anew. */
static void run_or_recall_own(struct call *c)
{
    struct recall_key key;
    if (!recall_key(c, &key)) {
        error_from_faults(c);
        return;
    }
    if (recall_get(c, &key))
        return;
    run(c);
    recall_put(c, &key);
}

/* The answer as it was kept, or made anew. What everybody may see is kept for all. */
static void run_or_recall(struct call *c)
{
    if (c->route->of_model) {
        run_or_recall_lasting(c);
        return;
    }
    struct cache_key key = {.target = c->request->target, .language = language_code(c->language)};
    bool keeps = c->route->who == WHO_EVERYBODY && !c->personal && c->route->method == HTTP_GET &&
                 store_newest_change(c->session, &key.state, &c->faults);
    if (c->faults.total) {
        error_from_faults(c);
        return;
    }
    if (keeps && cache_get(c->app->cache, c->arena, &key, c->response))
        return;
    run(c);
    if (keeps && c->response->status == 200) {
        http_pack(c->arena, c->response);
        cache_put(c->app->cache, &key, c->response);
    }
}

/* A change: from a form or as JSON, of somebody who is let in, and not forged. */
static void act(struct call *c)
{
    if (!body_read(c) || !body_is_from_us(c))
        return;
    c->route->act(c);
    if (!c->response->status)
        error_from_faults(c);
}

static void dispatch_to_route(struct call *c)
{
    c->session = session_pool_take(c->app->sessions);
    store_hold(c->session);
    if (enter(c)) {
        if (!read_query(c))
            error_from_faults(c);
        else if (c->route->act)
            act(c);
        else if (c->route->recalls)
            run_or_recall_own(c);
        else
            run_or_recall(c);
    } else if (c->response->status == 303 && c->request->method == HTTP_POST) {
        kept_forms_keep(c);
    }
    store_let_go(c->session);
    session_pool_give(c->app->sessions, c->session);
}

static void dispatch(struct call *c)
{
    struct route_wish wish = {c->request->method, c->api, c->path};
    c->route = route_find(&wish, c->values);
    struct str methods = c->route ? (struct str){0} : route_methods(c->arena, &wish);
    if (methods.n) {
        http_set_header(c->arena, c->response, S("Allow"), methods);
        error_answer(c, 405, N_("This cannot be done at this address."));
    } else if (!c->route) {
        error_answer(c, 404,
                     N_("There is nothing at this address. It may have been typed wrongly, "
                        "or the report was not read in yet."));
    } else {
        dispatch_to_route(c);
    }
}

static void find_place(struct call *c)
{
    if (str_eq(c->request->path, S("/api/openapi.json"))) {
        c->api = true;
        c->path = S("/openapi.json");
        c->language = LANGUAGE_ENGLISH;
    } else {
        read_place(c);
    }
}

void application_answer(void *application, const struct http_request *request, int refused,
                        const char *why, struct http_response *response)
{
    struct call c = {.arena = request->arena,
                     .app = application,
                     .request = request,
                     .response = response,
                     .faults = {.arena = request->arena, .limit = 10}};
    if (refused) {
        c.path = S("/");
        c.api = str_starts(request->target, S("/api/"));
        error_answer(&c, refused, why);
        return;
    }
    if (str_starts(request->path, S("/static/")) &&
        asset_answer(c.app->assets, request->path, response))
        return;
    double begun = metrics_clock();
    find_place(&c);
    dispatch(&c);
    metrics_count(c.app->metrics, c.route, response->status, metrics_clock() - begun);
}

/* A large body is only waited for from somebody who is known. */
static void plan_large(struct call *c, struct server_plan *plan)
{
    c->session = session_pool_take(c->app->sessions);
    if (enter_is_known(c)) {
        plan->largest_body = c->route->largest_body;
        plan->sender = c->visit.who.user;
    }
    session_pool_give(c->app->sessions, c->session);
}

void application_plan(void *application, const struct http_request *request,
                      struct server_plan *plan)
{
    struct http_response none = {0};
    struct call c = {.arena = request->arena,
                     .app = application,
                     .request = request,
                     .response = &none,
                     .faults = {.arena = request->arena, .limit = 10}};
    find_place(&c);
    struct route_wish wish = {request->method, c.api, c.path};
    c.route = route_find(&wish, c.values);
    if (!c.route)
        return;
    plan->slow = c.route->slow;
    if (c.route->largest_body > HTTP_LARGEST_BODY && request->length > HTTP_LARGEST_BODY)
        plan_large(&c, plan);
    else if (c.route->largest_body)
        plan->largest_body = c.route->largest_body;
}
