#include "cli/cli.h"
#include "cli/rooms.h"

#include "identity/identity.h"

/* Roles in force, then those that wait for somebody's agreement in brackets. */
static bool roles_of(struct cli *cli, struct session *s, struct str user, struct str *text)
{
    struct records grants = {0};
    struct str_list roles = {0};
    if (!identity_roles(s, cli->arena, user, false, &grants, cli->faults))
        return false;
    for (size_t i = grants.count; i-- > 0;) {
        enum role_state state = identity_role_state(grants.items[i]);
        struct str role = record_text(grants.items[i], "role");
        if (state == ROLE_ASKED)
            *arena_push(cli->arena, &roles) = str_format(cli->arena, "(%.*s)", STR_ARG(role));
        else if (state == ROLE_IN_FORCE || state == ROLE_END_ASKED)
            *arena_push(cli->arena, &roles) = role;
    }
    *text = str_join(cli->arena, &roles, S(", "));
    return true;
}

static bool print_user(struct cli *cli, struct session *s, const struct record *user)
{
    const struct code_list *states = model_list(session_model(s), S("user_states"));
    const struct code *state = code_find(states, record_text(user, "state"));
    struct str roles;
    if (!roles_of(cli, s, user->id, &roles))
        return false;
    struct str line = str_format(
        cli->arena, "%-24.*s  %-10.*s  %-28.*s  %.*s", STR_ARG(record_text(user, "name")),
        STR_ARG(state ? words(cli->language, state->label) : (struct str){0}),
        STR_ARG(record_text(user, "full_name")), STR_ARG(roles));
    cli_write(cli, str_trim(line));
    putchar('\n');
    return true;
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct records found = {0};
    if (!rooms_open(cli, (struct str){0}, &rooms))
        return cli_refused(cli);
    struct query q = {.type = model_type(rooms.model, S("user")), .order = {"name"}};
    bool good = store_query(rooms.session, cli->arena, &q, &found, cli->faults);
    for (size_t i = 0; good && i < found.count; i++)
        good = print_user(cli, rooms.session, found.items[i]);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_user_list = {
    .name = "user list",
    .thing = "admin.users",
    .operands = "",
    .does = N_("List the staff with their roles"),
    .more = N_("A role in brackets was asked for and nobody has agreed to it yet."),
    .examples = "himaya user list",
    .run = run,
};
