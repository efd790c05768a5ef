#include "web/audit_page.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/date.h"
#include "markup/words.h"
#include "web/answer.h"
#include "web/desk.h"
#include "web/staff_words.h"

enum { ROWS = 100, MOST_EXPORTED = 100 * 1000 };

static const struct {
    const char *action, *label;
} actions[] = {
    {"insert", N_("Added")},
    {"update", N_("Changed")},
    {"delete", N_("Deleted")},
    {"read", N_("Opened sealed fields")},
    {"find", N_("Searched for a person")},
    {"export", N_("Took a list away")},
    {"refused", N_("Was refused")},
    {"emergency", N_("Opened in an emergency")},
    {"erase", N_("Erased a person")},
    {"sign_in", N_("Signed in")},
    {"sign_in_failed", N_("Failed to sign in")},
    {"sign_out", N_("Signed out")},
    {"role_asked", N_("Asked for a role")},
    {"role_agreed", N_("Agreed to a role")},
    {"role_ended", N_("Ended a role")},
    {"token_made", N_("Made a token")},
    {"token_revoked", N_("Withdrew a token")},
    {"user_added", N_("Added a member of the staff")},
    {"user_blocked", N_("Blocked a member of the staff")},
    {"password_changed", N_("Changed the password")},
    {"password_reset", N_("Made a new first password")},
    {"rotate_keys", N_("Changed the store key")},
    {"migrate", N_("Brought to a new model")},
    {"codes_set", N_("Set up one-time codes")},
    {"codes_reset", N_("Took the one-time codes away")},
    {"seal", N_("Sealed fields with a new key")},
    {"layout", N_("Rearranged the store")},
    {"backup", N_("Made a backup")},
    {"restore", N_("Restored a backup")},
};

/* Ways in, and what is said of an event, as they stand in the chain and in words. */
static const struct {
    const char *name, *label;
} sayings[] = {
    {"cli", N_("at the terminal")},
    {"web", N_("on the pages")},
    {"api", N_("through the interface")},
    {"import", N_("in an import")},
    {"export", N_("in an export")},
    {"search", N_("in a search")},
    {"store", N_("by the store itself")},
    {"fields", N_("fields")},
    {"columns", N_("columns")},
    {"records", N_("records")},
    {"of", N_("of")},
    {"history", N_("history")},
    {"action", N_("what was tried")},
    {"more", N_("as often again within a minute")},
    /* what was tried and refused */
    {"know", N_("to see it")},
    {"list", N_("to list them")},
    {"create", N_("to add one")},
    {"write", N_("to change it")},
    {"delete", N_("to delete it")},
    {"erase", N_("to erase the person")},
    {"decide", N_("to decide about it")},
    {"emergency", N_("to open it in an emergency")},
    {"import_undo", N_("to take an import back")},
    {"unlawful", N_("what the law does not allow")},
};

/* --- one row --- */

static bool is_change(const struct node *n)
{
    return node_get(n, S("before")) || node_get(n, S("after"));
}

static struct str scalar(struct arena *a, const struct node *n)
{
    struct str_list parts = {0};
    if (!n || n->kind != NODE_LIST)
        return node_text(a, n);
    for (size_t i = 0; i < n->count; i++)
        *arena_push(a, &parts) = node_text(a, n->items[i]);
    return str_join(a, &parts, S(", "));
}

/* Which fields were changed, or what is said of an event; never a value of a field. */
static void add_what(struct arena *a, struct node *row, const struct type *type,
                     const struct change *change)
{
    struct node *fields = node_set(a, row, S("fields"), node_list(a));
    struct node *details = node_set(a, row, S("details"), node_list(a));
    const struct node *d = change->difference;
    for (size_t i = 0; d && d->kind == NODE_MAP && i < d->count; i++) {
        const struct field *f = type ? type_field(type, d->keys[i]) : NULL;
        if (is_change(d->items[i])) {
            node_add(a, fields, node_str(a, f ? f->label : d->keys[i]));
            continue;
        }
        if (change->version) /* a change of a record: nothing of it is told but names */
            continue;
        struct node *detail = node_add(a, details, node_map(a));
        node_set_str(a, detail, S("key"), d->keys[i]);
        node_set_str(a, detail, S("value"), scalar(a, d->items[i]));
    }
}

struct node *audit_row(struct call *c, const struct change *change)
{
    struct arena *a = c->arena;
    struct node *row = node_map(a);
    const struct type *type = change->type.n ? model_type(c->app->model, change->type) : NULL;
    node_set_int(a, row, S("number"), change->number);
    node_set_str(a, row, S("at"), change->at);
    node_set_str(a, row, S("actor"), change->actor);
    node_set_str(a, row, S("channel"), change->channel);
    node_set_str(a, row, S("action"), change->action);
    if (change->reason.n)
        node_set_str(a, row, S("reason"), change->reason);
    if (change->type.n)
        node_set_str(a, row, S("type"), change->type);
    if (type)
        node_set_str(a, row, S("label"), type->label);
    if (change->record.n)
        node_set_str(a, row, S("record"), change->record);
    if (change->version)
        node_set_int(a, row, S("version"), change->version);
    add_what(a, row, type, change);
    return row;
}

