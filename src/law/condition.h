/* The language in which a rule says when it fires, small enough to be read aloud:
 *
 *   age < 15
 *   age between 15 and 17 and (occupation_code on hazardous or industry_code on hazardous)
 *   (age < 16 and weekly_hours > 24) or (age between 16 and 17 and weekly_hours > 36)
 *   age = 15 and written_consent is not true
 *   birth_date is missing or birth_date is unreadable
 *
 * condition  = either { "or" either } | both { "and" both }   (one of them: who mixes, sets
 * brackets) single     = "not" single | "(" condition ")" | test test       = side compared side =
 * <> < <= > >= | side [ "not" ] "between" value "and" value       both ends belong to it | column
 * "is" [ "not" ] ( "missing" | "unreadable" | "true" ) | column "on" LIST | column "not" "on" LIST
 * side       = "age" | column | value              one side at least is age or a column
 * value      = 36 | 36.5 | 2020-11-01 | 'text'     of the kind of the other side
 *
 * `age` is the number of completed years on start_date (law_age). Two columns can be compared when
 * both are dates.
 *
 * A test is true, false or unknown. It is unknown when a value it compares, or looks up on a list,
 * is missing or unreadable, and `age` is unknown without a readable birth_date and start_date.
 * `is true` is false for a missing value and unknown for an unreadable one; `is missing` and
 * `is unreadable` are never unknown. Not, and, or are those of Kleene (and of SQL): "unknown or
 * true" is true, "unknown and false" is false, "not unknown" is unknown. A rule fires when its
 * condition is true; what is unknown is silent.
 */
#pragma once

#include "law/code_set.h"

enum law_condition_kind {
    CONDITION_OR,         /* items */
    CONDITION_AND,        /* items */
    CONDITION_NOT,        /* items[0] */
    CONDITION_AGE,        /* age `comparison` number */
    CONDITION_VALUE,      /* column `comparison` number or text */
    CONDITION_COLUMNS,    /* column `comparison` other: two dates */
    CONDITION_MISSING,    /* column is missing */
    CONDITION_UNREADABLE, /* column is unreadable */
    CONDITION_TRUE,       /* column is true */
    CONDITION_ON,         /* column on list */
};

enum law_comparison { LAW_EQUAL, LAW_UNEQUAL, LAW_BELOW, LAW_AT_MOST, LAW_ABOVE, LAW_AT_LEAST };

struct law_condition {
    enum law_condition_kind kind;
    enum law_comparison comparison;
    enum law_column column, other;
    int64_t number;  /* AGE: years; VALUE of a date: YYYYMMDD; of a number: millionths */
    struct str text; /* VALUE of a text or code */
    const struct law_list *list;
    uint32_t kinds; /* ON: which codes of the list count for this column (enum law_code_kind) */
    const struct law_condition **items;
    size_t count, capacity;
};

/* Lists by name. */
struct law_lists {
    const struct law_list **items;
    size_t count, capacity;
};

/* Reads and checks a condition; NULL with one fault that names the column in `where` (counted from
 * where.column, or 1) and says what was expected there. The tree lives in `a`. */
const struct law_condition *condition_parse(struct arena *a, struct str text,
                                            const struct law_lists *lists, struct place where,
                                            struct faults *faults);
/* The condition written again in one form, with brackets where they are needed; parsing it gives
 * the same tree. */
struct str condition_print(struct arena *a, const struct law_condition *c);

enum law_truth { LAW_FALSE, LAW_UNKNOWN, LAW_TRUE };
/* Judges a contract; `age` counts only when `age_known`, `on` is the day of its start. No memory.
 */
enum law_truth condition_judge(const struct law_condition *c, const struct law_contract *contract,
                               bool age_known, int age, int32_t on);

/* Columns that the condition reads; birth_date and start_date among them when it asks for the age.
 */
uint32_t condition_columns(const struct law_condition *c);

/* The ages at which a condition can be true, whatever the other columns hold: derived from the tree
 * by trying every stretch of ages between two numbers that it names. */
struct law_ages {
    int least, most;    /* no contract of a known age outside can fire; INT_MIN and INT_MAX: no end;
                           least > most: none can */
    bool without_birth; /* it can fire where birth_date is missing or unreadable */
};
struct law_ages condition_ages(const struct law_condition *c);
