/* The law of a country as data: rules over employment contracts with the dates on which they held.
 *
 * packs/PACK/law/rules.yaml declares the rules in their order, packs/PACK/law/lists/NAME.csv the
 * code lists that they ask, packs/PACK/law/provisions.yaml the articles, sanctions.yaml the ranges
 * of fines (law/sanction.h), and powers.yaml with packs/PACK/seed/power.csv who may do what
 * (law/power.h). A law is read once, checked whole (each fault with file, line, column and what was
 * expected), never changed, and may be used by any number of threads.
 *
 * Meaning, the same in the check of one contract (law/judge.h), in a kernel over a register, and in
 * SQL (law/sql.h):
 *   - A contract is judged by the law in force on its start_date. Without a readable start_date it
 * is not judged at all: it is a bad row, to be counted and named.
 *   - A rule has one or more spans of time, each with its condition; both days belong to the span.
 *   - A rule declared `alone` (DATA) silences all others when it fires (the first of several).
 *   - Cells are read as law/contract.h says, conditions as law/condition.h says.
 */
#pragma once

#include "base/fault.h"
#include "law/condition.h"

enum { LAW_MOST_RULES = 64 };

enum law_severity { LAW_FORMAL, LAW_MINOR, LAW_SERIOUS, LAW_GRAVE }; /* greater is graver */

/* How sure the pack is of what it says. */
enum law_certainty {
    LAW_CONFIRMED, /* a source that quotes the text supports it */
    LAW_TO_CHECK,  /* general knowledge, or sources that differ: confirm before relying on it */
};

struct law_span {
    int32_t from, to; /* days; LAW_FIRST_DAY and LAW_LAST_DAY where it is open */
    const struct law_condition *when;
    struct str text;      /* the condition as declared */
    struct str amended;   /* what brought this span about; empty for the first */
    uint32_t columns;     /* that the condition reads */
    struct law_ages ages; /* at which it can fire */
};

struct law_example {
    struct str cells[LAW_COLUMNS];
    bool fires;
    long line;
};

struct law_rule {
    struct str id;
    struct str means; /* English, also the key of its translation: "Hired below the minimum age" */
    enum law_severity severity;
    bool alone;
    struct str kind;       /* code of violation_kinds that a hit becomes; empty: none */
    struct str_list cites; /* "Labour Code 42(3)" … */
    struct str_list
        source; /* where the pack knows it from: "L2", "S1:130" (packs/az/seed/README.md) */
    enum law_certainty certainty;
    int32_t refused_from; /* from this day on a notification that it fires on is refused; 0: never,
                             it is accepted with a warning */
    const struct law_span *spans; /* in the order of time, none over another */
    size_t span_count;
    const struct law_example *examples;
    size_t example_count;
    long line;
};

/* An article that rules, sanctions and violations cite. */
struct law_provision {
    struct str article; /* "Labour Code 250" */
    struct str means;   /* what it says, in a sentence */
    int32_t from, to;
    enum law_certainty certainty;
    struct str_list source;
};

struct law_sanction;
struct law_power;
struct law_moratorium;
struct law_withheld;

struct law {
    struct str pack;
    struct str rules_file;        /* for faults: where the rules were read from */
    const struct law_rule *rules; /* in the order declared; at most LAW_MOST_RULES */
    size_t rule_count;
    struct law_lists lists;
    const struct law_provision *provisions;
    size_t provision_count;
    uint32_t columns; /* that some rule reads */
    /* No rule can fire on a contract with readable birth_date and start_date whose age is this or
     * more, on any day; INT_MAX when there is no such age. Derived from the conditions. Most adults
     * leave by it: start - birth >= adult_age * 10000 on days as YYYYMMDD. */
    int adult_age;
    const struct law_sanction *sanctions; /* law/sanction.h */
    size_t sanction_count;
    const struct law_power *powers; /* law/power.h */
    size_t power_count;
    const struct law_moratorium *moratorium; /* NULL: the country has none */
    const struct law_withheld *withheld;     /* powers that no law gives, with the reason */
    size_t withheld_count;
};

/* A list that stands in for the pack's of that name, for one run. */
struct law_list_given {
    struct str name;        /* "hazardous" */
    struct str file, bytes; /* CSV as in law/code_set.h; the file's name is for faults */
};

struct law_source {
    struct str pack;              /* "az"; empty takes the first pack inside the program */
    struct str rules_file, rules; /* a changed rules.yaml to try; rules_file is empty: the
                                     pack's own */
    const struct law_list_given *lists;
    size_t list_count;
};

/* Reads a law. NULL with faults. Lives in `a`, as do the bytes given. */
const struct law *law_load(struct arena *a, const struct law_source *source, struct faults *faults);

/* The rule of that id (any case), or NULL. */
const struct law_rule *law_rule_find(const struct law *law, struct str id);
/* The span in force on a day, or NULL. */
const struct law_span *law_rule_on(const struct law_rule *rule, int32_t day);
/* The provision of that article, or NULL. */
const struct law_provision *law_provision_find(const struct law *law, struct str article);
/* "grave", "confirmed" …: the words of the declarations. */
struct str law_severity_word(enum law_severity severity);
struct str law_certainty_word(enum law_certainty certainty);
