#include "cli/report_output.h"

#include "base/file.h"
#include "base/json.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct str output_format(const struct cli *cli)
{
    struct str format = cli_option(cli, "format");
    return format.n ? format : S("text");
}

bool output_format_is(struct cli *cli, const char *formats)
{
    for (struct str part, rest = str_of(formats); str_cut(&rest, ' ', &part);)
        if (str_eq(part, output_format(cli)))
            return true;
    return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                 N_("There is no format \"{1}\" of this report; there are: {2}."),
                 output_format(cli), str_replace(cli->arena, str_of(formats), S(" "), S(", ")));
}

enum language output_language(const struct cli *cli)
{
    struct str format = output_format(cli);
    bool for_people = str_eq(format, S("text")) || str_eq(format, S("html"));
    return for_people || cli_has(cli, "language") ? cli->language : LANGUAGE_ENGLISH;
}

size_t output_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool output_has_colours(const struct cli *cli)
{
    const char *no_color = getenv("NO_COLOR");
    return !cli_has(cli, "out") && isatty(STDOUT_FILENO) && !(no_color && *no_color);
}

bool output_text(struct cli *cli, struct str text)
{
    struct str out = cli_option(cli, "out");
    if (!out.n) {
        cli_write(cli, text);
        return true;
    }
    if (!file_write(str_c(cli->arena, out), text, cli->faults))
        return false;
    cli_say(cli, N_("{1} was written."), out);
    return true;
}

bool output_json(struct cli *cli, const struct node *report)
{
    return output_text(cli, str_concat(cli->arena, json_print(cli->arena, report, 2), S("\n")));
}
