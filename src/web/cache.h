/* Answers kept for as long as the store does not change: public pages are the same for everybody,
 * and most of the work in one is in computing and packing it. */
#pragma once

#include "web/http.h"

struct cache;

struct cache *cache_new(struct arena *a);
void cache_close(struct cache *cache);

/* What an answer is kept under: the address as it came, the language chosen, and the state of the
 * store (store_newest_change). */
struct cache_key {
    struct str target, language;
    int64_t state;
};

/* Fills `response` (bytes in `a`) and returns true when the answer is there. */
bool cache_get(struct cache *cache, struct arena *a, const struct cache_key *key,
               struct http_response *response);
/* Keeps a copy; a too large answer is not kept. */
void cache_put(struct cache *cache, const struct cache_key *key,
               const struct http_response *response);

/* One answer that never changes while the process lives, however large; its bytes are the cache's
 * own and stay. Headers are not kept. What was put first stays. */
bool cache_get_lasting(struct cache *cache, struct str target, struct http_response *response);
void cache_put_lasting(struct cache *cache, struct str target,
                       const struct http_response *response);
