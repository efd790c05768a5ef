/* What may happen to a record next: its stages, its steps, and the rules that every change keeps,
 * declared in the record type's own file and read once all types are known (docs/casework.md).
 *
 * A stage follows from what happened and is never ticked; a step is what a person does next; a rule
 * is what the law does not let anybody do, on whichever way. The casework room asks all three.
 */
#pragma once

#include "model/expression.h"

/* Records of another type that are about this one: `by` leads from them to it. */
struct related {
    const struct type *type;
    struct path by;
    const struct expression *where; /* of those records; NULL: any of them */
    struct str_list stages;         /* only those in one of these stages; none: in any */
    const struct expression
        *instead; /* `{when: …}` in a list of any: holds of this record itself */
};

/* What must hold of a record. Nothing declared always holds. */
struct circumstance {
    const struct expression *when;
    const struct related *any, *none; /* one of `any` is there; nothing of `none` is */
    size_t any_count, none_count;
};

struct stage {
    struct str name, label;
    const struct field *since; /* a date of the record, or of the record that `holds.any` finds */
    struct circumstance holds;
    bool rare;               /* shown on a record's line only once it was reached */
    struct field_list shows; /* what a line of the file says beside the label: of the record */
};

/* So long after a date of the record. */
struct span {
    int count;
    enum { SPAN_NONE, SPAN_DAYS, SPAN_WORKING_DAYS, SPAN_MONTHS } unit;
    const struct field *after; /* NULL: today */
};

/* What a field is given: "today", "nothing", "me", "my agency", "my office", "3 days" (from today),
 * "{field}" or "{field.field}" of the record the step begins from, "sanction" (of a violation: the
 * article of the table of fines), or a value as it is written. */
struct setting {
    const struct field *field;
    struct str value;
    struct path from; /* of "{…}" */
    struct span span; /* of "3 days" */
};
struct settings {
    struct setting *items;
    size_t count;
};

struct requirement {
    struct circumstance holds;
    const char *says; /* {1} is the ground */
    struct str ground;
};

struct step {
    struct str name, label, means;
    struct str ground;        /* article; empty: none was found */
    bool own_rule;            /* the deadline is this project's own rule and no law's */
    struct str_list by;       /* roles */
    struct circumstance when; /* offered only then */
    struct circumstance owed; /* its day counts only then */
    bool is_owed;             /* somebody waits for it while `when` and `owed` hold */
    struct span from, until;
    struct field_list needs, asks; /* of the record, or of the one that is made */
    struct settings sets, with;    /* of the record; of the one that is made */
    const struct type *makes;      /* NULL: the step changes the record itself */
    const struct field *through;   /* of `makes`: refers to the record */
    struct paths other_than;       /* users who may not do it */
    const struct requirement *requires;
    size_t require_count;
    const struct expression *must; /* of the record as it will be, or of the one that is made */
    const char *must_says;
    struct str power; /* a code of the list powers; empty: none is asked */
    bool reason;      /* a reason must be given */
};

/* What no change may leave behind, whoever makes it. */
struct rule {
    struct str name, ground;
    const char *says;               /* {1} is the ground */
    const struct expression *when;  /* NULL: always */
    const struct expression *never; /* refused when it holds */
    const struct field *unless;     /* filled in: the rule is set aside */
    struct str_list only;           /* refused to everybody without one of these roles */
    struct str power;               /* refused without this power on the day of `date` */
    const struct field *date;
    const struct field *exception; /* holds the exception that is claimed; may be NULL */
    const struct field *amount, *article, *kind; /* of `range`: refused outside the sanction */
    const struct field *person, *employer;       /* of `conflict`: refused when declared */
    struct field_list watched; /* fields of the record whose change asks the rule again */
};

/* A field that the program keeps in agreement with other records. */
struct kept {
    const struct field *field;
    enum { KEPT_SUM, KEPT_LAST, KEPT_STAGE } how;
    const struct type *of;
    const struct field *by, *taken; /* of `of`: refers to this record; is summed, or the latest */
    const struct expression *where; /* of `of` */
    const struct expression *when;  /* of the record: otherwise the field is left empty */
};

struct procedure {
    const struct expression *open; /* only records of which this holds may owe a step; NULL: all */
    const struct stage *stages;
    size_t stage_count;
    const struct step *steps;
    size_t step_count;
    const struct rule *rules;
    size_t rule_count;
    const struct kept *kept;
    size_t kept_count;
    const struct related *file; /* the records that belong to this one's file */
    size_t file_count;
};

/* Fill type->procedure, in this order for all types. Faults name the line and what was expected. */
bool procedure_read_stages(struct arena *a, const struct model *model, struct type *type,
                           struct faults *faults);
bool procedure_read_steps(struct arena *a, const struct model *model, struct type *type,
                          struct faults *faults);
const struct stage *procedure_stage(const struct type *type, struct str name);
const struct step *procedure_step(const struct type *type, struct str name);
/* Whether the step asks for the field, as one that it needs or one that may be left empty. */
bool step_asks(const struct step *step, const struct field *f);
/* Whether some step or `kept` gives the field its value, so that no plain edit may. */
bool procedure_guards(const struct type *type, const struct field *f);

/* --- for the files of the reader --- */
struct procedure_reader {
    struct arena *arena;
    const struct model *model;
    struct type *type;
    struct procedure *out;
    struct faults *faults;
};
bool procedure_wrong(struct procedure_reader *r, const struct node *at, const char *message,
                     struct str what);
bool procedure_known(struct procedure_reader *r, const struct node *declared,
                     const char *const *known);
bool procedure_path(struct procedure_reader *r, const struct type *from, const struct node *at,
                    struct path *path);
const struct field *procedure_field(struct procedure_reader *r, const struct type *of,
                                    const struct node *declared, const char *name);
bool procedure_fields(struct procedure_reader *r, const struct type *of, const struct node *names,
                      struct field_list *list);
bool procedure_words(struct procedure_reader *r, const struct node *n, struct str_list *words);
/* NULL when nothing is declared under the name; *ok becomes false on a fault. */
const struct expression *procedure_condition(struct procedure_reader *r, const struct type *of,
                                             const struct node *declared, const char *name,
                                             bool *ok);
bool procedure_circumstance(struct procedure_reader *r, const struct node *declared,
                            struct circumstance *c);
bool procedure_related(struct procedure_reader *r, const struct node *declared,
                       const struct related **items, size_t *count);
