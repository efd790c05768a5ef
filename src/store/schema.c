/* Tables and indexes of the record types. */
#include "store/schema.h"

#include <stdlib.h>

enum value_kind kind_holds(enum field_kind kind)
{
    switch (kind) {
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_MONEY: return VALUE_INTEGER;
    case FIELD_NUMBER: return VALUE_REAL;
    case FIELD_BLOB: return VALUE_BLOB;
    default: return VALUE_TEXT;
    }
}

enum value_kind field_holds(const struct field *f)
{
    return f->sealed ? VALUE_SEALED : kind_holds(f->kind);
}

struct str kind_text(struct arena *a, const struct field *f)
{
    struct str word = field_kind_word(f->kind);
    if (f->sealed)
        return str_format(a, "sealed:%.*s", STR_ARG(word));
    if (f->kind != FIELD_REF)
        return word;
    return str_format(a, "%.*s:%.*s", STR_ARG(word), STR_ARG(f->to_name));
}

/* --- tables in memory --- */

struct str table_columns(struct arena *a, const struct table *t, size_t count, const char *prefix)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < count; i++) {
        struct str name = t->columns[i].name;
        buffer_add(&b, str_format(a, ", %s\"%.*s\"", prefix, STR_ARG(name)));
    }
    return buffer_str(&b);
}

/* As columns_sql, with nothing in the place of files and long texts. */
static struct str brief_columns(struct arena *a, const struct table *t)
{
    struct buffer b = {.arena = a};
    buffer_add(&b, S("r.\"id\", r.\"version\""));
    for (size_t i = 0; t->type && i < t->type->field_count; i++) {
        const struct field *f = &t->type->fields[i];
        bool left_out = f->kind == FIELD_BLOB || f->multiline;
        buffer_add(&b, left_out ? S(", NULL") : str_format(a, ", r.\"%.*s\"", STR_ARG(f->name)));
    }
    return buffer_str(&b);
}

static void make_statements(struct arena *a, struct table *t)
{
    struct str name = t->name, all = table_columns(a, t, t->count, "");
    struct buffer places = {.arena = a};
    for (size_t i = 0; i < t->count; i++)
        buffer_add(&places, str_format(a, ", $%zu", i + 3));
    struct str of_type = table_columns(a, t, t->type ? t->type->field_count : t->count, "r.");
    t->brief_sql = brief_columns(a, t);
    t->columns_sql = str_format(a, "r.\"id\", r.\"version\"%.*s", STR_ARG(of_type));
    t->insert_sql = str_format(a,
                               "INSERT INTO \"%.*s\" (\"id\", \"version\"%.*s) "
                               "VALUES ($1, $2%.*s) ON CONFLICT DO NOTHING",
                               STR_ARG(name), STR_ARG(all), STR_ARG(buffer_str(&places)));
    t->get_sql = str_format(a, "SELECT \"version\"%.*s FROM \"%.*s\" WHERE \"id\" = $1",
                            STR_ARG(all), STR_ARG(name));
    t->delete_sql =
        str_format(a, "DELETE FROM \"%.*s\" WHERE \"id\" = $1 AND \"version\" = $2", STR_ARG(name));
}

static int by_name(const void *one, const void *two, void *table)
{
    const struct table *t = table;
    return str_compare(t->columns[*(const size_t *)one].name,
                       t->columns[*(const size_t *)two].name);
}

static void finish_table(struct arena *a, struct table *t)
{
    t->by_name = arena_array(a, t->count, size_t);
    for (size_t i = 0; i < t->count; i++)
        t->by_name[i] = i;
    qsort_r(t->by_name, t->count, sizeof *t->by_name, by_name, t);
    make_statements(a, t);
}

static struct column *push_column(struct arena *a, struct table *t)
{
    t->columns = arena_grow(a, t->columns, t->count, &t->capacity, sizeof *t->columns);
    return &t->columns[t->count++];
}

static struct table *add_table(struct store *s, struct str name, const struct type *type)
{
    struct table *t = arena_push(&s->arena, &s->tables);
    t->name = name;
    t->type = type;
    for (size_t i = 0; type && i < type->field_count; i++) {
        *push_column(&s->arena, t) = (struct column){.name = type->fields[i].name,
                                                     .holds = field_holds(&type->fields[i]),
                                                     .field = &type->fields[i]};
        t->sealed = t->sealed || type->fields[i].sealed;
    }
    return t;
}

static struct table *table_named(struct store *s, struct str name)
{
    for (size_t i = 0; i < s->tables.count; i++)
        if (str_eq(s->tables.items[i].name, name))
            return &s->tables.items[i];
    return add_table(s, str_copy(&s->arena, name), NULL);
}

