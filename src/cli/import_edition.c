#include "cli/import_document.h"

#include "intake/recognize.h"

static void say_edition(struct document_import *in, const struct edition *edition,
                        const struct keep_done *done)
{
    struct arena *a = in->cli->arena;
    struct str_list parts = {0};
    struct str what = str_format(
        a, "%.*s %d", STR_ARG(words(in->cli->language, str_of(N_("Edition")))), edition->year);
    size_t figures = 0, actions = 0;
    for (size_t i = 0; i < edition->countries.count; i++) {
        figures += edition->countries.items[i].figures.count;
        actions += edition->countries.items[i].actions.count;
    }
    *arena_push(a, &parts) = document_count(in, S(N_("{1} country")), S(N_("{1} countries")),
                                            (int64_t)edition->countries.count);
    *arena_push(a, &parts) =
        document_count(in, S(N_("{1} figure")), S(N_("{1} figures")), (int64_t)figures);
    *arena_push(a, &parts) =
        document_count(in, S(N_("{1} action")), S(N_("{1} actions")), (int64_t)actions);
    document_say(in, done, what, &parts);
    if (!done->same_file)
        document_say_remarks(in, &edition->remarks, &done->left_out);
}

static bool import_file(struct document_import *in, int year)
{
    struct faults *faults = in->cli->faults;
    struct keep_done done;
    const struct edition_instrument *instrument = edition_instrument_load(&in->arena, faults);
    if (!instrument || !document_read(in, in->cli->operands[0], EDITION_LARGEST_FILE) ||
        !recognize_check(in->document.bytes, FILE_XML, FILE_TEXT,
                         N_("The XML file of an edition is needed."), faults))
        return false;
    in->document.kind = S("edition_xml");
    in->document.media_type = S("application/xml");
    document_prepare(in, "import edition");
    const struct edition *edition =
        edition_read(&in->arena, instrument, in->document.bytes, year, faults);
    if (!edition || !keep_edition(&in->keep, edition, &in->document, &done, faults))
        return false;
    say_edition(in, edition, &done);
    return true;
}

static int run(struct cli *cli)
{
    return document_run(cli, 2000, import_file);
}

static const struct command_option options[] = {
    {"year", "YEAR", N_("The report year of the edition")},
    {"again", NULL, N_("Read a file again that was read before")},
    {0},
};

const struct command command_import_edition = {
    .name = "import edition",
    .thing = "import.reports",
    .operands = "FILE.xml",
    .least = 1,
    .most = 1,
    .does = N_("Read the publisher's machine-readable edition, all countries or none"),
    .examples = "himaya import edition countries-2019.xml --year 2019",
    .options = options,
    .run = run,
};
