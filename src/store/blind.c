/* Finding people by sealed fields without opening any: for each list of fields in find_by the store
 * keeps a short keyed digest (BLAKE2b, eight bytes) of their folded values. Only all fields of a
 * list together are found, so that a name alone cannot be counted; without the key file nobody can
 * make the digest of a guess. */
#include "store/sealed.h"

#include "base/fold.h"
#include "store/inside.h"

#include <sodium.h>

enum { DIGEST_KEPT = 8 };

/* "family_name,given_name,birth_date" */
static struct str names_of(struct arena *a, const struct field_list *list)
{
    struct str_list names = {0};
    for (size_t i = 0; i < list->count; i++)
        *arena_push(a, &names) = list->items[i]->name;
    return str_join(a, &names, S(","));
}

static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (char_is_digit(text.p[i]))
            return true;
    return false;
}

/* A number of a person or a telephone: case and what stands between its signs do not count. */
static struct str number_key(struct arena *a, struct str text)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < text.n; i++)
        if (char_is_alpha(text.p[i]) || char_is_digit(text.p[i]) || (text.p[i] & 0x80))
            buffer_char(&b, char_lower(text.p[i]));
    return buffer_str(&b);
}

/* What is compared: of a name its letters in one alphabet, of a date the year. */
static struct str folded(struct arena *a, const struct field *f, const struct value *v)
{
    struct str text = value_print(a, f, v, (struct str){0});
    if (f->kind == FIELD_DATE || f->kind == FIELD_TIME)
        return str_slice(text, 0, 4);
    if (f->kind != FIELD_TEXT)
        return text;
    return has_digit(text) ? number_key(a, text) : str_replace(a, fold_key(a, text), S(" "), S(""));
}

/* Digest of plain values, one for each field of the list. */
static bool digest_of(struct session *s, const struct type *type, const struct field_list *list,
                      const struct value *values, unsigned char digest[DIGEST_KEPT],
                      struct faults *faults)
{
    unsigned char key[KEY_SIZE], whole[DIGEST];
    struct arena *a = &s->scratch;
    struct buffer b = {.arena = a};
    if (!keys_derive(s->store->keys, S("himaya blind index 1"), key, faults))
        return false;
    buffer_add(&b, str_format(a, "%.*s|%.*s", STR_ARG(type->name), STR_ARG(names_of(a, list))));
    for (size_t i = 0; i < list->count; i++) {
        struct str text = folded(a, list->items[i], &values[i]);
        buffer_add(&b, str_format(a, "|%zu:%.*s", text.n, STR_ARG(text)));
    }
    crypto_generichash(whole, sizeof whole, (const unsigned char *)b.items, b.count, key,
                       sizeof key);
    sodium_memzero(key, sizeof key);
    for (size_t i = 0; i < DIGEST_KEPT; i++)
        digest[i] = whole[i];
    return true;
}

/* --- keeping --- */

