/* What the tests of the store share: a small model, a store in a folder of its own. */
#pragma once

#include "base/arena.h"
#include "place_help.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena a; /* of the test; never given back */

/* Without the last line of fields; a test adds its own. */
#define EMPLOYER                                                                                   \
    "type: employer\nlabel: Employer\nplural: Employers\ngroup: parties\nmeans: Who employs\n"     \
    "named: \"{name}\"\nkeys: [[tax_id]]\nfields:\n"                                               \
    "  tax_id: {kind: text, required: true, label: Tax number}\n"                                  \
    "  name: {kind: text, label: Name}\n"
#define VISIT                                                                                      \
    "type: visit\nlabel: Visit\nplural: Visits\ngroup: work\nmeans: A visit\n"                     \
    "named: \"{number}: {employer}, {colour}\"\nkeys: [[number], [employer, year, round]]\n"       \
    "fields:\n"                                                                                    \
    "  number: {kind: text, label: Number}\n"                                                      \
    "  employer: {kind: ref, to: employer, required: true, label: Employer}\n"                     \
    "  year: {kind: integer, label: Year}\n"                                                       \
    "  round: {kind: integer, label: Round}\n"                                                     \
    "  colour: {kind: code, list: colours, label: Colour}\n"                                       \
    "  held_on: {kind: date, label: Held on}\n"                                                    \
    "  found: {kind: boolean, label: Found}\n"                                                     \
    "  share: {kind: number, label: Share}\n"                                                      \
    "  fine: {kind: money, currency: currency, label: Fine}\n"                                     \
    "  currency: {kind: text, label: Currency}\n"                                                  \
    "  paper: {kind: blob, label: Paper}\n"

static inline const struct model *model_of(const char *employer, const char *visit)
{
    struct resource files[] = {
        {S("model/lists/colours.csv"), S("code,label\nred,Red\nblue,Blue\n")},
        {S("model/types/employer.yaml"), str_of(employer)},
        {S("model/types/visit.yaml"), str_of(visit)},
    };
    struct faults faults = {.arena = &a};
    const struct model *m = model_read(&a, files, visit ? 3 : 2, S("xx"), &faults);
    if (!m)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[0])));
    return m;
}

static inline const struct model *small_model(void)
{
    static const struct model *m;
    return m ? m : (m = model_of(EMPLOYER, VISIT));
}

/* A new folder that goes away with the process. */
static char folders[64][32];
static size_t folder_count;
static inline void remove_folders(void)
{
    for (size_t i = 0; i < folder_count; i++) {
        if (system(str_format(&a, "rm -rf %s", folders[i]).p) != 0)
            printf("%s stays\n", folders[i]);
    }
}
static inline const char *new_folder(void)
{
    char *name = folders[folder_count++];
    strncpy(name, "/tmp/himaya-test-XXXXXX", 31);
    if (!mkdtemp(name))
        abort();
    if (folder_count == 1)
        atexit(remove_folders);
    return name;
}
static inline const char *new_path(void)
{
    const char *path = place_in(&a, new_folder());
    place_use(path);
    return path;
}

static const struct actor tester = {S_INIT("tester"), S_INIT("test"), S_INIT("to see")};

struct place_of_work {
    const char *path;
    struct store *store;
    struct session *s;
    struct faults faults;
};

static inline struct place_of_work opened(const char *path, const struct model *m)
{
    struct place_of_work w = {.path = path, .faults = {.arena = &a}};
    place_use(path);
    w.store = store_open(path, m, &w.faults);
    w.s = w.store ? session_open(w.store, &w.faults) : NULL;
    return w;
}
static inline struct place_of_work new_place(void)
{
    return opened(new_path(), small_model());
}
static inline void leave(struct place_of_work *w)
{
    session_close(w->s);
    store_close(w->store);
    w->s = NULL;
    w->store = NULL;
}

/* All faults so far in one line; forgets them. */
static inline struct str told(struct place_of_work *w)
{
    struct str all = {0};
    for (size_t i = 0; i < w->faults.count; i++)
        all = str_format(&a, "%.*s%s%.*s", STR_ARG(all), i ? " | " : "",
                         STR_ARG(fault_english(&a, &w->faults.items[i])));
    w->faults = (struct faults){.arena = &a};
    return all;
}
static inline bool tells(struct place_of_work *w, const char *part)
{
    struct str all = told(w);
    if (str_contains(all, str_of(part)))
        return true;
    CHECK_STR(all, part);
    return false;
}

static inline struct record *employer(struct place_of_work *w, const char *tax_id, const char *name)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("employer")));
    record_set(r, "tax_id", value_text(str_of(tax_id)));
    record_set(r, "name", value_text(str_of(name)));
    return r;
}
static inline struct record *visit(struct place_of_work *w, const struct record *e,
                                   const char *number)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("visit")));
    record_set(r, "number", value_text(str_of(number)));
    record_set(r, "employer", value_text(e->id));
    return r;
}
/* Stores one record in a change of its own. */
static inline bool put(struct place_of_work *w, struct record *r)
{
    if (store_begin(w->s, &tester, &w->faults) && store_insert(w->s, r, &w->faults) &&
        store_commit(w->s, &w->faults))
        return true;
    store_rollback(w->s);
    return false;
}
static inline bool change(struct place_of_work *w, struct record *r, const char *field,
                          struct value v)
{
    record_set(r, field, v);
    if (store_begin(w->s, &tester, &w->faults) && store_update(w->s, &a, r, NULL, &w->faults) &&
        store_commit(w->s, &w->faults))
        return true;
    store_rollback(w->s);
    return false;
}
static inline int64_t count_of(struct place_of_work *w, const char *type)
{
    struct query q = {.type = model_type(session_model(w->s), str_of(type))};
    int64_t n = -1;
    store_count(w->s, &q, &n, &w->faults);
    return n;
}