/* --- the question --- */

/* A day, month or year as the first moment, or (with `behind`) as the first moment after it. */
static bool read_day(struct call *c, const char *name, bool behind, struct str *moment)
{
    struct str text = call_value(c, name);
    struct date day = {0};
    *moment = (struct str){0};
    if (!text.n)
        return true;
    if (!date_read(text, (struct place){.field = str_of(name)}, &day, &c->faults))
        return false;
    day = behind ? date_add_days(date_last_day(day), 1) : date_first_day(day);
    *moment = date_print(c->arena, day);
    return true;
}

static bool read_question(struct call *c, struct audit_query *q)
{
    *q = (struct audit_query){.actor = call_value(c, "actor"),
                              .action = call_value(c, "action"),
                              .type = call_value(c, "type"),
                              .record = call_value(c, "record"),
                              .before = call_number(c, "before"),
                              .limit = ROWS + 1};
    return read_day(c, "from", false, &q->from) && read_day(c, "until", true, &q->until);
}

struct node *data_audit(struct call *c)
{
    struct arena *a = c->arena;
    struct audit_query q;
    struct changes found;
    if (!desk_may(c, "audit.read") || !read_question(c, &q) ||
        !store_audit_read(c->session, a, &q, &found, &c->faults))
        return NULL;
    struct node *data = node_map(a), *rows = node_set(a, data, S("rows"), node_list(a));
    for (size_t i = 0; i < found.count && i < ROWS; i++)
        node_add(a, rows, audit_row(c, &found.items[i]));
    if (found.count > ROWS)
        node_set_int(a, data, S("next"), found.items[ROWS - 1].number);
    return data;
}

/* --- the page --- */

static struct str action_label(struct str action)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (str_eq(action, str_of(actions[i].action)))
            return str_of(actions[i].label);
    return action;
}

static struct str saying(struct str name)
{
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
        if (str_eq(name, str_of(sayings[i].name)))
            return str_of(sayings[i].label);
    return name;
}

/* "birth_date, pin" as the labels of these fields, in the reader's language. */
static struct str field_labels(struct call *c, const struct type *type, struct str names)
{
    struct str_list labels = {0};
    for (struct str part, rest = names; str_cut(&rest, ',', &part);) {
        struct str name = str_trim(part);
        const struct field *f = type_field(type, name);
        *arena_push(c->arena, &labels) = f ? staff_words_inside(c, staff_words_label(c, f)) : name;
    }
    return str_join(c->arena, &labels, S(", "));
}

static void dress_details(struct call *c, const struct type *type, const struct node *details)
{
    for (size_t i = 0; i < node_count(details); i++) {
        struct node *detail = details->items[i];
        struct str key = node_get_str(detail, S("key")), value = node_get_str(detail, S("value"));
        bool names = str_eq(key, S("fields")) || str_eq(key, S("columns"));
        node_set_str(c->arena, detail, S("words"), saying(key));
        if (names && type)
            node_set_str(c->arena, detail, S("value"), field_labels(c, type, value));
        else if (str_eq(key, S("of")) || str_eq(key, S("action")))
            node_set_str(c->arena, detail, S("value"), words(c->language, saying(value)));
    }
}

void audit_dress_row(struct call *c, struct node *row)
{
    struct arena *a = c->arena;
    const struct type *type = model_type(c->app->model, node_get_str(row, S("type")));
    struct str record = node_get_str(row, S("record"));
    node_set_str(a, row, S("time"), staff_words_time(c, node_get_str(row, S("at"))));
    node_set_str(a, row, S("says"), action_label(node_get_str(row, S("action"))));
    node_set_str(a, row, S("way"), saying(node_get_str(row, S("channel"))));
    dress_details(c, type, node_get(row, S("details")));
    if (!type || type->internal || !record.n || !visit_knows_type(&c->visit, type))
        return;
    struct str name = visit_name(&c->visit, type, record);
    if (!name.n)
        return;
    node_set_str(a, row, S("name"), name);
    node_set_str(a, row, S("address"),
                 str_format(a, "/records/%.*s/%.*s", STR_ARG(type->name), STR_ARG(record)));
}

/* The query of the filters, for the next page and the file. */
static struct str address(struct call *c, struct str path)
{
    return str_format(c->arena, "/%.*s%.*s", STR_ARG(language_code(c->language)), STR_ARG(path));
}

