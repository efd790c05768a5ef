/* My work: what waits for this person, gathered from the duties that record types declare (`work`),
 * and the search among records. Everything comes through the visit of the call. */
#pragma once

#include "web/route.h"

/* A piece of work on its way into one of the three lists. */
struct work_item {
    const struct type *type; /* the record it is about; NULL: none */
    struct view *view;
    struct str step;    /* in English: "Answer the referral" */
    struct str due;     /* last day, ISO; empty: none */
    struct str name;    /* empty: the record's own */
    struct str label;   /* what it is, in English; empty: the record's type */
    struct str address; /* behind the language; empty: the record's page */
};

enum work_list { WORK_OVERDUE, WORK_WAITING, WORK_TODAY, WORK_LISTS };

struct work {
    struct call *call;
    struct str today; /* ISO */
    struct node *rows[WORK_LISTS];
    int64_t counts[WORK_LISTS];
};

/* Puts a piece of work into its list. It does not count it: counts are of all, rows of the first.
 */
void work_put(struct work *w, enum work_list list, const struct work_item *item);

/* What the record types declare (work_duties.c): false with a fault of the store. */
bool work_duties(struct work *w);
/* What steps of files are owed by this person (work_steps.c): false with a fault of the store. */
bool work_steps(struct work *w);
/* What is nobody's record: accesses to look at afterwards, roles to agree to (work_others.c). */
bool work_others(struct work *w);

/* {today, lists: [{key, count, rows: [{type, label, id, name, concerns: [{label, name or masked}],
 * step, due, days_late or days_left, address}]}]}: keys overdue, waiting, today, in that order;
 * at most 50 rows of each, earliest due first. */
struct node *data_work(struct call *c);
/* What the page adds: `until` in words. */
void dress_work(struct call *c, struct node *data);

/* {query, exact: address or none, groups: [{type, plural, rows: [{type, id, name, held_by,
 * address}]}], count}: records the person may know of. */
struct node *data_find(struct call *c);
/* The page of it; a number that only one record has opens that record. */
void file_find(struct call *c);
