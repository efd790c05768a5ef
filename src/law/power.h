/* Which body may do what to whom, on which ground and from when to when; and the suspension of
 * inspections with its exceptions.
 *
 * Powers are declared once, in packs/PACK/seed/power.csv: `himaya init` stores them as records (of
 * which Table 6 is computed) and this room reads the same file. The suspension stands in
 * packs/PACK/law/powers.yaml; the powers it suspends end the day before it begins, which a test
 * holds. What the law withholds on purpose is named there too, so that a refusal can say why.
 */
#pragma once

#include "law/judge.h"
#include "law/sanction.h"

struct law_power {
    struct str agency; /* code: "SLIS" */
    struct str kind;   /* code of powers: "assess_penalties" */
    struct str whom;   /* code of power_targets: "persons" (individuals and officials),
                          "legal_entities"; empty: no matter over whom */
    int32_t from, to;
    struct str ground; /* article or act, in words */
    long line;
};

struct law_exception {
    struct str id;    /* "life_and_health" */
    struct str means; /* English, also the key of its translation */
    struct str_list source;
};

/* A prolongation: the suspension held from..to by this act. */
struct law_suspension {
    int32_t from, to;
    struct str act;
    enum law_certainty certainty;
    struct str_list source;
};

struct law_moratorium {
    struct str article; /* "Law 1410-IVQ of 20 October 2015" */
    struct str means;
    struct str_list suspends;           /* kinds of power */
    const struct law_suspension *spans; /* in the order of time */
    size_t span_count;
    const struct law_exception *exceptions;
    size_t exception_count;
};

/* A kind of power that no law gives: register_penalty. */
struct law_withheld {
    struct str kind;
    struct str means; /* why, as a sentence; English, also the key of its translation */
    struct str_list cites, source;
};

/* The suspension that holds on a day; NULL when none does. */
const struct law_suspension *law_suspension_on(const struct law *law, struct date on);
const struct law_exception *law_exception_find(const struct law *law, struct str id);

/* A step somebody wants to take. */
struct law_question {
    struct str agency;    /* code of the body: "SLIS" */
    struct str power;     /* code of powers */
    enum law_party whom;  /* LAW_ANYBODY when it does not matter */
    struct str basis;     /* code of detection_channels: complaint, inspection, register, referral;
                             empty when it does not matter. A penalty (assess_penalties) on the basis
                             "register" needs the power register_penalty. */
    struct str exception; /* id of an exception from the suspension that is claimed; else empty */
    struct date on;       /* the day of the step */
};

/* Whether it is lawful. True sets *ground (may be NULL) to the ground in law. False adds one fault
 * (FAULT_REFUSED) with a sentence that says why and the article: it is suspended (until when, and
 * that an exception may be named), begins later, has ended, is another body's, not against this
 * kind of party (and that the way leads through a court), withheld, or not known at all. */
bool law_may(const struct law *law, const struct law_question *question, struct str *ground,
             struct faults *faults);

/* What the body may do at most about a hit of the contract register on a day, against such an
 * employer: the rank of the hits in a list of work. */
enum law_remedy {
    LAW_DETECT_ONLY,         /* see it */
    LAW_REQUEST_INFORMATION, /* ask employer and employee for papers */
    LAW_REFER_TO_COURT,      /* have a court fine the legal entity */
    LAW_FINE,                /* fine the individual or official itself */
};
enum law_remedy law_remedy_on(const struct law *law, struct str agency, enum law_party employer,
                              struct date on);
/* An order for hits: greater comes first. Severity counts before the remedy. */
int law_hit_rank(const struct law *law, uint64_t rules, enum law_remedy remedy);
