/* Parts of a list's page (web/staff_list.c); for the files of the list only. */
#pragma once

#include "web/staff_filter.h"
#include "web/staff_words.h"

struct staff_list {
    struct call *call;
    const struct type *type;
    struct list_query query;
    struct views views;
    int64_t total;
    struct staff_words words;
    struct node *out;
};

/* How many records the query finds, remembered for as long as the store does not change. */
bool staff_count(struct call *c, const struct list_query *q, int64_t *total);

/* `filters`: the sentence of the list, [{words, without}], and `panel`: [{name, label, kind, value,
 * from, until, options: [{value, label, chosen}]}] to make it from (staff_panel.c). */
void staff_list_filters(struct staff_list *l);
void staff_list_panel(struct staff_list *l);
/* `choices`: [{name, label, chosen}] of columns. */
void staff_list_choices(struct staff_list *l);
/* An address of this list with a query. */
struct str staff_list_address(const struct staff_list *l, struct str query);
