/* What happened to one record. An insertion keeps no values of its own: what the record was at
 * first is what it is (or was when deleted) with every later change taken back. */
#include "store/inside.h"

#include "base/json.h"

bool changes_read(struct db_statement *q, struct arena *a, struct changes *found,
                  struct faults *faults)
{
    enum db_outcome outcome;
    while ((outcome = db_step(q, faults)) == DB_ROW) {
        struct change *c = arena_push(a, found);
        struct str *texts[] = {&c->at,     &c->actor, &c->channel, &c->reason,
                               &c->action, &c->type,  &c->record};
        c->number = db_integer(q, 0);
        c->version = db_integer(q, 1);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            *texts[i] = db_text(q, a, (int)i + 2);
        struct str difference = db_text(q, a, 9);
        c->difference = difference.n ? json_read(a, difference, faults) : NULL;
    }
    return outcome == DB_DONE;
}

static bool read_changes(struct session *s, struct arena *a, const struct type *type, struct str id,
                         struct changes *found, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT " CHANGE_COLUMNS " FROM store_audit WHERE record = $1 AND type = $2 "
                     "AND version > 0 AND length(content) > 0 ORDER BY number"),
                   faults);
    if (!q)
        return false;
    db_bind_text(q, id);
    db_bind_text(q, type->name);
    bool ok = changes_read(q, a, found, faults);
    db_done(q);
    return ok;
}

/* A file that was kept whole is shown by its size and fingerprint only. */
static const struct node *without_bytes(struct arena *a, const struct node *value)
{
    if (!node_get(value, S("base64")))
        return value;
    struct node *n = node_map(a);
    node_set(a, n, S("bytes"), (struct node *)node_get(value, S("bytes")));
    node_set(a, n, S("sha256"), (struct node *)node_get(value, S("sha256")));
    return n;
}

/* Takes a change back: every field it touched is what it was before. */
static void take_back(struct arena *a, struct node *state, const struct node *difference)
{
    for (size_t i = 0; difference && i < difference->count; i++)
        node_set(a, state, difference->keys[i],
                 (struct node *)without_bytes(a, node_get(difference->items[i], S("before"))));
}

static struct node *shown(struct arena *a, const struct node *difference)
{
    struct node *all = node_map(a);
    for (size_t i = 0; difference && i < difference->count; i++) {
        struct node *change = node_map(a);
        const struct node *d = difference->items[i];
        node_set(a, change, S("before"), (struct node *)without_bytes(a, node_get(d, S("before"))));
        node_set(a, change, S("after"), (struct node *)node_get(d, S("after")));
        node_set(a, all, difference->keys[i], change);
    }
    return all;
}

/* The difference of an insertion: everything in `state` came to be. */
static struct node *came_to_be(struct arena *a, const struct node *state)
{
    struct node *all = node_map(a);
    for (size_t i = 0; i < state->count; i++) {
        if (!state->items[i] || state->items[i]->kind == NODE_NULL)
            continue;
        struct node *change = node_map(a);
        node_set(a, change, S("before"), node_null(a));
        node_set(a, change, S("after"), state->items[i]);
        node_set(a, all, state->keys[i], change);
    }
    return all;
}

bool store_history(struct session *s, struct arena *a, const struct type *type, struct str id,
                   struct changes *found, struct faults *faults)
{
    const struct table *t = table_of(s->store, type);
    size_t before = faults->total;
    int64_t version;
    *found = (struct changes){0};
    if (!read_changes(s, a, type, id, found, faults))
        return false;
    struct node *state = node_map(a);
    struct value *row = row_get(s, a, t, id, &version, faults);
    for (size_t i = 0; row && i < t->count; i++)
        node_set(a, state, t->columns[i].name, difference_value(a, &t->columns[i], &row[i]));
    for (size_t i = found->count; i > 0; i--) {
        struct change *c = &found->items[i - 1];
        take_back(a, state, c->difference);
        c->difference =
            str_eq(c->action, S("insert")) ? came_to_be(a, state) : shown(a, c->difference);
    }
    return faults->total == before;
}

bool store_newest_change(struct session *s, int64_t *number, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db, S("SELECT coalesce(max(number), 0) FROM store_audit"), faults);
    if (!q)
        return false;
    bool good = db_step(q, faults) == DB_ROW;
    *number = good ? db_integer(q, 0) : 0;
    db_done(q);
    return good;
}
