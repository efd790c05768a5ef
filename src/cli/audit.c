#include "cli/cli.h"
#include "cli/rooms.h"

static int run(struct cli *cli)
{
    struct rooms rooms;
    int64_t checked = 0;
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                store_audit_verify(rooms.session, &checked, cli->faults);
    rooms_close(&rooms);
    if (!good)
        return cli_refused(cli);
    cli_say(cli, N_("The chain holds: {1} changes were checked."), cli_count(cli, checked));
    return EXIT_DONE;
}

const struct command command_audit_verify = {
    .name = "audit verify",
    .thing = "audit.verify",
    .operands = "",
    .does = N_("Check the whole chain of changes for tampering"),
    .examples = "himaya audit verify\nhimaya --store ministry.db audit verify",
    .run = run,
};
