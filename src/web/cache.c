#include "web/cache.h"

#include "base/arena.h"

#include <pthread.h>

/* A fixed number of places; two addresses that fall on the same one take turns. */
enum { PLACES = 256, LARGEST = 400 * 1000 };

struct place_of_cache {
    struct arena arena;
    struct cache_key key;
    struct http_response response;
};

struct cache {
    pthread_mutex_t lock;
    struct place_of_cache places[PLACES], lasting;
};

struct cache *cache_new(struct arena *a)
{
    struct cache *cache = arena_new(a, struct cache);
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void cache_close(struct cache *cache)
{
    for (size_t i = 0; i < PLACES; i++)
        arena_free(&cache->places[i].arena);
    arena_free(&cache->lasting.arena);
    pthread_mutex_destroy(&cache->lock);
}

static struct place_of_cache *place_for(struct cache *cache, const struct cache_key *key)
{
    uint64_t hash = str_hash(key->target) ^ (str_hash(key->language) * 31);
    return &cache->places[(hash ^ (hash >> 32)) % PLACES];
}

static void copy(struct arena *a, const struct http_response *from, struct http_response *to)
{
    *to = *from;
    to->headers = (struct http_fields){0};
    to->body = str_copy(a, from->body);
    to->packed = str_copy(a, from->packed);
    to->content_type = str_copy(a, from->content_type);
    for (size_t i = 0; i < from->headers.count; i++)
        http_set_header(a, to, str_copy(a, from->headers.items[i].name),
                        str_copy(a, from->headers.items[i].value));
}

bool cache_get(struct cache *cache, struct arena *a, const struct cache_key *key,
               struct http_response *response)
{
    struct place_of_cache *p = place_for(cache, key);
    pthread_mutex_lock(&cache->lock);
    bool found = p->response.status && p->key.state == key->state &&
                 str_eq(p->key.target, key->target) && str_eq(p->key.language, key->language);
    if (found)
        copy(a, &p->response, response);
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void cache_put(struct cache *cache, const struct cache_key *key,
               const struct http_response *response)
{
    struct place_of_cache *p = place_for(cache, key);
    if (response->body.n > LARGEST)
        return;
    pthread_mutex_lock(&cache->lock);
    arena_free(&p->arena);
    p->arena = (struct arena){0};
    p->key = (struct cache_key){str_copy(&p->arena, key->target),
                                str_copy(&p->arena, key->language), key->state};
    copy(&p->arena, response, &p->response);
    pthread_mutex_unlock(&cache->lock);
}

static bool is_lasting(const struct cache *cache, struct str target)
{
    return cache->lasting.response.status && str_eq(cache->lasting.key.target, target);
}

bool cache_get_lasting(struct cache *cache, struct str target, struct http_response *response)
{
    pthread_mutex_lock(&cache->lock);
    bool found = is_lasting(cache, target);
    if (found)
        *response = cache->lasting.response;
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void cache_put_lasting(struct cache *cache, struct str target, const struct http_response *response)
{
    struct place_of_cache *p = &cache->lasting;
    pthread_mutex_lock(&cache->lock);
    if (!p->response.status) {
        p->key.target = str_copy(&p->arena, target);
        copy(&p->arena, response, &p->response);
        p->response.headers = (struct http_fields){0};
    }
    pthread_mutex_unlock(&cache->lock);
}
