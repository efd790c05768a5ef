/* Staff, from the terminal: who may sign in, with which roles. */
#include "cli/cli.h"
#include "cli/rooms.h"
#include "cli/secret.h"

#include "identity/identity.h"

#include <unistd.h>

/* One person of the staff in an open store. */
struct person {
    struct cli *cli;
    struct rooms rooms;
    struct actor actor;
    struct str name, id;
};

static bool begin(struct cli *cli, struct person *p)
{
    *p = (struct person){.cli = cli, .name = cli->operands[0]};
    p->actor = rooms_actor("cli", str_of(cli->command->name));
    return rooms_open(cli, (struct str){0}, &p->rooms);
}

static bool begin_known(struct cli *cli, struct person *p)
{
    return begin(cli, p) &&
           identity_find_user(p->rooms.session, cli->arena, p->name, &p->id, cli->faults);
}

static int end(struct person *p, bool good)
{
    rooms_close(&p->rooms);
    return good ? EXIT_DONE : cli_refused(p->cli);
}

/* The password stands alone on the last line, for scripts. */
static void show_password(struct cli *cli, const char *password)
{
    cli_say(cli, N_("The first password, good for 7 days and to be changed at the first sign-in:"));
    cli_write(cli, str_of(password));
    putchar('\n');
}

/* --- user add --- */

static int run_add(struct cli *cli)
{
    struct person p;
    char password[FIRST_PASSWORD];
    const struct new_user new = {
        .name = cli->operands[0],
        .full_name = cli_has(cli, "full-name") ? cli_option(cli, "full-name") : cli->operands[0],
        .agency = cli_option(cli, "agency"),
        .office = cli_option(cli, "office"),
        .role = cli_option(cli, "role"),
        .employer = cli_option(cli, "employer"),
    };
    if (!new.agency.n || !new.role.n) {
        FAULT(cli->faults, FAULT_INPUT, (struct place){0},
              N_("Say which agency the person works for and in which role, as in --agency SLIS "
                 "--role inspector."));
        return cli_misused(cli);
    }
    bool good = begin(cli, &p) &&
                identity_add_user(p.rooms.session, &p.actor, &new, true, password, cli->faults);
    if (good) {
        cli_say(cli, N_("{1} may sign in, as {2}."), new.name, new.role);
        show_password(cli, password);
    }
    return end(&p, good);
}

static const struct command_option add_options[] = {
    {"role", "ROLE", N_("What the person does, as in inspector; in force at once")},
    {"agency", "CODE", N_("The agency the person works for, as in SLIS")},
    {"office", "CODE", N_("The office where the person works")},
    {"employer", "NUMBER", N_("The tax number of the employer that the person acts for")},
    {"full-name", "NAME", N_("The name of the person, as in \"Aysel Mammadova\"")},
    {0},
};

const struct command command_user_add = {
    .name = "user add",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Let a member of the staff sign in, with a first password and a role"),
    .more = N_("NAME is the sign-in name, as in a.mammadova. At the first sign-in the person "
               "chooses a password of their own and sets up one-time codes in their telephone. "
               "Begin with an administrator: everybody else can then be added on the pages."),
    .examples = "himaya user add a.mammadova --role inspector --agency SLIS --office SLIS-BA "
                "--full-name \"Aysel Mammadova\"\n"
                "himaya user add admin --role administrator --agency SLIS",
    .options = add_options,
    .run = run_add,
};

/* --- user role --- */

static bool end_role(struct person *p, struct str role)
{
    struct cli *cli = p->cli;
    struct session *s = p->rooms.session;
    struct records grants = {0};
    bool good = identity_roles(s, cli->arena, p->id, false, &grants, cli->faults), any = false;
    for (size_t i = 0; good && i < grants.count; i++) {
        enum role_state state = identity_role_state(grants.items[i]);
        if (!str_eq(record_text(grants.items[i], "role"), role) || state == ROLE_ENDED ||
            state == ROLE_REFUSED)
            continue;
        any = true;
        good = state == ROLE_IN_FORCE
                   ? identity_ask_end(s, &p->actor, grants.items[i]->id, true, cli->faults)
                   : identity_decide_role(s, &p->actor, grants.items[i]->id,
                                          state == ROLE_END_ASKED, cli->faults);
    }
    return good && (any || FAULT(cli->faults, FAULT_MISSING, (struct place){0},
                                 N_("{1} does not have the role {2}."), p->name, role));
}

static int run_role(struct cli *cli)
{
    struct person p;
    struct role_wish wish = {.role = cli->operands[1], .reason = cli_option(cli, "reason")};
    bool good = begin_known(cli, &p);
    wish.user = p.id;
    if (cli_has(cli, "end"))
        good = good && end_role(&p, wish.role);
    else
        good = good && identity_ask_role(p.rooms.session, &p.actor, &wish, true, cli->faults);
    if (good && cli_has(cli, "end"))
        cli_say(cli, N_("{1} does not have the role {2} any more."), p.name, wish.role);
    else if (good)
        cli_say(cli, N_("{1} has the role {2}."), p.name, wish.role);
    return end(&p, good);
}

