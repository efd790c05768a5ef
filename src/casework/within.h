/* What the files of casework share; no other room includes it. */
#pragma once

#include "casework/casework.h"

/* Whether a condition holds of a record, through its references; nothing compares with what is
 * empty. False also with a fault of the store. */
bool judge(struct casework *w, const struct expression *e, const struct record *r);
bool judge_circumstance(struct casework *w, const struct circumstance *c, const struct record *r);
/* The value at the end of a path; empty where the path breaks off. */
struct value judge_reach(struct casework *w, const struct field *const *path, size_t count,
                         const struct record *r);
/* Records about this one. */
bool judge_related(struct casework *w, const struct related *related, const struct record *r,
                   struct records *found);
/* The rules of a type, of those fields that differ from `before` (NULL: all). */
bool lawful_rules(struct casework *w, const struct record *before, const struct record *after);
/* One of them could be met by what a form still asks. */
bool lawful_could(const struct rule *rule, const struct step *step);
/* The first rule that the record breaks; NULL: none. Adds no fault when it breaks none. */
const struct rule *lawful_broken(struct casework *w, const struct record *before,
                                 const struct record *after);
/* Fills in what the program keeps of the record itself; `followed` says that a record of that type
 * has just changed. */
bool kept_fill(struct casework *w, struct record *r, const struct type *followed);
