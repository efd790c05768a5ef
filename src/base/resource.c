#include "base/resource.h"

#include "base/arena.h"
#include "base/fault.h"
#include "base/file.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_RESOURCE = 64 * 1000 * 1000 };

/* Made by tools/embed at build time, in byte order of names. */
struct embedded {
    const char *name;
    const char *start, *end;
};
extern const struct embedded embedded_files[];
extern const size_t embedded_count;

static struct arena loaded; /* files that stand in for embedded ones; kept for good */
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static bool stand_in(const char *folder, struct str name, struct str *bytes)
{
    pthread_mutex_lock(&loading);
    struct faults ignored = {.arena = &loaded, .limit = 1};
    struct str path = str_format(&loaded, "%s/%.*s", folder, STR_ARG(name));
    bool found = file_read(&loaded, path.p, LARGEST_RESOURCE, bytes, &ignored);
    pthread_mutex_unlock(&loading);
    return found;
}

static struct str bytes_of(const struct embedded *e)
{
    struct str bytes = {e->start, (size_t)(e->end - e->start)};
    const char *folder = getenv("HIMAYA_RESOURCES");
    if (folder && *folder)
        stand_in(folder, str_of(e->name), &bytes);
    return bytes;
}

/* Index of the first name not before `name`. */
static size_t lower_bound(struct str name)
{
    size_t low = 0, high = embedded_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(str_of(embedded_files[middle].name), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool resource_get(struct str name, struct str *bytes)
{
    size_t i = lower_bound(name);
    if (i == embedded_count || !str_eq(str_of(embedded_files[i].name), name))
        return false;
    *bytes = bytes_of(&embedded_files[i]);
    return true;
}

bool resource_next(struct str prefix, size_t i, struct resource *found)
{
    size_t at = lower_bound(prefix) + i;
    if (at >= embedded_count || !str_starts(str_of(embedded_files[at].name), prefix))
        return false;
    *found = (struct resource){str_of(embedded_files[at].name), bytes_of(&embedded_files[at])};
    return true;
}
