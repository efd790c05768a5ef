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
/* The records that the figure counts (for yes or no: those that show a yes; for N/A: none). */
bool figure_records(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, struct records *found, struct faults *faults);
