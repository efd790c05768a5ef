/* What can be done to a record or with several, beside saving it. */
#pragma once

#include "web/route.h"

/* Opens sealed fields for this one answer; the reason is in the form. */
void staff_open(struct call *c);
void staff_emergency(struct call *c);
/* The pages that ask whether it is meant, and the doing. */
struct node *staff_delete_page(struct call *c);
void staff_delete(struct call *c);
struct node *staff_erase_page(struct call *c);
void staff_erase(struct call *c);

/* Ticked rows: form fields rows ("ID:VERSION" on lines), action (set, delete, csv), then field and
 * its value; answers with a page that asks, or that reports on each row. */
void staff_bulk(struct call *c);

/* A list as a file: csv, xlsx or json, with the filters, order and columns of the address. */
void staff_export(struct call *c);
/* A file kept in a field of a record. */
void staff_file(struct call *c);
/* /records/TYPE/view?…: makes the plain address of what a panel asks for, and goes there. */
void staff_view_address(struct call *c);
/* {names: [{id, name}]} of records of a type for words of their names, for forms. */
struct node *staff_names(struct call *c);

/* The cells of records as they are written into files: a heading row first. */
struct staff_table {
    struct str *cells;
    size_t rows, columns;
};
struct staff_table staff_table_new(struct call *c, const struct field *const *columns,
                                   size_t column_count, const struct views *views);
/* As CSV whose texts no spreadsheet runs as formulas. */
struct str staff_table_csv(struct arena *a, const struct staff_table *t);
