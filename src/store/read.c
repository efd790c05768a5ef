/* Reading records: by id, by key, by conditions; counts and sums. */
#include "store/inside.h"

#include "model/expression.h"

/* The columns of columns_sql (id, version, fields), or those of some fields. */
static struct record *read_row(const struct db_statement *q, struct arena *a,
                               const struct type *type, const bool *only)
{
    struct record *r = record_new(a, type);
    int column = 0;
    r->id = db_text(q, a, column++);
    r->version = db_integer(q, column++);
    for (size_t i = 0; i < type->field_count; i++)
        if (!only || only[i])
            r->values[i] = db_value(q, a, column++, field_holds(&type->fields[i]));
    return r;
}

static struct sql sql_new(struct session *s, const struct type *type)
{
    return (struct sql){.text = {.arena = &s->scratch}, .type = type};
}

static void add_some_columns(struct sql *q, const struct type *type, const bool *only)
{
    sql_add(q, "r.\"id\", r.\"version\"");
    for (size_t i = 0; i < type->field_count; i++)
        if (only[i]) {
            sql_add(q, ", r.");
            sql_name(q, type->fields[i].name);
        }
}

static void select_from(struct sql *q, const struct table *t, bool brief, const bool *only)
{
    sql_add(q, "SELECT ");
    if (only)
        add_some_columns(q, t->type, only);
    else
        buffer_add(&q->text, brief ? t->brief_sql : t->columns_sql);
    sql_add(q, " FROM ");
    sql_name(q, t->name);
    sql_add(q, " r");
}

/* The first row of the statement as a record. */
static struct record *only_row(struct db_statement *q, struct arena *a, const struct type *type,
                               struct faults *faults)
{
    struct record *r = NULL;
    if (q && db_step(q, faults) == DB_ROW)
        r = read_row(q, a, type, NULL);
    db_done(q);
    return r;
}

static struct record *get(struct session *s, struct arena *a, const struct type *type,
                          struct str id, bool brief, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct sql q = sql_new(s, type);
    select_from(&q, table_of(s->store, type), brief, NULL);
    sql_add(&q, " WHERE r.\"id\" = ");
    sql_value(&q, (struct value){.kind = VALUE_TEXT, .text = id});
    struct record *r = only_row(sql_start(s, &q, faults), a, type, faults);
    arena_rewind(&s->scratch, mark);
    if (r)
        r->brief = brief;
    return r;
}

struct record *store_get(struct session *s, struct arena *a, const struct type *type, struct str id,
                         struct faults *faults)
{
    return get(s, a, type, id, false, faults);
}

struct record *store_get_brief(struct session *s, struct arena *a, const struct type *type,
                               struct str id, struct faults *faults)
{
    return get(s, a, type, id, true, faults);
}

struct record *find_by_key(struct session *s, struct arena *a, const struct key_value *wanted,
                           struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    const struct key *key = wanted->key;
    struct sql q = sql_new(s, wanted->type);
    select_from(&q, table_of(s->store, wanted->type), false, NULL);
    for (size_t i = 0; i < key->count; i++) {
        struct str column = key_column(&s->scratch, wanted->type, key, i);
        size_t after =
            str_find_char(column, ',', 0); /* of coalesce("f", ''): the same on the right */
        sql_add(&q, i ? " AND " : " WHERE ");
        buffer_add(&q.text, column);
        sql_add(&q, after == STR_NONE ? " = " : " = coalesce(");
        sql_value(&q, wanted->values[i]);
        if (after != STR_NONE)
            buffer_add(&q.text, str_from(column, after));
    }
    struct record *r = only_row(sql_start(s, &q, faults), a, wanted->type, faults);
    arena_rewind(&s->scratch, mark);
    return r;
}

struct record *store_find(struct session *s, struct arena *a, const struct type *type,
                          const struct value *key, struct faults *faults)
{
    return find_by_key(s, a, &(struct key_value){type, &type->keys[0], key}, faults);
}

/* " ORDER BY …": empty values come first, or last when falling. */
static bool order_sql(struct sql *q, const struct query *query, struct faults *faults)
{
    sql_add(q, " ORDER BY ");
    for (size_t i = 0; i < sizeof query->order / sizeof *query->order && query->order[i]; i++) {
        struct str name = str_of(query->order[i]);
        bool falling = str_starts(name, S("-"));
        name = falling ? str_from(name, 1) : name;
        if (!type_field(q->type, name) && !str_eq(name, S("id")) && !str_eq(name, S("version")))
            return FAULT(faults, FAULT_INPUT, ((struct place){.field = name}),
                         N_("Records of type \"{1}\" have no field \"{2}\"."), q->type->label,
                         name);
        if (sql_refuses_sealed(type_field(q->type, name), faults))
            return false;
        sql_add(q, "r.");
        sql_name(q, name);
        sql_add(q, falling ? " DESC NULLS LAST, " : " ASC NULLS FIRST, ");
    }
    sql_add(q, "r.\"id\"");
    return true;
}

static void limit_sql(struct sql *q, const struct query *query)
{
    if (!query->limit && !query->offset)
        return;
    sql_add(q, " LIMIT ");
    sql_value(q, value_integer(query->limit ? (int64_t)query->limit : INT64_MAX));
    sql_add(q, " OFFSET ");
    sql_value(q, value_integer((int64_t)query->offset));
}

/* --- the first rows of several ways --- */

