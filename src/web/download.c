/* A report as a file to take away. */
#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "report/render.h"
#include "report/report.h"
#include "web/data.h"
#include "web/file_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LARGEST_WORKBOOK = 32 * 1000 * 1000 };

/* The workbook is written by a library that knows files only. */
static bool workbook(struct call *c, const struct node *report, struct str *bytes)
{
    char path[] = "/tmp/himaya-workbook-XXXXXX";
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        return FAULT(&c->faults, FAULT_SYSTEM, (struct place){0},
                     N_("The workbook cannot be made: /tmp cannot be written to."));
    close(descriptor);
    bool good = render_xlsx(c->arena, report, path, &c->faults) &&
                file_read(c->arena, path, LARGEST_WORKBOOK, bytes, &c->faults);
    unlink(path);
    return good;
}

static bool write_report(struct call *c, struct str format, const struct node *report,
                         struct http_response *r)
{
    struct render_text_style style = {.language = c->language};
    if (str_eq(format, S("json"))) {
        r->content_type = S("application/json; charset=utf-8");
        r->body = json_print(c->arena, report, 1);
    } else if (str_eq(format, S("csv"))) {
        r->content_type = S("text/csv; charset=utf-8");
        r->body = render_figures_csv(c->arena, report);
    } else if (str_eq(format, S("txt"))) {
        r->content_type = S("text/plain; charset=utf-8");
        r->body = render_findings_text(c->arena, report, &style);
    } else if (str_eq(format, S("xml"))) {
        r->content_type = S("application/xml; charset=utf-8");
        r->body = render_edition_xml(c->arena, c->app->instrument, report);
    } else if (str_eq(format, S("xlsx"))) {
        r->content_type = S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return workbook(c, report, &r->body);
    } else {
        return FAULT(&c->faults, FAULT_MISSING, (struct place){.field = S("format")},
                     N_("There is no format \"{1}\". There are xlsx, csv, json, txt and xml."),
                     format);
    }
    return true;
}

void file_report(struct call *c)
{
    struct report_request request = data_request(c);
    struct str format = call_value(c, "format");
    const struct node *report = report_findings(c->session, c->arena, &request, &c->faults);
    if (!report || !write_report(c, format, report, c->response))
        return;
    c->response->status = 200;
    http_set_header(c->arena, c->response, S("Content-Disposition"),
                    str_format(c->arena, "attachment; filename=\"%.*s-%d.%.*s\"",
                               STR_ARG(node_get_str(report, S("iso"))),
                               (int)node_get_int(report, S("year"), 0), STR_ARG(format)));
}
