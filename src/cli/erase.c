/* Erasing a person from the terminal. */
#include "cli/cli.h"
#include "cli/person.h"

#include <string.h>

enum { ID_LENGTH = 26 };

static bool is_single_key(const struct type *type)
{
    return type->key_count && type->keys[0].count == 1;
}

/* The id of the record that the operand names; empty after a fault. */
static struct str id_of(struct cli *cli, struct visit *visit, const struct type *type)
{
    struct str given = cli->operands[1];
    struct views found = {0};
    if (given.n == ID_LENGTH || !is_single_key(type))
        return given;
    const struct field *f = &type->fields[type->keys[0].fields[0]];
    struct condition named = {str_c(cli->arena, f->name), IS, value_text(given)};
    struct query q = {.type = type, .conditions = &named, .condition_count = 1};
    if (!visit_list(visit, &q, &found, NULL))
        return (struct str){0};
    if (found.count == 1)
        return found.items[0].record->id;
    FAULT(cli->faults, FAULT_MISSING, (struct place){0}, N_("There is no {1} \"{2}\"."),
          words(cli->language, type->label), given);
    return (struct str){0};
}

/* The person at the terminal types what is to be erased once more. */
static bool is_meant(struct cli *cli, const struct type *type)
{
    char line[200] = "";
    if (cli_has(cli, "yes"))
        return true;
    cli_say(
        cli,
        N_("What is sealed about {1} \"{2}\" will be gone for ever, here, in the history and in "
           "backups. Write {2} once more to go on:"),
        words(cli->language, type->label), cli->operands[1]);
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) &&
        str_eq(str_trim(str_of(line)), str_trim(cli->operands[1])))
        return true;
    return FAULT(cli->faults, FAULT_REFUSED, (struct place){0},
                 N_("It was not written once more, so nobody was erased."));
}

static bool erase(struct cli *cli, const struct rooms *rooms, struct visit *visit)
{
    const struct type *type = rooms_type(cli, rooms->model, cli->operands[0]);
    struct str reason = str_trim(cli_option(cli, "reason"));
    if (!type || !person_visit(cli, rooms, "cli", reason.n ? reason : S("erase"), visit))
        return false;
    struct str id = id_of(cli, visit, type);
    struct view *view = id.n ? visit_get(visit, type, id) : NULL;
    /* Who may not is refused without being asked. */
    if (!view || (view->may_erase && !is_meant(cli, type)) || !visit_erase(visit, type, id))
        return false;
    cli_say(cli, N_("{1} \"{2}\" was erased: the key is destroyed."),
            words(cli->language, type->label), cli->operands[1]);
    return true;
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct visit visit = {0};
    bool good = rooms_open(cli, (struct str){0}, &rooms) && erase(cli, &rooms, &visit);
    person_leave(&visit);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option options[] = {
    {"reason", "TEXT", N_("Why, for the audit chain, as in the number of the request")},
    {"yes", NULL, N_("Do not ask once more")},
    {0},
};

const struct command command_erase = {
    .name = "erase",
    .operands = "TYPE ID-OR-KEY",
    .least = 2,
    .most = 2,
    .does = N_("Erase a person: destroy the key of all that is sealed about them"),
    .more = N_("The record stays with its open fields, so that counts stay what they were. Only a "
               "privacy officer may do this: put a token of theirs into $HIMAYA_TOKEN. In the "
               "pages it is done on the record itself."),
    .examples = "himaya erase person P-000123 --reason \"request 17/2026\"\n"
                "HIMAYA_TOKEN=… himaya erase person 3v8k0y4c1m5q9r7t2w6x8z0a1b --yes",
    .options = options,
    .run = run,
};
