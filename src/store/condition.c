/* Conditions and expressions as SQL; every value is bound. */
#include "store/inside.h"

#include "model/expression.h"

enum { LONGEST_SEARCH = 400 }; /* bytes of a text that is looked for inside others */

void sql_add(struct sql *q, const char *text)
{
    buffer_add(&q->text, str_of(text));
}

void sql_name(struct sql *q, struct str name)
{
    buffer_char(&q->text, '"');
    buffer_add(&q->text, name);
    buffer_char(&q->text, '"');
}

void sql_value(struct sql *q, struct value v)
{
    *arena_push(q->text.arena, &q->bound) = v;
    buffer_add(&q->text, str_format(q->text.arena, "$%zu", q->bound.count));
}

struct db_statement *sql_start(struct session *s, const struct sql *q, struct faults *faults)
{
    struct db_statement *statement = db_prepare(s->db, buffer_str(&q->text), faults);
    for (size_t i = 0; statement && i < q->bound.count; i++)
        db_bind(statement, &q->bound.items[i]);
    return statement;
}

/* --- conditions --- */

/* Writes r."name"; a fault when the type has no such field. */
static bool column(struct sql *q, struct str name, struct faults *faults)
{
    if (!str_eq(name, S("id")) && !str_eq(name, S("version")) && !type_field(q->type, name))
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = name}),
                     N_("Records of type \"{1}\" have no field \"{2}\"."), q->type->label, name);
    sql_add(q, "r.");
    sql_name(q, name);
    return true;
}

bool sql_refuses_sealed(const struct field *f, struct faults *faults)
{
    if (!f || !f->sealed)
        return false;
    return !FAULT(
        faults, FAULT_REFUSED, ((struct place){.field = f->name}),
        N_("\"{1}\" is sealed, so records cannot be picked, sorted or counted by it; only "
           "whether it is filled in can be asked."),
        f->label);
}

/* %text% with the signs that mean something to LIKE made plain. */
static struct value like_pattern(struct arena *a, struct str text)
{
    struct buffer b = {.arena = a};
    buffer_char(&b, '%');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%' || text.p[i] == '_' || text.p[i] == '\\')
            buffer_char(&b, '\\');
        buffer_char(&b, char_lower(text.p[i]));
    }
    buffer_char(&b, '%');
    return value_text(buffer_str(&b));
}

static bool condition_sql(struct sql *q, const struct condition *c, struct faults *faults)
{
    static const char *const signs[] = {
        [IS] = " = ", [LESS] = " < ", [AT_MOST] = " <= ", [MORE] = " > ", [AT_LEAST] = " >= "};
    enum compare compare = c->compare;
    struct str name = str_of(c->field);
    if (c->value.kind == VALUE_EMPTY && (compare == IS || compare == IS_NOT))
        compare = compare == IS ? IS_EMPTY : IS_SET;
    if (compare == CONTAINS && c->value.text.n > LONGEST_SEARCH)
        return FAULT(faults, FAULT_LIMIT, ((struct place){.field = name}),
                     N_("The text that is searched for is too long; a few words will do."));
    if (compare != IS_EMPTY && compare != IS_SET &&
        sql_refuses_sealed(type_field(q->type, name), faults))
        return false;
    sql_add(q, compare == CONTAINS ? "lower(" : "(");
    if (!column(q, name, faults))
        return false;
    switch (compare) {
    case IS_EMPTY: sql_add(q, " IS NULL"); break;
    case IS_SET: sql_add(q, " IS NOT NULL"); break;
    case CONTAINS:
        sql_add(q, ") LIKE ");
        sql_value(q, like_pattern(q->text.arena, c->value.text));
        sql_add(q, " ESCAPE '\\'");
        return true;
    case IS_NOT:
        sql_add(q, " <> ");
        sql_value(q, c->value);
        sql_add(q, " OR ");
        column(q, name, faults);
        sql_add(q, " IS NULL");
        break;
    default: sql_add(q, signs[compare]); sql_value(q, c->value);
    }
    sql_add(q, ")");
    return true;
}

/* --- expressions --- */

static bool expression_sql(struct sql *q, const struct expression *e, struct faults *faults);

