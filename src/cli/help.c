#include "base/utf8.h"
#include "cli/arguments.h"
#include "cli/cli.h"

#include <string.h>

static struct str in_words(const struct cli *cli, const char *message)
{
    return words(cli->language, str_of(message));
}

/* "  left side      right side", with the right sides under each other. */
static void print_pair(FILE *to, struct str left, struct str right, size_t width)
{
    size_t letters = utf8_count(left);
    fprintf(to, "  %.*s%*s%.*s\n", STR_ARG(left), letters < width ? (int)(width - letters) : 2, "",
            STR_ARG(right));
}

static void print_options(const struct cli *cli, FILE *to, const struct command_option *options)
{
    for (; options && options->name; options++) {
        struct str left =
            str_format(cli->arena, "--%s%s%s", options->name, options->value ? " " : "",
                       options->value ? options->value : "");
        print_pair(to, left, in_words(cli, options->help), 24);
    }
}

void cli_print_overview(struct cli *cli, FILE *to)
{
    fprintf(to, "himaya [--store %s] %s\n\n", "FILE", "COMMAND …");
    for (const struct command *const *c = cli_commands(); *c; c++)
        print_pair(to, str_of((*c)->name), in_words(cli, (*c)->does), 20);
    fputc('\n', to);
    print_options(cli, to, arguments_common);
    fprintf(to, "\n%.*s\n",
            STR_ARG(in_words(cli, N_("\"himaya COMMAND --help\" explains a command, with examples. "
                                     "Exit status: 0 done, 1 something was refused, 2 usage."))));
}

void cli_print_command(struct cli *cli, const struct command *c)
{
    printf("himaya %s%s%s%s\n\n%.*s.\n", c->name, c->options ? " [--…]" : "",
           *c->operands ? " " : "", c->operands, STR_ARG(in_words(cli, c->does)));
    if (c->more)
        printf("\n%.*s\n", STR_ARG(in_words(cli, c->more)));
    putchar('\n');
    print_options(cli, stdout, c->options);
    print_options(cli, stdout, arguments_common);
    putchar('\n');
    for (struct str line, rest = str_of(c->examples); str_cut(&rest, '\n', &line);)
        printf("  %.*s\n", STR_ARG(line));
}

static int run_help(struct cli *cli)
{
    struct str name =
        str_join(cli->arena, &(struct str_list){cli->operands, cli->operand_count, 0}, S(" "));
    if (!name.n) {
        cli_print_overview(cli, stdout);
        return EXIT_DONE;
    }
    for (const struct command *const *c = cli_commands(); *c; c++) {
        if (str_eq(str_of((*c)->name), name)) {
            cli_print_command(cli, *c);
            return EXIT_DONE;
        }
    }
    FAULT(cli->faults, FAULT_INPUT, (struct place){0}, N_("There is no command \"{1}\"."), name);
    return cli_misused(cli);
}

const struct command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .most = 2,
    .does = N_("Explain the program or one command"),
    .examples = "himaya help\nhimaya help import chapter",
    .run = run_help,
};
