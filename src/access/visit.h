/* The guarded way to records: all that a channel does for a person goes through here, and nothing
 * else in web, cli or intake touches records of the staff application. A refusal, an export and
 * every reading of a sealed field get their row of the audit chain.
 *
 * A record that the person may not even know of is not there: the same FAULT_MISSING, in the same
 * words, as for an id that never was.
 */
#pragma once

#include "access/access.h"
#include "store/sealed.h"

/* One person at work through one channel; lives as long as a request or a command. */
struct visit {
    const struct access *access;
    struct session *session;
    struct arena *arena;
    struct principal who;
    const char *channel; /* "web", "api", "cli", "import", "export", "search" */
    struct str reason;   /* given by the person, for the history; may be empty */
    struct faults *faults;
    struct visit_memory *memory; /* its own; NULL at first */
};

enum sight {
    SIGHT_NONE,   /* as if the field were not there */
    SIGHT_MASKED, /* whether it has a value */
    SIGHT_FULL,
};

/* A record as this person may see it. */
struct view {
    struct record *record; /* values of fields that may not be read are VALUE_EMPTY */
    unsigned scopes;       /* how the record stands to the person */
    enum sight *sight;     /* of each field */
    bool *has_value;       /* of each field that is at least masked */
    bool *may_write;       /* of each field */
    bool may_delete, may_erase;
    bool sealed; /* some readable field is still sealed: visit_open shows it */
};
struct views {
    struct view *items;
    size_t count, capacity;
};

/* The actor that changes of this visit carry. */
struct actor visit_actor(const struct visit *v);
/* False when the type is internal, unknown to the person in every scope, or not within the token.
 */
bool visit_knows_type(const struct visit *v, const struct type *type);

/* Whether lists may be narrowed and ordered by the field: it may be read in full wherever the
 * person may know of a record. Fields of other records through references count by their own type.
 */
bool visit_may_ask(struct visit *v, const struct type *type, const struct field *f);
/* Whether the person may do this with some records of the type (a button is worth showing). */
bool visit_may(const struct visit *v, const struct type *type, enum action action);
/* The display name of a record, as far as the person may see it: the fields of its type's pattern
 * that they may read; the label of the type when that is nothing, empty when there is no such
 * record for them. For the names of references. */
struct str visit_name(struct visit *v, const struct type *type, struct str id);
struct str visit_name_of(struct visit *v, const struct view *view);
/* The names of many, in the order of their ids (an empty id has none): those not remembered are
 * read in one question to the database. */
struct str *visit_names(struct visit *v, const struct type *type, const struct str *ids,
                        size_t count);

/* Whether a condition without parameters holds of the record; false where it asks for what the
 * person may not read of it, or of other records. */
bool visit_holds(const struct view *view, const struct expression *condition);

/* NULL with FAULT_MISSING when the person may not know of it. Sealed fields stay sealed. */
struct view *visit_get(struct visit *v, const struct type *type, struct str id);
/* Whether the person may know of a record that was read otherwise. */
bool visit_knows(struct visit *v, const struct record *r);
/* A record that was read otherwise (found by its key), as the person may see it; NULL without a
 * fault when they may not know of it. What they may not read is taken out of it. */
struct view *visit_see(struct visit *v, struct record *r);
/* Opens the sealed fields that may be read in full: audited before it answers. */
bool visit_open(struct visit *v, struct view *const *views, size_t count);

/* True when an emergency that goes on opened anything in this visit: it ends by the clock. */
bool visit_in_emergency(const struct visit *v);

/* The records of a query that the person may know of, and how many there are in all (total may be
 * NULL). Conditions, where and order on fields that may not be read in full in every scope the
 * person has are refused, since they would tell. */
bool visit_list(struct visit *v, const struct query *q, struct views *found, int64_t *total);
/* How many they are, alone. */
bool visit_total(struct visit *v, const struct query *q, int64_t *total);
/* The same for questions that the program asks by itself (My work): instead of being refused, the
 * list is narrowed to scopes in which every field asked after can be read. */
