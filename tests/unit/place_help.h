/* Where a store of a test is: a file in a folder of its own or, when HIMAYA_POSTGRES names the
 * folder of a private server (tools/dev-postgres), a schema there that has the folder's name. Its
 * keys and its anchor lie in the folder, as they do beside a file. */
#pragma once

#include "base/arena.h"
#include "store/db.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline bool place_is_on_server(void)
{
    const char *server = getenv("HIMAYA_POSTGRES");
    return server && *server;
}

/* For tests of what only a file has. */
#define NEEDS_FILE()                                                                               \
    do {                                                                                           \
        if (place_is_on_server())                                                                  \
            test_skip("a store on a server is no file");                                           \
    } while (0)

static inline void place_say(const char *name, const char *value)
{
    const char *now = getenv(name);
    if (!now || strcmp(now, value) != 0)
        setenv(name, value, 1);
}

/* The folder of a place on the server, empty when it is a file. */
static inline struct str place_folder(const char *where)
{
    struct str address = str_of(where), mark = S("%22");
    size_t start = str_find(address, mark, 0);
    if (db_is_file(where) || start == STR_NONE)
        return (struct str){0};
    size_t end = str_find(address, mark, start + mark.n);
    return str_slice(address, start + mark.n, end);
}

/* What lies beside a store: its "keys", its "anchor", or a file that a test puts there. */
static inline const char *place_beside(struct arena *a, const char *where, const char *what)
{
    struct str folder = place_folder(where);
    if (!folder.n)
        return str_c(a, str_format(a, "%s.%s", where, what));
    return str_c(a, str_format(a, "/tmp/%.*s/store.%s", STR_ARG(folder), what));
}

/* Before a store at `where` is opened: its keys and its anchor are those of its own folder. */
static inline void place_use(const char *where)
{
    struct arena own = {0};
    if (place_folder(where).n) {
        place_say("HIMAYA_KEYS", place_beside(&own, where, "keys"));
        place_say("HIMAYA_ANCHOR", place_beside(&own, where, "anchor"));
    }
    arena_free(&own);
}

/* A fresh place, for a test whose folder is /tmp/NAME. */
static inline const char *place_in(struct arena *a, const char *folder)
{
    struct faults faults = {.arena = a};
    struct str name = str_of(folder + strlen("/tmp/"));
    if (!place_is_on_server())
        return str_c(a, str_format(a, "%s/store.db", folder));
    const char *root =
        str_c(a, str_format(a, "postgres://himaya@/himaya?host=%s", getenv("HIMAYA_POSTGRES")));
    struct db *db = db_open(root, &faults);
    if (!db || !db_run(db, str_format(a, "CREATE SCHEMA \"%.*s\"", STR_ARG(name)), &faults)) {
        printf("no schema %.*s on %s\n", STR_ARG(name), root);
        abort();
    }
    db_close(db);
    return str_c(a, str_format(a, "%s&options=-csearch_path%%3D%%22%.*s%%22", root, STR_ARG(name)));
}
