/* The chain of changes: checking it, reading it, vouching for it outside. */
#include "cli/cli.h"
#include "cli/rooms.h"

#include "base/csv.h"
#include "base/date.h"
#include "base/json.h"

enum { USUAL_ROWS = 100, MOST_ROWS = 1000000 };

/* --- audit verify --- */

static void tell_anchor(struct cli *cli, const struct audit_verified *v)
{
    if (v->anchored)
        cli_say(cli, N_("The anchor {1} vouches for row {2} ({3}) to row {4} ({5})."), v->anchor,
                cli_count(cli, v->from), v->since, cli_count(cli, v->to), v->until);
    else if (v->anchor.n)
        cli_say(cli, N_("The anchor {1} has no lines of this store."), v->anchor);
    if (v->restored)
        cli_say(cli, N_("A backup was restored; times: {1}."),
                cli_count(cli, (int64_t)v->restored));
}

static int run_verify(struct cli *cli)
{
    struct rooms rooms;
    struct audit_verified verified = {0};
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                store_audit_verify_against(rooms.session, cli->arena, cli_option(cli, "anchor"),
                                           &verified, cli->faults);
    rooms_close(&rooms);
    if (!good)
        return cli_refused(cli);
    cli_say(cli, N_("The chain holds: {1} changes were checked."), cli_count(cli, verified.rows));
    tell_anchor(cli, &verified);
    return EXIT_DONE;
}

static const struct command_option verify_options[] = {
    {"anchor", "FILE",
     N_("A copy of the anchor kept elsewhere, or a system log that has its lines")},
    {0},
};

const struct command command_audit_verify = {
    .name = "audit verify",
    .thing = "audit.verify",
    .operands = "",
    .does = N_("Check the whole chain of changes for tampering"),
    .more = N_("The chain is held against its anchor too: the lines that are written down outside "
               "the store after changes, in HIMAYA_ANCHOR or STORE.anchor. So a chain that was "
               "written anew as a whole, a cut end and an old copy of the store are found."),
    .examples = "himaya audit verify\nhimaya --store ministry.db audit verify\n"
                "himaya audit verify --anchor /mnt/other/himaya.anchor",
    .options = verify_options,
    .run = run_verify,
};

/* --- audit anchor --- */

static int run_anchor(struct cli *cli)
{
    struct rooms rooms;
    struct audit_verified verified;
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                store_audit_anchor(rooms.session, cli->arena, &verified, cli->faults);
    rooms_close(&rooms);
    if (!good)
        return cli_refused(cli);
    cli_say(cli, N_("Row {1} is written down in {2}."), cli_count(cli, verified.to),
            verified.anchor);
    return EXIT_DONE;
}

const struct command command_audit_anchor = {
    .name = "audit anchor",
    .thing = "audit.verify",
    .operands = "",
    .does = N_("Write the newest row of the chain down outside the store"),
    .more = N_("This is done after changes anyway, at most once a second. The anchor should lie on "
               "another disk or machine: HIMAYA_ANCHOR=/mnt/other/himaya.anchor, or "
               "HIMAYA_ANCHOR=himaya.anchor,syslog: for the log of the system too."),
    .examples = "himaya audit anchor",
    .run = run_anchor,
};

/* --- audit list --- */

/* Names of the fields that a change touched, or of the details of an event. */
static struct str names_of(struct arena *a, const struct change *c)
{
    struct str_list names = {0};
    for (size_t i = 0; c->difference && i < c->difference->count; i++)
        *arena_push(a, &names) = c->difference->keys[i];
    return str_join(a, &names, S(" "));
}

static void add_text(struct arena *a, struct buffer *b, const struct change *c)
{
    struct str line =
        str_format(a, "%lld  %.*s  %.*s (%.*s)  %.*s %.*s %.*s  %.*s", (long long)c->number,
                   STR_ARG(c->at), STR_ARG(c->actor), STR_ARG(c->channel), STR_ARG(c->action),
                   STR_ARG(c->type), STR_ARG(c->record), STR_ARG(names_of(a, c)));
    buffer_add(b, str_trim(line));
    if (c->reason.n)
        buffer_add(b, str_format(a, "  \"%.*s\"", STR_ARG(c->reason)));
    buffer_char(b, '\n');
}

static void add_csv(struct arena *a, struct buffer *b, const struct change *c)
{
    const struct str cells[] = {str_format(a, "%lld", (long long)c->number),
                                c->at,
                                c->actor,
                                c->channel,
                                c->action,
                                c->type,
                                c->record,
                                str_format(a, "%lld", (long long)c->version),
                                names_of(a, c),
                                c->reason};
    csv_write_row(b, cells, sizeof cells / sizeof *cells, true);
}

