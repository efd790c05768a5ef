/* Brings a store up to the model it is opened with. Nothing is ever taken away: a field that left
 * the model keeps its column; a field whose kind changed keeps the old column under another name,
 * and what reads as the new kind is copied, with a row of the audit chain for each record. */
#include "store/inside.h"

struct known {
    struct str type, field, kind;
    bool kept, seen;
};
struct knowns {
    struct known *items;
    size_t count, capacity;
};

/* A column whose values must be read into another one. */
struct moved {
    const struct type *type;
    const struct field *field;
    struct str old_name, old_kind;
};
struct moves {
    struct moved *items;
    size_t count, capacity;
};

static bool read_known(struct db *db, struct knowns *known, struct faults *faults)
{
    struct arena *a = faults->arena;
    struct db_statement *q = db_prepare(
        db, S("SELECT \"type\", \"field\", \"kind\", \"kept\" FROM store_field"), faults);
    enum db_outcome outcome = DB_FAILED;
    while (q && (outcome = db_step(q, faults)) == DB_ROW)
        *arena_push(a, known) = (struct known){.type = db_text(q, a, 0),
                                               .field = db_text(q, a, 1),
                                               .kind = db_text(q, a, 2),
                                               .kept = db_integer(q, 3) != 0};
    db_done(q);
    return outcome == DB_DONE;
}

static struct known *find_known(const struct knowns *known, struct str type, struct str field)
{
    for (size_t i = 0; i < known->count; i++)
        if (str_eq(known->items[i].type, type) &&
            (!field.n || str_eq(known->items[i].field, field)))
            return &known->items[i];
    return NULL;
}

static bool set_known(struct db *db, const struct known *k, struct str new_name, bool kept,
                      struct faults *faults)
{
    struct db_statement *q = db_prepare(db,
                                        S("UPDATE store_field SET \"field\" = $1, \"kept\" = $2 "
                                          "WHERE \"type\" = $3 AND \"field\" = $4"),
                                        faults);
    if (!q)
        return false;
    db_bind_text(q, new_name);
    db_bind_integer(q, kept);
    db_bind_text(q, k->type);
    db_bind_text(q, k->field);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

static struct str free_name(struct arena *a, const struct knowns *known, const struct known *k)
{
    struct str word = str_slice(k->kind, 0, str_find_char(k->kind, ':', 0));
    struct str name = str_format(a, "%.*s_was_%.*s", STR_ARG(k->field), STR_ARG(word));
    struct str base = name;
    for (int n = 2; find_known(known, k->type, name); n++)
        name = str_format(a, "%.*s_%d", STR_ARG(base), n);
    return name;
}

/* The old column gets another name; its values wait in *moves to be read. */
static bool change_kind(struct session *s, struct knowns *known, struct known *k,
                        const struct moved *to, struct moves *moves, struct faults *faults)
{
    struct arena *a = faults->arena;
    struct str name = free_name(a, known, k);
    struct str sql = str_format(a, "ALTER TABLE \"%.*s\" RENAME COLUMN \"%.*s\" TO \"%.*s\"",
                                STR_ARG(k->type), STR_ARG(k->field), STR_ARG(name));
    if (!schema_drop_indexes(s->db, k->type, faults) || !db_run(s->db, sql, faults) ||
        !set_known(s->db, k, name, true, faults) ||
        !schema_add_column(s->db, to->type, to->field, faults))
        return false;
    struct moved *moved = arena_push(a, moves);
    *moved = *to;
    moved->old_name = name;
    moved->old_kind = k->kind;
    k->field = name;
    return true;
}

static bool bring_field(struct session *s, struct knowns *known, const struct moved *to,
                        struct moves *moves, struct faults *faults)
{
    struct known *k = find_known(known, to->type->name, to->field->name);
    if (!k)
        return schema_add_column(s->db, to->type, to->field, faults);
    k->seen = true;
    if (!str_eq(k->kind, kind_text(faults->arena, to->field)))
        return change_kind(s, known, k, to, moves, faults);
    return !k->kept || set_known(s->db, k, k->field, false, faults);
}

static bool bring_types(struct session *s, struct moves *moves, struct faults *faults)
{
    const struct model *m = s->store->model;
    struct knowns known = {0};
    if (!read_known(s->db, &known, faults))
        return false;
    const struct type **types = model_in_reference_order(faults->arena, m);
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *t = types[i];
        bool ok = true;
        if (!find_known(&known, t->name, (struct str){0}))
            ok = schema_make_table(s->store, s->db, t, faults);
        else
            for (size_t k = 0; k < t->field_count && ok; k++)
                ok = bring_field(s, &known, &(struct moved){.type = t, .field = &t->fields[k]},
                                 moves, faults);
        if (!ok)
            return false;
    }
    for (size_t i = 0; i < known.count; i++)
        if (!known.items[i].seen && !known.items[i].kept &&
            !set_known(s->db, &known.items[i], known.items[i].field, true, faults))
            return false;
    return true;
}

