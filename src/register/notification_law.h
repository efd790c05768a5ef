/* What the law says of a notified contract; shared by the files of notifications alone. */
#pragma once

#include "register/notification.h"

/* A contract as it would be after the notification, and as it is before. */
struct notification_case {
    struct visit *visit;
    const struct registry *registry;
    struct notification *n;
    const struct record *employer;
    struct record *before; /* NULL: a conclusion */
    struct record *after;
    struct law_contract facts; /* of `after` */
    struct law_verdict verdict;
    uint64_t refusing; /* rules that refuse */
    struct date today;
};

/* Judges `after` and fills the answer: a rule that fired before on the same facts refuses no
 * amendment. False with faults when the contract cannot be judged at all. */
bool notification_judge(struct notification_case *c, struct notification_answer *answer);
/* The day from which the terms of `after` hold: its start, or that of the amendment when this
 * changes what the law looks at. */
struct str notification_terms_from(const struct notification_case *c);
