#include "store/sealed.h"

#include "store/person_key.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

const char *store_keys_file(struct arena *a, const char *where)
{
    const char *named = getenv("HIMAYA_KEYS");
    if (named && *named)
        return str_c(a, str_of(named));
    if (str_starts(str_of(where), S("postgres://")) ||
        str_starts(str_of(where), S("postgresql://")))
        return "himaya.keys";
    return str_format(a, "%s.keys", where).p;
}

bool store_derive_key(struct session *s, const char *purpose, unsigned char key[32],
                      struct faults *faults)
{
    struct str text = str_format(faults->arena, "himaya derived 1|%s", purpose);
    return keys_derive(s->store->keys, text, key, faults);
}

/* --- opening --- */

struct opened_value {
    struct value *place, plain;
};
struct opened_values {
    struct opened_value *items;
    size_t count, capacity;
};

/* What is to be opened, of all the records together. */
struct opening {
    struct arena *arena;
    const struct field *const *fields; /* NULL: all but the secret ones */
    size_t field_count;
    struct opened_values values;
    const struct record *refused; /* the record that was not as it should be */
};

static bool is_wanted(const struct opening *o, const struct field *f)
{
    if (!f->sealed || !o->fields)
        return f->sealed && !f->secret;
    for (size_t i = 0; i < o->field_count; i++)
        if (o->fields[i] == f || str_eq(o->fields[i]->name, f->name))
            return true;
    return false;
}

/* Names of the sealed fields of a record that are to be opened; NULL when there are none. */
static struct node *wanted_names(const struct opening *o, struct arena *a, const struct record *r)
{
    struct node *names = NULL;
    for (size_t i = 0; i < r->type->field_count; i++) {
        const struct field *f = &r->type->fields[i];
        if (r->values[i].kind != VALUE_SEALED || !is_wanted(o, f))
            continue;
        names = names ? names : node_list(a);
        node_add(a, names, node_str(a, f->name));
    }
    return names;
}

/* A record that was changed in the database by other hands (an old value put back, say) is not
 * opened: its content must be what the chain says. */
static bool stands_in_chain(struct session *s, const struct record *r, struct faults *faults)
{
    const struct table *t = table_of(s->store, r->type);
    unsigned char digest[DIGEST];
    int64_t version = 0;
    size_t before = faults->total;
    struct value *row = row_get(s, &s->scratch, t, r->id, &version, faults);
    if (!row)
        return faults->total == before &&
               FAULT(faults, FAULT_MISSING, (struct place){0},
                     N_("The record was deleted meanwhile, so nothing of it is opened."));
    if (!table_is_audited(t))
        return true;
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT content FROM store_audit WHERE record = $1 AND type = $2 AND "
                     "version = $3 AND length(content) > 0 ORDER BY number DESC LIMIT 1"),
                   faults);
    if (!q)
        return false;
    db_bind_text(q, r->id);
    db_bind_text(q, r->type->name);
    db_bind_integer(q, version);
    struct str content =
        db_step(q, faults) == DB_ROW ? db_blob(q, &s->scratch, 0) : (struct str){0};
    db_done(q);
    audit_content(t, row, digest);
    if (content.n == DIGEST && memcmp(content.p, digest, DIGEST) == 0)
        return true;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The record {1} of type {2} was changed without the program, so its sealed "
                    "fields are not opened. Run: himaya audit verify"),
                 r->id, r->type->label);
}

static bool open_fields(struct session *s, struct opening *o, const struct record *r,
                        struct faults *faults)
{
    struct sealing what = {.type = r->type, .id = r->id};
    for (size_t i = 0; i < r->type->field_count; i++) {
        struct opened_value v = {.place = &r->values[i]};
        what.field = &r->type->fields[i];
        if (v.place->kind != VALUE_SEALED || !is_wanted(o, what.field))
            continue;
        if (!seal_open(s, o->arena, &what, v.place, &v.plain, faults))
            return false;
        *arena_push(o->arena, &o->values) = v;
    }
    return true;
}

/* Inside a change: one record, with its row of the chain. */
static bool open_record(struct session *s, struct opening *o, const struct record *r,
                        struct faults *faults)
{
    struct node *details = node_map(&s->scratch), *names = wanted_names(o, &s->scratch, r);
    if (!names)
        return true;
    node_set(&s->scratch, details, S("fields"), names);
    struct event event = {"read", r->type->name, r->id, details};
    if (stands_in_chain(s, r, faults) && open_fields(s, o, r, faults) &&
        store_event(s, &event, faults))
        return true;
    o->refused = r;
    return false;
}

static bool open_records(struct session *s, struct opening *o, struct record *const *records,
                         size_t count, struct faults *faults)
{
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(&s->scratch);
        bool ok = open_record(s, o, records[i], faults);
        arena_rewind(&s->scratch, mark);
        if (!ok)
            return false;
    }
    return true;
}

/* That it was tried stands in the chain too. */
static void tell_refused(struct session *s, const struct actor *actor, const struct opening *o,
                         struct faults *faults)
{
    struct arena a = {0};
    struct node *details = node_map(&a);
    node_set(&a, details, S("fields"), wanted_names(o, &a, o->refused));
    node_set_str(&a, details, S("why"), S("sealed"));
    struct event event = {"refused", o->refused->type->name, o->refused->id, details};
    store_event_alone(s, actor, &event, faults);
    arena_free(&a);
}

static bool is_anything(const struct opening *o, struct record *const *records, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < records[i]->type->field_count; k++)
            if (records[i]->values[k].kind == VALUE_SEALED &&
                is_wanted(o, &records[i]->type->fields[k]))
                return true;
    return false;
}

bool store_open_sealed(struct session *s, struct arena *a, const struct actor *actor,
                       struct record *const *records, size_t count,
                       const struct field *const *fields, size_t field_count, struct faults *faults)
{
    struct opening o = {.arena = a, .fields = fields, .field_count = field_count};
    if (s->writing)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("Sealed fields cannot be opened inside a change."));
    if (!is_anything(&o, records, count))
        return true;
    if (!store_begin(s, actor, faults))
        return false;
    bool ok = open_records(s, &o, records, count, faults);
    if (!ok)
        store_rollback(s);
    else
        ok = store_commit(s, faults);
    for (size_t i = 0; i < o.values.count; i++) {
        struct opened_value *v = &o.values.items[i];
        if (ok)
            *v->place = v->plain;
        else if (v->plain.text.n)
            sodium_memzero((char *)v->plain.text.p, v->plain.text.n);
    }
    if (o.refused)
        tell_refused(s, actor, &o, faults);
    return ok;
}

bool store_open_secret(struct session *s, struct arena *a, struct record *r, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct sealing what = {.type = r->type, .id = r->id};
    bool ok = true;
    for (size_t i = 0; i < r->type->field_count && ok; i++) {
        struct value plain;
        what.field = &r->type->fields[i];
        if (r->values[i].kind != VALUE_SEALED || !(r->type->internal || what.field->secret))
            continue;
        ok = seal_open(s, a, &what, &r->values[i], &plain, faults);
        if (ok)
            r->values[i] = plain;
    }
    arena_rewind(&s->scratch, mark);
    return ok;
}
