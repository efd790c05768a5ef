/* The questions that compute figures from records (instruments/findings/computed.yaml says what
 * each member means).
 */
#pragma once

#include "figures/instrument.h"
#include "model/expression.h"

enum question_kind {
    ASKS_COUNT,       /* how many records */
    ASKS_COUNT_OF,    /* how many different values of `field` among them */
    ASKS_SUM,         /* the sum of `field` */
    ASKS_EXISTS,      /* yes when there is one */
    ASKS_EXISTS_EACH, /* yes when there is one for each condition */
};

#define QUESTION_MOST_CONDITIONS 4

/* A condition over records of one type in a year; `where` NULL is every record. */
struct question_part {
    const struct type *type;
    const struct expression *where;
    const struct expression *known; /* records that show that records are kept for the year */
};

struct question {
    enum question_kind kind;
    struct question_part part;                               /* part.where: the first condition */
    const struct expression *each[QUESTION_MOST_CONDITIONS]; /* all conditions */
    size_t each_count;
    const struct field *field;
    bool only_yes;
    const struct question_part *not_applicable_without; /* or NULL */
    const struct figure_definition *not_applicable_when_no;
    const struct figure_definition *zero_with;
    struct str text; /* in words, for readers: "count of violation where …" */
};

/* Reads the questions into the definitions of `i`. */
bool question_load_all(struct arena *a, struct instrument *i, struct faults *faults);
/* Reads one question of another declaration; `file` and `key` (of what it computes) are for faults.
 */
bool question_of_row(struct arena *a, struct instrument *i, struct str file, struct str key,
                     const struct node *row, struct question *q, struct faults *faults);
/* Parameters year, year_start and year_end of an expression made values. `year_start` is the bare
 * year, so that a date of which only the year is known counts into it. */
const struct expression *question_bind(struct arena *a, const struct expression *e, int year,
                                       struct faults *faults);
