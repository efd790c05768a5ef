/* What the tests of figures and reports share: a store of the Azerbaijani pack in a temporary file,
 * and records put into it in few words.
 */
#pragma once

#include "base/arena.h"
#include "figures/compute.h"
#include "figures/figure.h"
#include "place_help.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct office {
    struct arena arena;
    struct faults faults;
    const struct model *model;
    const struct instrument *instrument;
    char folder[40];
    const char *place;
    struct store *store;
    struct session *session;
};

static inline void office_tell(struct office *o)
{
    for (size_t i = 0; i < o->faults.count; i++)
        printf("%.*s\n", STR_ARG(fault_english(&o->arena, &o->faults.items[i])));
}

/* An empty store. Ends the program when it cannot be made. */
static inline struct office *office_open(void)
{
    struct office *o = calloc(1, sizeof *o);
    o->faults.arena = &o->arena;
    snprintf(o->folder, sizeof o->folder, "/tmp/himaya-report-XXXXXX");
    o->model = model_load(&o->arena, S("az"), &o->faults);
    o->instrument = o->model ? instrument_load(&o->arena, o->model, &o->faults) : NULL;
    if (o->instrument && mkdtemp(o->folder)) {
        o->place = place_in(&o->arena, o->folder);
        place_use(o->place);
        o->store = store_open(o->place, o->model, &o->faults);
        o->session = o->store ? session_open(o->store, &o->faults) : NULL;
    }
    if (o->session)
        return o;
    office_tell(o);
    abort();
}

static inline void office_close(struct office *o)
{
    session_close(o->session);
    store_close(o->store);
    static const char *const files[] = {"store.db",      "store.db-wal",    "store.db-shm",
                                        "store.db.keys", "store.db.anchor", "store.keys",
                                        "store.anchor"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(str_c(&o->arena, str_format(&o->arena, "%s/%s", o->folder, files[i])));
    rmdir(o->folder);
    arena_free(&o->arena);
    free(o);
}

/* Stores a record written as "field: value | field: value" and gives its id; references are ids. */
static inline struct str office_add(struct office *o, const char *type, struct str text)
{
    static const struct actor tester = {S_INIT("test"), S_INIT("test"), S_INIT("test")};
    const struct type *t = model_type(o->model, str_of(type));
    struct record *r = record_new(&o->arena, t);
    struct str part;
    while (str_cut(&text, '|', &part)) {
        size_t colon = str_find_char(part, ':', 0);
        struct str name = str_trim(str_slice(part, 0, colon));
        const struct field *f = type_field(t, name);
        struct value v = {0};
        if (!f || !value_read(&o->arena, f, str_trim(str_from(part, colon + 1)), S("AZN"),
                              (struct place){.field = name}, &v, &o->faults)) {
            printf("no such field or value: %.*s\n", STR_ARG(part));
            abort();
        }
        r->values[f->index] = v;
    }
    if (!store_begin(o->session, &tester, &o->faults) || !store_insert(o->session, r, &o->faults) ||
        !store_commit(o->session, &o->faults)) {
        office_tell(o);
        abort();
    }
    return r->id;
}

#define ADD(o, type, ...) office_add((o), (type), str_format(&(o)->arena, __VA_ARGS__))

static inline struct str office_profile(struct office *o, int year, const char *origin)
{
    return ADD(o, "profile",
               "country: AZ | year: %d | origin: %s | level: minimal_advancement | "
               "qualifier: continued_law",
               year, origin);
}

/* The computed figure, or NULL when the records do not say. */
static inline const struct figure *office_compute(struct office *o, const char *key, int year)
{
    const struct figure *f = NULL;
    const struct figure_definition *d = instrument_figure(o->instrument, str_of(key));
    size_t before = o->faults.total;
    CHECK(d != NULL);
    CHECK(d && figure_compute(o->session, &o->arena, d, year, &f, NULL, &o->faults));
    if (o->faults.total > before)
        office_tell(o);
    return f;
}
