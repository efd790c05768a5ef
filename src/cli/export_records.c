#include "cli/cli.h"
#include "cli/person.h"
#include "cli/record_words.h"
#include "cli/report_output.h"

#include "base/csv.h"
#include "base/date.h"
#include "model/expression.h"
#include "report/render.h"

struct list_out {
    struct cli *cli;
    struct visit visit;
    const struct type *type;
    const struct field **columns;
    size_t column_count;
    struct views views;
};

/* What may leave: fields that are read somewhere, and files, long texts and secrets only when they
 * are named. */
static bool is_usual(const struct list_out *out, const struct field *f)
{
    const struct visit *v = &out->visit;
    bool readable = access_known(v->access, out->type, f) ||
                    access_scopes(v->access, &v->who, out->type, access_class(f), ACTION_READ);
    return readable && access_class(f) != 4 && f->kind != FIELD_BLOB && !f->multiline && !f->secret;
}

static bool choose_columns(struct list_out *out)
{
    struct str asked = cli_option(out->cli, "columns"), name;
    const struct type *type = out->type;
    size_t most = type->field_count + 1;
    for (size_t i = 0; i < asked.n; i++)
        most += asked.p[i] == ',';
    out->columns = arena_array(out->cli->arena, most, const struct field *);
    for (size_t i = 0; !asked.n && i < type->field_count; i++)
        if (is_usual(out, &type->fields[i]))
            out->columns[out->column_count++] = &type->fields[i];
    while (str_cut(&asked, ',', &name)) {
        const struct field *f = type_field(type, str_trim(name));
        if (!f)
            return FAULT(out->cli->faults, FAULT_INPUT, (struct place){0},
                         N_("A {1} has no field \"{2}\"; \"himaya types {1}\" lists them."),
                         type->name, str_trim(name));
        out->columns[out->column_count++] = f;
    }
    return true;
}

/* --where, with today and the present year in it. */
static bool read_where(struct list_out *out, struct query *q)
{
    struct arena *a = out->cli->arena;
    struct str text = cli_option(out->cli, "where");
    struct date today = date_today();
    const struct parameter parameters[] = {
        {S("today"), value_text(date_print(a, today))},
        {S("year"), value_integer(today.year)},
        {S("year_start"), value_text(str_format(a, "%04d-01-01", today.year))},
        {S("year_end"), value_text(str_format(a, "%04d-12-31", today.year))},
    };
    if (!text.n)
        return true;
    const struct expression *e = expression_parse(a, session_model(out->visit.session), out->type,
                                                  text, (struct place){0}, out->cli->faults);
    q->where = e ? expression_bind(a, e, parameters, 4, out->cli->faults) : NULL;
    return q->where != NULL;
}

/* In the order of the type's list, where the person may order by it. */
static void use_order(struct list_out *out, struct query *q)
{
    struct str order = out->type->order;
    bool falling = str_starts(order, S("-"));
    const struct field *f = type_field(out->type, str_from(order, falling));
    if (f && visit_may_ask(&out->visit, out->type, f))
        q->order[0] = str_c(out->cli->arena, order);
}

static struct str *cells(struct list_out *out)
{
    size_t width = out->column_count, rows = out->views.count + 1;
    struct str *all = arena_array(out->cli->arena, width * rows, struct str);
    for (size_t c = 0; c < width; c++)
        all[c] = out->columns[c]->name;
    for (size_t r = 1; r < rows; r++)
        for (size_t c = 0; c < width; c++)
            all[r * width + c] = record_words(&out->visit, &out->views.items[r - 1],
                                              out->columns[c], out->cli->language);
    return all;
}

static bool write_csv(struct list_out *out)
{
    struct buffer b = {.arena = out->cli->arena};
    struct str *all = cells(out);
    for (size_t r = 0; r <= out->views.count; r++)
        csv_write_row(&b, all + r * out->column_count, out->column_count, true);
    return output_text(out->cli, buffer_str(&b));
}

static bool write_xlsx(struct list_out *out)
{
    struct render_grid grid = {words(out->cli->language, out->type->plural), cells(out),
                               out->views.count + 1, out->column_count};
    struct str bytes;
    if (!cli_has(out->cli, "out"))
        return FAULT(out->cli->faults, FAULT_INPUT, (struct place){0},
                     N_("A workbook needs a file to be written to, as in --out complaints.xlsx"));
    return render_grid_xlsx(out->cli->arena, &grid, &bytes, out->cli->faults) &&
           output_text(out->cli, bytes);
}

static bool write_json(struct list_out *out)
{
    struct node *list = node_list(out->cli->arena);
    for (size_t i = 0; i < out->views.count; i++)
        node_add(out->cli->arena, list,
                 record_node(&out->visit, &out->views.items[i], out->columns, out->column_count));
    return output_json(out->cli, list);
}

static bool export_list(struct list_out *out)
{
    struct str format = cli_option(out->cli, "format");
    struct query q = {.type = out->type};
    bool csv = !format.n || str_eq(format, S("csv")), xlsx = str_eq(format, S("xlsx"));
    if (!csv && !xlsx && !str_eq(format, S("json")))
        return FAULT(out->cli->faults, FAULT_INPUT, (struct place){0},
                     N_("There is no format \"{1}\". There are csv, xlsx and json."), format);
    use_order(out, &q);
    if (!choose_columns(out) || !read_where(out, &q) ||
        !visit_export(&out->visit, &q, out->columns, out->column_count, &out->views))
        return false;
    return csv ? write_csv(out) : xlsx ? write_xlsx(out) : write_json(out);
}

static int run(struct cli *cli)
{
    struct rooms rooms;
    struct list_out out = {.cli = cli};
    struct str reason = str_format(cli->arena, "export records %.*s", STR_ARG(cli->operands[0]));
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                (out.type = rooms_type(cli, rooms.model, cli->operands[0])) != NULL &&
                person_visit(cli, &rooms, "cli", reason, &out.visit) && export_list(&out);
    person_leave(&out.visit);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option options[] = {
    {"format", "FORMAT", N_("csv (when left out), xlsx or json")},
    {"columns", "FIELDS", N_("Only these fields, with commas between")},
    {"where", "CONDITION", N_("Only records of which this holds")},
    {"out", "FILE", N_("Where to write it; on the terminal when left out")},
    {0},
};

const struct command command_export_records = {
    .name = "export records",
    .operands = "TYPE",
    .least = 1,
    .most = 1,
    .does = N_("Take the records of one type out, as far as they may be read"),
    .more = N_("Sealed fields are not among them, and the export has its row of the audit. With a "
               "token in $HIMAYA_TOKEN it is done in the name of the token's holder."),
    .examples = "himaya export records complaint\n"
                "himaya export records complaint --where \"closed_on is null\" --columns "
                "number,received_on\n"
                "himaya export records violation --format xlsx --out violations.xlsx",
    .options = options,
    .run = run,
};
