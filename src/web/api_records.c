#include "web/api_records.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/api_retry.h"
#include "web/api_values.h"
#include "web/error_page.h"
#include "web/staff_data.h"

enum { MOST_BULK = 200 };

static bool read_values(struct call *c, const struct node *values, struct record *r, bool *given)
{
    if (api_values_read(c, values, r, given))
        return true;
    error_from_faults(c);
    return false;
}

static bool read_body(struct call *c)
{
    static const char *const known[] = {"values", "reason", NULL};
    if (api_members_are(c, c->json, known) && api_take_reason(c))
        return true;
    error_from_faults(c);
    return false;
}

/* --- new --- */

static void answer_new(struct call *c, const struct type *type, struct str id)
{
    api_answer_record(c, 201, type, id);
    http_set_header(c->arena, c->response, S("Location"),
                    str_concat(c->arena, S("/api/v1"), staff_path(c->arena, type, id)));
}

void api_insert(struct call *c)
{
    const struct type *type = staff_type(c);
    if (!type || !read_body(c))
        return;
    struct record *r = record_new(c->arena, type);
    bool *given = arena_array(c->arena, type->field_count, bool);
    struct api_retry retry = {0};
    if (!read_values(c, node_get(c->json, S("values")), r, given) || !api_retry_read(c, &retry))
        return;
    if (retry.record.n) {
        answer_new(c, type, retry.record);
        return;
    }
    bool good = visit_begin(&c->visit);
    if (good) {
        good = visit_insert(&c->visit, r, given) && api_retry_keep(c, &retry, type, r->id);
        if (good)
            good = visit_commit(&c->visit);
        else
            visit_rollback(&c->visit);
    }
    if (good)
        answer_new(c, type, str_copy(c->arena, r->id));
    else
        error_from_faults(c);
}

/* --- changed --- */

/* 412: yours and theirs of each field that differs. */
static void answer_stale(struct call *c, const struct record *mine, const bool *given,
                         const struct view *theirs)
{
    struct arena *a = c->arena;
    struct node *extra = node_map(a);
    if (theirs) {
        struct node *both = node_set(a, extra, S("conflicts"), node_list(a));
        for (size_t i = 0; i < mine->type->field_count; i++) {
            const struct field *f = &mine->type->fields[i];
            if (!given[i] || theirs->sight[i] != SIGHT_FULL ||
                value_eq(&mine->values[i], &theirs->record->values[i]))
                continue;
            struct node *one = node_add(a, both, node_map(a));
            node_set_str(a, one, S("field"), f->name);
            node_set(a, one, S("yours"), staff_value(a, mine->type, f, mine->values));
            node_set(a, one, S("theirs"), staff_value(a, mine->type, f, theirs->record->values));
        }
        node_set_int(a, extra, S("version"), theirs->record->version);
    }
    error_from_faults_as(c, 412, extra);
}

static bool is_stale(const struct call *c)
{
    return c->faults.count && c->faults.items[0].kind == FAULT_CONFLICT &&
           !c->faults.items[0].field.n;
}

/* The record that the address names, to be changed: with its values, so that money knows its
 * currency. */
static struct record *record_to_change(struct call *c, const struct type *type, int64_t version)
{
    struct view *view = staff_view(c, type);
    if (!view)
        return NULL;
    struct record *r = record_new(c->arena, type);
    r->id = view->record->id;
    r->version = version;
    for (size_t i = 0; i < type->field_count; i++)
        r->values[i] = view->record->values[i];
    return r;
}

/* Stores a change; false when it was not, with faults, and with an answer when it was stale. */
static bool store_change(struct call *c, struct record *r, const bool *given)
{
    struct view *theirs = NULL;
    int64_t version = r->version;
    if (visit_update(&c->visit, r, given, &theirs))
        return true;
    if (is_stale(c) && (!theirs || theirs->record->version != version))
        answer_stale(c, r, given, theirs);
    return false;
}

