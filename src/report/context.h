/* What one report is made from: the country, the year, the profiles and everything read of them.
 * For the files of this room only.
 */
#pragma once

#include "figures/figure.h"
#include "report/report.h"

#define MOST_TABLES 32

struct report_context {
    struct session *session;
    struct arena *arena;
    const struct report_request *request;
    struct faults *faults;
    const struct instrument *instrument;
    const struct model *model;
    const struct code *country;
    int year;
    bool home;
    enum figure_basis basis;
    struct records all; /* profiles of the country, by year and origin */
    struct profiles profiles, previous;
    const struct record *main; /* the profile whose texts are shown; NULL without any */
    struct figure_cells cells;
    struct records entries, actions, references, passages, remarks, goods;
    int longest;                  /* largest reference number; 0 without a list */
    int numbers[MOST_TABLES];     /* by place in the instrument: number as it comes out, or 0 */
    long last_lines[MOST_TABLES]; /* by place: where the table ends in the document */
    int cited[1000];              /* by reference number: places that cite it */
};

/* Finds country and year and reads the figures. False with a fault when there is nothing to report.
 */
bool context_open(struct report_context *c, struct session *s, struct arena *a,
                  const struct report_request *r, struct faults *faults);
/* The country and its profiles alone, for what is shown over all years. */
bool context_open_all_years(struct report_context *c, struct session *s, struct arena *a,
                            const struct report_request *r, struct faults *faults);
/* Reads entries, actions, references, passages, remarks and goods too. */
bool context_read_texts(struct report_context *c);
/* Numbers the tables that have something in them. */
void context_number_tables(struct report_context *c);
bool context_table_filled(const struct report_context *c, const struct table_definition *t);

/* The country of a request; NULL with a fault that says what can be given. */
const struct code *context_country(const struct model *m, struct str country,
                                   struct faults *faults);
/* Name of a country in a language. */
struct str country_name(enum language language, const struct code *country);
/* A word of a declaration in the reader's language. */
struct str say(const struct report_context *c, struct str message);
/* Label of a code in the reader's language; the code itself when the list does not have it. */
struct str say_code(const struct report_context *c, const char *list, struct str code);
/* Years that a country has reports of, rising, each once. */
struct node *years_node(struct arena *a, const struct records *profiles);
/* Records of `type` that belong to a profile, by the field `order`. */
bool records_of_profile(const struct report_context *c, const char *type,
                        const struct record *profile, const char *order, struct records *found);
