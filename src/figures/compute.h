/* Figures computed from records, and the very records beneath them. */
#pragma once

#include "figures/figure.h"

/* Answers of one reading of records, so that each question is asked once. */
struct figure_answers {
    struct figure_answer *items;
    size_t count, capacity;
};

/* Asks the question of a definition for a year. `*computed` is NULL when it has none, or when the
 * records do not say (figures/question.h). `answers` (may be NULL) keeps what was asked before; it
 * must not outlive a change of the records. */
bool figure_compute(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, const struct figure **computed, struct figure_answers *answers,
                    struct faults *faults);
/* Some of the records that the figure counts (for yes or no: those that show a yes; for N/A: none),
 * in the order of their type's list. */
struct figure_slice {
    size_t from, most; /* `most` 0: all */
    int64_t total;     /* how many there are in all */
};
bool figure_records(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, struct figure_slice *slice, struct records *found,
                    struct faults *faults);
/* How many they are. */
bool figure_records_count(struct session *s, struct arena *a,
                          const struct figure_definition *definition, int year, int64_t *count,
                          struct faults *faults);
/* What shows that records are kept for the year, so that finding none means that there were none:
 * the statement (a record_keeping record) in `*statement`, NULL where none was made, and how many
 * records of the year there are. */
bool figure_known_by(struct session *s, struct arena *a, const struct figure_definition *definition,
                     int year, const struct record **statement, int64_t *shown,
                     struct faults *faults);
