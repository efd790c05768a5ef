/* A report as a workbook. Numbers are numbers there, so that they can be summed. */
#include "report/render.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/library.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* The library is loaded for the first workbook: it brings libcrypto, which takes longer to load
 * than most commands take to run. */
#define XLSX_FUNCTIONS(F)                                                                          \
    F(format_set_align)                                                                            \
    F(format_set_bold)                                                                             \
    F(format_set_text_wrap)                                                                        \
    F(lxw_strerror)                                                                                \
    F(workbook_add_format)                                                                         \
    F(workbook_add_worksheet)                                                                      \
    F(workbook_close)                                                                              \
    F(workbook_new)                                                                                \
    F(workbook_new_opt)                                                                            \
    F(worksheet_freeze_panes)                                                                      \
    F(worksheet_set_column)                                                                        \
    F(worksheet_write_number)                                                                      \
    F(worksheet_write_string)
static struct {
    XLSX_FUNCTIONS(LIBRARY_MEMBER)
} xlsx;
#define XLSX_ENTRY(name) {#name, (void **)&xlsx.name},
static const struct library_function xlsx_functions[] = {XLSX_FUNCTIONS(XLSX_ENTRY)};

struct book {
    struct arena *arena;
    lxw_workbook *workbook;
    lxw_format *title, *head, *text, *number;
};

static lxw_format *format_of(lxw_workbook *workbook, bool bold, bool wrapped)
{
    lxw_format *f = xlsx.workbook_add_format(workbook);
    if (bold)
        xlsx.format_set_bold(f);
    if (wrapped)
        xlsx.format_set_text_wrap(f);
    xlsx.format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static void put(const struct book *b, lxw_worksheet *sheet, uint32_t row, size_t column,
                struct str text, lxw_format *format)
{
    xlsx.worksheet_write_string(sheet, row, (lxw_col_t)column, str_c(b->arena, text), format);
}

/* The number that a figure's cell shows, from the report's figures. */
static const struct node *number_shown(const struct node *report, const struct node *cell)
{
    const struct node *figures = node_get(report, S("figures"));
    struct str key = node_get_str(cell, S("figure"));
    if (!node_get_bool(cell, S("number")) || !key.n)
        return NULL;
    for (size_t i = 0; i < node_count(figures); i++) {
        const struct node *f = node_at(figures, i), *value = node_get(f, S("value"));
        bool plain = !node_get(f, S("count"));
        if (str_eq(node_get_str(f, S("key")), key) &&
            node_get_int(f, S("year"), 0) == node_get_int(cell, S("year"), 0))
            return plain && value && value->kind != NODE_STR ? value : NULL;
    }
    return NULL;
}

/* A cell, and beside it its sources. */
static void put_cell(const struct book *b, const struct node *report, lxw_worksheet *sheet,
                     uint32_t row, size_t column, const struct node *cell)
{
    const struct node *number = number_shown(report, cell);
    struct str text =
        str_concat(b->arena, node_get_str(cell, S("text")), node_get_str(cell, S("marks")));
    if (number)
        xlsx.worksheet_write_number(
            sheet, row, (lxw_col_t)column,
            number->kind == NODE_INT ? (double)number->integer : number->real, b->number);
    else
        put(b, sheet, row, column, text, b->text);
}

/* Figures have a column of sources behind each column. */
static bool is_figure_column(const struct node *table, size_t column)
{
    struct str key = node_get_str(node_at(node_get(table, S("columns")), column), S("key"));
    return str_eq(node_get_str(table, S("holds")), S("figures")) && column > 0 &&
           !str_eq(key, S("age")) && !str_eq(key, S("legislation"));
}

static void fill_sheet(const struct book *b, const struct node *report, const struct node *table,
                       lxw_worksheet *sheet)
{
    const struct node *columns = node_get(table, S("columns")), *rows = node_get(table, S("rows"));
    size_t at = 0;
    put(b, sheet, 0, 0, node_get_str(table, S("heading")), b->title);
    for (size_t c = 0; c < node_count(columns); c++) {
        put(b, sheet, 2, at, node_get_str(node_at(columns, c), S("title")), b->head);
        bool figures = is_figure_column(table, c);
        xlsx.worksheet_set_column(sheet, (lxw_col_t)at, (lxw_col_t)at,
                                  figures || node_count(columns) > 3 ? 24 : 60, NULL);
        for (size_t r = 0; r < node_count(rows); r++) {
            const struct node *cell = node_at(node_get(node_at(rows, r), S("cells")), c);
            put_cell(b, report, sheet, (uint32_t)(3 + r), at, cell);
            if (figures)
                put(b, sheet, (uint32_t)(3 + r), at + 1, node_get_str(cell, S("citation")),
                    b->text);
        }
        if (figures)
            put(b, sheet, 2, at + 1, S("Sources"), b->head);
        at += figures ? 2 : 1;
    }
    xlsx.worksheet_set_column(sheet, 0, 0, 60, NULL);
    xlsx.worksheet_freeze_panes(sheet, 3, 1);
}

static void add_references(const struct book *b, const struct node *report)
{
    const struct node *references = node_get(report, S("references"));
    if (!node_count(references))
        return;
    lxw_worksheet *sheet = xlsx.workbook_add_worksheet(b->workbook, "Sources");
    xlsx.worksheet_set_column(sheet, 1, 1, 120, NULL);
    for (size_t i = 0; i < node_count(references); i++) {
        const struct node *r = node_at(references, i);
        xlsx.worksheet_write_number(sheet, (uint32_t)i, 0, (double)node_get_int(r, S("number"), 0),
                                    b->number);
        put(b, sheet, (uint32_t)i, 1, node_get_str(r, S("text")), b->text);
    }
}

static bool fault_unwritten(const char *path, const char *reason, struct faults *faults)
{
    return FAULT(faults, FAULT_SYSTEM, (struct place){.file = str_of(path)},
                 N_("The workbook cannot be written: {1}. Name a file in a folder that exists and "
                    "that you may write to, as in --out azerbaijan-2019.xlsx"),
                 str_of(reason));
}

bool render_xlsx(struct arena *a, const struct node *report, const char *path,
                 struct faults *faults)
{
    if (!library_load("libxlsxwriter.so.4", xlsx_functions,
                      sizeof xlsx_functions / sizeof *xlsx_functions, faults))
        return false;
    FILE *trial = fopen(path, "wb"); /* the library would complain on standard error */
    if (!trial)
        return fault_unwritten(path, strerror(errno), faults);
    fclose(trial);
    struct book b = {.arena = a, .workbook = xlsx.workbook_new(path)};
    const struct node *tables = node_get(report, S("tables"));
    if (b.workbook) {
        b.title = format_of(b.workbook, true, false);
        b.head = format_of(b.workbook, true, true);
        b.text = format_of(b.workbook, false, true);
        b.number = format_of(b.workbook, false, false);
        for (size_t i = 0; i < node_count(tables); i++) {
            const struct node *table = node_at(tables, i);
            char *name = str_c(a, node_get_str(table, S("name")));
            fill_sheet(&b, report, table, xlsx.workbook_add_worksheet(b.workbook, name));
        }
        add_references(&b, report);
    }
    lxw_error error = b.workbook ? xlsx.workbook_close(b.workbook) : LXW_ERROR_MEMORY_MALLOC_FAILED;
    return error == LXW_NO_ERROR || fault_unwritten(path, xlsx.lxw_strerror(error), faults);
}

/* --- a list of records --- */

enum { LARGEST_GRID = 64 * 1000 * 1000, WIDEST = 60, NARROWEST = 10 };

/* A cell takes at most 32,767 characters; what is longer is cut at its bytes, well below that. */
enum { LONGEST_CELL = 32000 };

static struct str cut(struct str text)
{
    size_t n = text.n < LONGEST_CELL ? text.n : LONGEST_CELL;
    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--; /* not inside a letter */
    return str_slice(text, 0, n);
}

/* Text that is a plain number, as the store prints it, so that it can be summed; never one with
 * zeros in front, which is a number of a file. */
static bool as_number(struct str text, double *number)
{
    bool zero = text.n > 1 && text.p[0] == '0' && text.p[1] != '.';
    return text.n > 0 && text.n < 15 && !zero && str_to_real(text, number);
}

static void fill_grid(const struct book *b, const struct render_grid *grid, lxw_worksheet *sheet)
{
    for (size_t c = 0; c < grid->columns; c++) {
        size_t width = NARROWEST;
        for (size_t r = 0; r < grid->rows; r++) {
            struct str text = grid->cells[r * grid->columns + c];
            double number;
            if (r && as_number(text, &number))
                xlsx.worksheet_write_number(sheet, (uint32_t)r, (lxw_col_t)c, number, b->number);
            else if (text.n)
                put(b, sheet, (uint32_t)r, c, cut(text), r ? b->text : b->head);
            width = text.n > width ? text.n : width;
        }
        xlsx.worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c,
                                  (double)(width < WIDEST ? width + 2 : WIDEST), NULL);
    }
    xlsx.worksheet_freeze_panes(sheet, 1, 1);
}

