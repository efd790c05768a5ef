#include "cli/cli.h"
#include "cli/rooms.h"

static int run_countries(struct cli *cli)
{
    const struct model *model = rooms_model(cli, (struct str){0});
    const struct code_list *list = model ? model_list(model, S("countries")) : NULL;
    if (!list)
        return cli_refused(cli);
    struct str column = cli->language == LANGUAGE_AZERBAIJANI ? S("name_az")
                        : cli->language == LANGUAGE_RUSSIAN   ? S("name_ru")
                                                              : S("label");
    for (size_t i = 0; i < list->count; i++) {
        struct str name = node_get_str(list->items[i].row, column);
        struct str part = cli->operand_count ? cli->operands[0] : (struct str){0};
        if (!name.n)
            name = list->items[i].label;
        if (part.n && str_find_nocase(name, part, 0) == STR_NONE &&
            !str_eq_nocase(list->items[i].code, part))
            continue;
        cli_say(cli, "{1}  {2}", list->items[i].code, name);
    }
    return EXIT_DONE;
}

const struct command command_countries = {
    .name = "countries",
    .operands = "[PART]",
    .most = 1,
    .does = N_("List the countries and their ISO codes, all or those whose name holds PART"),
    .examples = "himaya countries\nhimaya countries guinea",
    .run = run_countries,
};
