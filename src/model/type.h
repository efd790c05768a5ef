/* What a record is: types, fields and code lists, read from the folders model/types, model/lists
 * and packs/PACK/lists inside the binary.
 *
 * Everything about a record type is derived from its one file: table, history, CSV in and out,
 * pages, API, data dictionary. A model is read once, checked whole (each fault with file and line),
 * and never changed; any number of threads may read it.
 */
#pragma once

#include "base/fault.h"
#include "base/node.h"
#include "base/resource.h"

enum field_kind {
    FIELD_TEXT,    /* UTF-8, may have several lines when `long` */
    FIELD_INTEGER, /* 64-bit */
    FIELD_NUMBER,  /* double */
    FIELD_BOOLEAN,
    FIELD_DATE,  /* ISO text, with the precision known: "2019", "2019-03", "2019-03-07" */
    FIELD_TIME,  /* "2019-03-07T14:05:09Z" */
    FIELD_MONEY, /* minor units; the currency stands in the field named by `currency` */
    FIELD_CODE,  /* a code of `list` */
    FIELD_REF,   /* id of a record of type `to` */
    FIELD_BLOB,  /* bytes */
};

struct code {
    struct str code, label; /* label in English; also the key of its translation */
    struct str_list also;   /* other names that are read as this code */
    const struct node *row; /* the whole line of the list, by column name */
};

struct code_list {
    struct str name, file;
    const struct code *items;
    size_t count;
    const uint32_t *slots; /* for code_find: hash of a name -> item + 1 */
    size_t slot_count;
};

struct field {
    struct str name, label, help;
    enum field_kind kind;
    bool required;
    bool multiline;
    struct str list_name, to_name, currency; /* as declared */
    const struct code_list *list;            /* FIELD_CODE */
    const struct type *to;                   /* FIELD_REF */
    bool has_least, has_most;
    double least, most;             /* of a number */
    bool not_after_today;           /* dates: `latest: today` */
    const struct field *not_before; /* dates: a date of the same record that is no later; or NULL */
    struct str class;               /* security class F0 to F6; F1 when not declared */
    struct str empty_means;
    bool sealed;     /* kept encrypted: classes F3 to F5, and where `sealed: true` is declared */
    bool secret;     /* its history says that it changed, never what it was */
    bool by_program; /* `set_by: program`: nobody may give it */
    const struct node *declared; /* the whole declaration, for rooms that read more of it */
    size_t index;                /* place in the type and in struct record */
    struct str pattern; /* "C-{year}-{serial}": how a text is numbered when nobody gives it */
    const struct field *dated; /* the date whose year a pattern takes; NULL: this year */
};

/* A field, or one reached through references: employer.district. All but the last are references.
 */
struct path {
    const struct field **fields;
    size_t count;
};

/* How a record can stand to a person of the staff; what its type's `scopes` say decides it. */
enum scope { SCOPE_OWN, SCOPE_ASSIGNED, SCOPE_OFFICE, SCOPE_DISTRICT, SCOPE_COUNT };

struct paths {
    struct path *items;
    size_t count, capacity;
};

/* Fields of one type, in an order that was declared. */
struct field_list {
    const struct field **items;
    size_t count;
};

/* Fields under a heading on a record's page and in its form. */
struct section {
    struct str label;
    struct field_list fields;
};

/* What of a record is somebody's work: `work` of the type. */
struct duty {
    struct str says;               /* "Answer the referral": the next step */
    const struct expression *when; /* it is to be done while this holds */
    struct path whom;              /* user, office, agency or district it falls to */
    const struct field *due;       /* the last day; NULL: none */
    bool waiting;                  /* somebody waits for the answer */
};

struct key {
    size_t *fields;
    size_t count;
};

struct type {
    struct str name, label, plural, means, group;
    struct str named; /* pattern of a record's display name: "{number} {employer}" */
    const struct field *fields;
    size_t field_count;
    const struct key *keys; /* each is unique; the first is how a CSV names a record of this type */
    size_t key_count;
    bool internal;  /* no page, interface, import or export reaches it: for the program alone */
    bool unaudited; /* kept without history and audit: sign-ins, attempts, jobs */
    struct paths scopes[SCOPE_COUNT]; /* a record is in a scope when one of its paths is the
                                         person's own id, office, agency or district */
    const struct field *subject;      /* whose key seals its fields; NULL: its own */
    const struct field_list *find_by; /* blind indexes: sealed fields found only all together */
    size_t find_count;
    struct field_list search;  /* fields whose words the search finds */
    struct field_list columns; /* of its list; the first seven fields when not declared */
    struct str order;          /* of its list: a field, "-field" for falling */
    const struct section *sections;
    size_t section_count;
    const struct duty *duties;
    size_t duty_count;
    int64_t keep_years;             /* 0: for ever */
    const struct field *keep_since; /* the date from which the years count */
    struct paths hidden_from; /* whom a record is hidden from, whatever else they may: a person, an
                                 office or agency, or who declared a conflict with an employer */
    const struct procedure *procedure; /* stages, steps and rules (model/procedure.h), never NULL */
    const struct node *declared;
    struct str file;
};

struct model {
    const struct type *types;
    size_t type_count;
    const struct code_list *lists;
    size_t list_count;
    struct str pack; /* "az"; empty when none */
};

/* Reads the whole model with the lists of a pack ("az"). NULL with faults when anything in it is
 * wrong, or when there is no such pack. */
const struct model *model_load(struct arena *a, struct str pack, struct faults *faults);
/* The same from files given: each .yaml is a record type, each .csv a list, named as their file. */
const struct model *model_read(struct arena *a, const struct resource *files, size_t count,
                               struct str pack, struct faults *faults);

const struct type *model_type(const struct model *m, struct str name);
const struct field *type_field(const struct type *t, struct str name);
const struct code_list *model_list(const struct model *m, struct str name);
/* All types (model->type_count of them), each behind those its records refer to, as far as types do
 * not refer to each other in a circle. */
const struct type **model_in_reference_order(struct arena *a, const struct model *m);
/* "text", "date" …: the word a declaration uses. */
struct str field_kind_word(enum field_kind kind);
/* By code, label or other name, without regard to case; NULL when there is none. */
const struct code *code_find(const struct code_list *list, struct str text);
