#include "cli/report_output.h"

#include "base/resource.h"
#include "web/application.h"

/* Asks for a page as a browser would. */
static bool ask(struct cli *cli, struct application *app, struct str path, struct str *page)
{
    struct http_request request = {.arena = cli->arena,
                                   .method = HTTP_GET,
                                   .method_name = S("GET"),
                                   .path = path,
                                   .target = path};
    struct http_response response = {0};
    application_answer(app, &request, 0, NULL, &response);
    *page = response.body;
    return response.status == 200 ||
           FAULT(cli->faults, FAULT_MISSING, (struct place){0}, N_("There is no such report."));
}

/* The page with its style inside and without what only a server can answer. */
static struct str standing_alone(struct arena *a, struct str page)
{
    struct str css;
    size_t from = str_find(page, S("<link rel=\"stylesheet\""), 0);
    size_t to = from == STR_NONE ? STR_NONE : str_find_char(page, '>', from);
    if (to == STR_NONE || !resource_get(S("web/static/style.css"), &css))
        return page;
    struct str alone =
        str_format(a, "%.*s<style>%.*s</style>%.*s", STR_ARG(str_slice(page, 0, from)),
                   STR_ARG(css), STR_ARG(str_from(page, to + 1)));
    size_t script = str_find(alone, S("<script src="), 0);
    size_t end = script == STR_NONE ? STR_NONE : str_find(alone, S("</script>"), script);
    if (end != STR_NONE)
        alone = str_concat(a, str_slice(alone, 0, script), str_from(alone, end + 9));
    return alone;
}

bool output_page(struct cli *cli, const struct rooms *rooms, const struct report_request *r,
                 const struct node *report, const char *page)
{
    struct application *app = application_new(cli->arena, rooms->store, cli->faults);
    struct str text;
    if (!app)
        return false;
    struct str path =
        str_format(cli->arena, "/%.*s/countries/%.*s/%s", STR_ARG(language_code(r->language)),
                   STR_ARG(node_get_str(report, S("iso"))), page);
    if (!*page)
        path = str_format(cli->arena, "%.*s%d", STR_ARG(path),
                          (int)node_get_int(report, S("year"), 0));
    bool good = ask(cli, app, path, &text);
    application_close(app);
    return good && output_text(cli, standing_alone(cli->arena, text));
}
