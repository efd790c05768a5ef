/* Brings a store up to the model it is opened with. Nothing is ever taken away: a field that left
 * the model keeps its column; a field whose kind changed keeps the old column under another name,
 * and what reads as the new kind is copied, with a row of the audit chain for each record. Only of
 * a field that is sealed now nothing stays in clear but what the chain told before. */
#include "store/inside.h"

#include "base/json.h"

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
    for (size_t i = 0; i < m->type_count; i++)
        if (!find_known(&known, types[i]->name, (struct str){0}) &&
            !schema_make_table(s->store, s->db, types[i], faults))
            return false;
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *t = types[i];
        bool ok = true;
        if (!find_known(&known, t->name, (struct str){0}))
            ok = schema_refer_ahead(s->store, s->db, t, faults);
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

/* The kind that a column was declared with: "date" and "sealed:date" are dates. */
static struct field old_field(const struct moved *m)
{
    struct str word = m->old_kind;
    struct field was = *m->field;
    was.kind = FIELD_TEXT;
    was.sealed = str_starts(word, S("sealed:"));
    word = was.sealed ? str_from(word, S("sealed:").n) : word;
    for (int k = 0; k <= FIELD_BLOB; k++)
        if (str_eq(word, field_kind_word((enum field_kind)k)))
            was.kind = (enum field_kind)k;
    return was;
}

/* What an old value says as a value of the new field; empty when it cannot be read as one. */
static struct value as_new(struct session *s, const struct moved *m, const struct value *old)
{
    struct faults ignored = {.arena = &s->scratch};
    struct field was = old_field(m);
    struct value v = {0};
    int64_t version;
    if (was.kind == m->field->kind && was.kind != FIELD_REF)
        return *old; /* it was sealed, or is sealed now */
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

/* The same with what was sealed opened and what is to be sealed sealed. What cannot be read is not
 * sealed: it would stay in clear beside it. */
static bool move_sealed(struct session *s, const struct moved *m, struct str id,
                        const struct value *row, struct value old, struct value *moved,
                        struct faults *faults)
{
    struct field was = old_field(m);
    struct sealing what = {m->type, &was, id, seal_subject(m->type, id, row)};
    struct value plain = old;
    if (was.sealed && !seal_open(s, &s->scratch, &what, &old, &plain, faults))
        return false;
    *moved = plain.kind == VALUE_EMPTY ? plain : as_new(s, m, &plain);
    what.field = m->field;
    if (!m->field->sealed || plain.kind == VALUE_EMPTY)
        return true;
    if (moved->kind == VALUE_EMPTY)
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = m->field->name}),
                     N_("\"{1}\" of the record {2} cannot be read as what it is to be now, so it "
                        "cannot be sealed. Nothing was changed; correct it with the program as it "
                        "was, and then seal it."),
                     m->field->label, id);
    return seal_value(s, &s->scratch, &what, moved, moved, faults);
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
    if (!move_sealed(s, m, id, row, row[old], &after[m->field->index], faults))
        return false;
    told[m->field->index] = row[old]; /* history tells it as a change of this field */
    if (m->field->sealed) {           /* and never what it was in clear */
        after[old] = told[old] = (struct value){0};
        told[m->field->index] = (struct value){0};
    }
    struct row_change c = {id, version + 1, row, after};
    return row_put(s, t, &c, faults) &&
           audit_add(s, "migrate", t, id, version + 1, after,
                     difference_print(&s->scratch, t, told, after), faults);
}

/* Rows of the chain that tell the field in clear, from before it was sealed. They stay, since the
 * chain is never rewritten. */
static bool count_in_clear(struct session *s, const struct moved *m, int64_t *count,
                           struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db, S("SELECT difference FROM store_audit WHERE type = $1 AND difference LIKE $2"),
        faults);
    if (!q)
        return false;
    struct str like = str_format(faults->arena, "%%\"%.*s\":{%%", STR_ARG(m->field->name));
    enum db_outcome outcome;
    db_bind_text(q, m->type->name);
    db_bind_text(q, like);
    for (*count = 0; (outcome = db_step(q, faults)) == DB_ROW;) {
        struct arena_mark mark = arena_mark(&s->scratch);
        struct faults ignored = {.arena = &s->scratch};
        const struct node *all = json_read(&s->scratch, db_text(q, &s->scratch, 0), &ignored);
        const struct node *d = node_get(all, m->field->name);
        const struct node *before = node_get(d, S("before")), *after = node_get(d, S("after"));
        *count += (before && before->kind != NODE_NULL && !node_get(before, S("sealed"))) ||
                  (after && after->kind != NODE_NULL && !node_get(after, S("sealed")));
        arena_rewind(&s->scratch, mark);
    }
    db_done(q);
    return outcome == DB_DONE;
}

/* The column that held it in clear goes, and the chain says what was done. */
static bool sealed_now(struct session *s, const struct moved *m, size_t count,
                       struct faults *faults)
{
    struct arena *a = faults->arena;
    struct node *details = node_map(a);
    struct event event = {"seal", m->type->name, (struct str){0}, details};
    int64_t in_clear = 0;
    struct str sql = str_format(a, "ALTER TABLE \"%.*s\" DROP COLUMN \"%.*s\"",
                                STR_ARG(m->type->name), STR_ARG(m->old_name));
    struct db_statement *q = NULL;
    if (count_in_clear(s, m, &in_clear, faults) && db_run(s->db, sql, faults))
        q = db_prepare(s->db, S("DELETE FROM store_field WHERE \"type\" = $1 AND \"field\" = $2"),
                       faults);
    if (!q)
        return false;
    db_bind_text(q, m->type->name);
    db_bind_text(q, m->old_name);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    node_set_str(a, details, S("field"), m->field->name);
    node_set_int(a, details, S("sealed"), (int64_t)count);
    node_set_int(a, details, S("in_clear"), in_clear);
    return ok && tables_make(s->store, s->db, faults) &&
           ((!count && !in_clear) || store_event(s, &event, faults));
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
        if (moves->items[i].field->sealed && !sealed_now(s, &moves->items[i], ids.count, faults))
            return false;
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
