#include "web/recall.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/cookie.h"
#include "web/metrics.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* When the room is full, all of it begins anew: what is asked for again and again is soon back. */
enum {
    ROOM = 6 * 1000 * 1000,
    PLACES = 4096, /* a power of two */
    MOST_KEPT = PLACES / 2,
    LARGEST = 400 * 1000,
    GOOD_FOR = 60 /* seconds: a role or a token may end by the clock, without a change */
};

struct recalled {
    struct str key;
    struct http_response response;
    double since;
};

struct recall {
    pthread_mutex_t lock;
    int64_t state;
    struct arena arena; /* of what is kept */
    size_t kept;
    struct recalled places[PLACES];
};

struct recall *recall_new(struct arena *a)
{
    struct recall *recall = arena_new(a, struct recall);
    pthread_mutex_init(&recall->lock, NULL);
    return recall;
}

static void wipe(struct recalled *r)
{
    struct str texts[] = {r->response.body, r->response.packed};
    for (size_t i = 0; i < 2; i++)
        if (texts[i].n)
            sodium_memzero((void *)(uintptr_t)texts[i].p, texts[i].n);
}

static void forget(struct recall *recall)
{
    if (!recall->kept)
        return;
    for (size_t i = 0; i < PLACES; i++)
        wipe(&recall->places[i]);
    memset(recall->places, 0, sizeof recall->places);
    arena_free(&recall->arena);
    recall->kept = 0;
}

void recall_close(struct recall *recall)
{
    forget(recall);
    pthread_mutex_destroy(&recall->lock);
}

/* Every part of the principal decides something; lengths keep one part from running into the next.
 */
static struct str key_text(struct call *c)
{
    const struct principal *who = &c->visit.who;
    const struct str parts[] = {who->session,
                                who->user,
                                who->name,
                                who->full_name,
                                who->agency,
                                who->office,
                                who->district,
                                who->types,
                                who->employer,
                                who->tax_id,
                                date_print(c->arena, date_today()),
                                c->request->target};
    struct buffer b = {.arena = c->arena};
    buffer_add(&b, str_format(c->arena, "%x %d %d %d %d", who->roles, (int)c->language, c->api,
                              who->by_token, who->read_only));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t n = parts[i].n;
        buffer_add(&b, (struct str){(const char *)&n, sizeof n});
        buffer_add(&b, parts[i]);
    }
    return buffer_str(&b);
}

bool recall_key(struct call *c, struct recall_key *key)
{
    *key = (struct recall_key){0};
    if (!c->route->recalls || !c->visit.who.session.n || cookie_get(c->request, S(COOKIE_SAID)).n)
        return true;
    if (!store_newest_change(c->session, &key->state, &c->faults))
        return false;
    key->text = key_text(c);
    return true;
}

static struct recalled *place_for(struct recall *recall, struct str key)
{
    uint64_t hash = str_hash(key);
    size_t i = (size_t)(hash ^ (hash >> 32)) % PLACES;
    while (recall->places[i].key.n && !str_eq(recall->places[i].key, key))
        i = (i + 1) % PLACES;
    return &recall->places[i];
}

static void copy(struct arena *a, const struct http_response *from, struct http_response *to)
{
    to->status = from->status;
    to->private = from->private;
    to->content_type = str_copy(a, from->content_type);
    to->body = str_copy(a, from->body);
    to->packed = str_copy(a, from->packed);
    for (size_t i = 0; i < from->headers.count; i++)
        http_set_header(a, to, str_copy(a, from->headers.items[i].name),
                        str_copy(a, from->headers.items[i].value));
}

bool recall_get(struct call *c, const struct recall_key *key)
{
    struct recall *recall = c->app->recall;
    if (!key->text.n)
        return false;
    pthread_mutex_lock(&recall->lock);
    const struct recalled *r = place_for(recall, key->text);
    bool found =
        recall->state == key->state && r->key.n && metrics_clock() - r->since < (double)GOOD_FOR;
    if (found)
        copy(c->arena, &r->response, c->response);
    pthread_mutex_unlock(&recall->lock);
    return found;
}

/* --- keeping --- */

static bool may_be_kept(struct call *c, const struct recall_key *key)
{
    const struct http_response *r = c->response;
    int64_t state = 0;
    if (r->status != 200 || !r->private || c->faults.total || visit_in_emergency(&c->visit) ||
        r->body.n + r->packed.n > LARGEST)
        return false;
    for (size_t i = 0; i < r->headers.count; i++)
        if (str_eq_nocase(r->headers.items[i].name, S("Set-Cookie")))
            return false;
    return store_newest_change(c->session, &state, &c->faults) && state == key->state;
}

static void keep(struct recall *recall, struct str key, const struct http_response *r)
{
    struct recalled *place = place_for(recall, key);
    if (!place->key.n) {
        place->key = str_copy(&recall->arena, key);
        recall->kept++;
    }
    wipe(place);
    place->since = metrics_clock();
    place->response = (struct http_response){0};
    copy(&recall->arena, r, &place->response);
}

void recall_put(struct call *c, const struct recall_key *key)
{
    struct recall *recall = c->app->recall;
    if (!key->text.n || !may_be_kept(c, key))
        return;
    size_t size = c->response->body.n + c->response->packed.n;
    pthread_mutex_lock(&recall->lock);
    if (recall->state < key->state || recall->kept == MOST_KEPT || recall->arena.used + size > ROOM)
        forget(recall);
    if (recall->state < key->state)
        recall->state = key->state;
    if (recall->state == key->state)
        keep(recall, key->text, c->response);
    pthread_mutex_unlock(&recall->lock);
}
