/* Records that were kept long enough. */
#include "cli/cli.h"
#include "cli/rooms.h"

#include "store/retention.h"

static void show_progress(void *cli, size_t done, size_t total)
{
    cli_progress(cli, done, total);
}

static void tell(struct cli *cli, const struct retentions *all, bool removed)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct retention *r = &all->items[i];
        struct str plural = words(cli->language, r->type->plural);
        if (removed)
            cli_say(cli, N_("{1}: {2} removed, {3} emptied, {4} held back."), plural,
                    cli_count(cli, r->removed), cli_count(cli, r->emptied),
                    cli_count(cli, r->held));
        else
            cli_say(cli, N_("{1}: kept for {2} years, {3} due, {4} held back."), plural,
                    cli_count(cli, r->type->keep_years), cli_count(cli, (int64_t)r->due.count),
                    cli_count(cli, r->held));
    }
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct retentions found = {0};
    struct actor actor = rooms_actor("cli", S("retention"));
    struct progress progress = {show_progress, cli};
    bool removing = cli_has(cli, "remove");
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                (removing ? store_retention_remove(rooms.session, cli->arena, &actor, date_today(),
                                                   &progress, &found, cli->faults)
                          : store_retention_due(rooms.session, cli->arena, date_today(), &found,
                                                cli->faults));
    cli_progress(cli, 0, 0);
    if (rooms.session)
        tell(cli, &found, removing);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option options[] = {
    {"remove", NULL, N_("Remove what is due; without this it is only counted")},
    {0},
};

const struct command command_retention = {
    .name = "retention",
    .thing = "admin.retention",
    .operands = "",
    .does = N_("Show which records were kept long enough, or remove them"),
    .more = N_("A record type says for how many years it is kept, and from which date. What is "
               "held back stays. A record that others refer to stays as an empty shell; of all "
               "of them the keys are destroyed, so that no backup opens them."),
    .examples = "himaya retention\nhimaya retention --remove",
    .options = options,
    .run = run,
};
