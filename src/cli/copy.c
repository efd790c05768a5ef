#include "cli/cli.h"
#include "cli/rooms.h"

#include "store/copy.h"

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

/* The copy gets an anchor of its own, so that its chain is vouched for from the first day. */
static bool anchor(struct cli *cli, const char *to)
{
    struct audit_verified verified;
    struct store *store = store_open_pack(to, (struct str){0}, cli->faults);
    struct session *session = store ? session_open(store, cli->faults) : NULL;
    bool good = session && store_audit_anchor(session, cli->arena, &verified, cli->faults);
    session_close(session);
    store_close(store);
    return good;
}

static int run(struct cli *cli)
{
    const char *from = str_c(cli->arena, cli->operands[0]);
    const char *to = str_c(cli->arena, cli->operands[1]);
    const struct progress progress = {show_progress, cli};
    int64_t rows = 0;
    struct store *store = store_open_pack(from, (struct str){0}, cli->faults);
    bool good = store && store_copy(store, to, &progress, &rows, cli->faults);
    store_close(store);
    if (!good || !anchor(cli, to))
        return cli_refused(cli);
    cli_say(cli, N_("{1} rows were copied. Check the copy with: himaya --store TO audit verify"),
            cli_count(cli, rows));
    return EXIT_DONE;
}

const struct command command_copy = {
    .name = "copy",
    .operands = "FROM TO",
    .least = 2,
    .most = 2,
    .does = N_("Copy a whole store to another file or database, with history and audit chain"),
    .more = N_(
        "FROM and TO are files or addresses such as postgres://himaya@localhost/himaya. The copy "
        "appears whole or not at all; others may go on working with FROM meanwhile, and what "
        "they store after the beginning is not in the copy."),
    .examples = "himaya copy himaya.db postgres://himaya@localhost/himaya\n"
                "himaya copy postgres://himaya@localhost/himaya himaya.db",
    .run = run,
};