static enum value_kind kept_holds(struct str kind)
{
    struct str word = str_slice(kind, 0, str_find_char(kind, ':', 0));
    if (str_eq(word, S("sealed")))
        return VALUE_SEALED;
    for (int k = 0; k <= FIELD_BLOB; k++)
        if (str_eq(word, field_kind_word((enum field_kind)k)))
            return kind_holds((enum field_kind)k);
    return VALUE_TEXT;
}

/* Columns whose field, or whose whole type, has left the model. */
static bool add_kept(struct store *s, struct db *db, struct faults *faults)
{
    struct db_statement *q = db_prepare(db,
                                        S("SELECT \"type\", \"field\", \"kind\" FROM store_field "
                                          "WHERE \"kept\" = 1 ORDER BY \"type\", \"field\""),
                                        faults);
    enum db_outcome outcome = DB_FAILED;
    while (q && (outcome = db_step(q, faults)) == DB_ROW) {
        struct table *t = table_named(s, db_text(q, &s->arena, 0));
        *push_column(&s->arena, t) = (struct column){.name = db_text(q, &s->arena, 1),
                                                     .holds = kept_holds(db_text(q, &s->arena, 2))};
    }
    db_done(q);
    return outcome == DB_DONE;
}

bool tables_make(struct store *s, struct db *db, struct faults *faults)
{
    s->tables = (struct tables){0};
    for (size_t i = 0; i < s->model->type_count; i++)
        add_table(s, s->model->types[i].name, &s->model->types[i]);
    add_table(s, s->setting->name, s->setting);
    if (db && !add_kept(s, db, faults))
        return false;
    for (size_t i = 0; i < s->tables.count; i++)
        finish_table(&s->arena, &s->tables.items[i]);
    return true;
}

const struct table *table_of(const struct store *s, const struct type *type)
{
    for (size_t i = 0; i <= s->model->type_count; i++)
        if (s->tables.items[i].type == type)
            return &s->tables.items[i];
    for (size_t i = 0; i <= s->model->type_count; i++)
        if (str_eq(s->tables.items[i].name, type->name))
            return &s->tables.items[i];
    return NULL;
}

/* --- tables in the database --- */

static struct str column_sql(struct arena *a, const struct db *db, const struct field *f,
                             bool refers)
{
    struct str sql =
        str_format(a, "\"%.*s\" %s", STR_ARG(f->name), db_column_type(db, field_holds(f)));
    if (f->kind != FIELD_REF || !refers)
        return sql;
    return str_format(a, "%.*s REFERENCES \"%.*s\" (\"id\") DEFERRABLE", STR_ARG(sql),
                      STR_ARG(f->to->name));
}

static bool remember_field(struct db *db, const struct type *type, const struct field *f,
                           struct faults *faults)
{
    struct db_statement *q = db_prepare(db,
                                        S("INSERT INTO store_field (\"type\", \"field\", \"kind\", "
                                          "\"kept\") VALUES ($1, $2, $3, 0) "
                                          "ON CONFLICT (\"type\", \"field\") DO UPDATE SET "
                                          "\"kind\" = excluded.\"kind\", \"kept\" = 0"),
                                        faults);
    if (!q)
        return false;
    db_bind_text(q, type->name);
    db_bind_text(q, f->name);
    db_bind_text(q, kind_text(faults->arena, f));
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* Whether the table that a field of the type refers to is made later than that of the type, because
 * types refer to each other in a circle, and the engine wants it to be there first. */
static bool is_ahead(struct arena *a, const struct db *db, const struct model *m,
                     const struct type *type, const struct field *f)
{
    if (f->kind != FIELD_REF || f->to == type || db_refers_ahead(db))
        return false;
    const struct type **types = model_in_reference_order(a, m);
    size_t i = 0;
    while (i < m->type_count && types[i] != type && types[i] != f->to)
        i++;
    return i < m->type_count && types[i] == type;
}

struct str schema_ahead_sql(struct arena *a, const struct db *db, const struct model *m,
                            const struct type *type)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (is_ahead(a, db, m, type, f))
            buffer_add(&b, str_format(a,
                                      "ALTER TABLE \"%.*s\" ADD FOREIGN KEY (\"%.*s\") REFERENCES "
                                      "\"%.*s\" (\"id\") DEFERRABLE;\n",
                                      STR_ARG(type->name), STR_ARG(f->name), STR_ARG(f->to->name)));
    }
    return buffer_str(&b);
}

struct str schema_type_sql(struct arena *a, const struct db *db, const struct model *m,
                           const struct type *type)
{
    struct buffer b = {.arena = a};
    buffer_add(
        &b, str_format(a, "CREATE TABLE \"%.*s\" (\"id\" %s PRIMARY KEY, \"version\" %s NOT NULL",
                       STR_ARG(type->name), db_column_type(db, VALUE_TEXT),
                       db_column_type(db, VALUE_INTEGER)));
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        buffer_add(&b, S(", "));
        buffer_add(&b, column_sql(a, db, f, !is_ahead(a, db, m, type, f)));
    }
    buffer_char(&b, ')');
    buffer_add(&b, str_of(db_table_options(db)));
    return buffer_str(&b);
}

