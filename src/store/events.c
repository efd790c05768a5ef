/* What happened without changing a record has its row in the chain too, with no content digest; and
 * the chain is read here, newest rows first. */
#include "store/inside.h"

#include "base/json.h"

static bool append_event(struct session *s, const struct event *event, struct faults *faults)
{
    struct audit_row row = {
        .action = str_of(event->action),
        .type = event->type,
        .record = event->record,
    };
    if (event->details)
        row.difference = json_print(&s->scratch, event->details, 0);
    return audit_append(s, &row, faults) || change_failed(s);
}

bool store_event(struct session *s, const struct event *event, struct faults *faults)
{
    if (!change_is_open(s, faults))
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = append_event(s, event, faults);
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_event_alone(struct session *s, const struct actor *actor, const struct event *event,
                       struct faults *faults)
{
    if (!store_begin(s, actor, faults))
        return false;
    if (store_event(s, event, faults))
        return store_commit(s, faults);
    store_rollback(s);
    return false;
}

/* --- reading --- */

static void narrow(struct sql *sql, const char *column, struct str value, const char *compare)
{
    if (!value.n)
        return;
    sql_add(sql, sql->bound.count ? " AND " : " WHERE ");
    sql_add(sql, column);
    sql_add(sql, compare);
    sql_value(sql, value_text(value));
}

bool store_audit_read(struct session *s, struct arena *a, const struct audit_query *q,
                      struct changes *found, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct sql sql = {.text = {.arena = &s->scratch}};
    *found = (struct changes){0};
    sql_add(&sql, "SELECT " CHANGE_COLUMNS " FROM store_audit");
    narrow(&sql, "record", q->record, " = ");
    narrow(&sql, "type", q->type, " = ");
    narrow(&sql, "actor", q->actor, " = ");
    narrow(&sql, "action", q->action, " = ");
    narrow(&sql, "at", q->from, " >= ");
    narrow(&sql, "at", q->until, " < ");
    if (q->before) {
        sql_add(&sql, sql.bound.count ? " AND " : " WHERE ");
        sql_add(&sql, "(at, number) < (coalesce((SELECT b.at FROM store_audit b WHERE b.number = ");
        sql_value(&sql, value_integer(q->before));
        sql_add(&sql, "), '9999'), ");
        sql_value(&sql, value_integer(q->before));
        sql_add(&sql, ")");
    }
    /* In the order of the indexes by actor, action and time: in that of the chain, too, unless the
     * clock was set back. */
    sql_add(&sql, " ORDER BY at DESC, number DESC");
    if (q->limit) {
        sql_add(&sql, " LIMIT ");
        sql_value(&sql, value_integer((int64_t)q->limit));
    }
    struct db_statement *statement = sql_start(s, &sql, faults);
    bool ok = statement && changes_read(statement, a, found, faults);
    db_done(statement);
    arena_rewind(&s->scratch, mark);
    return ok;
}
