#include "cli/cli.h"
#include "cli/person.h"

/* --- keys --- */

static const struct type *type_of(const struct rooms *rooms, const struct node *n)
{
    return model_type(rooms->model, node_get_str(n, S("type")));
}

static struct str label_of(struct cli *cli, const struct type *type, const struct node *n)
{
    return type ? words(cli->language, type->plural) : node_get_str(n, S("type"));
}

static void show_lists(struct cli *cli, const struct rooms *rooms, const struct node *state)
{
    const struct node *types = node_get(state, S("types")), *rows = node_get(state, S("in_clear"));
    for (size_t i = 0; i < node_count(types); i++) {
        const struct node *n = node_at(types, i);
        cli_say(cli, N_("{1}: {2} sealed, {3} erased."), label_of(cli, type_of(rooms, n), n),
                cli_count(cli, node_get_int(n, S("keys"), 0)),
                cli_count(cli, node_get_int(n, S("erased"), 0)));
    }
    for (size_t i = 0; i < node_count(rows); i++) {
        const struct node *n = node_at(rows, i);
        const struct type *type = type_of(rooms, n);
        const struct field *f = type ? type_field(type, node_get_str(n, S("field"))) : NULL;
        cli_say(cli,
                N_("{1}: {2} changes of \"{3}\" from before it was sealed stand in clear in the "
                   "history."),
                label_of(cli, type, n), cli_count(cli, node_get_int(n, S("rows"), 0)),
                f ? words(cli->language, f->label) : node_get_str(n, S("field")));
    }
}

static bool show(struct cli *cli, const struct rooms *rooms)
{
    struct node *state = store_keys_state(rooms->session, cli->arena, cli->faults);
    if (!state)
        return false;
    struct str file = node_get_str(state, S("file"));
    const char *wrong =
        node_get(state, S("wrong")) ? str_c(cli->arena, node_get_str(state, S("wrong"))) : NULL;
    if (!wrong)
        cli_say(cli, N_("{1}: version {2} of the store key, made at {3}."), file,
                node_text(cli->arena, node_get(state, S("version"))),
                node_get_str(state, S("made_at")));
    if (node_get_bool(state, S("rotating")))
        cli_say(cli, N_("A change of keys was interrupted; go on with: himaya keys rotate"));
    show_lists(cli, rooms, state);
    return !wrong || FAULT(cli->faults, FAULT_STORE, ((struct place){.file = file}), wrong);
}

static int run_keys(struct cli *cli)
{
    struct rooms rooms;
    bool good = rooms_open(cli, (struct str){0}, &rooms) && show(cli, &rooms);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_keys = {
    .name = "keys",
    .operands = "",
    .does = N_("Say how the keys of sealed fields stand"),
    .more = N_("The key file lies beside the store, as himaya.db.keys, or where $HIMAYA_KEYS says. "
               "Keep a copy of it apart from the backups: without it nothing sealed can be opened "
               "again, and with it and a backup everything can."),
    .examples = "himaya keys\nHIMAYA_KEYS=/etc/himaya/keys himaya --store ministry.db keys",
    .thing = "admin.keys",
    .run = run_keys,
};

/* --- keys rotate --- */

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

static bool rotate(struct cli *cli, const struct rooms *rooms)
{
    const struct progress progress = {show_progress, cli};
    struct visit visit = {0};
    int64_t wrapped = 0;
    bool good = person_visit(cli, rooms, "cli", S("keys rotate"), &visit);
    if (good) {
        struct actor actor = visit_actor(&visit);
        good = store_rotate_keys(rooms->session, &actor, &progress, &wrapped, cli->faults);
    }
    person_leave(&visit);
    cli_progress(cli, 0, 0);
    if (good)
        cli_say(
            cli,
            N_("There is a new store key, and the old one is forgotten. Keys wrapped anew: {1}."),
            cli_count(cli, wrapped));
    return good;
}

static int run_rotate(struct cli *cli)
{
    struct rooms rooms;
    bool good = rooms_open(cli, (struct str){0}, &rooms) && rotate(cli, &rooms);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_keys_rotate = {
    .name = "keys rotate",
    .operands = "",
    .does = N_("Make a new store key and forget the old one"),
    .more = N_("People work on meanwhile. When it is interrupted, run it again: it goes on where "
               "it was. Older backups need the key file as it was when they were made; without it "
               "nothing sealed in them can be opened."),
    .examples = "himaya keys rotate",
    .thing = "admin.keys",
    .run = run_rotate,
};
