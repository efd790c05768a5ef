#include "cli/arguments.h"
#include "cli/cli.h"

#include <stdlib.h>
#include <unistd.h>

extern const struct command command_retention, command_init, command_backup, command_restore,
    command_import_chapter, command_import_edition, command_import_answers, command_import_records,
    command_import_undo, command_report_findings, command_report_p029, command_serve, command_copy,
    command_audit_verify, command_audit_list, command_audit_anchor, command_types,
    command_countries, command_help, command_user_add, command_user_list, command_user_role,
    command_user_block, command_user_unblock, command_user_password, command_user_codes,
    command_token_add, command_token_list, command_token_revoke, command_keys, command_keys_rotate,
    command_erase, command_export_records, command_show, command_find, command_law_show,
    command_law_test, command_law_check, command_law_may, command_law_sql, command_screen,
    command_register_screen;

/* In the order in which they are listed. */
/* clang-format off */
static const struct command *const commands[] = {
    &command_init,
    &command_import_chapter,
    &command_import_edition,
    &command_import_answers,
    &command_import_records,
    &command_import_undo,
    &command_export_records,
    &command_show,
    &command_find,
    &command_law_show,
    &command_law_check,
    &command_law_may,
    &command_law_test,
    &command_law_sql,
    &command_screen,
    &command_register_screen,
    &command_report_findings,
    &command_report_p029,
    &command_audit_verify,
    &command_audit_list,
    &command_audit_anchor,
    &command_backup,
    &command_restore,
    &command_retention,
    &command_user_add,
    &command_user_list,
    &command_user_role,
    &command_user_block,
    &command_user_unblock,
    &command_user_password,
    &command_user_codes,
    &command_token_add,
    &command_token_list,
    &command_token_revoke,
    &command_erase,
    &command_keys,
    &command_keys_rotate,
    &command_copy,
    &command_serve,
    &command_types,
    &command_countries,
    &command_help,
    NULL,
};
/* clang-format on */

const struct command *const *cli_commands(void)
{
    return commands;
}

/* The language that the environment asks for, in the order the C library looks. */
static enum language language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    enum language language = LANGUAGE_ENGLISH;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value)
            continue;
        language_of(str_slice(str_of(value), 0, 2), &language);
        break;
    }
    return language;
}

static bool set_language(struct cli *cli)
{
    struct str asked = cli_option(cli, "language");
    cli->language = language_of_environment();
    if (asked.n && !language_of(asked, &cli->language))
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"{1}\" is no language of this program; there are en, az and ru."), asked);
    return cli->language == LANGUAGE_ENGLISH || words_load(cli->faults);
}

static void set_common(struct cli *cli)
{
    struct str store = cli_option(cli, "store");
    cli->store_file = cli_has(cli, "store") ? str_c(cli->arena, store) : "himaya.db";
    cli->verbose = cli_has(cli, "verbose");
    const char *no_color = getenv("NO_COLOR");
    cli->colours = isatty(STDERR_FILENO) && !(no_color && *no_color);
}

static int run(struct cli *cli, int argc, char **argv)
{
    bool read = arguments_read(cli, argc, argv), spoken = set_language(cli);
    set_common(cli);
    if (!read || !spoken)
        return cli_misused(cli);
    if (cli_has(cli, "version")) {
        puts("himaya " HIMAYA_VERSION);
        return EXIT_DONE;
    }
    if (!cli->command && cli_has(cli, "help")) {
        cli_print_overview(cli, stdout);
        return EXIT_DONE;
    }
    if (!cli->command) {
        cli_print_overview(cli, stderr);
        return EXIT_USAGE;
    }
    if (cli_has(cli, "help")) {
        cli_print_command(cli, cli->command);
        return EXIT_DONE;
    }
    return cli->command->run(cli);
}

int cli_main(int argc, char **argv)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena, .limit = 50};
    struct cli cli = {.arena = &arena, .faults = &faults};
    int status = run(&cli, argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "himaya: %s\n", "Not everything could be written to standard output.");
        status = status ? status : EXIT_REFUSED;
    }
    arena_free(&arena);
    return status;
}
