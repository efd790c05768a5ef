#include "cli/cli.h"
#include "cli/person.h"

#include "web/web.h"

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct str listen = cli_option(cli, "listen");
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                web_serve(rooms.store, listen.n ? listen : S("127.0.0.1:8080"), cli->faults);
    if (rooms.session)
        visit_refusals_end(rooms.session);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option options[] = {
    {"listen", "ADDRESS",
     N_("Where to listen: 127.0.0.1:8080 when left out, a port, or unix:/path")},
    {0},
};

const struct command command_serve = {
    .name = "serve",
    .thing = "serve",
    .operands = "",
    .does = N_("Serve the pages and their JSON until it is ended with Ctrl-C"),
    .examples = "himaya serve\nhimaya --store ministry.db serve --listen 127.0.0.1:8081",
    .options = options,
    .run = run,
};
