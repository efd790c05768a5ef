#include "cli/law_given.h"

#include "base/file.h"

enum { LARGEST = 64 * 1000 * 1000 };

/* "hazardous=mine.csv" as name and file; a bare file gives its own name without ".csv". */
static bool read_list(struct cli *cli, struct str given, struct law_list_given *list)
{
    size_t equals = str_find_char(given, '=', 0);
    list->file = equals == STR_NONE ? given : str_from(given, equals + 1);
    list->name = equals == STR_NONE ? file_name(given) : str_slice(given, 0, equals);
    if (equals == STR_NONE && str_ends(list->name, S(".csv")))
        list->name.n -= S(".csv").n;
    return file_read(cli->arena, str_c(cli->arena, list->file), LARGEST, &list->bytes, cli->faults);
}

const struct law *law_given(struct cli *cli, bool changed)
{
    struct law_list_given lists[sizeof cli->options / sizeof *cli->options];
    struct law_source source = {.pack = cli_option(cli, "pack"), .lists = lists};
    for (size_t i = 0; i < cli->option_count; i++)
        if (str_eq(str_of(cli->options[i].name), S("list")) &&
            !read_list(cli, cli->options[i].value, &lists[source.list_count++]))
            return NULL;
    if (changed && cli_has(cli, "rules")) {
        source.rules_file = cli_option(cli, "rules");
        if (!file_read(cli->arena, str_c(cli->arena, source.rules_file), LARGEST, &source.rules,
                       cli->faults))
            return NULL;
    }
    return law_load(cli->arena, &source, cli->faults);
}
