#include "cli/import_document.h"

#include "intake/recognize.h"

static void say_answers(struct document_import *in, const struct answers *answers,
                        const struct code *country, int year, const struct keep_done *done)
{
    struct arena *a = in->cli->arena;
    struct str_list parts = {0};
    struct str what =
        str_format(a, "%.*s %d", STR_ARG(words(in->cli->language, country->label)), year);
    size_t questions = 0;
    for (size_t i = 0; i < answers->sections.count; i++)
        questions += answers->sections.items[i].questions.count;
    *arena_push(a, &parts) =
        document_count(in, S(N_("{1} question")), S(N_("{1} questions")), (int64_t)questions);
    document_say(in, done, what, &parts);
    if (!done->same_file)
        document_say_remarks(in, &answers->remarks, &done->left_out);
}

static bool import_file(struct document_import *in, int year)
{
    struct faults *faults = in->cli->faults;
    struct keep_done done;
    const struct answers_instrument *instrument = answers_instrument_load(&in->arena, faults);
    if (!instrument || !document_read(in, in->cli->operands[0], ANSWERS_LARGEST_TEXT) ||
        !recognize_check(in->document.bytes, FILE_TEXT, FILE_TEXT,
                         N_("A filled questionnaire as text is needed."), faults))
        return false;
    in->document.kind = S("answers_text");
    in->document.media_type = S("text/plain");
    document_prepare(in, "import answers");
    const struct answers *answers =
        answers_read(&in->arena, instrument, in->document.text, year, faults);
    if (!answers)
        return false;
    if (!year)
        year = answers->year ? answers->year : keep_year_of_name(in->document.name);
    if (!year)
        return FAULT(
            faults, FAULT_INPUT, (struct place){0},
            N_("The text does not say of which year it speaks; say it, as in --year 2019."));
    const struct code *country = keep_country(&in->keep, cli_option(in->cli, "country"),
                                              answers->country, in->document.name, faults);
    if (!country ||
        !keep_answers(&in->keep, answers, country->code, year, &in->document, &done, faults))
        return false;
    say_answers(in, answers, country, year, &done);
    return true;
}

static int run(struct cli *cli)
{
    return document_run(cli, 1999, import_file);
}

static const struct command_option options[] = {
    {"country", "NAME|ISO", N_("The country, when the text does not say it")},
    {"year", "YEAR", N_("The year; else the latest the text speaks of")},
    {"again", NULL, N_("Read a file again that was read before")},
    {0},
};

const struct command command_import_answers = {
    .name = "import answers",
    .thing = "import.reports",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .does = N_("Read a filled questionnaire on the Protocol of 2014 (P029), as text"),
    .examples = "himaya import answers p029.txt --country AZ",
    .options = options,
    .run = run,
};
