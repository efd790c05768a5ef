#include "cli/cli.h"
#include "cli/person.h"

#include "base/resource.h"
#include "intake/records.h"
#include "model/declaration.h"
#include "store/sealed.h"

/* Stores one file of the pack's seed. */
static bool put_seed(struct cli *cli, const struct rooms *rooms, struct visit *visit,
                     struct str name)
{
    struct str file = str_format(cli->arena, "packs/%.*s/seed/%.*s.csv",
                                 STR_ARG(rooms->model->pack), STR_ARG(name));
    const struct type *type = model_type(rooms->model, name);
    struct records_done done;
    struct str csv;
    cli->faults->file = file;
    if (!type || !resource_get(file, &csv))
        return FAULT(cli->faults, FAULT_MISSING, (struct place){0},
                     N_("The country pack names this file, and it is not part of the program."));
    return records_put(visit, type, csv, NULL, &done);
}

/* Inside the change: bodies, laws and rates that the pack brings along. */
static bool put_pack(struct cli *cli, const struct rooms *rooms, struct visit *visit)
{
    struct str name = str_format(cli->arena, "packs/%.*s/pack.yaml", STR_ARG(rooms->model->pack));
    const struct node *pack = declaration_resource(cli->arena, name, cli->faults);
    const struct node *seed = node_get(pack, S("seed"));
    if (!pack)
        return false;
    for (size_t i = 0; i < node_count(seed); i++)
        if (!put_seed(cli, rooms, visit, node_text(cli->arena, node_at(seed, i))))
            return false;
    cli->faults->file = (struct str){0};
    return store_setting_set(rooms->session, S("seed"), rooms->model->pack, cli->faults);
}

static bool prepare(struct cli *cli, const struct rooms *rooms)
{
    struct str seeded;
    struct str file = str_of(cli->store_file);
    struct visit visit;
    if (!store_setting_get(rooms->session, cli->arena, S("seed"), &seeded, cli->faults))
        return false;
    if (seeded.n) {
        cli_say(cli, N_("{1} was made ready before, with the pack {2}; nothing was changed."), file,
                seeded);
        return true;
    }
    if (!person_visit(cli, rooms, "cli", S("init"), &visit) || !visit_begin(&visit))
        return false;
    if (!put_pack(cli, rooms, &visit)) {
        visit_rollback(&visit);
        return false;
    }
    if (!visit_commit(&visit))
        return false;
    cli_say(cli, N_("{1} is ready, with the pack {2}."), file, rooms->model->pack);
    cli_say(
        cli,
        N_("Its keys are in {1}. Keep a copy of that file, apart from the backups of the store."),
        str_of(store_keys_file(cli->arena, cli->store_file)));
    return true;
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    bool good = rooms_open(cli, cli_option(cli, "pack"), &rooms) && prepare(cli, &rooms);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option options[] = {
    {"pack", "NAME", N_("The country pack: az for Azerbaijan")},
    {0},
};

const struct command command_init = {
    .name = "init",
    .thing = "init",
    .operands = "",
    .does = N_("Make a store ready, with the bodies, laws and rates of a country pack"),
    .examples = "himaya init --pack az\nhimaya --store ministry.db init --pack az",
    .options = options,
    .run = run,
};