/* employer.district.name, the last field first: the value is looked up through the references. */
static void path_sql(struct sql *q, const struct expression *e, size_t length)
{
    const struct field *f = e->path[length - 1];
    if (length == 1) {
        sql_add(q, "r.");
        sql_name(q, f->name);
        return;
    }
    const char *alias = str_format(q->text.arena, "p%d", ++q->aliases).p;
    sql_add(q, "(SELECT ");
    sql_add(q, alias);
    sql_add(q, ".");
    sql_name(q, f->name);
    sql_add(q, " FROM ");
    sql_name(q, e->path[length - 2]->to->name);
    sql_add(q, " ");
    sql_add(q, alias);
    sql_add(q, " WHERE ");
    sql_add(q, alias);
    sql_add(q, ".\"id\" = ");
    path_sql(q, e, length - 1);
    sql_add(q, ")");
}

bool sql_path(struct sql *q, const struct path *path, struct faults *faults)
{
    const struct expression e = {
        .kind = EXPRESSION_FIELD, .path = path->fields, .path_count = path->count};
    if (sql_refuses_sealed(path->fields[path->count - 1], faults))
        return false;
    path_sql(q, &e, path->count);
    return true;
}

static bool operand_sql(struct sql *q, const struct expression *e, struct faults *faults)
{
    switch (e->kind) {
    case EXPRESSION_FIELD:
        if (sql_refuses_sealed(e->path[e->path_count - 1], faults))
            return false;
        path_sql(q, e, e->path_count);
        return true;
    case EXPRESSION_LITERAL: sql_value(q, e->literal); return true;
    case EXPRESSION_PARAMETER:
        return FAULT(faults, FAULT_INPUT, (struct place){0},
                     N_("The condition needs a value for \"{1}\"."), e->parameter);
    default: return expression_sql(q, e, faults);
    }
}

static bool joined_sql(struct sql *q, const struct expression *e, const char *word,
                       struct faults *faults)
{
    sql_add(q, "(");
    for (size_t i = 0; i < e->count; i++) {
        sql_add(q, i ? word : "");
        if (!expression_sql(q, e->items[i], faults))
            return false;
    }
    sql_add(q, ")");
    return true;
}

static bool in_sql(struct sql *q, const struct expression *e, struct faults *faults)
{
    sql_add(q, "(");
    if (!operand_sql(q, e->items[0], faults))
        return false;
    for (size_t i = 1; i < e->count; i++) {
        sql_add(q, i == 1 ? " IN (" : ", ");
        if (!operand_sql(q, e->items[i], faults))
            return false;
    }
    sql_add(q, "))");
    return true;
}

static bool compare_sql(struct sql *q, const struct expression *e, struct faults *faults)
{
    static const char *const signs[] = {
        [EQUAL] = " = ",        [UNEQUAL] = " <> ", [BELOW] = " < ",
        [AT_OR_BELOW] = " <= ", [ABOVE] = " > ",    [AT_OR_ABOVE] = " >= "};
    sql_add(q, "(");
    if (!operand_sql(q, e->items[0], faults))
        return false;
    sql_add(q, signs[e->comparison]);
    if (!operand_sql(q, e->items[1], faults))
        return false;
    sql_add(q, ")");
    return true;
}

static bool around(struct sql *q, const char *before, const struct expression *e, const char *after,
                   struct faults *faults)
{
    sql_add(q, before);
    if (!operand_sql(q, e, faults))
        return false;
    sql_add(q, after);
    return true;
}

/* Also of a sealed field: whether it is filled in is no secret. */
static bool is_null_sql(struct sql *q, const struct expression *e, struct faults *faults)
{
    if (e->kind != EXPRESSION_FIELD)
        return around(q, "(", e, " IS NULL)", faults);
    sql_add(q, "(");
    path_sql(q, e, e->path_count);
    sql_add(q, " IS NULL)");
    return true;
}

static bool expression_sql(struct sql *q, const struct expression *e, struct faults *faults)
{
    switch (e->kind) {
    case EXPRESSION_AND: return joined_sql(q, e, " AND ", faults);
    case EXPRESSION_OR: return joined_sql(q, e, " OR ", faults);
    case EXPRESSION_NOT: return around(q, "(NOT ", e->items[0], ")", faults);
    case EXPRESSION_IS_NULL: return is_null_sql(q, e->items[0], faults);
    case EXPRESSION_IN: return in_sql(q, e, faults);
    case EXPRESSION_COMPARE: return compare_sql(q, e, faults);
    default: return around(q, "(", e, " = 1)", faults); /* a boolean field on its own */
    }
}

bool sql_where(struct sql *q, const struct query *query, struct faults *faults)
{
    const char *word = " WHERE ";
    for (size_t i = 0; i < query->condition_count; i++, word = " AND ") {
        sql_add(q, word);
        if (!condition_sql(q, &query->conditions[i], faults))
            return false;
    }
    if (!query->where)
        return true;
    sql_add(q, word);
    return expression_sql(q, query->where, faults);
}