static void add_json(struct arena *a, struct buffer *b, const struct change *c)
{
    struct node *n = node_map(a), *names = node_list(a);
    for (size_t i = 0; c->difference && i < c->difference->count; i++)
        node_add(a, names, node_str(a, c->difference->keys[i]));
    node_set_int(a, n, S("number"), c->number);
    node_set_str(a, n, S("at"), c->at);
    node_set_str(a, n, S("actor"), c->actor);
    node_set_str(a, n, S("channel"), c->channel);
    node_set_str(a, n, S("action"), c->action);
    node_set_str(a, n, S("type"), c->type);
    node_set_str(a, n, S("record"), c->record);
    node_set_int(a, n, S("version"), c->version);
    node_set(a, n, S("names"), names);
    node_set_str(a, n, S("reason"), c->reason);
    json_write(b, n, 0);
}

static void write_rows(struct cli *cli, const struct changes *rows, struct str format)
{
    static const struct str columns[] = {
        S_INIT("number"), S_INIT("at"),     S_INIT("actor"),   S_INIT("channel"), S_INIT("action"),
        S_INIT("type"),   S_INIT("record"), S_INIT("version"), S_INIT("names"),   S_INIT("reason")};
    bool csv = str_eq(format, S("csv")), json = str_eq(format, S("json"));
    struct buffer b = {.arena = cli->arena};
    if (csv)
        csv_write_row(&b, columns, sizeof columns / sizeof *columns, false);
    for (size_t i = 0; i < rows->count; i++) {
        if (json)
            buffer_add(&b, i ? S(",\n") : S("[\n"));
        (csv ? add_csv : json ? add_json : add_text)(cli->arena, &b, &rows->items[i]);
    }
    if (json)
        buffer_add(&b, rows->count ? S("\n]\n") : S("[]\n"));
    cli_write(cli, buffer_str(&b));
}

static bool read_when(struct cli *cli, const char *name, struct str *when)
{
    struct date date;
    *when = cli_option(cli, name);
    return !when->n || date_is_time(*when) ||
           date_read(*when, (struct place){.field = str_of(name)}, &date, cli->faults);
}

static bool read_format(struct cli *cli, struct str *format)
{
    *format = cli_option(cli, "format");
    if (!format->n || str_eq(*format, S("text")) || str_eq(*format, S("csv")) ||
        str_eq(*format, S("json")))
        return true;
    return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                 N_("\"{1}\" is no format of this list; there are text, csv and json."), *format);
}

static int run_list(struct cli *cli)
{
    struct rooms rooms;
    struct changes rows = {0};
    struct str format;
    int limit = USUAL_ROWS;
    struct audit_query q = {.actor = cli_option(cli, "by"),
                            .action = cli_option(cli, "action"),
                            .type = cli_option(cli, "type"),
                            .record = cli_option(cli, "record")};
    if (!read_format(cli, &format) || !read_when(cli, "from", &q.from) ||
        !read_when(cli, "until", &q.until) || !cli_number(cli, "limit", 1, MOST_ROWS, &limit))
        return cli_misused(cli);
    q.limit = (size_t)limit;
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                store_audit_read(rooms.session, cli->arena, &q, &rows, cli->faults);
    if (good)
        write_rows(cli, &rows, format);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option list_options[] = {
    {"by", "NAME", N_("Only what this person did, as in a.mammadova")},
    {"action", "ACTION", N_("Only this: insert, update, delete, read, export, refused, sign_in …")},
    {"type", "TYPE", N_("Only what is about records of this type")},
    {"record", "ID", N_("Only what is about this record")},
    {"from", "DATE", N_("Not before this date or time, as in 2026-03-07")},
    {"until", "DATE", N_("Before this date or time")},
    {"limit", "NUMBER", N_("At most so many rows; 100 when not given")},
    {"format", "FORMAT", N_("text, csv or json; text when not given")},
    {0},
};

const struct command command_audit_list = {
    .name = "audit list",
    .thing = "audit.read",
    .operands = "",
    .does = N_("List what was done, by whom, when and why, newest first"),
    .more = N_("Rows name the fields that were changed or read, never what stood in them. Who may "
               "read the chain shows so with the token of a privacy officer in HIMAYA_TOKEN."),
    .examples = "himaya audit list --from 2026-03-01 --action refused\n"
                "himaya audit list --by a.mammadova --format csv --limit 1000",
    .options = list_options,
    .run = run_list,
};
