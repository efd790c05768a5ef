#include "cli/import_document.h"

#include "intake/pdf/pdf.h"
#include "intake/recognize.h"

struct chapter_import {
    struct document_import in;
    const struct chapter_instrument *instrument;
    struct str country; /* as given */
    int year;           /* as given, or 0 */
};

/* Makes text of the file, by what it is and not by its name. */
static bool read_text(struct document_import *in)
{
    struct keep_document *d = &in->document;
    if (!recognize_check(d->bytes, FILE_TEXT, FILE_PDF,
                         N_("A country chapter as PDF or as text is needed."), in->cli->faults))
        return false;
    bool is_pdf = recognize(d->bytes) == FILE_PDF;
    d->kind = is_pdf ? S("chapter_pdf") : S("chapter_text");
    d->media_type = is_pdf ? S("application/pdf") : S("text/plain");
    return !is_pdf || pdf_text(&in->arena, d->bytes, &d->text, in->cli->faults);
}

static void say_chapter(struct chapter_import *c, const struct chapter *chapter,
                        const struct code *country, int year, const struct keep_done *done)
{
    struct document_import *in = &c->in;
    struct arena *a = in->cli->arena;
    struct str_list parts = {0};
    struct str what =
        str_format(a, "%.*s %d", STR_ARG(words(in->cli->language, country->label)), year);
    *arena_push(a, &parts) = document_count(in, S(N_("{1} figure")), S(N_("{1} figures")),
                                            (int64_t)chapter->figures.count);
    *arena_push(a, &parts) = document_count(in, S(N_("{1} entry")), S(N_("{1} entries")),
                                            (int64_t)chapter->entries.count);
    *arena_push(a, &parts) = document_count(in, S(N_("{1} action")), S(N_("{1} actions")),
                                            (int64_t)chapter->actions.count);
    *arena_push(a, &parts) = document_count(in, S(N_("{1} source")), S(N_("{1} sources")),
                                            (int64_t)chapter->references.count);
    size_t remarks = chapter->remarks.count + done->left_out.count;
    if (remarks)
        *arena_push(a, &parts) =
            document_count(in, S(N_("{1} remark")), S(N_("{1} remarks")), (int64_t)remarks);
    document_say(in, done, what, &parts);
    if (!done->same_file)
        document_say_remarks(in, &chapter->remarks, &done->left_out);
}

/* The country that is meant, said or told by the file's name: a document on several territories is
 * read for one of them. Empty when neither names a country. */
static struct str country_meant(struct chapter_import *c)
{
    struct faults unsaid = {.arena = &c->in.arena};
    const struct code *country =
        keep_country(&c->in.keep, c->country, (struct str){0}, c->in.document.name, &unsaid);
    return country ? country->label : (struct str){0};
}

static bool import_file(struct chapter_import *c, struct str path)
{
    struct document_import *in = &c->in;
    struct faults *faults = in->cli->faults;
    struct keep_done done;
    if (!document_read(in, path, PDF_LARGEST_FILE) || !read_text(in))
        return false;
    document_prepare(in, "import chapter");
    struct chapter_wanted wanted = {.country = country_meant(c), .year = c->year};
    const struct chapter *chapter =
        chapter_read_of(&in->arena, c->instrument, in->document.text, wanted, faults);
    if (!chapter || !chapter_check_whole(chapter, faults))
        return false;
    int year = c->year ? c->year : chapter->year;
    if (!year)
        year = keep_year_of_name(in->document.name);
    if (!year)
        return FAULT(
            faults, FAULT_INPUT, (struct place){0},
            N_("The text does not say of which year it speaks; say it, as in --year 2019."));
    const struct code *country =
        keep_country(&in->keep, c->country, chapter->country, in->document.name, faults);
    if (!country ||
        !keep_chapter(&in->keep, chapter, country->code, year, &in->document, &done, faults))
        return false;
    say_chapter(c, chapter, country, year, &done);
    return true;
}

static int run(struct cli *cli)
{
    struct chapter_import c = {.in = {.cli = cli}, .country = cli_option(cli, "country")};
    int status = EXIT_DONE;
    if (!cli_number(cli, "year", 2000, 2100, &c.year))
        return cli_misused(cli);
    c.instrument = chapter_instrument_load(cli->arena, cli->faults);
    if (!c.instrument || !rooms_open(cli, (struct str){0}, &c.in.rooms))
        return cli_refused(cli);
    for (size_t i = 0; i < cli->operand_count; i++) {
        bool good = import_file(&c, cli->operands[i]);
        if (document_end(&c.in, good) != EXIT_DONE)
            status = EXIT_REFUSED;
        if (i + 1 < cli->operand_count)
            cli_progress(cli, i + 1, cli->operand_count);
    }
    cli_progress(cli, 0, 0);
    rooms_close(&c.in.rooms);
    return status;
}

static const struct command_option options[] = {
    {"country", "NAME|ISO", N_("The country, when the text does not say it")},
    {"year", "YEAR", N_("The report year, when the text does not say it")},
    {"again", NULL, N_("Read a file again that was read before")},
    {0},
};

const struct command command_import_chapter = {
    .name = "import chapter",
    .thing = "import.reports",
    .operands = "FILE…",
    .least = 1,
    .does = N_("Read published country chapters, as text or PDF"),
    .more =
        N_("Each file stands for itself: one that is refused leaves the others as they are. What "
           "could not be placed is named with its line and kept as a remark. A chapter of the same "
           "country and year is replaced."),
    .examples = "himaya import chapter azerbaijan-2019.pdf\n"
                "himaya import chapter chapter.txt --country AZ --year 2019\n"
                "himaya import chapter chapters/*.txt",
    .options = options,
    .run = run,
};
