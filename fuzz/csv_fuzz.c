/* Any bytes as CSV: rows with their places or a fault, and what is written reads back. */
#include "base/arena.h"
#include "base/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes the row and reads it again. */
static void check_round(struct arena *a, const struct csv_row *row)
{
    struct buffer b = {.arena = a};
    struct faults faults = {.arena = a};
    struct csv_reader reader;
    struct csv_row again = {0};
    struct str *cells = arena_array(a, row->count, struct str);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = row->items[i].text;
    csv_write_row(&b, cells, row->count, false);
    bool read = csv_start(&reader, buffer_str(&b), ',', &faults) && csv_next(&reader, a, &again);
    if (!read && b.count <= CSV_LONGEST_LINE)
        abort();
    for (size_t i = 0; read && i < row->count; i++)
        if (again.count != row->count || !str_eq(again.items[i].text, cells[i]))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str text = {(const char *)data, size};
    struct csv_reader reader;
    struct csv_row row;
    long line = 0;
    bool started = csv_start(&reader, text, csv_guess_separator(text), &faults);
    while (started && csv_next(&reader, &a, &row)) {
        if (row.line <= line || row.count == 0 || row.items[0].column != 1)
            abort();
        line = row.line;
        check_round(&a, &row);
    }
    if (reader.failed && faults.total == 0)
        abort();
    arena_free(&a);
    return 0;
}
