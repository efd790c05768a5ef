#include "sheet.h"

#include "base/csv.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LARGEST_FILE = 64 * 1024 * 1024 };

static _Noreturn void give_up(struct str path, const struct faults *faults)
{
    struct str why = faults->count ? str_of(faults->items[0].message) : S("it cannot be used");
    fprintf(stderr, "example-year: %.*s: %.*s\n", STR_ARG(path), STR_ARG(why));
    exit(1);
}

static struct str path_of(struct arena *a, struct str folder, const char *name)
{
    return str_format(a, "%.*s/%s.csv", STR_ARG(folder), name);
}

struct sheet sheet_read(struct arena *a, struct str folder, const char *name)
{
    struct sheet s = {.arena = a};
    struct faults faults = {.arena = a, .limit = 1};
    struct str path = path_of(a, folder, name), text;
    struct csv_reader reader;
    struct csv_row row;
    if (!file_read(a, str_c(a, path), LARGEST_FILE, &text, &faults) ||
        !csv_start(&reader, text, ',', &faults) || !csv_next(&reader, a, &row))
        give_up(path, &faults);
    for (size_t i = 0; i < row.count; i++)
        *arena_push(a, &s.columns) = row.items[i].text;
    while (csv_next(&reader, a, &row)) {
        size_t at = sheet_add(&s);
        for (size_t i = 0; i < row.count && i < s.columns.count; i++)
            s.items[at].cells[i] = row.items[i].text;
    }
    if (faults.total)
        give_up(path, &faults);
    return s;
}

struct sheet sheet_read_if_there(struct arena *a, struct str folder, const char *name)
{
    if (access(str_c(a, path_of(a, folder, name)), R_OK) != 0)
        return (struct sheet){.arena = a};
    return sheet_read(a, folder, name);
}

size_t sheet_add(struct sheet *s)
{
    struct sheet_row *row = arena_push(s->arena, s);
    row->width = s->columns.count;
    row->cells = arena_array(s->arena, row->width, struct str);
    return s->count - 1;
}

static size_t column_of(const struct sheet *s, const char *column)
{
    for (size_t i = 0; i < s->columns.count; i++)
        if (str_eq(s->columns.items[i], str_of(column)))
            return i;
    return STR_NONE;
}

struct str sheet_get(const struct sheet *s, size_t row, const char *column)
{
    size_t at = column_of(s, column);
    return at < s->items[row].width ? s->items[row].cells[at] : (struct str){0};
}

void sheet_set(struct sheet *s, size_t row, const char *column, struct str value)
{
    size_t at = column_of(s, column);
    struct sheet_row *r = &s->items[row];
    if (at == STR_NONE) {
        at = s->columns.count;
        *arena_push(s->arena, &s->columns) = str_of(column);
    }
    if (at >= r->width) {
        struct str *cells = arena_array(s->arena, s->columns.count, struct str);
        for (size_t i = 0; i < r->width; i++)
            cells[i] = r->cells[i];
        r->cells = cells;
        r->width = s->columns.count;
    }
    r->cells[at] = value;
}

void sheet_keep(struct sheet *s, bool (*keep)(const struct sheet *s, size_t row))
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++)
        if (keep(s, i))
            s->items[kept++] = s->items[i];
    s->count = kept;
}

void sheet_write(const struct sheet *s, struct str folder, const char *name)
{
    struct faults faults = {.arena = s->arena, .limit = 1};
    struct str path = path_of(s->arena, folder, name);
    struct buffer b = {.arena = s->arena};
    struct str *line = arena_array(s->arena, s->columns.count, struct str);
    csv_write_row(&b, s->columns.items, s->columns.count, false);
    for (size_t i = 0; i < s->count; i++) {
        for (size_t c = 0; c < s->columns.count; c++)
            line[c] = c < s->items[i].width ? s->items[i].cells[c] : (struct str){0};
        csv_write_row(&b, line, s->columns.count, false);
    }
    if (!file_write(str_c(s->arena, path), buffer_str(&b), &faults))
        give_up(path, &faults);
}
