/* Screening hits: what the law says against a contract, until somebody decides it.
 *
 * A contract has at most one hit of a rule. Decided once it stays decided: the same rule on the
 * same facts does not open it again, however often it is found. Other facts do; the hit then says
 * which changed and what was decided before. A hit whose rule does not speak against the amended
 * terms any more stays, and says since when: what was is not undone by an amendment.
 */
#pragma once

#include "access/visit.h"
#include "register/register.h"

/* A contract that was judged. */
struct hit_finding {
    const struct registry *registry;
    const struct record *contract; /* stored: with its id */
    const struct record *employer; /* NULL: its legal form is not known */
    const struct law_contract *facts;
    uint64_t rules; /* that fire */
    struct date today;
};

struct hit_count {
    int64_t made, opened, ceased; /* new, opened again, no longer so */
};

/* The hits of one contract, in the order of their rules. */
bool hits_of(struct session *s, struct arena *a, const struct registry *r, struct str contract,
             struct records *found, struct faults *faults);
/* Inside a change: makes, opens and notes the hits of a finding. `known` are those stored for the
 * contract already (hits_of); NULL: none, because the contract is new. *count may be NULL. */
bool hit_keep(struct session *s, struct arena *a, const struct hit_finding *finding,
              const struct records *known, struct hit_count *count, struct faults *faults);

/* What can be done about a hit on a day against such an employer (code of hit_remedies), and the
 * ground in law or the reason why no more. */
struct hit_remedy {
    enum law_remedy remedy;
    struct str code, ground;
};
/* Whether somebody may be fined on a day on the ground of the register alone. True with the ground
 * in law; false with one fault that says why not. */
bool hit_may_fine(const struct registry *r, const struct record *employer, struct date on,
                  struct str *ground, struct faults *why);
struct hit_remedy hit_remedy_on(struct arena *a, const struct registry *r,
                                const struct record *employer, struct date on);

/* What a person decides about a hit. */
struct hit_decision {
    struct str hit;     /* id */
    int64_t version;    /* as it was read */
    struct str code;    /* of hit_decisions: violation, no_violation, duplicate, referred */
    struct str reason;  /* needed but for a violation */
    struct str same_as; /* duplicate: id of another hit of the same employer */
    struct str child;   /* violation: id of the person, when there is a file of them; else empty */
};

/* Decides a hit in the name of the visit; a violation is recorded in the same change, found by the
 * register, and *violation (may be NULL) is its id. Who may: "register.decide", for hits that they
 * may know of. Faults at decision, reason and same_as; FAULT_CONFLICT for one decided meanwhile. */
bool hit_decide(struct visit *v, const struct registry *r, const struct hit_decision *decision,
                struct str *violation);
/* Opens a file (a complaint of the inspectorate's own, by the register) to ask for papers; the hit
 * stays open and leads to it. *complaint is its id. */
bool hit_open_file(struct visit *v, const struct registry *r, struct str hit, int64_t version,
                   struct str *complaint);
