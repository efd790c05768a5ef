/* The plan of inspections of a year: employers ranked by risk, each with its points by reason and a
 * month, and whether the law lets the visit be made then. What the law keeps from being made stands
 * in the plan all the same: it is what would have been due.
 */
#pragma once

#include "access/visit.h"
#include "base/map.h"
#include "inspectorate/lawful.h"
#include "inspectorate/risk.h"

struct planned_visit {
    struct str employer, name, tax_id; /* id; as the person may see them */
    struct str district;
    int64_t workers; /* -1: nobody has counted */
    int64_t found[RISK_REASONS];
    struct risk risk;
    int position; /* from 1 */
    int month;
    bool lawful;
    struct str kept_by; /* in English: why it is not lawful; empty when it is */
};

struct plan {
    int year;
    struct str district; /* empty: the whole country */
    const struct risk_weights *weights;
    int64_t inspectors; /* in service the day before the year begins */
    int64_t capacity;   /* visits that they can make */
    int64_t employers;  /* that were ranked */
    int64_t kept;       /* visits of the plan that the law keeps from being made */
    struct planned_visit *items;
    size_t count; /* visits planned */
    /* What law says of a visit in each month, 1 to 12. */
    struct plan_month {
        bool lawful;
        struct str why; /* in English; the ground when lawful */
        int64_t visits;
    } months[13];
};

struct plan_wish {
    int year;
    struct str district; /* empty: the whole country */
    size_t visits;       /* 0: as many as the inspectors can make */
    const struct risk_weights *weights;
    const struct law *law; /* NULL: nothing is said of what is lawful */
};

enum { PLAN_MOST_VISITS = 5000, PLAN_MOST_EMPLOYERS = 500 * 1000 };

/* Ranks what the person may know of (the right "inspection.plan"). History counts until the day
 * before the year begins. The same records give the same plan. NULL with faults. */
struct plan *plan_make(struct visit *v, const struct plan_wish *wish);
/* What the plan's records say of one visit: fills `r`, a planned_inspection without plan and
 * number. */
void plan_record(struct arena *a, const struct plan *plan, const struct planned_visit *visit,
                 struct record *r);
/* Keeps the plan: an inspection_plan and a planned_inspection for each visit, in one change. False
 * with a FAULT_CONFLICT when the year and district have a plan. *id is that of the plan. */
bool plan_keep(struct visit *v, const struct plan *plan, struct str *id);

/* --- parts (plan_facts.c) --- */

/* Employers with what is on file of them. */
struct plan_facts {
    struct views employers;
    struct map *found; /* RISK_REASONS of them: id of the employer (of RISK_DISTRICT the code) ->
                          how many */
    struct map visited;
};
bool plan_facts_read(struct visit *v, const struct plan_wish *wish, struct plan_facts *facts);
/* Inspectors in service on a day, by the visit's eyes. */
bool plan_inspectors(struct visit *v, struct date on, int64_t *count);
/* Puts months to the visits: each in its season, and the load even over the year. */
void plan_spread(struct plan *plan);
