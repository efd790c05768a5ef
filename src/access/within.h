/* What the files of visits share; no other room includes it. */
#pragma once

#include "access/table.h"
#include "access/visit.h"
#include "base/map.h"

/* What one kind of record (type and standing) shows and lets write; shared by the views of a list.
 */
struct face {
    const struct type *type;
    unsigned scopes;
    enum sight *sight;
    bool *may_write;
    bool may_delete, may_erase;
};
struct faces {
    struct face *items;
    size_t count, capacity;
};

/* Refusals inside an open change wait for its end: what is rolled back would take them with it. */
struct waiting_refusal {
    const char *action;
    const struct type *type;
    struct str id;
};

/* Ids that hide records from the person: of records whose `field` names them, or of employers. */
struct hiding {
    const struct field *field;
    struct str_list ids;
};

struct visit_memory {
    struct arena *arena; /* of the visit when it began; v->arena may be one of shorter life later */
    bool importing;      /* what is made and changed comes from a file */
    bool open;           /* between visit_begin and its end */
    struct str person;   /* what decides what may be seen (names.c) */
    uint64_t person_round;
    bool state_read;
    int64_t state;  /* of the store, since the last change that was begun */
    int naming;     /* references inside a name that is being made */
    struct map met; /* "type id" -> index in records: for paths through references and names */
    struct {
        struct record **items;
        size_t count, capacity;
    } records;
    struct faces faces;
    bool emergencies_read;
    struct {
        struct emergency {
            const struct type *type;
            struct str id;
        } * items;
        size_t count, capacity;
    } emergencies;
    struct {
        const struct hiding **items;
        size_t count, capacity;
    } hidings;
    struct {
        struct waiting_refusal *items;
        size_t count, capacity;
    } refusals;
};

struct visit_memory *visit_memory(struct visit *v);
unsigned visit_cell(const struct visit *v, const struct type *type, int class, enum action action);

/* --- how records stand to the person (standing.c) --- */
/* All bits that hold of the record; false with a fault when the store cannot be read. `fresh`: it
 * is being made, and what `while` asks counts as holding. */
bool visit_standing(struct visit *v, const struct record *r, bool fresh, unsigned *scopes);
/* `only` of a query, and what must be read besides to tell how a record stands and what it is
 * called.
 */
const bool *visit_needed(struct visit *v, const struct type *type, const bool *only);
/* A record by id, read once in a visit, brief; NULL without a fault when there is none. */
struct record *visit_meet(struct visit *v, const struct type *type, struct str id);
/* Under what it is remembered, and remembering one that was read (brief) already. */
struct str visit_met_key(struct visit *v, const struct type *type, struct str id);
void visit_remember(struct visit *v, struct record *r);
/* Records opened in an emergency that has not ended. */
bool visit_emergencies(struct visit *v);
/* What of the person a path of a scope must lead to; empty: nothing does. */
struct str visit_part(const struct principal *who, const struct field *last);
/* Whether a condition without parameters holds of a record's own fields. */
bool condition_holds(const struct expression *e, const struct record *r);

/* --- conflicts of interest (hidden.c) --- */
/* Whether the record is not there for this person (also when the store cannot be read). */
bool visit_hides(struct visit *v, const struct record *r);
/* The same as a condition of the database; NULL when nothing of the type is hidden from them. */
const struct expression *visit_not_hidden(struct visit *v, const struct type *type);

/* --- the same as a condition of the database (filter.c) --- */
/* Records of the type that stand in one of the scopes; NULL when that is every record. */
const struct expression *visit_filter(struct visit *v, const struct type *type, unsigned scopes);

/* --- views (view.c) --- */
struct view *visit_view(struct visit *v, struct record *r, unsigned scopes);
const struct face *visit_face(struct visit *v, const struct type *type, unsigned scopes);
/* Adds the fault of a record that is not there (or not for this person). */
bool visit_missing(struct visit *v, const struct type *type, struct str id);
bool visit_refuse(struct visit *v, enum action action, const struct type *type, struct str id);
/* Writes the rows that waited for the end of a change. */
void visit_refusals_now(struct visit *v);

/* --- lists (visit.c) --- */
/* visit_list within the scopes given. */
bool visit_query(struct visit *v, const struct query *q, unsigned scopes, struct views *found,
                 int64_t *total);