bool visit_list_readable(struct visit *v, const struct query *q, struct views *found,
                         int64_t *total);
/* The number alone: needs ACTION_COUNT or ACTION_KNOW. */
bool visit_count(struct visit *v, const struct query *q, int64_t *count);

/* How many records of a query have each value of a field or of one reached through references, and
 * the sum of another (store_group). GROUP_COUNTED takes all that the person may count,
 * GROUP_KNOWN those alone that they may know of, which are the ones that a list opens: where both
 * say the same, the number leads to its records. By employer only with the right "inspection.plan".
 */
enum group_of { GROUP_COUNTED, GROUP_KNOWN };
struct grouping {
    const struct path *by;
    const char *sum; /* NULL: none */
    enum group_of of;
};
bool visit_group(struct visit *v, const struct query *q, const struct grouping *grouping,
                 struct groups *found);
/* Whether visit_group would be refused: for pages that leave out what may not be counted. */
bool visit_may_group(struct visit *v, const struct query *q, const struct grouping *grouping);

/* Changes: given[i] says that field i is given; a field that may not be written is a FAULT_REFUSED
 * that names it, unless it is unchanged. Fields set by the program (recorded_by) are filled in.
 * Each is a change of its own, unless the visit stands inside visit_begin … visit_commit. */
bool visit_insert(struct visit *v, struct record *r, const bool *given);
/* `r` has id and version as the person read them. A stale version is FAULT_CONFLICT with *theirs as
 * the person may see it. */
bool visit_update(struct visit *v, struct record *r, const bool *given, struct view **theirs);
/* What visit_insert (for a record without an id) or visit_update would refuse, and nothing stored.
 */
bool visit_check(struct visit *v, struct record *r, const bool *given);
bool visit_delete(struct visit *v, const struct type *type, struct str id, int64_t version);
bool visit_erase(struct visit *v, const struct type *type, struct str id);
bool visit_begin(struct visit *v);
/* The same for records from a file: needs ACTION_IMPORT, for the type and then for each record.
 * With `only_check` nothing is begun. */
bool visit_begin_import(struct visit *v, const struct type *type, bool only_check);
bool visit_commit(struct visit *v);
void visit_rollback(struct visit *v);

/* History of a record, with differences of fields the person may not read left out (masked). */
bool visit_history(struct visit *v, const struct view *view, struct changes *found);
/* The same with sealed fields that may be read in full opened: audited before it answers. */
bool visit_open_history(struct visit *v, const struct view *view, struct changes *found);

/* Takes a list away: checks ACTION_EXPORT, adds the audit row with the count and the columns, opens
 * sealed fields that may be read (audited), and gives the views to write. F4 is never exported. */
bool visit_export(struct visit *v, const struct query *q, const struct field *const *columns,
                  size_t column_count, struct views *found);

/* Hits of a search among what the person may know and read. */
bool visit_search(struct visit *v, struct str text, size_t limit, struct views *found);

/* People by a text in the shape of a blind index: a PIN ("5VX3K2A") or family name, given name and
 * year of birth ("Əliyeva Aysel 2006"). Nothing is opened, and the search has its row of the audit
 * chain (action "find", without the names). */
bool visit_find_people(struct visit *v, struct str text, struct views *found);

/* Opens one record outside the person's work for at most 24 hours; needs "emergency" and a reason
 * of at least ten letters. Audited, and shown to the privacy officer. */
bool visit_emergency(struct visit *v, const struct type *type, struct str id, struct str reason,
                     int hours);
/* Adds the audit row of a refusal (done by the functions above; for channels that refuse by
 * themselves). The same refusal of the same person again within a minute is counted and not written
 * by itself; `type` may be NULL. */
void visit_refused(struct visit *v, const char *action, const struct type *type, struct str id);
/* Writes the counts of refusals that were not written yet: when the program ends. */
void visit_refusals_end(struct session *s);