static lxw_error write_grid(struct arena *a, const struct render_grid *grid, const char *path)
{
    char folder[] = "/dev/shm"; /* what people's files say is not left on a disk */
    lxw_workbook_options options = {.tmpdir = access(folder, W_OK) == 0 ? folder : NULL};
    struct book b = {.arena = a, .workbook = xlsx.workbook_new_opt(path, &options)};
    if (!b.workbook)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    b.head = format_of(b.workbook, true, true);
    b.text = format_of(b.workbook, false, true);
    b.number = format_of(b.workbook, false, false);
    fill_grid(&b, grid, xlsx.workbook_add_worksheet(b.workbook, NULL));
    return xlsx.workbook_close(b.workbook);
}

bool render_grid_xlsx(struct arena *a, const struct render_grid *grid, struct str *bytes,
                      struct faults *faults)
{
    if (!library_load("libxlsxwriter.so.4", xlsx_functions,
                      sizeof xlsx_functions / sizeof *xlsx_functions, faults))
        return false;
    int memory = memfd_create("himaya-list.xlsx", MFD_CLOEXEC);
    const char *path = str_format(a, "/proc/self/fd/%d", memory).p;
    if (memory < 0)
        return fault_unwritten("list.xlsx", strerror(errno), faults);
    lxw_error error = write_grid(a, grid, path);
    bool good = error == LXW_NO_ERROR
                    ? file_read(a, path, LARGEST_GRID, bytes, faults)
                    : fault_unwritten("list.xlsx", xlsx.lxw_strerror(error), faults);
    close(memory);
    return good;
}
