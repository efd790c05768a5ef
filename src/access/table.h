/* The compiled table of model/permissions.yaml; no other room includes it. */
#pragma once

#include "access/access.h"
#include "base/arena.h"
#include "model/expression.h"

/* What a rule asks of a record besides its scope. */
struct restriction {
    const struct expression *holds; /* `while`; NULL: nothing */
    struct str text;                /* as declared */
    unsigned within;                /* bits of scopes, one of which must hold too; 0: none asked */
};

/* One role and one type. A cell without classes stands at class 0. */
struct cells {
    unsigned of[ACTION_COUNT_OF_ACTIONS][CLASS_COUNT];
};

/* What rules ask of records of one type. */
struct restricted {
    struct restriction items[MOST_RESTRICTIONS];
    size_t count;
    bool *known; /* of each field: part of what who may know may see */
};

struct thing {
    struct str name;
    uint32_t roles;
};

struct access {
    const struct model *model;
    const struct code_list *roles;
    struct cells *cells;           /* role_count times type_count */
    struct restricted *restricted; /* of each type */
    struct thing *things;
    size_t thing_count;
    uint32_t by_token; /* roles that act through a token only */
    bool *ruled;       /* of each type: some rule names it */
    const struct node *declared;
};

/* Bits of a scope whose rule has restriction number `k` of the type. */
static inline unsigned restricted_bits(unsigned bits, size_t k)
{
    return bits << (8 * (k + 1));
}
static inline struct cells *access_cells(const struct access *access, size_t role, size_t type)
{
    return &access->cells[role * access->model->type_count + type];
}
/* Whether what `wider` allows includes what `narrower` allows, for any record. */
bool access_covers(unsigned wider, unsigned narrower);
/* Actions whose cells differ by class. */
static inline bool action_has_class(enum action action)
{
    return action == ACTION_MASKED || action == ACTION_READ || action == ACTION_WRITE;
}

/* Words of the declaration. */
extern const struct str access_scope_words[6];                        /* by bit */
extern const struct str access_action_words[ACTION_COUNT_OF_ACTIONS]; /* empty for class actions */
