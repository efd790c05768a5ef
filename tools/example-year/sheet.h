/* A CSV file as a table that can be filtered and added to: for the example year. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct sheet {
    struct arena *arena;
    struct str_list columns;
    struct sheet_row {
        struct str *cells; /* as many as the sheet had columns when the row was made */
        size_t width;
    } * items;
    size_t count, capacity;
};

/* Reads FOLDER/NAME.csv; a file that is missing or no CSV ends the program with a message. */
struct sheet sheet_read(struct arena *a, struct str folder, const char *name);
/* The same; empty when there is no such file. */
struct sheet sheet_read_if_there(struct arena *a, struct str folder, const char *name);
/* Adds an empty row and gives its place. */
size_t sheet_add(struct sheet *s);
/* The cell; empty when the sheet has no such column. */
struct str sheet_get(const struct sheet *s, size_t row, const char *column);
/* Sets the cell; a column that is missing is added. */
void sheet_set(struct sheet *s, size_t row, const char *column, struct str value);
/* Keeps the rows for which `keep` says so. */
void sheet_keep(struct sheet *s, bool (*keep)(const struct sheet *s, size_t row));
/* Writes FOLDER/NAME.csv; ends the program when it cannot. */
void sheet_write(const struct sheet *s, struct str folder, const char *name);
