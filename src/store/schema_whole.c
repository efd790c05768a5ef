/* A whole new store, and what says which model a store is of. */
#include "store/db_rows.h"
#include "store/own_table.h"
#include "store/schema.h"

#include <sodium.h>

struct str model_digest(struct arena *a, const struct model *m)
{
    crypto_hash_sha256_state state;
    unsigned char digest[DIGEST];
    char hex[DIGEST * 2 + 1];
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *t = &m->types[i];
        buffer_add(&b, str_format(a, "type %.*s\n", STR_ARG(t->name)));
        for (size_t k = 0; k < t->field_count; k++)
            buffer_add(&b, str_format(a, "%.*s %.*s %d\n", STR_ARG(t->fields[k].name),
                                      STR_ARG(kind_text(a, &t->fields[k])), t->fields[k].required));
        for (size_t k = 0; k < t->key_count; k++) {
            buffer_add(&b, S("key"));
            for (size_t f = 0; f < t->keys[k].count; f++)
                buffer_add(&b, str_format(a, " %zu", t->keys[k].fields[f]));
            buffer_char(&b, '\n');
        }
        for (size_t k = 0; k < t->find_count; k++) {
            buffer_add(&b, S("find by"));
            for (size_t f = 0; f < t->find_by[k].count; f++)
                buffer_add(&b, str_format(a, " %.*s", STR_ARG(t->find_by[k].items[f]->name)));
            buffer_char(&b, '\n');
        }
        buffer_add(&b, S("search"));
        for (size_t k = 0; k < t->search.count; k++)
            buffer_add(&b, str_format(a, " %.*s", STR_ARG(t->search.items[k]->name)));
        buffer_char(&b, '\n');
    }
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)b.items, b.count);
    crypto_hash_sha256_final(&state, digest);
    return str_copy(a, str_of(sodium_bin2hex(hex, sizeof hex, digest, DIGEST)));
}

bool schema_first_rows(struct db *db, struct faults *faults)
{
    static const unsigned char nothing[DIGEST];
    struct db_statement *q =
        db_prepare(db, S("INSERT INTO store_layout (one, layout) VALUES (1, $1)"), faults);
    if (!q)
        return false;
    db_bind_integer(q, STORE_LAYOUT);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    q = ok ? db_prepare(db, S("INSERT INTO store_head (one, number, hash) VALUES (1, 0, $1)"),
                        faults)
           : NULL;
    if (!q)
        return false;
    db_bind_blob(q, (struct str){(const char *)nothing, DIGEST});
    ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

bool schema_bring_layout(struct db *db, struct faults *faults)
{
    if (!own_tables_make(db, faults))
        return false;
    struct db_statement *q =
        db_prepare(db, S("UPDATE store_layout SET layout = $1 WHERE one = 1"), faults);
    if (!q)
        return false;
    db_bind_integer(q, STORE_LAYOUT);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* What the new store has of fields and indexes, remembered in it. */
static bool remember_all(const struct model *m, struct db *db, const struct indexes *indexes,
                         struct faults *faults)
{
    static const struct db_rows of_fields = {
        .into = "store_field (\"type\", \"field\", \"kind\", \"kept\")", .columns = 4};
    static const struct db_rows of_indexes = {.into = "store_index (name, definition)",
                                              .columns = 2};
    struct arena *a = faults->arena;
    struct {
        struct value *items;
        size_t count, capacity;
    } fields = {0}, names = {0};
    for (size_t i = 0; i < m->type_count; i++)
        for (size_t k = 0; k < m->types[i].field_count; k++) {
            const struct field *f = &m->types[i].fields[k];
            *arena_push(a, &fields) = value_text(m->types[i].name);
            *arena_push(a, &fields) = value_text(f->name);
            *arena_push(a, &fields) = value_text(kind_text(a, f));
            *arena_push(a, &fields) = value_integer(0);
        }
    for (size_t i = 0; i < indexes->count; i++) {
        *arena_push(a, &names) = value_text(indexes->items[i].name);
        *arena_push(a, &names) = value_text(indexes->items[i].definition);
    }
    return db_insert_rows(db, &of_fields, fields.items, fields.count / 4, faults) &&
           db_insert_rows(db, &of_indexes, names.items, names.count / 2, faults);
}

/* All in one go: on a server every statement of its own is a way there and back. */
bool schema_make(struct store *s, struct db *db, struct faults *faults)
{
    struct arena *a = faults->arena;
    const struct model *m = s->model;
    const struct type **types = model_in_reference_order(a, m);
    struct buffer b = {.arena = a};
    struct indexes wanted = {0};
    buffer_add(&b, own_tables_sql(a, db));
    for (size_t i = 0; i <= m->type_count; i++) {
        buffer_add(&b, schema_type_sql(a, db, m, i < m->type_count ? types[i] : s->setting));
        buffer_add(&b, S(";\n"));
    }
    for (size_t i = 0; i < m->type_count; i++)
        buffer_add(&b, schema_ahead_sql(a, db, m, &m->types[i]));
    for (size_t i = 0; i < m->type_count; i++)
        schema_wanted_indexes(a, db, &m->types[i], &wanted);
    for (size_t i = 0; i < wanted.count; i++) {
        buffer_add(&b, wanted.items[i].definition);
        buffer_add(&b, S(";\n"));
    }
    return db_run(db, buffer_str(&b), faults) && remember_all(m, db, &wanted, faults) &&
           schema_first_rows(db, faults);
}
