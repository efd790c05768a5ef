#include "cli/cli.h"
#include "cli/person.h"

#include "intake/import_run.h"

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

static bool refuse(struct cli *cli, struct visit *visit, const struct record *import)
{
    if (record_text(import, "undone_at").n)
        return FAULT(cli->faults, FAULT_CONFLICT, (struct place){0},
                     N_("This import was taken back already."));
    visit_refused(visit, "import_undo", import->type, import->id);
    return FAULT(cli->faults, FAULT_REFUSED, (struct place){0},
                 N_("You may not take import {1} back."), record_text(import, "number"));
}

static bool undo(struct cli *cli, struct visit *visit)
{
    const struct progress progress = {show_progress, cli};
    struct import_undone undone;
    struct record *import =
        import_run_find(visit->session, cli->arena, cli->operands[0], cli->faults);
    if (!import || (!import_may_undo(visit, import) && !refuse(cli, visit, import)))
        return false;
    struct actor actor = visit_actor(visit);
    if (!import_undo(visit->session, &actor, import, &progress, &undone, cli->faults))
        return false;
    cli_say(cli, N_("Import {1} was taken back: {2} removed, {3} given their values from before."),
            cli->operands[0], cli_count(cli, undone.removed), cli_count(cli, undone.restored));
    return true;
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct visit visit = {0};
    struct str reason = str_format(cli->arena, "import undo %.*s", STR_ARG(cli->operands[0]));
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                person_visit(cli, &rooms, "cli", reason, &visit) && undo(cli, &visit);
    person_leave(&visit);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_import_undo = {
    .name = "import undo",
    .operands = "NUMBER",
    .least = 1,
    .most = 1,
    .does = N_("Take a whole import of records back, as long as nobody changed them since"),
    .more = N_("\"himaya import records\" prints the number. Records that the import added are "
               "removed, and fields that it changed get their values from before; both stay in "
               "the history. When one of them was changed since, nothing is taken back."),
    .examples = "himaya import undo 12",
    .run = run,
};
