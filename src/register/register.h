/* The contract register of a country: contracts, what employers notify about them, and the law they
 * are held against (docs/register.md).
 *
 * A contract is judged by the law in force on the day its terms hold from (`terms_from`): the day
 * the work starts, or the day from which an amendment holds that changed what the law looks at.
 */
#pragma once

#include "law/power.h"
#include "store/store.h"

struct registry {
    const struct law *law;
    struct str agency; /* code of the body whose work the hits are: `inspectorate` of the pack */
    const struct type *contract, *notification, *hit, *employer;
};

/* Reads the law of the model's pack. NULL without a fault when the pack has no law, or the model no
 * register; NULL with faults when the law is wrong. Lives in `a`; any number of threads may use it.
 */
const struct registry *registry_load(struct arena *a, const struct model *model,
                                     struct faults *faults);

/* The field of a contract record that holds a column, "birth_date"; NULL where the register keeps
 * it sealed (person_id). start_date is read from `terms_from`. */
const char *register_field(enum law_column column);

/* A stored contract as the law reads it: the columns that some rule asks, and the start. Texts live
 * in `a`, or in the record. */
void register_read(struct arena *a, const struct registry *r, const struct record *contract,
                   struct law_contract *out);
/* The values that a rule looks at, for people and to see whether they changed:
 * "birth_date: 2005-03-02; start_date: 2019-06-01". `place` is the rule's in law->rules. */
struct str register_facts(struct arena *a, const struct registry *r,
                          const struct law_contract *contract, size_t place);
/* What differs between two texts of facts: "weekly_hours: 20 → 40". */
struct str register_facts_changed(struct arena *a, struct str before, struct str after);
/* Under 18 on the day the terms hold from, as far as the dates say so. */
bool register_is_minor(const struct law_contract *contract);
/* "Labour Code 42(3), Labour Code 249(1)" */
struct str register_articles(struct arena *a, const struct law_rule *rule);
