/* Counts of records over some years by district, sector or employer, as pages and plans ask them.
 */
#pragma once

#include "access/visit.h"

struct count_question {
    const char *type, *day; /* the date that says in which year a record belongs; NULL: any */
    const char *by;         /* "district", "violation.sector" */
    struct str where;       /* a further condition (model/expression.h); empty: none */
    int from, until;        /* years; `until` is not included; 0: open */
    struct str until_day;   /* ISO: only records of this day or before; empty: any */
    const char *sum;        /* a field to add up; NULL: none */
    enum group_of of;
};

/* False with a fault; a type or field that the model does not have counts nothing. */
bool counts_by(struct visit *v, const struct count_question *question, struct groups *found);
/* Whether the person may count so at all: pages leave out what they may not. */
bool counts_may(struct visit *v, const struct count_question *question);
/* What of a group: 0 when there is none of that value. */
int64_t counts_of(const struct groups *groups, struct str value);
int64_t counts_sum(const struct groups *groups, struct str value);
int64_t counts_total(const struct groups *groups);
/* "kind in (…)": the kinds of violation that are child labour. */
struct str counts_child_kinds(struct arena *a, const struct model *model);
/* Their codes with commas between, for the filter of a list. */
struct str counts_child_codes(struct arena *a, const struct model *model);
