/* Takes an import back through the history: its rows of the chain are walked twice, newest first,
 * once to see that nothing was changed since, and once to take each change back. */
#include "intake/import_run.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/map.h"

#include <sodium.h>

enum { ROWS_AT_ONCE = 1000, MOST_NAMED = 20 };

struct undoing {
    struct session *session;
    struct arena *arena; /* of the walk */
    const struct type *type;
    int64_t first, last;
    struct map met; /* records of which the newest row was seen */
    struct import_undone done;
    size_t refused;
    const struct progress *progress;
    struct faults *faults;
};

/* --- values from history --- */

static bool bytes_of(struct arena *a, struct str base64, struct str *bytes)
{
    char *p = arena_alloc(a, base64.n + 1);
    size_t n = 0;
    if (sodium_base642bin((unsigned char *)p, base64.n, base64.p, base64.n, NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *bytes = (struct str){p, n};
    return true;
}

/* False when history does not say what the value was. */
static bool read_before(struct arena *a, const struct field *f, const struct node *n,
                        struct value *v)
{
    *v = (struct value){0};
    if (!n || n->kind == NODE_NULL)
        return n != NULL;
    switch (n->kind) {
    case NODE_STR: *v = value_text(n->text); return !f->secret;
    case NODE_INT:
        *v = f->kind == FIELD_NUMBER ? value_real((double)n->integer) : value_integer(n->integer);
        return true;
    case NODE_REAL: *v = value_real(n->real); return true;
    case NODE_MAP: break;
    default: return false;
    }
    const struct node *sealed = node_get(n, S("sealed"));
    v->kind = sealed ? VALUE_SEALED : VALUE_BLOB;
    return bytes_of(a, sealed ? node_get_str(n, S("sealed")) : node_get_str(n, S("base64")),
                    &v->text) &&
           v->text.n;
}

/* --- what stands in the way --- */

static bool stands_in_the_way(struct undoing *u, struct str id, const char *message)
{
    struct faults ignored = {.arena = u->arena, .limit = 1};
    struct record *r = store_get_brief(u->session, u->arena, u->type, id, &ignored);
    struct str name = r ? store_name(u->session, u->arena, r, &ignored) : id;
    u->refused++;
    if (u->refused > MOST_NAMED)
        return true;
    FAULT(u->faults, FAULT_CONFLICT, (struct place){0}, message, name.n ? name : id);
    return true;
}

/* Names what stands in the way of taking `change` back. A record that the import added and that is
 * gone meanwhile needs nothing more. */
static bool check_change(struct undoing *u, const struct change *change)
{
    size_t before = u->faults->total;
    bool added = str_eq(change->action, S("insert")),
         newest = !map_get(&u->met, change->record, NULL);
    struct record *r = store_get_brief(u->session, u->arena, u->type, change->record, u->faults);
    map_put(&u->met, change->record, 1);
    if (!r)
        return u->faults->total == before &&
               (added || stands_in_the_way(u, change->record, N_("{1} was deleted since.")));
    if (newest && r->version != change->version)
        return stands_in_the_way(u, change->record, N_("{1} was changed since."));
    for (size_t i = 0; i < node_count(change->difference) && !added; i++) {
        const struct field *f = type_field(u->type, change->difference->keys[i]);
        struct value v;
        if (f && !read_before(u->arena, f, node_get(change->difference->items[i], S("before")), &v))
            return stands_in_the_way(
                u, change->record, N_("{1} had a sealed value before that cannot be given back."));
    }
    return true;
}

/* --- taking back --- */

static bool restore(struct undoing *u, struct record *r, const struct change *change)
{
    for (size_t i = 0; i < node_count(change->difference); i++) {
        const struct field *f = type_field(u->type, change->difference->keys[i]);
        if (f && !read_before(u->arena, f, node_get(change->difference->items[i], S("before")),
                              &r->values[f->index]))
            return false;
    }
    u->done.restored++;
    return store_update(u->session, u->arena, r, NULL, u->faults);
}

static bool take_back(struct undoing *u, const struct change *change)
{
    size_t before = u->faults->total;
    struct record *r = store_get(u->session, u->arena, u->type, change->record, u->faults);
    if (!r)
        return u->faults->total == before;
    if (!str_eq(change->action, S("insert")))
        return restore(u, r, change);
    u->done.removed++;
    if (store_delete(u->session, r, u->faults))
        return true;
    stands_in_the_way(u, change->record, N_("{1} cannot be removed."));
    return false;
}

/* --- walking --- */

static bool is_of_import(const struct undoing *u, const struct change *c)
{
    return c->number >= u->first && c->number <= u->last && str_eq(c->type, u->type->name) &&
           (str_eq(c->action, S("insert")) || str_eq(c->action, S("update")));
}

static bool walk(struct undoing *u, bool (*each)(struct undoing *u, const struct change *change))
{
    struct audit_query q = {.type = u->type->name, .before = u->last + 1, .limit = ROWS_AT_ONCE};
    size_t seen = 0, all = (size_t)(u->last - u->first + 1);
    struct changes found;
    bool more = true;
    while (more) {
        struct arena_mark mark = arena_mark(u->arena);
        if (!store_audit_read(u->session, u->arena, &q, &found, u->faults))
            return false;
        for (size_t i = 0; i < found.count; i++)
            if (is_of_import(u, &found.items[i]) && !each(u, &found.items[i]))
                return false;
        more = found.count == ROWS_AT_ONCE && found.items[found.count - 1].number > u->first;
        q.before = found.count ? found.items[found.count - 1].number : 0;
        seen += found.count;
        progress_show(u->progress, seen, all);
        arena_rewind(u->arena, mark);
    }
    progress_show(u->progress, 0, 0);
    return true;
}

static bool note_undone(struct undoing *u, const struct record *run, const struct actor *actor)
{
    struct record *now = store_get(u->session, u->arena, run->type, run->id, u->faults);
    if (!now)
        return false;
    if (record_text(now, "undone_at").n)
        return FAULT(u->faults, FAULT_CONFLICT, (struct place){0},
                     N_("This import was taken back already."));
    record_set(now, "undone_at", value_text(date_now(u->arena)));
    record_set(now, "undone_by", value_text(actor->name));
    return store_update(u->session, u->arena, now, NULL, u->faults);
}

static bool undo(struct undoing *u, const struct record *run, const struct actor *actor)
{
    if (!note_undone(u, run, actor) || !walk(u, check_change))
        return false;
    if (u->refused > MOST_NAMED)
        FAULT(u->faults, FAULT_CONFLICT, (struct place){0},
              N_("{1} more records stand in the way as well."),
              str_format(u->arena, "%zu", u->refused - MOST_NAMED));
    return !u->refused && walk(u, take_back);
}

bool import_undo(struct session *s, const struct actor *actor, const struct record *run,
                 const struct progress *progress, struct import_undone *undone,
                 struct faults *faults)
{
    struct arena walked = {0}, kept = {0};
    struct undoing u = {.session = s,
                        .arena = &walked,
                        .type = model_type(session_model(s), record_text(run, "record_type")),
                        .first = record_integer(run, "first_change"),
                        .last = record_integer(run, "last_change"),
                        .met = {.arena = &kept},
                        .progress = progress,
                        .faults = faults};
    if (!u.type)
        return FAULT(
            faults, FAULT_MISSING, (struct place){0},
            N_("Records of type \"{1}\" are no longer kept, so nothing can be taken back."),
            record_text(run, "record_type"));
    bool good = store_begin(s, actor, faults) && undo(&u, run, actor) && store_commit(s, faults);
    if (!good)
        store_rollback(s);
    *undone = u.done;
    arena_free(&walked);
    arena_free(&kept);
    return good;
}
