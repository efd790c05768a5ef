#include "law/condition.h"

#include "base/arena.h"

#include <limits.h>

/* Conditions compare ages with 0 to 200 (law/condition_parse.c), so these stand for all others. */
enum { BELOW_ALL = -1, ABOVE_ALL = 201 };

/* --- judging --- */

static enum law_truth truth_of(bool holds)
{
    return holds ? LAW_TRUE : LAW_FALSE;
}

static enum law_truth compared(int64_t left, enum law_comparison how, int64_t right)
{
    switch (how) {
    case LAW_EQUAL: return truth_of(left == right);
    case LAW_UNEQUAL: return truth_of(left != right);
    case LAW_BELOW: return truth_of(left < right);
    case LAW_AT_MOST: return truth_of(left <= right);
    case LAW_ABOVE: return truth_of(left > right);
    case LAW_AT_LEAST: return truth_of(left >= right);
    }
    return LAW_UNKNOWN;
}

static enum law_truth value_compared(const struct law_condition *c, const struct law_value *v)
{
    enum law_column_kind kind = law_column_kind(c->column);
    if (v->state != LAW_GIVEN)
        return LAW_UNKNOWN;
    if (kind == LAW_KIND_TEXT || kind == LAW_KIND_CODE)
        return truth_of(str_eq(v->text, c->text) == (c->comparison == LAW_EQUAL));
    return compared(v->number, c->comparison, c->number);
}

static enum law_truth is_true(const struct law_value *v)
{
    if (v->state == LAW_UNREADABLE)
        return LAW_UNKNOWN;
    return truth_of(v->state == LAW_GIVEN && v->number);
}

enum law_truth condition_judge(const struct law_condition *c, const struct law_contract *contract,
                               bool age_known, int age, int32_t on)
{
    const struct law_value *v =
        c->column < LAW_COLUMNS ? &contract->values[c->column] : &contract->values[0];
    const struct law_value *other;
    enum law_truth truth;
    switch (c->kind) {
    case CONDITION_OR:
        truth = LAW_FALSE;
        for (size_t i = 0; i < c->count && truth != LAW_TRUE; i++) {
            enum law_truth t = condition_judge(c->items[i], contract, age_known, age, on);
            truth = t > truth ? t : truth;
        }
        return truth;
    case CONDITION_AND:
        truth = LAW_TRUE;
        for (size_t i = 0; i < c->count && truth != LAW_FALSE; i++) {
            enum law_truth t = condition_judge(c->items[i], contract, age_known, age, on);
            truth = t < truth ? t : truth;
        }
        return truth;
    case CONDITION_NOT:
        return LAW_TRUE - condition_judge(c->items[0], contract, age_known, age, on);
    case CONDITION_AGE: return age_known ? compared(age, c->comparison, c->number) : LAW_UNKNOWN;
    case CONDITION_VALUE: return value_compared(c, v);
    case CONDITION_COLUMNS:
        other = &contract->values[c->other];
        return v->state == LAW_GIVEN && other->state == LAW_GIVEN
                   ? compared(v->number, c->comparison, other->number)
                   : LAW_UNKNOWN;
    case CONDITION_MISSING: return truth_of(v->state == LAW_MISSING);
    case CONDITION_UNREADABLE: return truth_of(v->state == LAW_UNREADABLE);
    case CONDITION_TRUE: return is_true(v);
    case CONDITION_ON:
        return v->state == LAW_GIVEN ? truth_of(law_list_has(c->list, v->text, c->kinds, on))
                                     : LAW_UNKNOWN;
    }
    return LAW_UNKNOWN;
}

uint32_t condition_columns(const struct law_condition *c)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < c->count; i++)
        columns |= condition_columns(c->items[i]);
    if (c->kind == CONDITION_AGE)
        return columns | LAW_COLUMN_BIT(LAW_BIRTH_DATE) | LAW_COLUMN_BIT(LAW_START_DATE);
    if (c->kind == CONDITION_COLUMNS)
        columns |= LAW_COLUMN_BIT(c->other);
    return c->kind > CONDITION_NOT ? columns | LAW_COLUMN_BIT(c->column) : columns;
}

/* --- what can be at an age --- */

/* Sets of enum law_truth. */
enum {
    CAN_FALSE = 1 << LAW_FALSE,
    CAN_UNKNOWN = 1 << LAW_UNKNOWN,
    CAN_TRUE = 1 << LAW_TRUE,
    CAN_ANY = CAN_FALSE | CAN_UNKNOWN | CAN_TRUE,
};

static int joined(int one, int other, bool both)
{
    int can = 0;
    for (int a = LAW_FALSE; a <= LAW_TRUE; a++)
        for (int b = LAW_FALSE; b <= LAW_TRUE; b++)
            if ((one & (1 << a)) && (other & (1 << b)))
                can |= 1 << (both == (a < b) ? a : b);
    return can;
}

