/* One value of a field. Read from text (CSV, forms, API) by the field's own rules, and printed
 * again so that reading gives the same value. */
#pragma once

#include "model/type.h"

enum value_kind { VALUE_EMPTY, VALUE_TEXT, VALUE_INTEGER, VALUE_REAL, VALUE_BLOB };

/* FIELD_TEXT, CODE, REF, DATE, TIME: VALUE_TEXT; INTEGER, BOOLEAN (0/1), MONEY (minor units):
 * VALUE_INTEGER; NUMBER: VALUE_REAL. */
struct value {
    enum value_kind kind;
    int64_t integer;
    double real;
    struct str text; /* TEXT, BLOB */
};

struct value value_text(struct str text); /* empty text is VALUE_EMPTY */
struct value value_integer(int64_t i);
struct value value_real(double r);
bool value_eq(const struct value *a, const struct value *b);

/* Reads one value as a person writes it. Codes may be given by label; money as "1160" or "1160.00";
 * dates as ISO. References are not resolved here: the text is kept. On a fault says what is wrong
 * with an example of right, at `where`. `currency` is needed for money (its minor digits). */
bool value_read(struct arena *a, const struct field *field, struct str text, struct str currency,
                struct place where, struct value *value, struct faults *faults);
/* As it stands in CSV and JSON: ISO dates, codes, decimal points. */
struct str value_print(struct arena *a, const struct field *field, const struct value *value,
                       struct str currency);
