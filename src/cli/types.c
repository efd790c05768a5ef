#include "cli/cli.h"
#include "cli/rooms.h"

#include "base/csv.h"
#include "model/dictionary.h"

static void print_row(struct cli *cli, struct str left, struct str middle, struct str right)
{
    struct str line = str_format(cli->arena, "%-24.*s  %-22.*s  %.*s", STR_ARG(left),
                                 STR_ARG(middle), STR_ARG(right));
    cli_write(cli, str_trim(line));
    putchar('\n');
}

static struct str kind_words(struct cli *cli, const struct field *f)
{
    struct str kind = field_kind_word(f->kind);
    if (f->kind == FIELD_CODE)
        return str_format(cli->arena, "%.*s of %.*s", STR_ARG(kind), STR_ARG(f->list_name));
    if (f->kind == FIELD_REF)
        return str_format(cli->arena, "%.*s to %.*s", STR_ARG(kind), STR_ARG(f->to_name));
    return kind;
}

static void print_fields(struct cli *cli, const struct type *type)
{
    cli_say(cli, "{1}: {2}.", words(cli->language, type->label), words(cli->language, type->means));
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        struct str label = words(cli->language, f->label);
        if (f->required)
            label = str_format(cli->arena, "%.*s (%.*s)", STR_ARG(label),
                               STR_ARG(words(cli->language, str_of(N_("always needed")))));
        print_row(cli, f->name, kind_words(cli, f), label);
    }
}

static void print_header(struct cli *cli, const struct type *type)
{
    struct buffer line = {.arena = cli->arena};
    struct str *names = arena_array(cli->arena, type->field_count, struct str);
    for (size_t i = 0; i < type->field_count; i++)
        names[i] = type->fields[i].name;
    csv_write_row(&line, names, type->field_count, false);
    cli_write(cli, buffer_str(&line));
}

static int run_types(struct cli *cli)
{
    const struct model *model = rooms_model(cli, cli_option(cli, "pack"));
    if (!model)
        return cli_refused(cli);
    if (cli_has(cli, "dictionary")) {
        cli_write(cli, model_dictionary(cli->arena, model));
        return EXIT_DONE;
    }
    if (!cli->operand_count) {
        for (size_t i = 0; i < model->type_count; i++)
            print_row(cli, model->types[i].name, words(cli->language, model->types[i].label),
                      words(cli->language, model->types[i].means));
        return EXIT_DONE;
    }
    const struct type *type = rooms_type(cli, model, cli->operands[0]);
    if (!type)
        return cli_misused(cli);
    if (cli_has(cli, "header"))
        print_header(cli, type);
    else
        print_fields(cli, type);
    return EXIT_DONE;
}

static const struct command_option options[] = {
    {"header", NULL, N_("Print the first line of a CSV file for this type")},
    {"dictionary", NULL, N_("Print the data dictionary: all types, fields and lists, in Markdown")},
    {"pack", "NAME", N_("The country pack whose lists are meant")},
    {0},
};

const struct command command_types = {
    .name = "types",
    .operands = "[TYPE]",
    .most = 1,
    .does = N_("List the record types, or the fields of one"),
    .examples =
        "himaya types\nhimaya types complaint\nhimaya types complaint --header > complaints.csv",
    .options = options,
    .run = run_types,
};
