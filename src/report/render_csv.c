#include "report/render.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* A row being written. */
struct row {
    struct buffer *out;
    struct str_list cells;
};

static void put(struct row *r, struct str cell)
{
    *arena_push(r->out->arena, &r->cells) = cell;
}

static void put_member(struct row *r, const struct node *n, const char *key)
{
    put(r, node_text(r->out->arena, node_get(n, str_of(key))));
}

static void end_row(struct row *r)
{
    csv_write_row(r->out, r->cells.items, r->cells.count, true);
    r->cells.count = 0;
}

/* Figures have sources, marks and state beside them; words carry their citations inside. */
static bool is_figure_column(const struct node *table, size_t column)
{
    struct str key = node_get_str(node_at(node_get(table, S("columns")), column), S("key"));
    return str_eq(node_get_str(table, S("holds")), S("figures")) && column > 0 &&
           !str_eq(key, S("age")) && !str_eq(key, S("legislation"));
}

static void put_titles(struct row *r, const struct node *table, bool keyed)
{
    const struct node *columns = node_get(table, S("columns"));
    struct arena *a = r->out->arena;
    if (keyed)
        put(r, S("key"));
    for (size_t i = 0; i < node_count(columns); i++) {
        struct str title = node_get_str(node_at(columns, i), S("title"));
        put(r, title);
        if (is_figure_column(table, i)) {
            put(r, str_concat(a, title, S(" state")));
            put(r, str_concat(a, title, S(" marks")));
            put(r, str_concat(a, title, S(" sources")));
        }
    }
    end_row(r);
}

static struct str with_marks(struct arena *a, const struct node *cell)
{
    return str_concat(a, node_get_str(cell, S("text")), node_get_str(cell, S("marks")));
}

static void put_rows(struct row *r, const struct node *table, bool keyed)
{
    const struct node *rows = node_get(table, S("rows"));
    for (size_t i = 0; i < node_count(rows); i++) {
        const struct node *row = node_at(rows, i), *cells = node_get(row, S("cells"));
        if (keyed)
            put_member(r, row, "key");
        for (size_t k = 0; k < node_count(cells); k++) {
            const struct node *cell = node_at(cells, k);
            if (is_figure_column(table, k)) {
                put_member(r, cell, "text");
                put_member(r, cell, "state");
                put_member(r, cell, "marks");
                put_member(r, cell, "citation");
            } else {
                put(r, with_marks(r->out->arena, cell));
            }
        }
        end_row(r);
    }
}

struct str render_table_csv(struct arena *a, const struct node *table)
{
    struct buffer b = {.arena = a};
    struct row r = {.out = &b};
    bool keyed = str_eq(node_get_str(table, S("holds")), S("figures"));
    if (!table)
        return (struct str){0};
    put_titles(&r, table, keyed);
    put_rows(&r, table, keyed);
    return buffer_str(&b);
}

/* A tree's list of maps as CSV with the named members. */
static struct str list_csv(struct arena *a, const struct node *const *lists, size_t list_count,
                           const char *const *members, size_t count)
{
    struct buffer b = {.arena = a};
    struct row r = {.out = &b};
    for (size_t i = 0; i < count; i++)
        put(&r, str_of(members[i]));
    end_row(&r);
    for (size_t l = 0; l < list_count; l++)
        for (size_t i = 0; i < node_count(lists[l]); i++) {
            for (size_t k = 0; k < count; k++)
                put_member(&r, node_at(lists[l], i), members[k]);
            end_row(&r);
        }
    return buffer_str(&b);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct str render_figures_csv(struct arena *a, const struct node *report)
{
    static const char *const members[] = {
        "key",      "label",          "table",       "year",   "territory",   "state",    "value",
        "text",     "basis",          "currency",    "count",  "age",         "age_text", "marks",
        "citation", "age_calculated", "legislation", "origin", "report_year", "line",
    };
    const struct node *lists[] = {node_get(report, S("figures")),
                                  node_get(report, S("territories"))};
    return list_csv(a, lists, COUNT(lists), members, COUNT(members));
}

static struct str table_file(struct arena *a, const struct node *table)
{
    int64_t number = node_get_int(table, S("number"), 0);
    struct str key = node_get_str(table, S("key"));
    return number ? str_format(a, "%02d-%.*s.csv", (int)number, STR_ARG(key))
                  : str_format(a, "figure-%.*s.csv", STR_ARG(key));
}

void render_csv_files(struct arena *a, const struct node *report, struct render_files *files)
{
    static const char *const references[] = {"number", "text", "cited"};
    static const char *const findings[] = {"check", "severity", "key", "year", "line", "text"};
    const struct node *tables = node_get(report, S("tables"));
    for (size_t i = 0; i < node_count(tables); i++)
        *arena_push(a, files) = (struct render_file){table_file(a, node_at(tables, i)),
                                                     render_table_csv(a, node_at(tables, i))};
    *arena_push(a, files) = (struct render_file){S("figures.csv"), render_figures_csv(a, report)};
    const struct node *list = node_get(report, S("references"));
    *arena_push(a, files) = (struct render_file){
        S("references.csv"), list_csv(a, &list, 1, references, COUNT(references))};
    list = node_get(report, S("findings"));
    *arena_push(a, files) =
        (struct render_file){S("findings.csv"), list_csv(a, &list, 1, findings, COUNT(findings))};
}

bool render_write_files(const struct render_files *files, struct str folder, struct faults *faults)
{
    struct arena a = {0};
    bool good = true;
    if (mkdir(str_c(&a, folder), 0777) && errno != EEXIST)
        good = FAULT(faults, FAULT_SYSTEM, (struct place){.file = folder},
                     N_("The folder “{1}” cannot be made: {2}. Name one in a folder that exists."),
                     folder, str_of(strerror(errno)));
    for (size_t i = 0; good && i < files->count; i++) {
        struct str path =
            str_format(&a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(files->items[i].name));
        good = file_write(path.p, files->items[i].bytes, faults);
    }
    arena_free(&a);
    return good;
}

/* "6", "table 6" or "figure1" as a table's name. */
static bool is_named(const struct node *table, struct str name)
{
    struct arena a = {0};
    int64_t number = node_get_int(table, S("number"), 0);
    bool same = str_eq(node_get_str(table, S("key")), name) ||
                str_eq_nocase(node_get_str(table, S("name")), name) ||
                (number && str_eq(str_format(&a, "%d", (int)number), name));
    arena_free(&a);
    return same;
}

const struct node *render_find_table(const struct node *report, struct str name,
                                     struct faults *faults)
{
    const struct node *tables = node_get(report, S("tables"));
    struct buffer there = {.arena = faults->arena};
    for (size_t i = 0; i < node_count(tables); i++) {
        if (is_named(node_at(tables, i), name))
            return node_at(tables, i);
        buffer_add(&there, i ? S(", ") : S(""));
        buffer_add(&there, node_get_str(node_at(tables, i), S("key")));
    }
    FAULT(faults, FAULT_MISSING, (struct place){.field = S("table")},
          N_("This report has no table “{1}”. It has: {2}."), name, buffer_str(&there));
    return NULL;
}
