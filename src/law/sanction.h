/* Ranges of fines by article, kind of offender and day: packs/PACK/law/sanctions.yaml. */
#pragma once

#include "law/law.h"

/* Who may be fined, asked, visited. */
enum law_party {
    LAW_ANYBODY,
    LAW_INDIVIDUAL,   /* a natural person who employs */
    LAW_OFFICIAL,     /* somebody responsible within an employer */
    LAW_LEGAL_ENTITY, /* the employer as an organisation */
    LAW_EMPLOYEE,     /* whom a request for information may also go to */
};
/* "individual", "official", "legal_entity", "employee"; empty for anybody. */
struct str law_party_word(enum law_party party);
bool law_party_find(struct str word, enum law_party *party);

struct law_sanction {
    struct str article;      /* "Administrative Offences 192.8" */
    struct str means;        /* the offence; English, also the key of its translation */
    struct str_list kinds;   /* codes of violation_kinds that it punishes; may be empty */
    enum law_party offender; /* individual, official or legal entity */
    int64_t least, most;     /* minor units of `currency`, both belong to the range */
    struct str currency;
    int32_t from, to; /* days of the offence for which it holds */
    enum law_certainty certainty;
    struct str_list source;
    long line;
};

/* The sanction of an article for a kind of offender on a day. NULL with a fault whose sentence says
 * what is not there: no such article, not for that offender, or not on that day. */
const struct law_sanction *law_sanction_find(const struct law *law, struct str article,
                                             enum law_party offender, struct date on,
                                             struct faults *faults);
/* The i-th sanction that punishes a violation kind on a day for a kind of offender (LAW_ANYBODY:
 * for all); NULL past the last. */
const struct law_sanction *law_sanction_for(const struct law *law, struct str violation_kind,
                                            enum law_party offender, struct date on, size_t i);
/* Whether a fine keeps to the range; false with a fault that names the range and the article. */
bool law_sanction_allows(const struct law_sanction *sanction, int64_t amount, struct str currency,
                         struct faults *faults);
