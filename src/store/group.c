/* Counts and sums of many records at once, by what they have in common. */
#include "store/inside.h"

static bool add_sum(struct sql *q, const struct query *query, const char *sum,
                    struct faults *faults)
{
    const struct field *f = sum ? type_field(query->type, str_of(sum)) : NULL;
    if (!sum) {
        sql_add(q, ", CAST(0 AS bigint)");
        return true;
    }
    if (!f || field_holds(f) != VALUE_INTEGER)
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = str_of(sum)}),
                     N_("\"{1}\" is no field of \"{2}\" that can be added up."), str_of(sum),
                     query->type->label);
    sql_add(q, ", CAST(coalesce(sum(r.");
    sql_name(q, f->name);
    sql_add(q, "), 0) AS bigint)");
    return true;
}

static bool group_sql(struct sql *q, const struct query *query, const struct path *by,
                      const char *sum, struct faults *faults)
{
    sql_add(q, "SELECT g.\"value\", g.\"many\", g.\"total\" FROM (SELECT CAST(");
    if (!sql_path(q, by, faults))
        return false;
    sql_add(q, " AS text) AS \"value\", count(*) AS \"many\"");
    if (!add_sum(q, query, sum, faults))
        return false;
    sql_add(q, " AS \"total\" FROM ");
    sql_name(q, query->type->name);
    sql_add(q, " r");
    if (!sql_where(q, query, faults))
        return false;
    sql_add(q, " GROUP BY 1) g ORDER BY g.\"many\" DESC, g.\"value\"");
    return true;
}

bool store_group(struct session *s, struct arena *a, const struct query *query,
                 const struct path *by, const char *sum, struct groups *found,
                 struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct sql q = {.text = {.arena = &s->scratch}, .type = query->type};
    struct db_statement *statement = NULL;
    enum db_outcome outcome = DB_FAILED;
    *found = (struct groups){0};
    if (group_sql(&q, query, by, sum, faults))
        statement = sql_start(s, &q, faults);
    while (statement && (outcome = db_step(statement, faults)) == DB_ROW)
        *arena_push(a, found) = (struct group){db_text(statement, a, 0), db_integer(statement, 1),
                                               db_integer(statement, 2)};
    db_done(statement);
    arena_rewind(&s->scratch, mark);
    return outcome == DB_DONE;
}
