/* The program's own side of store-bench: records with history, audit and search words. */
#include "store_side.h"

#include "base/arena.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const struct actor actor = {S_INIT("bench"), S_INIT("bench"), S_INIT("measuring")};

struct ours {
    struct store *store; /* shared by the sessions of a process */
    struct session *session;
    struct arena arena;
};

static struct store *shared;
static int users;

static void need(bool ok, struct faults *faults)
{
    if (ok)
        return;
    for (size_t i = 0; i < faults->count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(faults->arena, &faults->items[i])));
    exit(1);
}

/* Called by one thread, before its writers run. */
static void *ours_open(const char *where)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct ours *o = calloc(1, sizeof *o);
    if (!o)
        exit(1);
    if (!shared)
        shared = store_open_pack(where, S("az"), &faults);
    need(shared != NULL, &faults);
    users++;
    o->store = shared;
    o->session = session_open(shared, &faults);
    need(o->session != NULL, &faults);
    arena_free(&a);
    return o;
}

static void ours_close(void *connection)
{
    struct ours *o = connection;
    session_close(o->session);
    arena_free(&o->arena);
    free(o);
    if (--users == 0) {
        store_close(shared);
        shared = NULL;
    }
}

static struct record *as_record(struct ours *o, const struct row *row)
{
    struct record *r = record_new(&o->arena, model_type(session_model(o->session), S("complaint")));
    record_set(r, "number", value_text(str_of(row->number)));
    record_set(r, "received_on", value_text(str_of(row->received_on)));
    record_set(r, "channel", value_text(S("hotline")));
    record_set(r, "district", value_text(str_of(row->district)));
    record_set(r, "answer_due_on", value_text(str_of(row->answer_due_on)));
    return r;
}

/* An update begins with the record as it was read before: that is no part of what is measured. */
static void ours_change(void *connection, enum work work, struct row *rows, int count)
{
    struct ours *o = connection;
    struct faults faults = {.arena = &o->arena};
    need(store_begin(o->session, &actor, &faults), &faults);
    for (int i = 0; i < count; i++) {
        struct record *r = as_record(o, &rows[i]);
        if (work == INSERT) {
            need(store_insert(o->session, r, &faults), &faults);
            snprintf(rows[i].id, sizeof rows[i].id, "%.*s", STR_ARG(r->id));
        } else {
            char reason[32];
            snprintf(reason, sizeof reason, "answered %lld", (long long)rows[i].version);
            r->id = str_of(rows[i].id);
            r->version = rows[i].version;
            record_set(r, "closing_reason", value_text(str_of(reason)));
            need(store_update(o->session, &o->arena, r, NULL, &faults), &faults);
        }
        rows[i].version = r->version;
    }
    need(store_commit(o->session, &faults), &faults);
    arena_free(&o->arena);
}

static size_t ours_list(void *connection, int n)
{
    struct ours *o = connection;
    struct faults faults = {.arena = &o->arena};
    const struct type *complaint = model_type(session_model(o->session), S("complaint"));
    struct condition c = {"district", IS, value_text(str_of(bench_districts[n % DISTRICTS]))};
    struct query q = {.type = complaint,
                      .conditions = &c,
                      .condition_count = 1,
                      .order = {"-received_on"},
                      .limit = 50,
                      .offset = 50 * (size_t)(n % 20)};
    struct records found;
    size_t bytes = 0;
    need(store_query(o->session, &o->arena, &q, &found, &faults), &faults);
    for (size_t i = 0; i < found.count; i++)
        for (size_t k = 0; k < complaint->field_count; k++)
            bytes +=
                found.items[i]->values[k].kind == VALUE_TEXT ? found.items[i]->values[k].text.n : 0;
    arena_free(&o->arena);
    return bytes;
}

static bool anybody(void *context, const struct type *type, const struct field *field)
{
    (void)context;
    (void)field;
    return str_eq(type->name, S("employer"));
}

static size_t ours_search(void *connection, const char *one, const char *two)
{
    struct ours *o = connection;
    struct faults faults = {.arena = &o->arena};
    struct search search = {
        .text = str_format(&o->arena, "%s %s", one, two), .allowed = anybody, .limit = 50};
    struct hits hits;
    need(store_search(o->session, &o->arena, &search, &hits, &faults), &faults);
    size_t count = hits.count;
    arena_free(&o->arena);
    return count;
}

void ours_fill_employers(void *connection, int count)
{
    static const char *const kinds[] = {"Tikinti", "Ticaret", "Pambiq", "Neqliyyat", "Emal"};
    static const char *const names[] = {"Xezer",  "Araz",  "Goycay", "Zirve",
                                        "Samaxi", "Bulud", "Ulduz"};
    struct ours *o = connection;
    struct faults faults = {.arena = &o->arena};
    const struct type *employer = model_type(session_model(o->session), S("employer"));
    for (int done = 0; done < count;) {
        need(store_begin(o->session, &actor, &faults), &faults);
        for (int end = done + 2000; done < end && done < count; done++) {
            struct record *r = record_new(&o->arena, employer);
            record_set(r, "tax_id", value_text(str_format(&o->arena, "%010d", done)));
            record_set(r, "name",
                       value_text(str_format(&o->arena, "%s %s %dci", kinds[done % 5],
                                             names[done % 7], done / 35)));
            record_set(r, "district", value_text(str_of(bench_districts[done % DISTRICTS])));
            need(store_insert(o->session, r, &faults), &faults);
        }
        need(store_commit(o->session, &faults), &faults);
        arena_free(&o->arena);
    }
}

int64_t ours_verify(void *connection, double *seconds)
{
    struct ours *o = connection;
    struct faults faults = {.arena = &o->arena};
    struct timespec from, to;
    int64_t checked = 0;
    clock_gettime(CLOCK_MONOTONIC, &from);
    need(store_audit_verify(o->session, &checked, &faults), &faults);
    clock_gettime(CLOCK_MONOTONIC, &to);
    *seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    arena_free(&o->arena);
    return checked;
}

const struct side ours = {ours_open, ours_change, ours_list, ours_search, ours_close};