static const struct command_option role_options[] = {
    {"end", NULL, N_("Take the role away")},
    {"reason", "TEXT", N_("Why, for the record")},
    {0},
};

const struct command command_user_role = {
    .name = "user role",
    .thing = "admin.terminal",
    .operands = "NAME ROLE",
    .least = 2,
    .most = 2,
    .does = N_("Give a member of the staff a role, or take it away, at once"),
    .more = N_("On the pages two administrators have to agree to this; who works on the server's "
               "terminal stands outside of that, and the history says so."),
    .examples = "himaya user role a.mammadova inspection_supervisor\n"
                "himaya user role a.mammadova inspector --end",
    .options = role_options,
    .run = run_role,
};

/* --- user block, unblock --- */

static int run_block(struct cli *cli)
{
    struct person p;
    bool blocked = str_eq(str_of(cli->command->name), S("user block"));
    bool good = begin_known(cli, &p) &&
                identity_block(p.rooms.session, &p.actor, p.id, blocked, cli->faults);
    if (good && blocked)
        cli_say(cli, N_("{1} is shut out; all sessions and tokens have ended."), p.name);
    else if (good)
        cli_say(cli, N_("{1} may sign in again."), p.name);
    return end(&p, good);
}

const struct command command_user_block = {
    .name = "user block",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Shut a member of the staff out at once"),
    .examples = "himaya user block a.mammadova",
    .run = run_block,
};

const struct command command_user_unblock = {
    .name = "user unblock",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Let a blocked member of the staff sign in again"),
    .examples = "himaya user unblock a.mammadova",
    .run = run_block,
};

/* --- user password, user codes --- */

static int run_own_password(struct cli *cli)
{
    struct person p;
    struct str password;
    password = secret_read(cli, N_("The person's own password:"));
    if (!password.n) {
        FAULT(cli->faults, FAULT_INPUT, (struct place){0},
              N_("No password came on standard input."));
        return cli_refused(cli);
    }
    bool good = begin_known(cli, &p) &&
                identity_set_password(p.rooms.session, &p.actor, p.id, password, cli->faults);
    if (good)
        cli_say(cli, N_("{1} has this password from now."), p.name);
    return end(&p, good);
}

static int run_password(struct cli *cli)
{
    struct person p;
    char password[FIRST_PASSWORD];
    if (cli_has(cli, "from-input"))
        return run_own_password(cli);
    bool good = begin_known(cli, &p) &&
                identity_first_password(p.rooms.session, &p.actor, p.id, password, cli->faults);
    if (good)
        show_password(cli, password);
    return end(&p, good);
}

static const struct command_option password_options[] = {
    {"from-input", NULL, N_("Read the person's own password, which they type here themselves")},
    {0},
};

const struct command command_user_password = {
    .name = "user password",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Make a new first password for somebody who forgot theirs"),
    .more = N_("One-time codes stay as they are, so this alone opens nothing."),
    .examples = "himaya user password a.mammadova\nhimaya user password a.mammadova --from-input",
    .options = password_options,
    .run = run_password,
};

static int run_codes(struct cli *cli)
{
    struct person p;
    bool reset = cli_has(cli, "reset"), set = cli_has(cli, "seed");
    if (reset == set) {
        FAULT(cli->faults, FAULT_INPUT, (struct place){0},
              N_("Say either --reset, or --seed with a seed from another system."));
        return cli_misused(cli);
    }
    bool good = begin_known(cli, &p) &&
                (reset ? identity_reset_codes(p.rooms.session, &p.actor, p.id, cli->faults)
                       : identity_set_seed(p.rooms.session, &p.actor, p.id, cli_option(cli, "seed"),
                                           cli->faults));
    if (good && reset)
        cli_say(cli, N_("{1} sets up one-time codes anew at the next sign-in."), p.name);
    else if (good)
        cli_say(cli, N_("{1} has one-time codes of this seed."), p.name);
    return end(&p, good);
}

static const struct command_option codes_options[] = {
    {"reset", NULL, N_("Take the one-time codes away, when the telephone is lost")},
    {"seed", "BASE32", N_("Take over the seed that the person's telephone holds already")},
    {0},
};

const struct command command_user_codes = {
    .name = "user codes",
    .thing = "admin.terminal",
    .operands = "NAME",
    .least = 1,
    .most = 1,
    .does = N_("Take a member of the staff's one-time codes away, or take them over"),
    .more = N_("Make sure who asks before you reset codes: with a first password besides, whoever "
               "has them signs in as this person. Only the terminal can do it."),
    .examples = "himaya user codes a.mammadova --reset\n"
                "himaya user codes a.mammadova --seed JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    .options = codes_options,
    .run = run_codes,
};
