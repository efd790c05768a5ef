/* Values of records in the words of the reader: labels for codes, names for references, dates and
 * money as they are written. A name is looked up once a request; a record that the person may not
 * know of has none. */
#pragma once

#include "base/map.h"
#include "web/route.h"

struct staff_words {
    struct call *call;
    struct map known; /* id -> place in names, from 1 */
    struct str_list names;
};
struct staff_words staff_words_new(struct call *c);

/* The name of a record referred to; empty when the person may not know of it. */
struct str staff_words_name(struct staff_words *w, const struct type *to, struct str id);
/* The names in one column, in the order of the views; a place without a reference has none. */
struct str *staff_words_names(struct staff_words *w, const struct field *f,
                              const struct views *views);
/* Whether such a name says more than the type of what is referred to. */
bool staff_words_tells(const struct staff_words *w, const struct field *f, struct str name);
/* True when the value refers to a record whose name the person may not know. */
bool staff_words_is_closed(struct staff_words *w, const struct field *f, const struct value *value);
/* Reads ahead the records whose names will be asked for in these columns. */
void staff_words_ahead(struct staff_words *w, const struct field *const *columns,
                       size_t column_count, const struct views *views);
/* The name of whoever made a change, from what the history says: a sign-in name. */
struct str staff_words_actor(struct staff_words *w, struct str actor);
/* A value in words; empty when it is. `currency` counts for money only. A sealed value is empty. */
struct str staff_words_value(struct staff_words *w, const struct field *f,
                             const struct value *value, struct str currency);
/* The same for a field among the values of its record. */
struct str staff_words_field(struct staff_words *w, const struct type *type, const struct field *f,
                             const struct value *values);
/* "7 March 2019, 14:05" of a time in UTC, in the machine's own time. */
struct str staff_words_time(const struct call *c, struct str utc);
/* True for numbers and money, which stand on the right of a column. */
bool staff_words_right(const struct field *f);
/* A label in the reader's language, and the same with a small first letter, for inside a sentence.
 */
struct str staff_words_label(const struct call *c, const struct field *f);
struct str staff_words_inside(const struct call *c, struct str label);
