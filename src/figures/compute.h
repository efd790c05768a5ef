/* Figures computed from records, and the very records beneath them. */
#pragma once

#include "figures/figure.h"

/* Asks the question of a definition for a year. `*computed` is NULL when it has none, or when the
 * records do not say (figures/question.h). Answers of one call chain are not kept: ask once. */
bool figure_compute(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, const struct figure **computed, struct faults *faults);
/* The records that the figure counts (for yes or no: those that show a yes; for N/A: none). */
bool figure_records(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, struct records *found, struct faults *faults);