/* Which truths a condition can have for a contract with a readable start_date that was made at
 * `age` (without `age_known`: whose birth_date is missing or unreadable). The parts are taken to be
 * independent, so it may say too much, never too little. */
static int can_be(const struct law_condition *c, bool age_known, int age)
{
    bool birth = c->column == LAW_BIRTH_DATE, start = c->column == LAW_START_DATE;
    bool given = start || (birth && age_known);
    struct law_contract none = {0};
    int can;
    switch (c->kind) {
    case CONDITION_OR:
    case CONDITION_AND:
        can = can_be(c->items[0], age_known, age);
        for (size_t i = 1; i < c->count; i++)
            can = joined(can, can_be(c->items[i], age_known, age), c->kind == CONDITION_AND);
        return can;
    case CONDITION_NOT:
        can = can_be(c->items[0], age_known, age);
        return (can & CAN_UNKNOWN) | (can & CAN_FALSE ? CAN_TRUE : 0) |
               (can & CAN_TRUE ? CAN_FALSE : 0);
    case CONDITION_AGE: return 1 << condition_judge(c, &none, age_known, age, 0);
    case CONDITION_MISSING:
    case CONDITION_UNREADABLE: return given ? CAN_FALSE : CAN_FALSE | CAN_TRUE;
    case CONDITION_VALUE:
    case CONDITION_COLUMNS: return birth && !age_known ? CAN_UNKNOWN : CAN_ANY;
    case CONDITION_ON: return c->list->count ? CAN_ANY : CAN_FALSE | CAN_UNKNOWN;
    case CONDITION_TRUE: break;
    }
    return CAN_ANY;
}

struct law_ages condition_ages(const struct law_condition *c)
{
    struct law_ages ages = {INT_MAX, INT_MIN, (can_be(c, false, 0) & CAN_TRUE) != 0};
    for (int age = BELOW_ALL; age <= ABOVE_ALL; age++) {
        if (!(can_be(c, true, age) & CAN_TRUE))
            continue;
        if (ages.least == INT_MAX)
            ages.least = age == BELOW_ALL ? INT_MIN : age;
        ages.most = age == ABOVE_ALL ? INT_MAX : age;
    }
    return ages;
}

/* --- writing --- */

static struct str side_print(struct arena *a, const struct law_condition *c)
{
    enum law_column_kind kind =
        c->kind == CONDITION_AGE ? LAW_KIND_TEXT : law_column_kind(c->column);
    if (c->kind == CONDITION_AGE)
        return str_format(a, "%lld", (long long)c->number);
    if (kind == LAW_KIND_DATE)
        return date_print(a, law_date((int32_t)c->number));
    if (kind != LAW_KIND_NUMBER)
        return str_format(a, "'%.*s'", STR_ARG(c->text));
    int64_t size = c->number < 0 ? -c->number : c->number;
    struct str printed = str_format(a, "%s%lld.%06lld", c->number < 0 ? "-" : "",
                                    (long long)(size / 1000000), (long long)(size % 1000000));
    while (str_ends(printed, S("0")))
        printed.n--;
    printed.n -= str_ends(printed, S("."));
    return printed;
}

static struct str print(struct arena *a, const struct law_condition *c, bool inside)
{
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};
    struct str name = c->column < LAW_COLUMNS ? law_column_name(c->column) : (struct str){0};
    struct str_list parts = {0};
    struct str whole;
    switch (c->kind) {
    case CONDITION_OR:
    case CONDITION_AND:
        for (size_t i = 0; i < c->count; i++)
            *arena_push(a, &parts) = print(a, c->items[i], true);
        whole = str_join(a, &parts, c->kind == CONDITION_AND ? S(" and ") : S(" or "));
        return inside ? str_format(a, "(%.*s)", STR_ARG(whole)) : whole;
    case CONDITION_NOT: return str_format(a, "not %.*s", STR_ARG(print(a, c->items[0], true)));
    case CONDITION_AGE:
    case CONDITION_VALUE:
        return str_format(a, "%.*s %s %.*s", STR_ARG(c->kind == CONDITION_AGE ? S("age") : name),
                          signs[c->comparison], STR_ARG(side_print(a, c)));
    case CONDITION_COLUMNS:
        return str_format(a, "%.*s %s %.*s", STR_ARG(name), signs[c->comparison],
                          STR_ARG(law_column_name(c->other)));
    case CONDITION_MISSING: return str_concat(a, name, S(" is missing"));
    case CONDITION_UNREADABLE: return str_concat(a, name, S(" is unreadable"));
    case CONDITION_TRUE: return str_concat(a, name, S(" is true"));
    case CONDITION_ON: return str_format(a, "%.*s on %.*s", STR_ARG(name), STR_ARG(c->list->name));
    }
    return (struct str){0};
}

struct str condition_print(struct arena *a, const struct law_condition *c)
{
    return print(a, c, false);
}
