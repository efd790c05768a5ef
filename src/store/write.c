/* Inserting, updating and deleting records, each with its row of the audit chain. */
#include "store/inside.h"

#include <sodium.h>
#include <string.h>

/* --- rows --- */

struct value *row_get(struct session *s, struct arena *a, const struct table *t, struct str id,
                      int64_t *version, struct faults *faults)
{
    struct db_statement *q = db_prepare(s->db, t->get_sql, faults);
    if (!q)
        return NULL;
    db_bind_text(q, id);
    struct value *values = NULL;
    if (db_step(q, faults) == DB_ROW) {
        values = arena_array(a, t->count, struct value);
        *version = db_integer(q, 0);
        for (size_t i = 0; i < t->count; i++)
            values[i] = db_value(q, a, (int)i + 1, t->columns[i].holds);
    }
    db_done(q);
    return values;
}

/* Sets only what differs, so that indexes of the rest stay untouched. */
static enum db_outcome update_row(struct session *s, const struct table *t,
                                  const struct row_change *c, struct faults *faults)
{
    struct sql q = {.text = {.arena = &s->scratch}};
    sql_add(&q, "UPDATE ");
    sql_name(&q, t->name);
    sql_add(&q, " SET \"version\" = ");
    sql_value(&q, value_integer(c->version));
    for (size_t i = 0; i < t->count; i++) {
        if (value_eq(&c->before[i], &c->after[i]))
            continue;
        sql_add(&q, ", ");
        sql_name(&q, t->columns[i].name);
        sql_add(&q, " = ");
        sql_value(&q, c->after[i]);
    }
    sql_add(&q, " WHERE \"id\" = ");
    sql_value(&q, (struct value){.kind = VALUE_TEXT, .text = c->id});
    sql_add(&q, " AND \"version\" = ");
    sql_value(&q, value_integer(c->version - 1));
    struct db_statement *statement = sql_start(s, &q, faults);
    return statement ? db_send(s->db, statement, &(struct db_sending){0}, faults) : DB_FAILED;
}

bool row_put(struct session *s, const struct table *t, const struct row_change *c,
             struct faults *faults)
{
    return update_row(s, t, c, faults) == DB_DONE;
}

static enum db_outcome insert_row(struct session *s, const struct table *t, const struct record *r,
                                  const struct value *values, struct faults *faults)
{
    struct db_statement *q = db_prepare(s->db, t->insert_sql, faults);
    if (!q)
        return DB_FAILED;
    db_bind_text(q, r->id);
    db_bind_integer(q, 1);
    for (size_t i = 0; i < t->count; i++)
        db_bind(q, &values[i]);
    return db_send(s->db, q, &(struct db_sending){.counted = true}, faults);
}

/* --- faults that name what stands in the way --- */

static struct str plain(struct arena *a, const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        return v->text.n <= 200 ? v->text : str_format(a, "%.200s…", str_c(a, v->text));
    case VALUE_INTEGER: return str_format(a, "%lld", (long long)v->integer);
    case VALUE_REAL: return node_text(a, node_real(a, v->real));
    case VALUE_BLOB: return str_format(a, "%zu B", v->text.n);
    default: return (struct str){0};
    }
}

/* The id of another record with the same key, or empty. */
static struct str holder_of(struct session *s, const struct record *r, const struct key *key)
{
    struct arena *a = &s->scratch;
    struct faults ignored = {.arena = a};
    struct value *values = arena_array(a, key->count, struct value);
    bool any = false;
    for (size_t i = 0; i < key->count; i++) {
        values[i] = r->values[key->fields[i]];
        any = any || values[i].kind != VALUE_EMPTY;
    }
    struct record *found =
        any ? find_by_key(s, a, &(struct key_value){r->type, key, values}, &ignored) : NULL;
    return found && !str_eq(found->id, r->id) ? found->id : (struct str){0};
}

/* Names the first key that another record has; false when there is none. */
static bool name_key(struct session *s, const struct record *r, struct faults *faults)
{
    const struct type *t = r->type;
    for (size_t i = 0; i < t->key_count; i++) {
        const struct key *key = &t->keys[i];
        if (!holder_of(s, r, key).n)
            continue;
        struct str_list parts = {0};
        for (size_t k = 0; k < key->count; k++) {
            const struct field *f = &t->fields[key->fields[k]];
            struct str value = plain(&s->scratch, &r->values[f->index]);
            *arena_push(&s->scratch, &parts) =
                str_format(&s->scratch, "%.*s %.*s", STR_ARG(f->label), STR_ARG(value));
        }
        FAULT(faults, FAULT_CONFLICT, ((struct place){.field = t->fields[key->fields[0]].name}),
              N_("There is a record of type \"{1}\" with the same {2} already."), t->label,
              str_join(&s->scratch, &parts, S(", ")));
        return true;
    }
    return false;
}

