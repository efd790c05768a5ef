#include "markup/template_kept.h"

#include "base/arena.h"
#include "base/map.h"

#include <pthread.h>

enum { ROOM = 1000 * 1000 /* bytes, in all languages together */ };

/* All kept texts of the process, under one lock: they are read a thousand times and written once.
 */
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct arena arena;

struct kept_parts {
    size_t room;                       /* bytes that may still be kept */
    struct map places[LANGUAGE_COUNT]; /* key -> place in texts, from 1 */
    struct str_list texts;
};

struct kept_parts *kept_parts_new(struct arena *a)
{
    struct kept_parts *kept = arena_new(a, struct kept_parts);
    kept->room = ROOM;
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        kept->places[i].arena = &arena;
    return kept;
}

bool kept_parts_get(struct kept_parts *kept, enum language language, struct str key,
                    struct str *text)
{
    int64_t place;
    pthread_rwlock_rdlock(&lock);
    bool found = map_get(&kept->places[language], key, &place);
    if (found)
        *text = kept->texts.items[place - 1];
    pthread_rwlock_unlock(&lock);
    return found;
}

void kept_parts_put(struct kept_parts *kept, enum language language, struct str key,
                    struct str text)
{
    pthread_rwlock_wrlock(&lock);
    if (kept->room < text.n || map_get(&kept->places[language], key, NULL)) {
        pthread_rwlock_unlock(&lock);
        return;
    }
    kept->room -= text.n;
    *arena_push(&arena, &kept->texts) = str_copy(&arena, text);
    map_put(&kept->places[language], key, (int64_t)kept->texts.count);
    pthread_rwlock_unlock(&lock);
}
