/* What the law of the country says: powers on a day, and ranges of fines. Its file is the only one
 * of casework that asks the law room. A pack without a law forbids nothing. */
#pragma once

#include "base/date.h"
#include "base/fault.h"

struct power_question {
    struct str pack;
    struct str power;     /* code of the list powers */
    struct str whom;      /* individual, official, legal_entity; empty: anybody */
    struct str exception; /* from the suspension of inspections; may be empty */
    struct date on;
};
/* False with the law's sentence and its article. */
bool power_may(const struct power_question *question, struct faults *faults);

struct power_fine {
    struct str pack, article, offender, currency;
    struct date on;
    int64_t amount; /* minor units */
};
/* Whether a fine keeps to the range of its article; false with a sentence that names both. */
bool power_allows(const struct power_fine *fine, struct faults *faults);
/* The article that punishes a kind of violation by such an offender on a day; empty: none known. */
struct str power_article(struct str pack, struct str kind, struct str offender, struct date on);
