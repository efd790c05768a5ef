/* Erasing a person: the key is destroyed, and with it everything that it seals, in every table, in
 * history and in copies. The record stays with its open fields. */
#include "store/sealed.h"

#include "store/person_key.h"

/* The person of a record: itself, or whom it is about. */
static bool person_of(struct session *s, const struct type *type, struct str id,
                      struct subject *person, struct faults *faults)
{
    size_t before = faults->total;
    *person = (struct subject){type->name, id};
    if (!type->subject)
        return true;
    int64_t version;
    struct value *row = row_get(s, &s->scratch, table_of(s->store, type), id, &version, faults);
    if (row)
        *person = seal_subject(type, id, row);
    return faults->total == before;
}

bool store_is_erased(struct session *s, struct arena *a, const struct type *type, struct str id,
                     struct str *at, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct subject person;
    struct person_key row = {0};
    bool ok = person_of(s, type, id, &person, faults) &&
              person_key_read(s, &s->scratch, &person, &row, faults);
    *at = ok ? str_copy(a, str_slice(row.destroyed_at, 0, 10)) : (struct str){0};
    arena_rewind(&s->scratch, mark);
    return ok && at->n;
}

static bool destroy_key(struct session *s, const struct subject *person, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db,
        S("INSERT INTO store_key (type, record, version, destroyed_at) VALUES ($1, $2, 0, $3) "
          "ON CONFLICT (type, record) DO UPDATE SET version = 0, wrapped = NULL, "
          "destroyed_at = excluded.destroyed_at"),
        faults);
    if (!q)
        return false;
    db_bind_text(q, person->type);
    db_bind_text(q, person->id);
    db_bind_text(q, s->at);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* Blind indexes of records about the person. */
static bool forget_others(struct session *s, const struct type *of, struct str id,
                          struct faults *faults)
{
    const struct model *m = s->store->model;
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *t = &m->types[i];
        if (!t->subject || t->subject->to != of || !t->find_count)
            continue;
        struct str sql = str_format(&s->scratch,
                                    "DELETE FROM store_blind WHERE type = $1 AND record IN "
                                    "(SELECT \"id\" FROM \"%.*s\" WHERE \"%.*s\" = $2)",
                                    STR_ARG(t->name), STR_ARG(t->subject->name));
        struct db_statement *q = db_prepare(s->db, sql, faults);
        if (!q)
            return false;
        db_bind_text(q, t->name);
        db_bind_text(q, id);
        bool ok = db_step(q, faults) == DB_DONE;
        db_done(q);
        if (!ok)
            return false;
    }
    return true;
}

static bool may_be_erased(struct session *s, const struct type *type, struct str id,
                          struct subject *person, struct faults *faults)
{
    struct person_key row;
    int64_t version;
    if (!person_of(s, type, id, person, faults) ||
        !person_key_read(s, &s->scratch, person, &row, faults))
        return false;
    if (!str_eq(person->id, id))
        return FAULT(faults, FAULT_REFUSED, (struct place){0},
                     N_("This record is about another one (\"{1}\"); erase that one, and what is "
                        "sealed here goes with it."),
                     type->subject->label);
    if (row.destroyed_at.n && !row.wrapped.n)
        return FAULT(faults, FAULT_REFUSED, (struct place){0},
                     N_("The person was erased already, on {1}."),
                     str_slice(row.destroyed_at, 0, 10));
    size_t before = faults->total;
    if (row.there || row_get(s, &s->scratch, table_of(s->store, type), id, &version, faults))
        return true;
    return faults->total == before &&
           FAULT(faults, FAULT_MISSING, (struct place){0},
                 N_("There is no record {1} of type \"{2}\"."), id, type->label);
}

static bool erase(struct session *s, const struct type *type, struct str id, struct faults *faults)
{
    struct subject person;
    struct event event = {"erase", type->name, id, NULL};
    seal_let_go(s, false);
    if (!may_be_erased(s, type, id, &person, faults) || !destroy_key(s, &person, faults) ||
        !blind_forget(s, type, id, faults) || !forget_others(s, type, id, faults) ||
        !store_event(s, &event, faults))
        return change_failed(s);
    *arena_push(&s->change, &s->erased) =
        (struct subject){person.type, str_copy(&s->change, person.id)};
    return true;
}

bool store_erase(struct session *s, const struct type *type, struct str id, struct faults *faults)
{
    if (!change_is_open(s, faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = erase(s, type, id, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}

void erase_settle(struct session *s, const struct erased_list *erased, struct str at)
{
    static const struct actor program = {S_INIT("himaya"), S_INIT("store"), S_INIT("erased")};
    struct arena a = {0};
    struct faults ignored = {.arena = &a};
    /* The key file is written only by who holds the store; without the note an older backup of the
     * database would bring the person back, with it their key stays destroyed. */
    if (store_begin(s, &program, &ignored)) {
        for (size_t i = 0; i < erased->count; i++)
            keys_add_erased(s->store->keys, erased->items[i].type, erased->items[i].id, at,
                            &ignored);
        store_rollback(s);
    }
    db_settle(s->own);
    arena_free(&a);
}
