/* Tokens, with which programs act for members of the staff. */
#include "cli/cli.h"
#include "cli/rooms.h"

#include "base/date.h"
#include "identity/identity.h"

enum { USUAL_DAYS = 90 };

static int run_add(struct cli *cli)
{
    struct rooms rooms;
    struct actor actor = rooms_actor("cli", S("token add"));
    char text[TOKEN_TEXT + 1];
    int days = USUAL_DAYS;
    if (!cli_number(cli, "days", 1, TOKEN_LONGEST_DAYS, &days))
        return cli_misused(cli);
    struct date until = date_add_days(date_today(), days);
    struct token_wish wish = {.label = cli_option(cli, "for"),
                              .may_write = cli_has(cli, "write"),
                              .types = cli_option(cli, "types"),
                              .expires_on = date_print(cli->arena, until)};
    bool good =
        rooms_open(cli, (struct str){0}, &rooms) &&
        identity_find_user(rooms.session, cli->arena, cli->operands[0], &wish.user, cli->faults) &&
        identity_make_token(rooms.session, &actor, &wish, text, cli->faults);
    if (good) {
        cli_say(cli, N_("A token that acts for {1} until {2}; it is shown only this once:"),
                cli->operands[0], wish.expires_on);
        cli_write(cli, str_of(text));
        putchar('\n');
    }
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option add_options[] = {
    {"for", "LABEL", N_("What the token is for")},
    {"write", NULL, N_("It may change records; without this it only reads")},
    {"types", "TYPES", N_("Only these record types, with commas between; all when not given")},
    {"days", "DAYS", N_("For how long it is good; 90 when not given, at most 366")},
    {0},
};

const struct command command_token_add = {
    .name = "token add",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Make a token with which a program acts for a member of the staff"),
    .more = N_("A program sends it as \"Authorization: Bearer …\"; on the command line it goes "
               "into the environment variable HIMAYA_TOKEN. It can do no more than the person."),
    .examples = "himaya token add a.mammadova --for \"weekly statistics\"\n"
                "himaya token add contracts --for \"contract register\" --write --types employer",
    .options = add_options,
    .run = run_add,
};

/* --- token list --- */

static void print_token(struct cli *cli, const struct rooms *rooms, const struct record *t)
{
    const struct type *type = model_type(rooms->model, S("user"));
    const struct record *user =
        store_get(rooms->session, cli->arena, type, record_text(t, "user"), cli->faults);
    const char *state =
        record_text(t, "revoked_at").n ? N_("withdrawn")
        : str_compare(record_text(t, "expires_on"), date_print(cli->arena, date_today())) < 0
            ? N_("run out")
        : record_integer(t, "may_write") ? N_("reads and changes")
                                         : N_("reads");
    struct str line = str_format(
        cli->arena, "%.*s  %.*s  %-18.*s  %-20.*s  %.*s  %.*s", STR_ARG(t->id),
        STR_ARG(record_text(t, "expires_on")), STR_ARG(words(cli->language, str_of(state))),
        STR_ARG(user ? record_text(user, "name") : (struct str){0}),
        STR_ARG(record_text(t, "label")), STR_ARG(record_text(t, "types")));
    cli_write(cli, str_trim(line));
    putchar('\n');
}

static int run_list(struct cli *cli)
{
    struct rooms rooms;
    struct records found = {0};
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                identity_tokens(rooms.session, cli->arena, (struct str){0}, &found, cli->faults);
    for (size_t i = 0; good && i < found.count; i++)
        print_token(cli, &rooms, found.items[i]);
    rooms_close(&rooms);
    return good && !cli->faults->total ? EXIT_DONE : cli_refused(cli);
}

const struct command command_token_list = {
    .name = "token list",
    .thing = "admin.users",
    .operands = "",
    .does = N_("List the tokens: id, last day, what it may do, for whom, what for"),
    .examples = "himaya token list",
    .run = run_list,
};

/* --- token revoke --- */

static int run_revoke(struct cli *cli)
{
    struct rooms rooms;
    struct actor actor = rooms_actor("cli", S("token revoke"));
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                identity_revoke_token(rooms.session, &actor, (struct str){0}, cli->operands[0],
                                      cli->faults);
    if (good)
        cli_say(cli, N_("The token is withdrawn."));
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

const struct command command_token_revoke = {
    .name = "token revoke",
    .thing = "admin.terminal",
    .operands = "ID",
    .least = 1,
    .most = 1,
    .does = N_("Withdraw a token at once"),
    .more = N_("\"himaya token list\" shows the ids."),
    .examples = "himaya token revoke 7qk2m5s8v3x0c4d6f9g1h2j3k4",
    .run = run_revoke,
};
