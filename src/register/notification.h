/* What employers notify: that a contract was concluded, amended or ended. Each notification is
 * read, held against the register and the law, answered, and kept with its answer in one change.
 *
 * Two ways to say no. What cannot be understood, or makes no sense beside what the register has
 * (a field that is no date, a contract that is not there, an end before the beginning), is a fault
 * that names the field, and nothing is kept. What the law forbids is kept as a notification that
 * was refused, with the rules and their articles; no contract is made or changed by it.
 */
#pragma once

#include "access/visit.h"
#include "register/register.h"

enum notification_kind { NOTIFY_CONCLUSION, NOTIFY_AMENDMENT, NOTIFY_TERMINATION };

/* One column as it was sent: a name of notification_column, or of design §6 (contract_id,
 * person_id, employer_id), and its text; empty: not given. */
struct notification_cell {
    struct str name, text;
    long line, column; /* in a file; 0: none */
};

struct notification {
    enum notification_kind kind;
    struct str number;       /* of the contract; may be empty for a conclusion */
    struct str tax_id;       /* of the employer; empty: whoever the person acts for */
    struct str effective_on; /* an amendment holds from, or a contract ended on */
    struct record *said;     /* a contract with the values that were given */
    bool *given;             /* of its fields */
    const char *channel;     /* of notification_channels: "api", "page", "file" */
    struct date received; /* the day it came, for tests and for what is sent later; none: today */
    struct str file;      /* rows of one file share it */
    long line;
};

/* A finding of the answer. */
struct notification_finding {
    const struct law_rule *rule;
    bool refuses; /* on the day it was received */
    struct str facts;
};

struct notification_answer {
    const struct record *kept;        /* the notification as it is stored */
    struct str id, number;            /* of it */
    struct str contract_id, contract; /* id and number; empty when it was refused */
    enum law_answer answer;
    struct notification_finding *findings;
    size_t finding_count;
};

/* The columns that a notification may have, in the order of a file's heading: NULL past the last.
 * `kind`, `contract` (its number), `employer` (tax number), `effective_on`, and fields of the
 * contract. */
const char *notification_column(size_t i);

/* Reads the cells. False with faults that name each field that is wrong. */
bool notification_read(struct arena *a, const struct registry *r,
                       const struct notification_cell *cells, size_t count, struct notification *n,
                       struct faults *faults);

/* Answers a notification in the name of the visit, inside its open change (visit_begin): checks who
 * may send it, what the register has, and the law on its day; stores the contract, the notification
 * and hits for what is only warned of. False with faults; what is a fault of the notification is
 * found before anything is stored, so that a change of several can go on without it
 * (visit->faults has FAULT_STORE or FAULT_SYSTEM when it cannot). */
bool notification_answer(struct visit *v, const struct registry *r, struct notification *n,
                         struct notification_answer *answer);
/* The same in a change of its own. */
bool notification_take(struct visit *v, const struct registry *r, struct notification *n,
                       struct notification_answer *answer);
/* "accepted", "accepted_with_warnings", "refused" */
struct str notification_answer_code(enum law_answer answer);

/* A number under which notifications that came together are found: letter, moment, random. */
struct str notification_batch(struct arena *a, char letter);

/* A file of notifications (CSV with the columns above): every row is answered, or nothing is
 * stored.
 */
struct notification_file {
    struct str name, bytes;
    struct str number; /* out: under which its notifications are found */
    int64_t accepted, warned, refused;
};
/* False with the faults of its rows (line and field). At most NOTIFICATION_MOST_ROWS. */
bool notification_import(struct visit *v, const struct registry *r, struct notification_file *file);
enum { NOTIFICATION_MOST_ROWS = 20000 };
