/* The report trees (report.h) as files and as text. JSON is base/json.h as it is. */
#pragma once

#include "base/fault.h"
#include "base/node.h"
#include "markup/words.h"

struct render_text_style {
    size_t width; /* columns of the terminal; 0 means 100 */
    bool colours; /* headings stand out */
    enum language language;
};

/* A findings report for the terminal or for a text file: aligned columns, wrapped. */
struct str render_findings_text(struct arena *a, const struct node *report,
                                const struct render_text_style *style);

/* One table as CSV: for tables of figures a column of key, and beside each value its sources, marks
 * and state; NULL table gives an empty text. */
struct str render_table_csv(struct arena *a, const struct node *table);
/* All figures, those of territories too, one a line with every member. */
struct str render_figures_csv(struct arena *a, const struct node *report);
/* The table of that key, or by its number ("6", "figure1"); NULL with a fault that lists them. */
const struct node *render_find_table(const struct node *report, struct str name,
                                     struct faults *faults);

/* A file of a report: its name, and its bytes. */
struct render_file {
    struct str name, bytes;
};
struct render_files {
    struct render_file *items;
    size_t count, capacity;
};
/* A CSV file for each table ("06-labor_enforcement.csv"), figures.csv, references.csv and
 * findings.csv. */
void render_csv_files(struct arena *a, const struct node *report, struct render_files *files);
/* Writes files into a folder, which is made when it is missing. */
bool render_write_files(const struct render_files *files, struct str folder, struct faults *faults);

/* A workbook with a sheet for each table, written to `path`. */
bool render_xlsx(struct arena *a, const struct node *report, const char *path,
                 struct faults *faults);

/* A table of text, row by row, the first one its heading. */
struct render_grid {
    struct str title;
    const struct str *cells;
    size_t rows, columns;
};
/* The same as a workbook of one sheet, made in memory: text stays text (nothing is a formula),
 * plain numbers are numbers. */
bool render_grid_xlsx(struct arena *a, const struct render_grid *grid, struct str *bytes,
                      struct faults *faults);

/* The publisher's XML for this one country, in the element names that figures.yaml declares;
 * intake/edition reads the same figures from it. */
struct instrument;
struct str render_edition_xml(struct arena *a, const struct instrument *instrument,
                              const struct node *report);