/* --- values of another kind --- */

static bool read_ids(struct session *s, const struct moved *m, struct str_list *ids,
                     struct faults *faults)
{
    struct str sql = str_format(
        faults->arena, "SELECT \"id\" FROM \"%.*s\" WHERE \"%.*s\" IS NOT NULL ORDER BY \"id\"",
        STR_ARG(m->type->name), STR_ARG(m->old_name));
    struct db_statement *q = db_prepare(s->db, sql, faults);
    enum db_outcome outcome = DB_FAILED;
    while (q && (outcome = db_step(q, faults)) == DB_ROW)
        *arena_push(faults->arena, ids) = db_text(q, faults->arena, 0);
    db_done(q);
    return outcome == DB_DONE;
}

/* What an old value says as a value of the new field; empty when it cannot be read as one. */
static struct value as_new(struct session *s, const struct moved *m, const struct value *old)
{
    struct faults ignored = {.arena = &s->scratch};
    struct field was = {.kind = FIELD_TEXT};
    struct value v = {0};
    int64_t version;
    for (int k = 0; k <= FIELD_BLOB; k++)
        if (str_eq(m->old_kind, field_kind_word((enum field_kind)k)))
            was.kind = (enum field_kind)k;
    if (old->kind == VALUE_BLOB || m->field->kind == FIELD_BLOB)
        return v;
    struct str text = value_print(&s->scratch, &was, old, (struct str){0});
    if (!value_read(&s->scratch, m->field, text, (struct str){0}, (struct place){0}, &v, &ignored))
        return (struct value){0};
    if (m->field->kind == FIELD_REF && v.kind == VALUE_TEXT &&
        !row_get(s, &s->scratch, table_of(s->store, m->field->to), v.text, &version, &ignored))
        return (struct value){0};
    return v;
}

static size_t column_of(const struct table *t, struct str name)
{
    size_t i = 0;
    while (i < t->count && !str_eq(t->columns[i].name, name))
        i++;
    return i;
}

static bool move_value(struct session *s, const struct moved *m, struct str id,
                       struct faults *faults)
{
    const struct table *t = table_of(s->store, m->type);
    size_t old = column_of(t, m->old_name);
    int64_t version = 0;
    struct value *row = row_get(s, &s->scratch, t, id, &version, faults);
    if (!row || old == t->count)
        return false;
    struct value *after = arena_array(&s->scratch, t->count, struct value);
    struct value *told = arena_array(&s->scratch, t->count, struct value);
    for (size_t i = 0; i < t->count; i++)
        told[i] = after[i] = row[i];
    after[m->field->index] = as_new(s, m, &row[old]);
    told[m->field->index] = row[old]; /* history tells it as a change of this field */
    struct row_change c = {id, version + 1, row, after};
    return row_put(s, t, &c, faults) &&
           audit_add(s, "migrate", t, id, version + 1, after,
                     difference_print(&s->scratch, t, told, after), faults);
}

static bool move_values(struct session *s, const struct moves *moves, struct faults *faults)
{
    for (size_t i = 0; i < moves->count; i++) {
        struct str_list ids = {0};
        if (!read_ids(s, &moves->items[i], &ids, faults))
            return false;
        for (size_t k = 0; k < ids.count; k++) {
            struct arena_mark mark = arena_mark(&s->scratch);
            bool ok = move_value(s, &moves->items[i], ids.items[k], faults);
            arena_rewind(&s->scratch, mark);
            if (!ok)
                return false;
        }
    }
    return true;
}

/* --- models that the store has had --- */

bool migrate_read_models(struct db *db, struct str digest, int64_t *ours, int64_t *newest,
                         struct str *since, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(db, S("SELECT number, digest, at FROM store_model ORDER BY number"), faults);
    enum db_outcome outcome = DB_FAILED;
    *ours = *newest = 0;
    while (q && (outcome = db_step(q, faults)) == DB_ROW) {
        *newest = db_integer(q, 0);
        *since = db_text(q, faults->arena, 2);
        if (str_eq(db_text(q, faults->arena, 1), digest))
            *ours = *newest;
    }
    db_done(q);
    return outcome == DB_DONE;
}

bool migrate_remember_model(struct db *db, int64_t number, struct str digest, struct str at,
                            struct faults *faults)
{
    struct db_statement *q = db_prepare(
        db, S("INSERT INTO store_model (number, digest, at) VALUES ($1, $2, $3)"), faults);
    if (!q)
        return false;
    db_bind_integer(q, number);
    db_bind_text(q, digest);
    db_bind_text(q, at);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

bool migrate(struct session *s, int64_t number, struct faults *faults)
{
    struct moves moves = {0};
    return bring_types(s, &moves, faults) && tables_make(s->store, s->db, faults) &&
           move_values(s, &moves, faults) && schema_make_indexes(s->store, s->db, faults) &&
           search_bring_up(s, faults) && blind_bring_up(s, faults) &&
           migrate_remember_model(s->db, number, s->store->digest, s->at, faults);
}