static struct str filters(struct call *c)
{
    static const char *const names[] = {"actor", "action", "type", "record", "from", "until"};
    struct buffer b = {.arena = c->arena};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = call_value(c, names[i]);
        if (!value.n)
            continue;
        buffer_char(&b, b.count ? '&' : '?');
        buffer_add(&b, str_of(names[i]));
        buffer_char(&b, '=');
        buffer_add(&b, answer_encode(c->arena, value));
    }
    return buffer_str(&b);
}

static void add_form(struct call *c, struct node *data)
{
    static const char *const names[] = {"actor", "record", "from", "until"};
    struct arena *a = c->arena;
    struct node *form = node_set(a, data, S("form"), node_map(a));
    struct node *of_action = node_set(a, form, S("actions"), node_list(a));
    struct node *of_type = node_set(a, form, S("types"), node_list(a));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        node_set_str(a, form, str_of(names[i]), call_value(c, names[i]));
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        desk_option(c, of_action, str_of(actions[i].action), str_of(actions[i].label),
                    call_value(c, "action"));
    for (size_t i = 0; i < c->app->model->type_count; i++)
        if (!c->app->model->types[i].unaudited)
            desk_option(c, of_type, c->app->model->types[i].name, c->app->model->types[i].label,
                        call_value(c, "type"));
}

void dress_audit(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *rows = node_get(data, S("rows"));
    struct str query = filters(c);
    for (size_t i = 0; i < node_count(rows); i++)
        audit_dress_row(c, rows->items[i]);
    add_form(c, data);
    node_set_bool(a, data, S("narrowed"), query.n > 0);
    node_set_str(a, data, S("export"), address(c, str_concat(a, S("/audit/export/csv"), query)));
    if (node_get(data, S("next")))
        node_set_str(
            a, data, S("older"),
            address(c, str_format(a, "/audit%.*s%cbefore=%lld", STR_ARG(query), query.n ? '&' : '?',
                                  (long long)node_get_int(data, S("next"), 0))));
    node_set_bool(a, data, S("may_verify"),
                  access_may(c->app->access, &c->visit.who, S("audit.verify")));
}

/* --- the file --- */

static void write_row(struct call *c, struct buffer *out, const struct change *change)
{
    struct arena *a = c->arena;
    struct node *row = audit_row(c, change);
    const struct node *details = node_get(row, S("details"));
    struct str_list said = {0};
    for (size_t i = 0; i < node_count(details); i++)
        *arena_push(a, &said) =
            str_format(a, "%.*s: %.*s", STR_ARG(node_get_str(details->items[i], S("key"))),
                       STR_ARG(node_get_str(details->items[i], S("value"))));
    struct str cells[] = {str_format(a, "%lld", (long long)change->number),
                          change->at,
                          change->actor,
                          change->channel,
                          change->action,
                          change->type,
                          change->record,
                          str_format(a, "%lld", (long long)change->version),
                          scalar(a, node_get(row, S("fields"))),
                          str_join(a, &said, S("; ")),
                          change->reason};
    csv_write_row(out, cells, sizeof cells / sizeof *cells, true);
}

static bool note_export(struct call *c, size_t count)
{
    struct node *details = node_map(c->arena);
    node_set_int(c->arena, details, S("records"), (int64_t)count);
    struct actor actor = visit_actor(&c->visit);
    struct event event = {.action = "export", .type = S("audit"), .details = details};
    return store_event_alone(c->session, &actor, &event, &c->faults);
}

void file_audit(struct call *c)
{
    static const struct str heads[] = {S_INIT("number"),  S_INIT("at"),      S_INIT("actor"),
                                       S_INIT("channel"), S_INIT("action"),  S_INIT("type"),
                                       S_INIT("record"),  S_INIT("version"), S_INIT("fields"),
                                       S_INIT("details"), S_INIT("reason")};
    struct audit_query q;
    struct changes found;
    struct buffer out = {.arena = c->arena};
    if (!desk_may(c, "audit.read") || !read_question(c, &q))
        return;
    q.limit = MOST_EXPORTED;
    if (!store_audit_read(c->session, c->arena, &q, &found, &c->faults) ||
        !note_export(c, found.count))
        return;
    csv_write_row(&out, heads, sizeof heads / sizeof *heads, true);
    for (size_t i = 0; i < found.count; i++)
        write_row(c, &out, &found.items[i]);
    answer_file(c, S("audit.csv"), S("text/csv; charset=utf-8"), buffer_str(&out));
}

/* --- checking --- */

void act_audit_verify(struct call *c)
{
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "verify_chain"};
    struct str number;
    if (!desk_may(c, "audit.verify") ||
        !jobs_add(c->session, c->arena, &actor, &order, &number, &c->faults))
        return;
    answer_go(c, str_format(c->arena, "/jobs/%.*s", STR_ARG(number)));
}
