/* The stored register held against the law, from the terminal. */
#include "cli/cli.h"
#include "cli/rooms.h"

#include "register/register_screen.h"

static bool tell(void *context, const struct register_screening *so_far, int64_t total)
{
    cli_progress(context, (size_t)so_far->screened, (size_t)total);
    return true;
}

static void say(struct cli *cli, const struct register_screening *s)
{
    cli_say(cli,
            N_("{1} contracts held against the law, {2} with a rule that speaks against them."),
            cli_count(cli, s->screened), cli_count(cli, s->flagged));
    if (s->unreadable)
        cli_say(cli, N_("{1} contracts have a value that cannot be judged."),
                cli_count(cli, s->unreadable));
    cli_say(cli,
            N_("New hits: {1}. Opened again, because the facts changed: {2}. No longer so: {3}."),
            cli_count(cli, s->hits.made), cli_count(cli, s->hits.opened),
            cli_count(cli, s->hits.ceased));
}

static int run_screen(struct cli *cli)
{
    struct rooms rooms;
    struct register_screening s = {0};
    struct register_watch watch = {tell, cli};
    bool ended = false, good = rooms_open(cli, (struct str){0}, &rooms);
    if (!good)
        return cli_refused(cli);
    struct actor actor = rooms_actor("cli", S("register screen"));
    const struct registry *r = registry_load(cli->arena, rooms.model, cli->faults);
    if (!r && !cli->faults->total)
        FAULT(cli->faults, FAULT_MISSING, (struct place){0},
              N_("This country's pack has no law that contracts could be held against."));
    good = r && register_screen(rooms.session, &actor, r, &s, &watch, &ended, cli->faults);
    if (good)
        say(cli, &s);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_register_screen = {
    .name = "register screen",
    .thing = "register.screen",
    .operands = "",
    .does = N_("Hold all contracts of the stored register against the law"),
    .more =
        N_("What a rule speaks against becomes a hit that an inspector of the district decides. "
           "It may be done again at any time: a hit is made once, and one that was decided is "
           "opened again only when the facts changed. A file is screened by \"himaya screen\"."),
    .examples = "himaya register screen",
    .run = run_screen,
};
