/* The findings instrument: which figures there are, in which tables they stand, in what words, and
 * which questions compute them. Read from instruments/findings/ inside the binary; made once,
 * shared by any number of threads, never changed.
 */
#pragma once

#include "base/node.h"
#include "model/type.h"

enum figure_type {
    FIGURE_COUNT,
    FIGURE_PERCENT, /* in percent: 4.5 is 4.5 % */
    FIGURE_MONEY,
    FIGURE_ANSWER,       /* yes or no */
    FIGURE_RATIFICATION, /* yes or no */
    FIGURE_STANDARD,     /* yes or no, with age and legislation */
};

struct question;

struct figure_definition {
    struct str key, label, means;
    struct str
        edition; /* path of its element in the publisher's edition: "Conventions/C_138_Ratified" */
    enum figure_type type;
    struct str type_name; /* as declared: "percent" */
    const struct table_definition *table;
    const struct figure_definition *under; /* the row it is a part of, or NULL */
    const struct question *question;       /* what computes it, or NULL (figures/question.h) */
    size_t index;                          /* place in the instrument */
};

enum table_holds { HOLDS_FIGURES, HOLDS_ENTRIES, HOLDS_ACTIONS };

struct column_definition {
    struct str key, title; /* title empty for columns that show a year */
};

struct table_definition {
    struct str key, section, title;
    enum table_holds holds;
    struct str holds_name;
    bool as_figure; /* printed as a figure ("Figure 1") and numbered apart from tables */
    bool two_years; /* the year before stands beside the year */
    const struct column_definition *columns;
    size_t column_count;
};

struct section_definition {
    struct str key, numeral, title;
    struct str heading; /* words by which the printed heading is known */
};

enum sentence_condition {
    WHEN_ALL_YES,
    WHEN_SOME_NO,
    WHEN_FILLED,
    WHEN_EMPTY,
    WHEN_ACTIONS,
};

struct sentence_definition {
    struct str section, table, text;
    enum sentence_condition when;
};

/* What is counted of enforcement: each unit is a count of its own, asked of all labour law and of
 * child labour alone (instruments/enforcement/units.yaml). */
enum unit_scope { UNIT_OF_CHILD_LABOR, UNIT_OF_ALL, UNIT_SCOPES };

struct unit_definition {
    struct str key, label, means;
    bool money;                             /* the sum of an amount, and not a number of things */
    struct str under;                       /* key of the unit it is a part of, or empty */
    const struct figure_definition *figure; /* that prints it of child labour, or NULL */
    const struct figure_definition *asked[UNIT_SCOPES]; /* with its question */
};

struct state_word {
    struct str state, word;
};

struct instrument {
    const struct model *model;
    struct figure_definition *figures;
    size_t figure_count;
    struct table_definition *tables;
    size_t table_count;
    struct section_definition *sections;
    size_t section_count;
    struct sentence_definition *sentences;
    size_t sentence_count;
    struct state_word *states;
    size_t state_count;
    struct unit_definition *units;
    size_t unit_count;
    const struct node *p029; /* the questionnaire as instruments/p029/questions.yaml declares it */
};

/* Reads figures.yaml, tables.yaml, wording.yaml, computed.yaml and units.yaml and checks them
 * against each other and the model. NULL with faults (file and line) when anything is wrong. Lives
 * in `a`; keeps `model`. */
const struct instrument *instrument_load(struct arena *a, const struct model *model,
                                         struct faults *faults);

const struct figure_definition *instrument_figure(const struct instrument *i, struct str key);
const struct unit_definition *instrument_unit(const struct instrument *i, struct str key);
/* "child_labor" or "all". */
struct str unit_scope_word(enum unit_scope scope);
/* False when it is none of them. */
bool unit_scope_find(struct str word, enum unit_scope *scope);
const struct table_definition *instrument_table(const struct instrument *i, struct str key);
/* How a state is shown ("N/A"); empty for "value". */
struct str instrument_state(const struct instrument *i, struct str state);
