#include "cli/cli.h"
#include "cli/person.h"

#include "base/file.h"
#include "intake/import_run.h"
#include "intake/recognize.h"

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

static void say_done(struct cli *cli, const struct type *type, const struct records_done *done,
                     struct str number)
{
    struct str label = words(cli->language, type->label);
    if (done->added || !(done->changed + done->unchanged))
        cli_say(cli, N_("{1}: {2} added."), label, cli_count(cli, done->added));
    if (done->changed)
        cli_say(cli, N_("{1}: {2} changed."), label, cli_count(cli, done->changed));
    if (done->unchanged)
        cli_say(cli, N_("{1}: {2} were the same already."), label, cli_count(cli, done->unchanged));
    if (number.n)
        cli_say(cli, N_("This was import {1}; \"himaya import undo {1}\" takes it back."), number);
}

static bool import_file(struct cli *cli, const struct rooms *rooms, const struct type *type)
{
    const char *path = str_c(cli->arena, cli->operands[1]);
    const struct progress progress = {show_progress, cli};
    struct str reason = str_format(cli->arena, "import records %.*s %.*s", STR_ARG(type->name),
                                   STR_ARG(file_name(cli->operands[1])));
    struct records_done done;
    struct visit visit;
    struct str csv, number;
    if (!file_read(cli->arena, path, RECORDS_LARGEST_FILE, &csv, cli->faults))
        return false;
    cli->faults->file = cli->operands[1];
    enum file_kind kind = recognize(csv);
    if (kind != FILE_EMPTY && kind != FILE_BINARY && /* its reader says more of these two */
        !recognize_check(
            csv, FILE_TEXT, FILE_TEXT,
            N_("A CSV file is needed; in the spreadsheet choose Save as, \"CSV UTF-8\"."),
            cli->faults))
        return false;
    bool good = person_visit(cli, rooms, "import", reason, &visit) &&
                import_run(&visit, type, cli->operands[1], csv, &progress, &done, &number);
    person_leave(&visit);
    if (good)
        say_done(cli, type, &done, number);
    return good;
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    if (!rooms_open(cli, (struct str){0}, &rooms))
        return cli_refused(cli);
    const struct type *type = rooms_type(cli, rooms.model, cli->operands[0]);
    bool good = type && import_file(cli, &rooms, type);
    rooms_close(&rooms);
    if (good)
        return EXIT_DONE;
    int status = cli_refused(cli);
    if (type)
        fprintf(stderr, "%.*s\n",
                STR_ARG(words(cli->language, str_of(N_("Nothing of this file was stored.")))));
    return status;
}

const struct command command_import_records = {
    .name = "import records",
    .operands = "TYPE FILE.csv",
    .least = 2,
    .most = 2,
    .does = N_("Read records of one type from a CSV file, all of them or none"),
    .more =
        N_("The first line names the fields, in any order. Dates are written 2019-03-07, codes by "
           "their code or label, other records by their key. A column \"id\" changes records that "
           "are there already. \"himaya types TYPE --header\" prints a first line to begin with."),
    .examples = "himaya import records complaint complaints.csv\n"
                "himaya import records inspector inspectors.csv",
    .run = run,
};
