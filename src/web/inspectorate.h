/* Pages for whoever supervises the inspectorate: inspectors and training, whether there are enough,
 * work by district, the country by district and sector, and the plan of inspections. Everything is
 * counted through the visit of the call; a number leads to its records when the list behind it
 * holds all that it counts.
 */
#pragma once

#include "inspectorate/counts.h"
#include "inspectorate/plan.h"
#include "web/route.h"

struct checklist;

/* What the country's pack declares of inspection; parts that it does not declare are NULL. */
struct inspectorate_ground {
    const struct law *law;
    const struct risk_weights *weights;
    const struct checklist *checklist;
    const struct node *tiles; /* {DISTRICT: {column, row}} */
    int columns, rows;
    struct str capital, economy, currency; /* codes; may be empty */
};
/* NULL with faults when something declared is wrong. */
const struct inspectorate_ground *
inspectorate_ground_load(struct arena *a, const struct model *model, struct faults *faults);

/* --- what the pages share (inspectorate_share.c) --- */

/* The right "inspectorate.see"; else a fault. */
bool inspectorate_open(struct call *c);
/* The year asked for; else the newest with a labour force on record, else last year. 0 with a fault
 * of the store. */
int inspectorate_year(struct call *c);
/* Sets year, before, after, and `parts` of the inspectorate as links: [{key, current}]. */
void inspectorate_head(struct call *c, struct node *data, const char *part, int year);
/* The year's address in a list: "found_on=2019". */
struct str inspectorate_list(struct arena *a, const char *type, struct str query);
/* As a page: puts the language before every address of the tree (records, …_records, record,
 * previous, next), so that a template can take it whole. The last thing a page is dressed with. */
void inspectorate_addresses(struct call *c, struct node *data);
/* Inspectors in service on a day, by district (or, with `by` "agency", by agency). */
bool inspectorate_serving(struct call *c, struct str day, const char *by, struct groups *began,
                          struct groups *left);
/* How many of a district (empty value: of none). */
int64_t inspectorate_serving_in(const struct groups *began, const struct groups *left,
                                struct str district);

/* --- what is counted by district and sector (inspectorate_measures.c) --- */

enum measure_key {
    MEASURE_COMPLAINTS,
    MEASURE_VIOLATIONS,
    MEASURE_CHILDREN,
    MEASURE_HITS,
    MEASURE_PENALTIES,
    MEASURES
};
enum measure_by { BY_DISTRICT, BY_SECTOR, MEASURE_BYS };

struct measure {
    const char *key, *label; /* label in English */
    const char *type, *day;
    const char *by[MEASURE_BYS]; /* NULL: not kept by that */
    const char *sum;             /* money */
    bool of_children;            /* violations that are child labour alone */
};
struct measured {
    const struct measure *measure;
    bool open[MEASURE_BYS]; /* the person may count it so */
    struct groups counted[MEASURE_BYS], known[MEASURE_BYS];
};
const struct measure *measure_at(enum measure_key key);
/* All measures of a year; false with a fault. */
bool measures_read(struct call *c, int year, struct measured measured[MEASURES]);
/* {count, records, sum}: of a district or sector; `records` is the address of its list when that
 * holds all that is counted. NULL when it may not be counted or is not kept so. */
struct node *measure_cell(struct call *c, const struct measured *m, enum measure_by by,
                          struct str code, int year);
/* The same of everything. */
struct node *measure_total(struct call *c, const struct measured *m, int year);

/* --- routes --- */

/* {year, adequacy, years, changes, training: {kinds, sessions, untrained}} */
struct node *data_inspectorate(struct call *c);
void dress_inspectorate(struct call *c, struct node *data);
/* {year, districts: [{code, label, inspectors, employers, contracts, complaints, …}], spread} */
struct node *data_workload(struct call *c);
void dress_workload(struct call *c, struct node *data);
/* {year, show, measures, districts: [{code, label, cells}], sectors} */
struct node *data_districts(struct call *c);
void dress_districts(struct call *c, struct node *data);
/* {year, district, weights, inspectors, capacity, employers, visits, kept, months, rows, kept_plan}
 */
struct node *data_plan(struct call *c);
void dress_plan(struct call *c, struct node *data);
void act_plan_keep(struct call *c);
/* {inspection, checklist, edition, form, parts: [{title, questions: [{code, …, answer}]}]} */
struct node *data_checklist(struct call *c);
void dress_checklist(struct call *c, struct node *data);
void file_checklist(struct call *c);
void act_checklist_answers(struct call *c);
void act_checklist_file(struct call *c);
