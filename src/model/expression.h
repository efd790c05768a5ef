/* A condition over the fields of a record type, as figures and rules are declared:
 *   started_on <= year_end and (ended_on is null or ended_on > year_end)
 *   kind in (below_minimum_age, hazardous_work) and employer.legal_form = individual
 * Words: field names (a dot follows a reference), and or not, = <> < <= > >=, in (…), is null,
 * is not null, numbers, 'text', ISO dates, codes without quotes, and named parameters (year,
 * year_start, year_end, today). Read once, checked against the type, and then turned into SQL
 * (store) or evaluated natively (law).
 */
#pragma once

#include "model/value.h"

enum expression_kind {
    EXPRESSION_FIELD,     /* path of fields: all but the last are references */
    EXPRESSION_PARAMETER, /* named */
    EXPRESSION_LITERAL,
    EXPRESSION_COMPARE, /* items[0] op items[1] */
    EXPRESSION_IN,      /* items[0] in items[1…] */
    EXPRESSION_IS_NULL, /* items[0] */
    EXPRESSION_NOT,     /* items[0] */
    EXPRESSION_AND,
    EXPRESSION_OR,
};

enum comparison { EQUAL, UNEQUAL, BELOW, AT_OR_BELOW, ABOVE, AT_OR_ABOVE };

struct expression {
    enum expression_kind kind;
    enum comparison comparison;
    const struct field **path; /* EXPRESSION_FIELD */
    size_t path_count;
    struct str parameter;
    struct value literal;
    const struct expression **items;
    size_t count, capacity;
};

/* Parses and checks against `type`. Faults name the column of the text and what was expected. */
const struct expression *expression_parse(struct arena *a, const struct model *model,
                                          const struct type *type, struct str text,
                                          struct place where, struct faults *faults);

/* The same expression with parameters replaced by values; an unknown one is a fault. */
struct parameter {
    struct str name;
    struct value value;
};
const struct expression *expression_bind(struct arena *a, const struct expression *e,
                                         const struct parameter *parameters, size_t count,
                                         struct faults *faults);