static bool taken(struct session *s, const struct record *r, struct faults *faults)
{
    if (!name_key(s, r, faults))
        FAULT(faults, FAULT_CONFLICT, (struct place){0},
              N_("There is such a record of type \"{1}\" already."), r->type->label);
    return change_failed(s);
}

/* A reference leads nowhere: says which. */
static bool dangling(struct session *s, const struct record *r, struct faults *faults)
{
    size_t before = faults->total;
    for (size_t i = 0; i < r->type->field_count; i++) {
        const struct field *f = &r->type->fields[i];
        const struct value *v = &r->values[i];
        int64_t version;
        if (f->kind == FIELD_REF && v->kind == VALUE_TEXT &&
            !row_get(s, &s->scratch, table_of(s->store, f->to), v->text, &version, faults))
            FAULT(faults, FAULT_INPUT, ((struct place){.field = f->name}),
                  N_("\"{1}\" names the record {2} of type \"{3}\", and there is none."), f->label,
                  v->text, f->to->label);
    }
    if (faults->total == before)
        FAULT(faults, FAULT_INPUT, (struct place){0},
              N_("The record refers to another one that is not there."));
    return change_failed(s);
}

/* --- changes of records --- */

bool change_failed(struct session *s)
{
    s->failed = true;
    return false;
}

bool change_is_open(struct session *s, struct faults *faults)
{
    if (s->writing && !s->failed)
        return true;
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 s->writing ? N_("An earlier step of this change failed, so nothing more is stored "
                                 "with it.")
                            : N_("No change was begun, so nothing can be stored."));
}

/* The values of all columns: those of the record, sealed where they are to be, then the kept ones
 * of `row` (NULL: empty). NULL with a fault. */
static const struct value *all_columns(struct session *s, const struct table *t,
                                       const struct record *r, const struct value *row,
                                       struct faults *faults)
{
    size_t own = r->type->field_count;
    const struct value *values = seal_record(s, t, r, row, faults);
    if (t->count == own || !values)
        return values;
    struct value *all = arena_array(&s->scratch, t->count, struct value);
    memcpy(all, values, own * sizeof *all);
    if (row)
        memcpy(all + own, row + own, (t->count - own) * sizeof *all);
    return all;
}

/* 128 random bits in 26 characters that cannot be mistaken for one another (Crockford's base 32).
 */
static struct str new_id(char id[27])
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned char random[16];
    unsigned bits = 0, held = 0;
    size_t n = 0;
    randombytes_buf(random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        bits = bits << 8 | random[i];
        for (held += 8; held >= 5; held -= 5)
            id[n++] = digits[bits >> (held - 5) & 31];
    }
    id[n++] = digits[bits << (5 - held) & 31];
    id[n] = 0;
    return (struct str){id, n};
}

/* Says why a row was not put, unless it was told. */
static bool told(struct session *s, const struct record *r, enum db_outcome outcome,
                 struct faults *faults)
{
    if (outcome == DB_TAKEN)
        return taken(s, r, faults);
    if (outcome == DB_DANGLING)
        return dangling(s, r, faults);
    return change_failed(s);
}

/* The row, its words and its row of the chain go to the database together; a row that could not be
 * put takes the others with it, since nothing of a failed change stays. */
static bool insert_row_and_audit(struct session *s, const struct table *t, struct record *r,
                                 struct faults *faults)
{
    int64_t changed = 0;
    const struct value *values = all_columns(s, t, r, NULL, faults);
    if (!values)
        return change_failed(s);
    enum db_outcome outcome = insert_row(s, t, r, values, faults);
    if (outcome != DB_DONE)
        return told(s, r, outcome, faults);
    r->version = 1;
    /* What the record was at first follows from what it is and what changed since: store_history.
     */
    bool ok = blind_put(s, r, NULL, values, faults) &&
              search_keep(s, r->type, r->id, NULL, values, faults) &&
              audit_add(s, "insert", t, r->id, 1, values, (struct str){0}, faults);
    outcome = db_wait(s->db, &changed, faults);
    if (ok && outcome == DB_DONE && changed)
        return true;
    return told(s, r, outcome == DB_DONE && !changed ? DB_TAKEN : outcome, faults);
}

