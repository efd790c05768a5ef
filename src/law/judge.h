/* Which rules fire on one contract: well under a microsecond, without memory, from any thread. */
#pragma once

#include "law/law.h"

/* A set of rules: bit (1 << place in law->rules). */
#define LAW_RULE_BIT(i) ((uint64_t)1 << (i))

struct law_verdict {
    bool judged;         /* false: start_date is missing or unreadable, nothing else is said */
    bool age_known;      /* birth_date is readable */
    int age;             /* completed years on start_date, when known */
    uint64_t rules;      /* that fire */
    uint32_t unreadable; /* columns whose unreadable values kept a rule from being judged: those
                            that a rule reads which is in force on the day and can fire at this age.
                            Empty when an `alone` rule fires. A value that no such rule reads is not
                            judged, and nothing is said about it. */
};

/* `contract` must hold the columns of law->columns and start_date. */
struct law_verdict law_judge(const struct law *law, const struct law_contract *contract);

/* The ids of a set in the order declared with `between` between: "MIN_AGE;NIGHT". */
struct str law_rule_names(struct arena *a, const struct law *law, uint64_t rules,
                          struct str between);
/* The gravest severity of a set; LAW_FORMAL for the empty one. */
enum law_severity law_gravest(const struct law *law, uint64_t rules);

/* What a notification of a contract is answered (register/notification.h): refused when a rule
 * fires that refuses since then (refused_from), with warnings when another fires. */
enum law_answer { LAW_ACCEPTED, LAW_ACCEPTED_WITH_WARNINGS, LAW_REFUSED };

/* Judges every example of every rule: each rule has at least one that fires and one that is silent.
 * An example is missing all columns it does not name. A fault (file, line, what fired and what was
 * expected) for each that is wrong; gives the number judged. */
size_t law_test(const struct law *law, struct arena *a, struct faults *faults);
