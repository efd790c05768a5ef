/* What the files about labour enforcement share (report_enforcement). For this room only. */
#pragma once

#include "report/nodes.h"

/* The violations of one scope, put together by case and sector. */
struct tally_of_violations {
    struct records violations;
    struct str largest_case; /* that has the most violations */
    int64_t largest;         /* so many */
    int64_t cases, children;
    int64_t through_complaints; /* cases of which a violation names its complaint */
};

/* What is computed of all units, by place in the instrument; -1 where nothing is known. */
struct unit_numbers {
    const struct instrument *instrument;
    int64_t *of[UNIT_SCOPES];
};
int64_t unit_number(const struct unit_numbers *n, const char *key, enum unit_scope scope);

bool violations_tally(const struct report_context *c, enum unit_scope scope,
                      struct tally_of_violations *tally);
/* [{sector, label, child_labor: {violations, children}, all: {…}}], the largest first; violations
 * without a sector last, with an empty `sector`. */
struct node *sectors_node(const struct report_context *c, const struct tally_of_violations *of);
/* Sentences on how the units of a scope hang together. */
struct node *relations_node(const struct report_context *c, const struct unit_numbers *numbers,
                            const struct tally_of_violations *tally, enum unit_scope scope);