bool insert_as(struct session *s, const struct table *t, struct record *r, struct faults *faults)
{
    if (!change_is_open(s, faults))
        return false;
    if (!record_check(r, faults))
        return change_failed(s);
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = insert_row_and_audit(s, t, r, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_insert(struct session *s, struct record *r, struct faults *faults)
{
    struct str before = r->id;
    r->id = new_id(r->own_id);
    if (insert_as(s, table_of(s->store, r->type), r, faults))
        return true;
    r->id = before;
    return false;
}

static void tell_conflict(struct session *s, const struct record *mine, const struct value *theirs,
                          int64_t version, struct faults *faults)
{
    struct arena *a = &s->scratch;
    FAULT(faults, FAULT_CONFLICT, (struct place){0},
          N_("Somebody else changed this record after it was read here (it was version {1} and is "
             "now version {2}). Nothing was stored."),
          str_format(a, "%lld", (long long)mine->version),
          str_format(a, "%lld", (long long)version));
    for (size_t i = 0; i < mine->type->field_count; i++) {
        const struct field *f = &mine->type->fields[i];
        if (value_eq(&mine->values[i], &theirs[i]))
            continue;
        if (f->sealed || f->secret) /* neither value stands in a message */
            FAULT(faults, FAULT_CONFLICT, ((struct place){.field = f->name}),
                  N_("\"{1}\" may have been changed by somebody else; it is sealed."), f->label);
        else
            FAULT(faults, FAULT_CONFLICT, ((struct place){.field = f->name}),
                  N_("\"{1}\" is \"{2}\" now; this change would make it \"{3}\"."), f->label,
                  plain(a, &theirs[i]), plain(a, &mine->values[i]));
    }
}

static bool is_gone(struct session *s, struct faults *faults, size_t faults_before)
{
    if (faults->total == faults_before)
        FAULT(faults, FAULT_CONFLICT, (struct place){0},
              N_("Somebody else deleted this record after it was read here. Nothing was stored."));
    return change_failed(s);
}

static bool same(const struct table *t, const struct value *one, const struct value *two)
{
    for (size_t i = 0; i < t->count; i++)
        if (!value_eq(&one[i], &two[i]))
            return false;
    return true;
}

static bool key_changed(const struct type *type, const struct value *row,
                        const struct value *values)
{
    for (size_t i = 0; i < type->key_count; i++)
        for (size_t k = 0; k < type->keys[i].count; k++) {
            size_t field = type->keys[i].fields[k];
            if (!value_eq(&row[field], &values[field]))
                return true;
        }
    return false;
}

static bool update_row_and_audit(struct session *s, const struct table *t, struct record *r,
                                 const struct value *row, struct faults *faults)
{
    const struct value *values = all_columns(s, t, r, row, faults);
    if (!values)
        return change_failed(s);
    if (same(t, row, values))
        return true;
    if (key_changed(r->type, row, values) && name_key(s, r, faults))
        return change_failed(s);
    struct row_change c = {r->id, r->version + 1, row, values};
    enum db_outcome outcome = update_row(s, t, &c, faults);
    if (outcome != DB_DONE)
        return told(s, r, outcome, faults);
    r->version++;
    bool ok = blind_put(s, r, row, values, faults) &&
              search_keep(s, r->type, r->id, row, values, faults) &&
              audit_add(s, "update", t, r->id, r->version, values,
                        difference_print(&s->scratch, t, row, values), faults);
    outcome = db_wait(s->db, NULL, faults);
    return (ok && outcome == DB_DONE) || told(s, r, outcome, faults);
}

/* A record that was read without its long texts would lose them. */
static bool refuse_brief(struct session *s, const struct record *r, struct faults *faults)
{
    if (r->brief)
        FAULT(faults, FAULT_STORE, (struct place){0},
              N_("A record of type \"{1}\" was read in brief and cannot be stored again."),
              r->type->label);
    return change_failed(s);
}

bool store_update(struct session *s, struct arena *a, struct record *r, struct record **theirs,
                  struct faults *faults)
{
    const struct table *t = table_of(s->store, r->type);
    size_t faults_before = faults->total;
    int64_t version = 0;
    if (!change_is_open(s, faults))
        return false;
    if (r->brief || !record_check(r, faults))
        return refuse_brief(s, r, faults);
    struct arena_mark mark = arena_mark(&s->scratch);
    struct value *row = row_get(s, theirs ? a : &s->scratch, t, r->id, &version, faults);
    bool ok = false;
    if (!row) {
        is_gone(s, faults, faults_before);
    } else if (version != r->version) {
        tell_conflict(s, r, row, version, faults);
        change_failed(s);
        if (theirs) {
            *theirs = record_new(a, r->type);
            (*theirs)->id = str_copy(a, r->id);
            (*theirs)->version = version;
            (*theirs)->values = row;
        }
    } else {
        ok = update_row_and_audit(s, t, r, row, faults);
    }
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_take(struct session *s, const struct record *r, struct faults *faults)
{
    if (!change_is_open(s, faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct str sql =
        str_format(&s->scratch, "SELECT 1 FROM \"%.*s\" WHERE \"id\" = $1 AND \"version\" = $2%s",
                   STR_ARG(r->type->name), db_skip_locked(s->db));
    struct db_statement *q = db_prepare(s->db, sql, faults);
    if (q) {
        db_bind_text(q, r->id);
        db_bind_integer(q, r->version);
    }
    bool taken = q && db_step(q, faults) == DB_ROW;
    db_done(q);
    arena_rewind(&s->scratch, mark);
    return taken;
}

/* --- deleting --- */

/* Who refers to a record: the first such field, and how many records of its type do. */
struct referring {
    const struct type *by;
    const struct field *field; /* NULL: nobody */
    int64_t count;
};

static bool find_referring(struct session *s, const struct type *type, struct str id,
                           struct referring *found, struct faults *faults)
{
    const struct model *m = s->store->model;
    *found = (struct referring){0};
    for (size_t i = 0; i < m->type_count; i++)
        for (size_t k = 0; k < m->types[i].field_count; k++) {
            const struct field *f = &m->types[i].fields[k];
            int64_t count = 0;
            if (f->kind != FIELD_REF || f->to != type)
                continue;
            struct condition refers = {str_c(&s->scratch, f->name), IS, value_text(id)};
            struct query q = {.type = &m->types[i], .conditions = &refers, .condition_count = 1};
            if (!store_count(s, &q, &count, faults))
                return false;
            if (count) {
                *found = (struct referring){&m->types[i], f, count};
                return true;
            }
        }
    return true;
}

bool record_is_referred(struct session *s, const struct type *type, struct str id, bool *referred,
                        struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct referring found;
    bool ok = find_referring(s, type, id, &found, faults);
    *referred = found.field != NULL;
    arena_rewind(&s->scratch, mark);
    return ok;
}

/* Refuses while other records refer to this one, and says which kind does. */
static bool is_free(struct session *s, const struct record *r, struct faults *faults)
{
    struct referring found;
    if (!find_referring(s, r->type, r->id, &found, faults))
        return false;
    return !found.field ||
           FAULT(faults, FAULT_REFUSED, (struct place){0},
                 N_("This record cannot be deleted: {1} of type \"{2}\" refer to it as \"{3}\"."),
                 str_format(&s->scratch, "%lld", (long long)found.count), found.by->label,
                 found.field->label);
}

static bool delete_row(struct session *s, const struct table *t, const struct record *r,
                       struct faults *faults)
{
    struct db_statement *q = db_prepare(s->db, t->delete_sql, faults);
    if (!q)
        return false;
    db_bind_text(q, r->id);
    db_bind_integer(q, r->version);
    enum db_outcome outcome = db_step(q, faults);
    db_done(q);
    if (outcome == DB_DANGLING)
        return FAULT(faults, FAULT_REFUSED, (struct place){0},
                     N_("This record cannot be deleted: others refer to it."));
    return outcome == DB_DONE;
}

static bool delete_row_and_audit(struct session *s, const struct table *t, const struct record *r,
                                 struct faults *faults)
{
    size_t faults_before = faults->total;
    int64_t version = 0;
    struct value *row = row_get(s, &s->scratch, t, r->id, &version, faults);
    if (!row)
        return is_gone(s, faults, faults_before);
    if (version != r->version) {
        tell_conflict(s, r, row, version, faults);
        return change_failed(s);
    }
    return (is_free(s, r, faults) && delete_row(s, t, r, faults) &&
            search_keep(s, r->type, r->id, row, NULL, faults) &&
            blind_forget(s, r->type, r->id, faults) && seal_forget(s, t, r->id, faults) &&
            audit_add(s, "delete", t, r->id, version, NULL,
                      difference_print(&s->scratch, t, row, NULL), faults)) ||
           change_failed(s);
}

bool store_delete(struct session *s, const struct record *r, struct faults *faults)
{
    if (!change_is_open(s, faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = delete_row_and_audit(s, table_of(s->store, r->type), r, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}
