/* A page with two holes and a change without the check of its form, for test builds with
 * -Dplanted_hole=true alone: what is asked for is pasted into SQL and into HTML. `./dev security`
 * believes its scanners and checks only when they find all three here. It reads a database of its
 * own in memory and never the store. */
#include "base/arena.h"
#include "base/buffer.h"
#include "web/route.h"

#include <sqlite3.h>

void planted_hole(struct call *c);
void planted_change(struct call *c);

/* Answers as a change that was taken: a route that is no act, so that no form's token is asked for.
 */
void planted_change(struct call *c)
{
    c->response->status = 200;
    c->response->content_type = S("text/plain; charset=utf-8");
    c->response->body = S("Changed.\n");
}

/* sleep(seconds), as other databases have it: how a blind injection shows. */
static void nap(sqlite3_context *context, int count, sqlite3_value **values)
{
    int seconds = count == 1 ? sqlite3_value_int(values[0]) : 0;
    if (seconds > 0 && seconds < 20)
        sqlite3_sleep(1000 * seconds);
    sqlite3_result_int(context, 0);
}

static int add_row(void *context, int count, char **values, char **names)
{
    (void)names;
    struct buffer *page = context;
    for (int i = 0; i < count; i++) {
        buffer_add(page, S("<li>"));
        buffer_add(page, str_of(values[i] ? values[i] : ""));
    }
    return 0;
}

void planted_hole(struct call *c)
{
    struct str q = call_value(c, "q");
    struct buffer page = {.arena = c->arena}, sql = {.arena = c->arena};
    buffer_add(&page,
               S("<!doctype html><html lang=\"en\"><title>Planted</title><form action=\"\">"
                 "<input name=\"q\" value=\"Baku\"><button>Find</button></form><p>Found for "));
    buffer_add(&page, q);
    buffer_add(&page, S("</p><ul>"));
    buffer_add(&sql, S("SELECT name FROM town WHERE name = '"));
    buffer_add(&sql, q);
    buffer_add(&sql, S("'"));
    sqlite3 *db = NULL;
    char *complaint = NULL;
    if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
        sqlite3_create_function(db, "sleep", 1, SQLITE_UTF8, NULL, nap, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "CREATE TABLE town (name TEXT); INSERT INTO town VALUES ('Baku')", NULL,
                     NULL, NULL) == SQLITE_OK)
        sqlite3_exec(db, str_c(c->arena, buffer_str(&sql)), add_row, &page, &complaint);
    if (complaint) {
        buffer_add(&page, S("<li>SQLite error: "));
        buffer_add(&page, str_of(complaint));
        sqlite3_free(complaint);
    }
    sqlite3_close(db);
    buffer_add(&page, S("</ul></html>"));
    c->response->status = 200;
    c->response->content_type = S("text/html; charset=utf-8");
    c->response->body = buffer_str(&page);
}
