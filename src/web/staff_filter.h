/* What a list of records shows, read from the query of its address and written back to it:
 *
 *   received_on=2019                 a year, a month or a day
 *   received_on.from=2019-03-01      and .until, both included; numbers and money too
 *   district=GNJ                     a code, or its label
 *   kind=hours,wages                 any of several codes
 *   violation.district=GNJ           the same of a record that this one names
 *   employer=01h…                    a record by its id, or by words of its name
 *   name=flour                       a text that contains this
 *   anonymous=yes
 *   closed_on=-                      not filled in;  closed_on=*  filled in
 *   empty=closed_on,office  filled=district        the same for several
 *   sort=-received_on  page=2  columns=number,received_on
 *
 * The address made from it is always the same for the same list, so that it can be shared. */
#pragma once

#include "web/route.h"

enum list_compare {
    LIST_IS,
    LIST_CONTAINS,
    LIST_FROM,
    LIST_UNTIL,
    LIST_EMPTY,
    LIST_FILLED,
    LIST_AMONG
};

struct list_filter {
    const struct field *field;
    enum list_compare compare;
    struct str given;   /* as it stands in the address */
    struct value value; /* of a date: as given, with its precision */
    /* LIST_AMONG: codes, one of which it is; `field` is of the record that `through` names (NULL:
     * of this one). */
    const struct field *through;
    struct str_list codes;
};

struct list_query {
    const struct type *type;
    struct {
        struct list_filter *items;
        size_t count, capacity;
    } filters;
    const struct field **columns;
    size_t column_count;
    bool columns_given;
    const struct field *sort; /* NULL: in no order of its own */
    bool falling, sort_given;
    int64_t page; /* from 1 */
    int64_t size; /* records of a page: LIST_SIZE, for programs up to LIST_LARGEST (limit=200) */
    /* A name that several records have, or none: the list waits until one is chosen. */
    const struct field *unclear;
    struct str unclear_text;
    struct views candidates;
};

enum { LIST_SIZE = 50, LIST_LARGEST = 200, LIST_MOST_OFFSET = 1000000 };

/* False with faults that name the field when the query is no good. */
bool list_query_read(struct call *c, const struct type *type, const struct http_fields *given,
                     struct list_query *q);
/* What the store is asked: conditions, order, and the page's part. */
struct query list_query_store(struct arena *a, const struct list_query *q);
/* The query of an address, with its "?" unless it is empty. */
struct str list_query_print(struct arena *a, const struct list_query *q);
/* The same with one filter left out, another page, or another order. */
struct str list_query_without(struct arena *a, const struct list_query *q, size_t filter);
struct str list_query_page(struct arena *a, const struct list_query *q, int64_t page);
struct str list_query_sorted(struct arena *a, const struct list_query *q, const struct field *by,
                             bool falling);
/* --- one of several codes (staff_filter_among.c) --- */
/* Whether "district", "violation.district" and a text are such a filter, which is then put into
 * *filter; a word that is no code is a fault, and *filter's field NULL. */
bool list_among(struct call *c, const struct type *type, struct str name, struct str text,
                struct list_filter *filter);
/* As a condition; NULL when there is no such filter. */
const struct expression *list_among_expression(struct arena *a, const struct list_query *q);
/* "violation.district" */
struct str list_filter_name(struct arena *a, const struct list_filter *f);
/* The codes as words: "Hours, Wages". */
struct str list_among_words(const struct call *c, const struct list_filter *f);

/* True when lists of the person can be narrowed by the field. */
bool list_narrows(struct call *c, const struct type *type, const struct field *f);
/* True when they can be put in its order. */
bool list_sorts(struct call *c, const struct type *type, const struct field *f);