bool schema_make_table(struct store *s, struct db *db, const struct type *type,
                       struct faults *faults)
{
    bool ok = db_run(db, schema_type_sql(faults->arena, db, s->model, type), faults);
    for (size_t i = 0; i < type->field_count && ok && type != s->setting; i++)
        ok = remember_field(db, type, &type->fields[i], faults);
    return ok;
}

bool schema_refer_ahead(struct store *s, struct db *db, const struct type *type,
                        struct faults *faults)
{
    struct str sql = schema_ahead_sql(faults->arena, db, s->model, type);
    return !sql.n || db_run(db, sql, faults);
}

bool schema_add_column(struct db *db, const struct type *type, const struct field *f,
                       struct faults *faults)
{
    struct str sql =
        str_format(faults->arena, "ALTER TABLE \"%.*s\" ADD COLUMN %.*s", STR_ARG(type->name),
                   STR_ARG(column_sql(faults->arena, db, f, true)));
    return db_run(db, sql, faults) && remember_field(db, type, f, faults);
}

/* --- indexes --- */

bool key_has_required(const struct type *type, const struct key *key)
{
    for (size_t i = 0; i < key->count; i++)
        if (type->fields[key->fields[i]].required)
            return true;
    return false;
}

struct str key_column(struct arena *a, const struct type *type, const struct key *key, size_t i)
{
    const struct field *f = &type->fields[key->fields[i]];
    if (f->required || (key->count == 1))
        return str_format(a, "\"%.*s\"", STR_ARG(f->name));
    const char *stands_for_empty = "''";
    if (kind_holds(f->kind) == VALUE_INTEGER)
        stands_for_empty = "-9223372036854775807";
    else if (kind_holds(f->kind) == VALUE_REAL)
        stands_for_empty = "-1e308";
    return str_format(a, "coalesce(\"%.*s\", %s)", STR_ARG(f->name), stands_for_empty);
}

/* Two records of which all key fields are empty are not the same record; in a key with a required
 * field an empty one counts as a value. */
static struct str key_index(struct arena *a, const struct type *type, const struct key *key,
                            struct str name)
{
    struct buffer b = {.arena = a};
    buffer_add(&b, str_format(a, "CREATE UNIQUE INDEX \"%.*s\" ON \"%.*s\" (", STR_ARG(name),
                              STR_ARG(type->name)));
    for (size_t i = 0; i < key->count; i++) {
        buffer_add(&b, i ? S(", ") : S(""));
        buffer_add(&b, key_column(a, type, key, i));
    }
    buffer_char(&b, ')');
    for (size_t i = 0; i < key->count && !key_has_required(type, key); i++)
        buffer_add(&b, str_format(a, "%s\"%.*s\" IS NOT NULL", i ? " OR " : " WHERE ",
                                  STR_ARG(type->fields[key->fields[i]].name)));
    return buffer_str(&b);
}

static bool leads_a_key(const struct type *type, const struct field *f)
{
    for (size_t i = 0; i < type->key_count; i++)
        if (type->keys[i].fields[0] == f->index && f->required)
            return true;
    return false;
}

/* `, "received_on" DESC, "id"`: how a list of the type goes on behind what narrows it. */
static struct str in_list_order(struct arena *a, const struct db *db, const struct type *type)
{
    if (!type->order.n)
        return S(", \"id\"");
    bool falling = str_starts(type->order, S("-"));
    return str_format(a, ", \"%.*s\"%s, \"id\"", STR_ARG(str_from(type->order, falling)),
                      db_index_order(db, falling));
}

/* Records are listed within what a person may see: each field that says so has an index that holds
 * the order of the list too, so that fifty of many thousands are read and not sorted. */
static bool is_scope(const struct type *type, const struct field *f)
{
    for (size_t s = 0; s < SCOPE_COUNT; s++)
        for (size_t i = 0; i < type->scopes[s].count; i++)
            if (type->scopes[s].items[i].count == 1 && type->scopes[s].items[i].fields[0] == f)
                return true;
    return false;
}

static void want_index(struct arena *a, const struct type *type, struct str name,
                       struct str columns, struct indexes *wanted)
{
    struct str sql = str_format(a, "CREATE INDEX \"%.*s\" ON \"%.*s\" (%.*s", STR_ARG(name),
                                STR_ARG(type->name), STR_ARG(columns));
    *arena_push(a, wanted) = (struct index){name, sql, type, NULL};
}