/* What a person may see is mostly "their own, or their office's, or their district's". A database
 * would read all of that and sort it. Each way by itself has an index that holds the order of the
 * list, and the first rows of all are among the first rows of each: so only those are read. */
enum { FARTHEST_ROW = 5000 };

struct ways {
    const struct expression **items;
    size_t count, capacity;
};

/* An "or" among others is the same as all of them in one. */
static void add_ways(struct arena *a, const struct expression *e, struct ways *ways)
{
    for (size_t i = 0; e->kind == EXPRESSION_OR && i < e->count; i++)
        add_ways(a, e->items[i], ways);
    if (e->kind != EXPRESSION_OR)
        *arena_push(a, ways) = e;
}

/* The first of what must hold, which is what a visit puts there. */
static struct ways ways_of(struct arena *a, const struct query *query)
{
    const struct expression *where = query->where;
    struct ways ways = {0};
    bool near = query->limit && query->offset + query->limit <= FARTHEST_ROW && query->order[0];
    if (where && where->kind == EXPRESSION_AND && where->count)
        where = where->items[0];
    if (near && where && where->kind == EXPRESSION_OR)
        add_ways(a, where, &ways);
    return ways;
}

static const struct expression *with_others(struct arena *a, const struct expression *way,
                                            const struct expression *where)
{
    struct expression *both = arena_new(a, struct expression);
    both->kind = EXPRESSION_AND;
    *arena_push(a, both) = way;
    for (size_t n = 1; where->kind == EXPRESSION_AND && n < where->count; n++)
        *arena_push(a, both) = where->items[n];
    return both;
}

/* " WHERE (r.id IN (the first rows of one way) OR r.id IN (those of the next) …)" */
static bool several_ways_sql(struct sql *q, const struct query *query, const struct ways *ways,
                             struct faults *faults)
{
    for (size_t i = 0; i < ways->count; i++) {
        struct query one = *query;
        one.where = with_others(q->text.arena, ways->items[i], query->where);
        sql_add(q, i ? " OR " : " WHERE (");
        sql_add(q, "r.\"id\" IN (SELECT w.\"id\" FROM (SELECT r.\"id\" FROM ");
        sql_name(q, query->type->name);
        sql_add(q, " r");
        if (!sql_where(q, &one, faults) || !order_sql(q, query, faults))
            return false;
        sql_add(q, " LIMIT ");
        sql_value(q, value_integer((int64_t)(query->offset + query->limit)));
        sql_add(q, ") w)");
    }
    sql_add(q, ")");
    return true;
}

bool store_query(struct session *s, struct arena *a, const struct query *query,
                 struct records *found, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct sql q = sql_new(s, query->type);
    *found = (struct records){0};
    select_from(&q, table_of(s->store, query->type), query->brief, query->only);
    struct ways ways = ways_of(&s->scratch, query);
    bool ok = (ways.count > 1 ? several_ways_sql(&q, query, &ways, faults)
                              : sql_where(&q, query, faults)) &&
              order_sql(&q, query, faults);
    limit_sql(&q, query);
    struct db_statement *statement = ok ? sql_start(s, &q, faults) : NULL;
    enum db_outcome outcome = DB_FAILED;
    while (statement && (outcome = db_step(statement, faults)) == DB_ROW)
        (*arena_push(a, found) = read_row(statement, a, query->type, query->only))->brief =
            query->brief || query->only;
    db_done(statement);
    arena_rewind(&s->scratch, mark);
    return outcome == DB_DONE;
}

/* One number over the rows of a query. */
static bool number_of(struct session *s, const struct query *query, struct str what,
                      int64_t *number, struct faults *faults)
{
    struct sql q = sql_new(s, query->type);
    sql_add(&q, "SELECT ");
    buffer_add(&q.text, what);
    sql_add(&q, " FROM ");
    sql_name(&q, query->type->name);
    sql_add(&q, " r");
    if (!sql_where(&q, query, faults))
        return false;
    struct db_statement *statement = sql_start(s, &q, faults);
    bool ok = statement && db_step(statement, faults) == DB_ROW;
    if (ok)
        *number = db_integer(statement, 0);
    db_done(statement);
    return ok;
}

bool store_count(struct session *s, const struct query *query, int64_t *count,
                 struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = number_of(s, query, S("count(*)"), count, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_count_different(struct session *s, const struct query *query, const char *field,
                           int64_t *count, struct faults *faults)
{
    const struct field *f = type_field(query->type, str_of(field));
    if (!f)
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = str_of(field)}),
                     N_("Records of type \"{1}\" have no field \"{2}\"."), query->type->label,
                     str_of(field));
    if (sql_refuses_sealed(f, faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct str what = str_format(&s->scratch, "count(DISTINCT r.\"%.*s\")", STR_ARG(f->name));
    bool ok = number_of(s, query, what, count, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_sum(struct session *s, const struct query *query, const char *field, int64_t *sum,
               struct faults *faults)
{
    const struct field *f = type_field(query->type, str_of(field));
    if (!f || field_holds(f) != VALUE_INTEGER)
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = str_of(field)}),
                     N_("\"{1}\" is no field of \"{2}\" that can be added up."), str_of(field),
                     query->type->label);
    struct arena_mark mark = arena_mark(&s->scratch);
    struct str what =
        str_format(&s->scratch, "CAST(coalesce(sum(r.\"%.*s\"), 0) AS bigint)", STR_ARG(f->name));
    bool ok = number_of(s, query, what, sum, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}
