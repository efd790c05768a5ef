#include "cli/arguments.h"

#include "base/near.h"

const struct command_option arguments_common[] = {
    {"store", "FILE", N_("The store to work on; himaya.db in this folder when left out")},
    {"language", "en|az|ru", N_("The language of messages; else as LANG says")},
    {"verbose", NULL, N_("Say more")},
    {"help", NULL, N_("Explain this command")},
    {"version", NULL, N_("Print the version")},
    {0},
};

static const struct command_option *option_in(const struct command_option *options, struct str name)
{
    for (; options && options->name; options++)
        if (str_eq(name, str_of(options->name)))
            return options;
    return NULL;
}

static void add_names(struct arena *a, const struct command_option *options, struct str_list *names)
{
    for (; options && options->name; options++) {
        bool known = false;
        for (size_t i = 0; i < names->count && !known; i++)
            known = str_eq(names->items[i], str_of(options->name));
        if (!known)
            *arena_push(a, names) = str_of(options->name);
    }
}

/* The option of that name. Before the command is known, any command's. */
static const struct command_option *find_option(const struct cli *cli, struct str name)
{
    const struct command_option *found = option_in(arguments_common, name);
    if (found || cli->command)
        return found ? found : option_in(cli->command->options, name);
    for (const struct command *const *c = cli_commands(); *c && !found; c++)
        found = option_in((*c)->options, name);
    return found;
}

static bool unknown_option(struct cli *cli, struct str name)
{
    struct str_list names = {0};
    add_names(cli->arena, arguments_common, &names);
    for (const struct command *const *c = cli_commands(); *c; c++)
        if (!cli->command || cli->command == *c)
            add_names(cli->arena, (*c)->options, &names);
    struct str near = near_words(cli->arena, name, &names);
    if (near.n)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("There is no option --{1} here. Did you mean --{2}?"), name, near);
    return FAULT(cli->faults, FAULT_INPUT, (struct place){0}, N_("There is no option --{1} here."),
                 name);
}

static bool give(struct cli *cli, const char *name, struct str value)
{
    if (cli->option_count == sizeof cli->options / sizeof *cli->options)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("Too many options are given."));
    cli->options[cli->option_count++] = (struct given_option){name, value};
    return true;
}

/* Takes the option at argv[*i], and its value behind it. */
static bool take_option(struct cli *cli, int argc, char **argv, int *i)
{
    struct str word = str_from(str_of(argv[*i]), 2), value = {0};
    size_t equals = str_find_char(word, '=', 0);
    struct str name = str_slice(word, 0, equals == STR_NONE ? word.n : equals);
    const struct command_option *option = find_option(cli, name);
    if (!option)
        return unknown_option(cli, name);
    if (!option->value && equals != STR_NONE)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("The option --{1} takes no value."), name);
    if (option->value && equals != STR_NONE) {
        value = str_from(word, equals + 1);
    } else if (option->value) {
        if (*i + 1 >= argc)
            return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                         N_("The option --{1} needs a value: {2}."), name, str_of(option->value));
        value = str_of(argv[++*i]);
    }
    return give(cli, option->name, value);
}

/* The command that the first operands name, the longest name first; its words are taken away. */
static void find_command(struct cli *cli)
{
    size_t taken = 0;
    for (const struct command *const *c = cli_commands(); *c; c++) {
        size_t word = 0;
        bool same = true;
        for (struct str part, name = str_of((*c)->name); same && str_cut(&name, ' ', &part); word++)
            same = word < cli->operand_count && str_eq(cli->operands[word], part);
        if (same && word > taken) {
            taken = word;
            cli->command = *c;
        }
    }
    cli->operands += taken;
    cli->operand_count -= taken;
}

static bool unknown_command(struct cli *cli)
{
    struct str_list names = {0};
    struct str words = cli->operands[0];
    if (cli->operand_count > 1)
        words = str_format(cli->arena, "%.*s %.*s", STR_ARG(words), STR_ARG(cli->operands[1]));
    for (const struct command *const *c = cli_commands(); *c; c++)
        *arena_push(cli->arena, &names) = str_of((*c)->name);
    struct str near = near_words(cli->arena, words, &names);
    if (!near.n)
        near = near_words(cli->arena, words = cli->operands[0], &names);
    if (near.n)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("There is no command \"{1}\". Did you mean {2}?"), words, near);
    return FAULT(cli->faults, FAULT_INPUT, (struct place){0}, N_("There is no command \"{1}\"."),
                 cli->operands[0]);
}

static bool check_operands(struct cli *cli)
{
    const struct command *c = cli->command;
    if (cli_has(cli, "help"))
        return true;
    for (size_t i = 0; i < cli->option_count; i++)
        if (!find_option(cli, str_of(cli->options[i].name)))
            return unknown_option(cli, str_of(cli->options[i].name));
    if ((int)cli->operand_count < c->least)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"himaya {1}\" needs more: {2}."), str_of(c->name), str_of(c->operands));
    if (c->most && (int)cli->operand_count > c->most)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"{1}\" is one too many for \"himaya {2}\"."), cli->operands[c->most],
                     str_of(c->name));
    if (c->least == 0 && c->operands[0] == 0 && cli->operand_count)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"{1}\" is one too many for \"himaya {2}\"."), cli->operands[0],
                     str_of(c->name));
    return true;
}

/* Takes the word at argv[*i]. */
static bool take_word(struct cli *cli, int argc, char **argv, int *i, bool *options_ended)
{
    struct str word = str_of(argv[*i]);
    bool option = !*options_ended && word.n > 1 && word.p[0] == '-';
    if (option && str_eq(word, S("--"))) {
        *options_ended = true;
        return true;
    }
    if (option && str_eq(word, S("-h")))
        return give(cli, "help", (struct str){0});
    if (option && str_eq(word, S("-v")))
        return give(cli, "verbose", (struct str){0});
    if (option && str_starts(word, S("--")))
        return take_option(cli, argc, argv, i);
    if (option)
        return unknown_option(cli, str_from(word, 1));
    cli->operands[cli->operand_count++] = word;
    return true;
}

bool arguments_read(struct cli *cli, int argc, char **argv)
{
    bool options_ended = false;
    cli->operands = arena_array(cli->arena, (size_t)argc + 1, struct str);
    for (int i = 1; i < argc; i++)
        if (!take_word(cli, argc, argv, &i, &options_ended))
            return false;
    if (!cli->operand_count)
        return true;
    find_command(cli);
    return cli->command ? check_operands(cli) : unknown_command(cli);
}

struct str cli_option(const struct cli *cli, const char *name)
{
    struct str value = {0};
    for (size_t i = 0; i < cli->option_count; i++)
        if (str_eq(str_of(cli->options[i].name), str_of(name)))
            value = cli->options[i].value;
    return value;
}

bool cli_has(const struct cli *cli, const char *name)
{
    for (size_t i = 0; i < cli->option_count; i++)
        if (str_eq(str_of(cli->options[i].name), str_of(name)))
            return true;
    return false;
}

bool cli_number(struct cli *cli, const char *name, int least, int most, int *value)
{
    int64_t number;
    if (!cli_has(cli, name))
        return true;
    if (!str_to_int(cli_option(cli, name), &number) || number < least || number > most)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"{1}\" does not fit --{2}: a whole number from {3} to {4} is needed."),
                     cli_option(cli, name), str_of(name), str_format(cli->arena, "%d", least),
                     str_format(cli->arena, "%d", most));
    *value = (int)number;
    return true;
}