static void change(struct call *c, bool whole)
{
    const struct type *type = staff_type(c);
    int64_t version = type ? api_if_match(c) : 0;
    if (!version || !read_body(c))
        return;
    struct record *r = record_to_change(c, type, version);
    if (!r)
        return;
    bool *given = arena_array(c->arena, type->field_count, bool);
    const struct view *view = whole ? staff_view(c, type) : NULL;
    for (size_t i = 0; view && i < type->field_count; i++)
        if (view->may_write[i] && view->sight[i] == SIGHT_FULL && !type->fields[i].by_program &&
            r->values[i].kind != VALUE_SEALED) {
            given[i] = true;
            r->values[i] = (struct value){0};
        }
    if (!read_values(c, node_get(c->json, S("values")), r, given))
        return;
    if (store_change(c, r, given))
        api_answer_record(c, 200, type, r->id);
    else if (!c->response->status)
        error_from_faults(c);
}

void api_replace(struct call *c)
{
    change(c, true);
}

void api_change(struct call *c)
{
    change(c, false);
}

void api_delete(struct call *c)
{
    const struct type *type = staff_type(c);
    int64_t version = type ? api_if_match(c) : 0;
    if (!version)
        return;
    if (visit_delete(&c->visit, type, call_value(c, "id"), version)) {
        c->response->status = 204;
        return;
    }
    if (is_stale(c))
        error_from_faults_as(c, 412, node_map(c->arena));
}

/* --- sealed fields --- */

void api_open(struct call *c)
{
    static const char *const known[] = {"reason", NULL};
    const struct type *type = staff_type(c);
    if (!type || !api_members_are(c, c->json, known) || !api_take_reason(c))
        return;
    if (!str_trim(c->visit.reason).n) {
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("reason")},
              N_("Say why you open it, as in \"answering the complaint\". The reason is kept."));
        return;
    }
    struct view *view = staff_view(c, type);
    if (!view || !visit_open(&c->visit, &view, 1))
        return;
    struct node *out = staff_record_node(c, view, NULL, 0);
    node_set_str(c->arena, out, S("type"), type->name);
    answer_json(c, 200, out);
}

/* --- many --- */

static bool change_one_of_many(struct call *c, const struct type *type, const struct node *one,
                               struct str id, int64_t *version)
{
    static const char *const known[] = {"id", "version", "values", "delete", NULL};
    if (!api_members_are(c, one, known))
        return false;
    if (!id.n || *version < 1)
        return FAULT(&c->faults, FAULT_INPUT, (struct place){0},
                     N_("Each change needs the id of the record and the version that was read."));
    if (node_get_bool(one, S("delete")))
        return visit_delete(&c->visit, type, id, *version);
    struct view *view = visit_get(&c->visit, type, id);
    if (!view)
        return false;
    struct record *r = record_new(c->arena, type);
    bool *given = arena_array(c->arena, type->field_count, bool);
    for (size_t i = 0; i < type->field_count; i++)
        r->values[i] = view->record->values[i];
    r->id = id;
    r->version = *version;
    if (!api_values_read(c, node_get(one, S("values")), r, given) ||
        !visit_update(&c->visit, r, given, NULL))
        return false;
    *version = r->version;
    return true;
}

static void add_result(struct call *c, const struct type *type, const struct node *one,
                       struct node *results)
{
    struct arena *a = c->arena;
    struct node *result = node_add(a, results, node_map(a));
    struct str id = node_get_str(one, S("id"));
    int64_t version = node_get_int(one, S("version"), 0);
    c->faults.count = c->faults.total = 0;
    bool good = change_one_of_many(c, type, one, id, &version);
    node_set_str(a, result, S("id"), id);
    node_set_int(a, result, S("status"), good ? 200 : error_status(c));
    if (good)
        node_set_int(a, result, S("version"), version);
    else
        node_set(a, result, S("errors"), answer_faults(c));
}

void api_bulk(struct call *c)
{
    static const char *const known[] = {"changes", "reason", NULL};
    const struct type *type = staff_type(c);
    if (!type || !api_members_are(c, c->json, known) || !api_take_reason(c))
        return;
    const struct node *changes = node_get(c->json, S("changes"));
    if (!changes || changes->kind != NODE_LIST || !changes->count || changes->count > MOST_BULK) {
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("changes")},
              N_("\"changes\" is a list of one to 200 changes."));
        return;
    }
    struct node *out = node_map(c->arena);
    struct node *results = node_set(c->arena, out, S("results"), node_list(c->arena));
    for (size_t i = 0; i < changes->count; i++)
        add_result(c, type, changes->items[i], results);
    c->faults.count = c->faults.total = 0;
    answer_json(c, 200, out);
}
