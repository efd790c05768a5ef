#include "cli/report_output.h"

#include "figures/instrument.h"
#include "report/render.h"
#include "report/report.h"

/* What is asked for. False after a message, when it is a matter of usage. */
static bool read_request(struct cli *cli, struct report_request *r)
{
    r->country = cli_option(cli, "country");
    r->basis = cli_option(cli, "basis");
    if (!r->country.n)
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("Say which country: --country Azerbaijan, or --country AZ."));
    if (r->basis.n && !str_eq(r->basis, S("reported")) && !str_eq(r->basis, S("computed")))
        return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                     N_("\"{1}\" is no basis; there are reported and computed."), r->basis);
    return cli_number(cli, "year", 1990, 2100, &r->year);
}

static struct render_text_style style_of(struct cli *cli)
{
    return (struct render_text_style){
        .width = output_width(), .colours = output_has_colours(cli), .language = cli->language};
}

/* --- findings --- */

static bool write_csv(struct cli *cli, const struct node *report)
{
    struct str table = cli_option(cli, "table"), out = cli_option(cli, "out");
    if (table.n) {
        const struct node *found = render_find_table(report, table, cli->faults);
        return found && output_text(cli, render_table_csv(cli->arena, found));
    }
    if (!out.n)
        return output_text(cli, render_figures_csv(cli->arena, report));
    struct render_files files = {0};
    render_csv_files(cli->arena, report, &files);
    if (!render_write_files(&files, out, cli->faults))
        return false;
    cli_say(cli, N_("{1}: {2} files were written."), out, cli_count(cli, (int64_t)files.count));
    return true;
}

static bool write_xlsx(struct cli *cli, const struct node *report, struct str stem)
{
    struct str out = cli_option(cli, "out");
    if (!out.n)
        out = str_format(cli->arena, "%.*s.xlsx", STR_ARG(stem));
    if (!render_xlsx(cli->arena, report, str_c(cli->arena, out), cli->faults))
        return false;
    cli_say(cli, N_("{1} was written."), out);
    return true;
}

static bool write_findings(struct cli *cli, struct str format, const struct instrument *instrument,
                           const struct node *report)
{
    struct render_text_style style = style_of(cli);
    struct str stem = str_format(cli->arena, "%.*s-%d", STR_ARG(node_get_str(report, S("iso"))),
                                 (int)node_get_int(report, S("year"), 0));
    if (str_eq(format, S("json")))
        return output_json(cli, report);
    if (str_eq(format, S("csv")))
        return write_csv(cli, report);
    if (str_eq(format, S("xlsx")))
        return write_xlsx(cli, report, stem);
    if (str_eq(format, S("edition-xml")))
        return output_text(cli, render_edition_xml(cli->arena, instrument, report));
    return output_text(cli, render_findings_text(cli->arena, report, &style));
}

static bool make_findings(struct cli *cli, const struct rooms *rooms, struct report_request *r)
{
    struct str format = output_format(cli);
    r->instrument = instrument_load(cli->arena, rooms->model, cli->faults);
    if (!r->instrument)
        return false;
    const struct node *report = report_findings(rooms->session, cli->arena, r, cli->faults);
    if (report && str_eq(format, S("html")))
        return output_page(cli, rooms, r, report, "");
    return report && write_findings(cli, format, r->instrument, report);
}

/* --- the questionnaire --- */

static bool make_p029(struct cli *cli, const struct rooms *rooms, struct report_request *r)
{
    struct str format = output_format(cli), text;
    r->instrument = instrument_load(cli->arena, rooms->model, cli->faults);
    if (!r->instrument)
        return false;
    if (str_eq(format, S("text")))
        return report_p029_text(rooms->session, cli->arena, r, &text, cli->faults) &&
               output_text(cli, text);
    const struct node *report = report_p029(rooms->session, cli->arena, r, cli->faults);
    if (report && str_eq(format, S("html")))
        return output_page(cli, rooms, r, report, "questionnaire");
    return report && output_json(cli, report);
}

/* --- both --- */

static int run_report(struct cli *cli, const char *formats,
                      bool (*make)(struct cli *, const struct rooms *, struct report_request *))
{
    struct rooms rooms;
    struct report_request request = {.language = output_language(cli)};
    if (!output_format_is(cli, formats) || !read_request(cli, &request))
        return cli_misused(cli);
    if (!rooms_open(cli, (struct str){0}, &rooms))
        return cli_refused(cli);
    bool good = make(cli, &rooms, &request);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static int run_findings(struct cli *cli)
{
    return run_report(cli, "text json csv xlsx html edition-xml", make_findings);
}

static int run_p029(struct cli *cli)
{
    return run_report(cli, "text json html", make_p029);
}

static const struct command_option findings_options[] = {
    {"country", "NAME|ISO", N_("The country")},
    {"year", "YEAR", N_("The report year; the latest there is when left out")},
    {"format", "FORMAT", N_("text (when left out), json, csv, xlsx, html or edition-xml")},
    {"basis", "BASIS",
     N_("What stands where both are there: reported (when left out) or computed")},
    {"table", "TABLE", N_("CSV of one table only, by its number or key")},
    {"out", "PATH", N_("Write there and not to standard output; for CSV a folder")},
    {0},
};

const struct command command_report_findings = {
    .name = "report findings",
    .thing = "report.make",
    .operands = "",
    .does = N_("Print the profile of a country: figures, tables, actions and sources"),
    .more =
        N_("CSV on standard output has one figure on each line; with --table it is one table, and "
           "with --out FOLDER a file for each table."),
    .examples = "himaya report findings --country AZ --year 2019\n"
                "himaya report findings --country Azerbaijan --year 2019 --format json\n"
                "himaya report findings --country AZ --format csv --out azerbaijan\n"
                "himaya report findings --country AZ --format csv --table 6",
    .options = findings_options,
    .run = run_findings,
};

static const struct command_option p029_options[] = {
    {"country", "NAME|ISO", N_("The country")},
    {"year", "YEAR", N_("The year; the latest there is when left out")},
    {"format", "FORMAT", N_("text (when left out), json or html")},
    {"out", "PATH", N_("Write there and not to standard output")},
    {0},
};

const struct command command_report_p029 = {
    .name = "report p029",
    .thing = "report.make",
    .operands = "",
    .does = N_("Print the questionnaire on the Protocol of 2014 (P029) with its answers"),
    .more = N_("The text can be imported again with \"himaya import answers\"."),
    .examples = "himaya report p029 --country AZ\nhimaya report p029 --country AZ --format json",
    .options = p029_options,
    .run = run_p029,
};
