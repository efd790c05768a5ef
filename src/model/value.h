/* One value of a field. Read from text (CSV, forms, API) by the field's own rules, and printed
 * again so that reading gives the same value. */
#pragma once

#include "model/type.h"

enum value_kind { VALUE_EMPTY, VALUE_TEXT, VALUE_INTEGER, VALUE_REAL, VALUE_BLOB, VALUE_SEALED };

/* FIELD_TEXT, CODE, REF, DATE, TIME: VALUE_TEXT; INTEGER, BOOLEAN (0/1), MONEY (minor units):
 * VALUE_INTEGER; NUMBER: VALUE_REAL. VALUE_SEALED is what a sealed field is when it was read and
 * not opened: its text is the bytes as kept, of use only to be stored again or opened
 * (store/sealed.h). */
struct value {
    enum value_kind kind;
    int64_t integer;
    double real;
    struct str text; /* TEXT, BLOB, SEALED */
};

struct value value_text(struct str text); /* empty text is VALUE_EMPTY */
struct value value_integer(int64_t i);
struct value value_real(double r);
bool value_eq(const struct value *a, const struct value *b);
/* Negative, 0 or positive; both are of one kind: texts (dates and codes too) or numbers. */
int value_compare(const struct value *a, const struct value *b);

/* Reads one value as a person writes it: codes by code, label or other name; money as "1160" or
 * "1160.00"; dates as ISO; yes and no by true/false, yes/no or 1/0; bytes as hexadecimal. White
 * space around it does not count (but for text of several lines). References are not resolved here:
 * the text is kept. An empty text is VALUE_EMPTY, and a fault when the field is required. On a
 * fault says what is wrong with an example of right, at `where`. `currency` is needed for money
 * (its minor digits). */
bool value_read(struct arena *a, const struct field *field, struct str text, struct str currency,
                struct place where, struct value *value, struct faults *faults);
/* What must hold between the values of one record (as many as the type has fields): a date that is
 * declared `not_before` another is not; an amount of money has its currency. `where.field` is
 * filled in. */
bool value_check_record(const struct type *type, const struct value *values, struct place where,
                        struct faults *faults);
/* As it stands in CSV and JSON: ISO dates, codes, decimal points. */
struct str value_print(struct arena *a, const struct field *field, const struct value *value,
                       struct str currency);
/* The currency of a money field among the values of its record; empty when there is none. */
struct str value_currency(const struct type *type, const struct field *field,
                          const struct value *values);