void schema_wanted_indexes(struct arena *a, const struct db *db, const struct type *type,
                           struct indexes *wanted)
{
    for (size_t i = 0; i < type->key_count; i++) {
        struct str name = str_format(a, "%.*s_key_%zu", STR_ARG(type->name), i + 1);
        *arena_push(a, wanted) =
            (struct index){name, key_index(a, type, &type->keys[i], name), type, &type->keys[i]};
    }
    struct str order = in_list_order(a, db, type);
    if (type->order.n)
        want_index(a, type, str_format(a, "%.*s_in_order", STR_ARG(type->name)),
                   str_format(a, "%.*s)", STR_ARG(str_from(order, 2))), wanted);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        bool scope = is_scope(type, f);
        if ((f->kind != FIELD_REF && !scope) || leads_a_key(type, f))
            continue;
        /* Most references are empty, and nobody is looked for by an empty one. */
        struct str columns =
            str_format(a, "\"%.*s\"%.*s) WHERE \"%.*s\" IS NOT NULL", STR_ARG(f->name),
                       STR_ARG(scope ? order : (struct str){0}), STR_ARG(f->name));
        want_index(a, type, str_format(a, "%.*s_by_%.*s", STR_ARG(type->name), STR_ARG(f->name)),
                   columns, wanted);
    }
}

static bool change_index(struct db *db, struct str sql, struct str name, struct str definition,
                         struct faults *faults)
{
    if (!db_run(db, sql, faults))
        return false;
    struct db_statement *q =
        db_prepare(db,
                   definition.n ? S("INSERT INTO store_index (name, definition) VALUES ($1, $2)")
                                : S("DELETE FROM store_index WHERE name = $1"),
                   faults);
    if (!q)
        return false;
    db_bind_text(q, name);
    if (definition.n)
        db_bind_text(q, definition);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

static bool make_index(struct db *db, const struct index *index, struct faults *faults)
{
    struct arena *a = faults->arena;
    struct faults inner = {.arena = a};
    if (change_index(db, index->definition, index->name, index->definition, &inner))
        return true;
    if (!index->key)
        return FAULT(faults, FAULT_STORE, (struct place){0}, inner.items[0].message,
                     inner.items[0].details[0]);
    struct str_list names = {0};
    for (size_t i = 0; i < index->key->count; i++)
        *arena_push(a, &names) = index->type->fields[index->key->fields[i]].label;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("Records of type \"{1}\" must now differ in {2}, and some that are stored do "
                    "not. Nothing was changed; open the store with the program as it was and tell "
                    "them apart first."),
                 index->type->label, str_join(a, &names, S(", ")));
}

static bool read_indexes(struct db *db, struct indexes *there, struct faults *faults)
{
    struct db_statement *q = db_prepare(db, S("SELECT name, definition FROM store_index"), faults);
    enum db_outcome outcome = DB_FAILED;
    while (q && (outcome = db_step(q, faults)) == DB_ROW)
        *arena_push(faults->arena, there) = (struct index){
            .name = db_text(q, faults->arena, 0), .definition = db_text(q, faults->arena, 1)};
    db_done(q);
    return outcome == DB_DONE;
}

static bool holds_index(const struct indexes *list, const struct index *wanted)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i].name, wanted->name) &&
            str_eq(list->items[i].definition, wanted->definition))
            return true;
    return false;
}

bool schema_make_indexes(struct store *s, struct db *db, struct faults *faults)
{
    struct arena *a = faults->arena;
    struct indexes wanted = {0}, there = {0};
    for (size_t i = 0; i < s->model->type_count; i++)
        schema_wanted_indexes(a, db, &s->model->types[i], &wanted);
    if (!read_indexes(db, &there, faults))
        return false;
    for (size_t i = 0; i < there.count; i++) {
        struct str name = there.items[i].name;
        struct str sql = str_format(a, "DROP INDEX \"%.*s\"", STR_ARG(name));
        if (!holds_index(&wanted, &there.items[i]) &&
            !change_index(db, sql, name, (struct str){0}, faults))
            return false;
    }
    for (size_t i = 0; i < wanted.count; i++)
        if (!holds_index(&there, &wanted.items[i]) && !make_index(db, &wanted.items[i], faults))
            return false;
    return true;
}

bool schema_drop_indexes(struct db *db, struct str type, struct faults *faults)
{
    struct arena *a = faults->arena;
    struct indexes there = {0};
    struct str table = str_format(a, " ON \"%.*s\" (", STR_ARG(type));
    if (!read_indexes(db, &there, faults))
        return false;
    for (size_t i = 0; i < there.count; i++) {
        struct str name = there.items[i].name;
        struct str sql = str_format(a, "DROP INDEX \"%.*s\"", STR_ARG(name));
        if (str_contains(there.items[i].definition, table) &&
            !change_index(db, sql, name, (struct str){0}, faults))
            return false;
    }
    return true;
}
