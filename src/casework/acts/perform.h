/* Taking a step for a person: one change, all of it or nothing. The same for the page and the
 * interface. */
#pragma once

#include "access/visit.h"
#include "casework/casework.h"

/* The engine for whoever is at work; today is the machine's. */
struct casework casework_for(struct visit *v);

struct performing {
    const struct step *step;
    struct record *given; /* values of the fields that the step asks: of the record, or of the one
                             that is made */
    const bool *is_given;
    int64_t version;     /* of the record, as the person read it; 0: as it is */
    struct record *made; /* out: what the step made; NULL when it changed the record */
};
/* Takes the step of a record. False with faults: what is missing (with its field), what the law
 * says (FAULT_REFUSED), or that somebody was faster (FAULT_CONFLICT). */
bool casework_perform(struct visit *v, const struct type *type, struct str id,
                      struct performing *p);
