/* What may happen to a record next, and what no change may do: the engine behind the stages, steps
 * and rules that record types declare (model/procedure.h, docs/casework.md).
 *
 * Everything here asks the records as they stand, whoever looks; what a person may see of them is
 * the access room's, which calls casework_change before anything is stored. So a page, the
 * interface, an import and a plain edit meet the same checks.
 */
#pragma once

#include "base/date.h"
#include "identity/principal.h"
#include "model/procedure.h"
#include "store/store.h"

/* One question or change. */
struct casework {
    struct session *session;
    struct arena *arena;
    const struct principal *who; /* NULL: nobody in particular */
    struct date today;
    struct str reason; /* given for the change; may be empty */
    bool history;      /* what happened long ago is brought in: stored as it was, lawful or not */
    struct faults *faults;
};

/* --- stages --- */
struct reached {
    const struct stage *stage;
    struct str since; /* ISO; empty when no date says it */
};
struct stages {
    struct reached *items;
    size_t count;
};
/* The stages that the record has reached, in the order declared: the last one is its stage. False
 * with a fault of the store. */
bool casework_stages(struct casework *w, const struct record *r, struct stages *reached);

/* The condition of records that `related` finds about the record of that id; NULL with a fault. */
const struct expression *casework_about(struct casework *w, const struct related *related,
                                        struct str id);

/* --- steps --- */
enum step_answer {
    STEP_POSSIBLE,
    STEP_REFUSED, /* offered at this stage, and not lawful or not open to this person: `why` */
    STEP_OTHERS,  /* possible, and for people of other roles */
};
struct step_state {
    const struct step *step;
    enum step_answer answer;
    bool owed;         /* somebody waits for it */
    struct date until; /* the last day; a year of 0: none */
    struct fault why;
    bool may_try; /* refused, unless what the step's form asks says otherwise (an exception) */
};
struct step_states {
    struct step_state *items;
    size_t count, capacity;
};
/* The steps that the record's stage offers, in the order declared. False with a fault of the store.
 */
bool casework_steps(struct casework *w, const struct record *r, struct step_states *states);
/* Those of them that somebody waits for; of the others the law is not asked, which costs most. */
bool casework_steps_owed(struct casework *w, const struct record *r, struct step_states *states);
/* Whether there is any, and which fields of a record must be read to tell. */
bool casework_is_owed(struct casework *w, const struct record *r);
const bool *casework_owed_fields(struct arena *a, const struct type *type);
/* The earliest day of what is owed now (steps that are possible for somebody), and its step; NULL
 * when nothing is. Cheaper than casework_steps: it asks no law. False with a fault of the store. */
bool casework_owed(struct casework *w, const struct record *r, const struct step **step,
                   struct date *until);
/* Whether the person may take the step now. `after` is the record as it would be, or NULL for not
 * known yet. False with faults: the law's sentence with its article, or what is missing. */
bool casework_may(struct casework *w, const struct step *step, const struct record *before,
                  const struct record *after);
bool casework_is_by(const struct casework *w, const struct step *step);

/* --- what a step gives --- */
/* Puts the settings (`sets`, `with`) into `to`, from the record that the step begins at. */
bool casework_set(struct casework *w, const struct settings *settings, const struct record *from,
                  struct record *to);
/* The record that the step makes, with what is known of it; values only. */
struct record *casework_draft(struct casework *w, const struct step *step, const struct record *r);

/* --- changes (called by the access room inside a change) --- */
/* Before a record is stored: the rules of its type, the steps that its guarded fields need, and of
 * a new one the step that makes it. `before` is NULL for a new one. Fills in what the program
 * keeps.
 */
bool casework_change(struct casework *w, const struct record *before, struct record *after);
/* After it was stored or deleted: brings the records behind it into agreement. */
bool casework_follow(struct casework *w, const struct record *r);
/* Gives numbers to fields that have a pattern and no value. */
bool casework_number(struct casework *w, struct record *r);

/* --- days --- */
/* The day after a span of time; working days leave out Saturdays, Sundays and the holidays of the
 * pack (packs/PACK/lists/holidays.csv). The first day counted is the one after. */
struct date casework_after(const struct casework *w, const struct span *span, struct date from);
bool casework_is_working_day(const struct casework *w, struct date day);