static bool run(struct db_statement *q, const struct str *texts, size_t count,
                struct faults *faults)
{
    for (size_t i = 0; q && i < count; i++)
        db_bind_text(q, texts[i]);
    bool ok = q && db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

bool blind_forget(struct session *s, const struct type *type, struct str id, struct faults *faults)
{
    if (!type->find_count)
        return true;
    struct db_statement *q =
        db_prepare(s->db, S("DELETE FROM store_blind WHERE record = $1 AND type = $2"), faults);
    return run(q, (const struct str[]){id, type->name}, 2, faults);
}

/* The plain values of a list; false in *all when one is empty (or its person was erased). */
static bool plain_values(struct session *s, const struct record *r, const struct field_list *list,
                         struct value *plain, bool *all, struct faults *faults)
{
    struct sealing what = {.type = r->type, .id = r->id};
    *all = list->count > 0;
    for (size_t i = 0; i < list->count && *all; i++) {
        what.field = list->items[i];
        plain[i] = r->values[what.field->index];
        if (plain[i].kind == VALUE_SEALED &&
            !seal_open(s, &s->scratch, &what, &r->values[what.field->index], &plain[i], faults))
            return false;
        *all = plain[i].kind != VALUE_EMPTY;
    }
    return true;
}

static bool keep(struct session *s, const struct record *r, const struct field_list *list,
                 struct faults *faults)
{
    unsigned char digest[DIGEST_KEPT];
    bool all;
    struct value *plain = arena_array(&s->scratch, list->count, struct value);
    if (!plain_values(s, r, list, plain, &all, faults))
        return false;
    if (!all)
        return true;
    if (!digest_of(s, r->type, list, plain, digest, faults))
        return false;
    struct db_statement *q = db_prepare(
        s->db, S("INSERT INTO store_blind (type, fields, record, hash) VALUES ($1, $2, $3, $4)"),
        faults);
    if (!q)
        return false;
    db_bind_text(q, r->type->name);
    db_bind_text(q, names_of(&s->scratch, list));
    db_bind_text(q, r->id);
    db_bind_blob(q, (struct str){(const char *)digest, sizeof digest});
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

static bool is_touched(const struct field_list *list, const struct value *before,
                       const struct value *after)
{
    for (size_t i = 0; i < list->count; i++)
        if (!value_eq(&before[list->items[i]->index], &after[list->items[i]->index]))
            return true;
    return false;
}

bool blind_put(struct session *s, const struct record *r, const struct value *before,
               const struct value *after, struct faults *faults)
{
    bool ok = true;
    for (size_t i = 0; i < r->type->find_count && ok; i++) {
        const struct field_list *list = &r->type->find_by[i];
        if (before && !is_touched(list, before, after))
            continue;
        if (before)
            ok = run(db_prepare(s->db,
                                S("DELETE FROM store_blind WHERE record = $1 AND type = $2 AND "
                                  "fields = $3"),
                                faults),
                     (const struct str[]){r->id, r->type->name, names_of(&s->scratch, list)}, 3,
                     faults);
        ok = ok && keep(s, r, list, faults);
    }
    return ok;
}

/* --- bringing up --- */

static bool is_kept(struct session *s, const struct type *type, struct str names, bool *kept,
                    struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db, S("SELECT 1 FROM store_blind_index WHERE type = $1 AND fields = $2"), faults);
    if (!q)
        return false;
    db_bind_text(q, type->name);
    db_bind_text(q, names);
    enum db_outcome outcome = db_step(q, faults);
    *kept = outcome == DB_ROW;
    db_done(q);
    return outcome != DB_FAILED;
}

static bool keep_all(struct session *s, const struct type *type, const struct field_list *list,
                     struct faults *faults)
{
    struct arena a = {0};
    struct records found;
    bool ok = store_query(s, &a, &(struct query){.type = type}, &found, faults);
    for (size_t i = 0; ok && i < found.count; i++) {
        struct arena_mark mark = arena_mark(&s->scratch);
        ok = keep(s, found.items[i], list, faults);
        arena_rewind(&s->scratch, mark);
    }
    arena_free(&a);
    return ok;
}

bool blind_bring_up(struct session *s, struct faults *faults)
{
    const struct model *m = s->store->model;
    for (size_t i = 0; i < m->type_count; i++)
        for (size_t k = 0; k < m->types[i].find_count; k++) {
            const struct type *type = &m->types[i];
            struct str names = names_of(&s->scratch, &type->find_by[k]);
            bool kept;
            if (!is_kept(s, type, names, &kept, faults))
                return false;
            if (kept)
                continue;
            if (!keep_all(s, type, &type->find_by[k], faults) ||
                !run(db_prepare(s->db,
                                S("INSERT INTO store_blind_index (type, fields) VALUES ($1, $2)"),
                                faults),
                     (const struct str[]){type->name, names}, 2, faults))
                return false;
        }
    return true;
}

/* --- finding --- */

static bool found_ids(struct session *s, const struct type *type, const struct field_list *list,
                      const unsigned char digest[DIGEST_KEPT], struct str_list *ids,
                      struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT record FROM store_blind WHERE type = $1 AND fields = $2 AND hash = $3 "
                     "ORDER BY record"),
                   faults);
    if (!q)
        return false;
    enum db_outcome outcome;
    db_bind_text(q, type->name);
    db_bind_text(q, names_of(&s->scratch, list));
    db_bind_blob(q, (struct str){(const char *)digest, DIGEST_KEPT});
    while ((outcome = db_step(q, faults)) == DB_ROW)
        *arena_push(&s->scratch, ids) = db_text(q, &s->scratch, 0);
    db_done(q);
    return outcome == DB_DONE;
}

static bool find(struct session *s, struct arena *a, const struct type *type,
                 const struct field_list *list, const struct value *values, struct records *found,
                 struct faults *faults)
{
    unsigned char digest[DIGEST_KEPT];
    struct str_list ids = {0};
    size_t before = faults->total;
    for (size_t i = 0; i < list->count; i++)
        if (values[i].kind == VALUE_EMPTY || values[i].kind == VALUE_SEALED)
            return FAULT(
                faults, FAULT_INPUT, ((struct place){.field = list->items[i]->name}),
                N_("To find a person, \"{1}\" is needed too: they are found only by all of "
                   "these together."),
                list->items[i]->label);
    if (!digest_of(s, type, list, values, digest, faults) ||
        !found_ids(s, type, list, digest, &ids, faults))
        return false;
    for (size_t i = 0; i < ids.count; i++) {
        struct record *r = store_get(s, a, type, ids.items[i], faults);
        if (r)
            *arena_push(a, found) = r;
    }
    return faults->total == before;
}

bool store_find_sealed(struct session *s, struct arena *a, const struct type *type, size_t index,
                       const struct value *values, struct records *found, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    *found = (struct records){0};
    bool ok =
        index < type->find_count && find(s, a, type, &type->find_by[index], values, found, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}
