/* Opening what sealed fields were before and after changes of a record. */
#include "store/sealed.h"

#include "store/inside.h"

#include <sodium.h>

struct changes_opening {
    struct session *session;
    struct arena *arena;
    const struct type *type;
    const struct field *const *fields; /* NULL: all but the secret ones */
    size_t field_count;
    struct node *opened; /* {name: true} of the fields that were */
    struct faults *faults;
};

static const struct field *wanted_field(const struct changes_opening *o, struct str name)
{
    const struct field *f = type_field(o->type, name);
    if (!f || !f->sealed || (!o->fields && f->secret))
        return NULL;
    for (size_t i = 0; o->fields && i < o->field_count; i++)
        if (str_eq(o->fields[i]->name, name))
            return f;
    return o->fields ? NULL : f;
}

static bool bytes_of(struct arena *a, struct str base64, struct str *bytes)
{
    char *p = arena_alloc(a, base64.n + 1);
    size_t n;
    bool ok = sodium_base642bin((unsigned char *)p, base64.n, base64.p, base64.n, NULL, &n, NULL,
                                sodium_base64_VARIANT_ORIGINAL) == 0;
    *bytes = (struct str){p, ok ? n : 0};
    return ok;
}

static struct node *plain_node(struct arena *a, const struct value *v)
{
    struct node *n;
    switch (v->kind) {
    case VALUE_TEXT: return node_str(a, v->text);
    case VALUE_INTEGER: return node_int(a, v->integer);
    case VALUE_REAL: return node_real(a, v->real);
    case VALUE_BLOB:
        n = node_map(a);
        node_set_int(a, n, S("bytes"), (int64_t)v->text.n);
        return n;
    default: return node_null(a);
    }
}

/* One side of a difference, opened when it is sealed; NULL after a fault. */
static const struct node *open_side(struct changes_opening *o, const struct sealing *what,
                                    const struct node *side)
{
    struct value sealed = {.kind = VALUE_SEALED}, plain;
    struct str base64 = node_get_str(side, S("sealed"));
    if (!base64.n)
        return side ? side : node_null(o->arena);
    if (!bytes_of(&o->session->scratch, base64, &sealed.text)) {
        FAULT(o->faults, FAULT_STORE, ((struct place){.field = what->field->name}),
              N_("The history of the record {1} was changed without the program. Run: himaya audit "
                 "verify"),
              what->id);
        return NULL;
    }
    if (!seal_open(o->session, o->arena, what, &sealed, &plain, o->faults))
        return NULL;
    node_set_bool(o->arena, o->opened, what->field->name, true);
    return plain_node(o->arena, &plain);
}

/* The difference of one change, opened; NULL after a fault. */
static struct node *open_change(struct changes_opening *o, const struct change *c)
{
    struct arena *a = o->arena;
    struct sealing what = {.type = o->type, .id = c->record};
    struct node *all = node_map(a);
    for (size_t i = 0; i < node_count(c->difference); i++) {
        struct str name = c->difference->keys[i];
        const struct node *d = c->difference->items[i];
        what.field = wanted_field(o, name);
        if (!what.field) {
            node_set(a, all, name, (struct node *)d);
            continue;
        }
        const struct node *before = open_side(o, &what, node_get(d, S("before")));
        const struct node *after = before ? open_side(o, &what, node_get(d, S("after"))) : NULL;
        if (!after)
            return NULL;
        struct node *both = node_set(a, all, name, node_map(a));
        node_set(a, both, S("before"), (struct node *)before);
        node_set(a, both, S("after"), (struct node *)after);
    }
    return all;
}

/* Inside a change: everything opened beside what there is, and the row of the chain. */
static bool open_all(struct changes_opening *o, const struct changes *changes,
                     struct node **differences)
{
    struct arena *a = o->arena;
    for (size_t i = 0; i < changes->count; i++) {
        struct arena_mark mark = arena_mark(&o->session->scratch);
        differences[i] = open_change(o, &changes->items[i]);
        arena_rewind(&o->session->scratch, mark);
        if (!differences[i])
            return false;
    }
    struct node *details = node_map(a), *names = node_list(a);
    for (size_t i = 0; i < o->opened->count; i++)
        node_add(a, names, node_str(a, o->opened->keys[i]));
    node_set(a, details, S("fields"), names);
    node_set_str(a, details, S("of"), S("history"));
    struct event event = {"read", o->type->name, changes->items[0].record, details};
    return names->count == 0 || store_event(o->session, &event, o->faults);
}

bool store_open_changes(struct session *s, struct arena *a, const struct actor *actor,
                        const struct type *type, struct changes *changes,
                        const struct field *const *fields, size_t field_count,
                        struct faults *faults)
{
    struct changes_opening o = {s, a, type, fields, field_count, node_map(a), faults};
    struct node **differences = arena_array(a, changes->count, struct node *);
    if (!changes->count)
        return true;
    if (!store_begin(s, actor, faults))
        return false;
    bool ok = open_all(&o, changes, differences);
    if (!ok)
        store_rollback(s);
    else
        ok = store_commit(s, faults);
    for (size_t i = 0; ok && i < changes->count; i++)
        if (changes->items[i].difference)
            changes->items[i].difference = differences[i];
    return ok;
}
