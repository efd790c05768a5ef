/* Who may do what: one table, read from model/permissions.yaml, asked by pages, interface, export,
 * search, import and command line alike. What it does not allow is refused.
 *
 * The table has a cell for every role, record type, class of field (F0 to F6) and action; a cell
 * holds the scopes in which the action is allowed: own records, those assigned to the person, those
 * of the office (or agency), of the district, all, and those opened in an emergency. Knowing that a
 * record exists and who holds it (ACTION_KNOW) is less than reading what it says.
 */
#pragma once

#include "identity/principal.h"
#include "model/type.h"

enum action {
    ACTION_KNOW,   /* that it exists, what it is called, and who holds it */
    ACTION_COUNT,  /* it counts in totals */
    ACTION_MASKED, /* that a field of the class has a value, not which */
    ACTION_READ,   /* a field of the class */
    ACTION_WRITE,  /* a field of the class */
    ACTION_CREATE,
    ACTION_DELETE,
    ACTION_EXPORT, /* take readable fields away as a file */
    ACTION_IMPORT, /* bring many in from a file */
    ACTION_ERASE,  /* destroy the key of a person */
    ACTION_COUNT_OF_ACTIONS
};

/* Bits of a cell: those of enum scope, and two more. A rule may ask more of the record than its
 * scope ("while: assigned_to is null", "within: office"); its bits then stand 8, 16 or 24 places
 * higher, one place for each such restriction of the type. What a record is to a person
 * (struct view: scopes) has the same bits, so that an action is allowed when the two have a bit in
 * common. A cell that is not 0 says: perhaps, it depends on the record. */
enum {
    IN_OWN = 1 << SCOPE_OWN,
    IN_ASSIGNED = 1 << SCOPE_ASSIGNED,
    IN_OFFICE = 1 << SCOPE_OFFICE,
    IN_DISTRICT = 1 << SCOPE_DISTRICT,
    IN_ALL = 1 << 4,
    IN_EMERGENCY = 1 << 5
};
enum { CLASS_COUNT = 7, MOST_RESTRICTIONS = 3 };

struct access;

/* Reads the table for a model. NULL with faults (file and line). */
const struct access *access_load(struct arena *a, const struct model *model, struct faults *faults);
/* The same from a text given. */
const struct access *access_read(struct arena *a, const struct model *model, struct str text,
                                 struct faults *faults);
/* The cell: scopes in which any of the roles may do this. `class` 0 to 6 matters for MASKED, READ
 * and WRITE only. A token's limits are taken into account. */
unsigned access_scopes(const struct access *access, const struct principal *who,
                       const struct type *type, int class, enum action action);
/* Things beside records that a role may do ("admin.users", "admin.roles", "admin.keys",
 * "admin.jobs", "admin.lists", "admin.retention", "audit.read", "audit.verify", "backup",
 * "emergency", "health"). */
bool access_may(const struct access *access, const struct principal *who, struct str thing);
int access_class(const struct field *f); /* 3 for "F3" */
/* Whether the field is part of knowing of a record (what it is called and who holds it): the fields
 * of its `named` pattern and those its scopes assigned and office begin with, when of class F0 or
 * F1. */
bool access_known(const struct access *access, const struct type *type, const struct field *f);
/* docs/permissions.md, made from the table. */
struct str access_document(struct arena *a, const struct access *access, const struct model *model);
