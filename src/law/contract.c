#include "law/contract.h"

static const struct {
    struct str name;
    enum law_column_kind kind;
} columns[LAW_COLUMNS] = {
    [LAW_CONTRACT_ID] = {S_INIT("contract_id"), LAW_KIND_TEXT},
    [LAW_PERSON_ID] = {S_INIT("person_id"), LAW_KIND_TEXT},
    [LAW_BIRTH_DATE] = {S_INIT("birth_date"), LAW_KIND_DATE},
    [LAW_SEX] = {S_INIT("sex"), LAW_KIND_TEXT},
    [LAW_EMPLOYER_ID] = {S_INIT("employer_id"), LAW_KIND_TEXT},
    [LAW_OCCUPATION_CODE] = {S_INIT("occupation_code"), LAW_KIND_CODE},
    [LAW_INDUSTRY_CODE] = {S_INIT("industry_code"), LAW_KIND_CODE},
    [LAW_START_DATE] = {S_INIT("start_date"), LAW_KIND_DATE},
    [LAW_END_DATE] = {S_INIT("end_date"), LAW_KIND_DATE},
    [LAW_WEEKLY_HOURS] = {S_INIT("weekly_hours"), LAW_KIND_NUMBER},
    [LAW_NIGHT_WORK] = {S_INIT("night_work"), LAW_KIND_TRUTH},
    [LAW_DISTRICT] = {S_INIT("district"), LAW_KIND_TEXT},
    [LAW_WAGE] = {S_INIT("wage"), LAW_KIND_NUMBER},
    [LAW_WRITTEN_CONSENT] = {S_INIT("written_consent"), LAW_KIND_TRUTH},
};

enum { LONGEST_CODE = 16, MOST_WHOLE = 9, MOST_BEHIND = 6 };

struct str law_column_name(enum law_column column)
{
    return columns[column].name;
}

enum law_column_kind law_column_kind(enum law_column column)
{
    return columns[column].kind;
}

bool law_column_find(struct str name, enum law_column *column)
{
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (str_eq(columns[i].name, name)) {
            *column = (enum law_column)i;
            return true;
        }
    return false;
}

int32_t law_day(struct date date)
{
    struct date first = date_first_day(date);
    return (int32_t)(first.year * 10000 + first.month * 100 + first.day);
}

struct date law_date(int32_t day)
{
    return (struct date){day / 10000, day / 100 % 100, day % 100};
}

static bool read_date(struct str cell, int64_t *day)
{
    struct date date;
    if (cell.n != 10 || !date_parse(cell, &date))
        return false;
    *day = date.year * 10000 + date.month * 100 + date.day;
    return true;
}

static bool read_number(struct str cell, int64_t *millionths)
{
    size_t at = cell.p[0] == '-', whole = 0, behind = 0;
    bool below = at > 0;
    int64_t value = 0;
    for (; at < cell.n && char_is_digit(cell.p[at]) && whole <= MOST_WHOLE; at++, whole++)
        value = value * 10 + (cell.p[at] - '0');
    if (at < cell.n && cell.p[at] == '.' && whole) {
        for (at++; at < cell.n && char_is_digit(cell.p[at]) && behind <= MOST_BEHIND;
             at++, behind++)
            value = value * 10 + (cell.p[at] - '0');
        if (!behind)
            return false;
    }
    if (at != cell.n || !whole || whole > MOST_WHOLE || behind > MOST_BEHIND)
        return false;
    for (; behind < MOST_BEHIND; behind++)
        value *= 10;
    *millionths = below ? -value : value;
    return true;
}

static bool read_truth(struct str cell, int64_t *truth)
{
    *truth = 1;
    if (str_eq_nocase(cell, S("1")) || str_eq_nocase(cell, S("true")) ||
        str_eq_nocase(cell, S("yes")))
        return true;
    *truth = 0;
    return str_eq_nocase(cell, S("0")) || str_eq_nocase(cell, S("false")) ||
           str_eq_nocase(cell, S("no"));
}

static bool is_code(struct str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (!char_is_alpha(cell.p[i]) && !char_is_digit(cell.p[i]) && cell.p[i] != '.' &&
            cell.p[i] != '-' && cell.p[i] != '_')
            return false;
    return cell.n <= LONGEST_CODE;
}

struct law_value law_value_read(enum law_column column, struct str cell)
{
    struct law_value value = {.state = LAW_MISSING, .text = cell};
    bool readable = true;
    if (!cell.n)
        return value;
    switch (columns[column].kind) {
    case LAW_KIND_TEXT: break;
    case LAW_KIND_CODE: readable = is_code(cell); break;
    case LAW_KIND_DATE: readable = read_date(cell, &value.number); break;
    case LAW_KIND_NUMBER: readable = read_number(cell, &value.number); break;
    case LAW_KIND_TRUTH: readable = read_truth(cell, &value.number); break;
    }
    value.state = readable ? LAW_GIVEN : LAW_UNREADABLE;
    return value;
}

void law_contract_read(struct law_contract *contract, const struct str *cells, uint32_t wanted)
{
    for (int i = 0; i < LAW_COLUMNS; i++)
        contract->values[i] = wanted & LAW_COLUMN_BIT(i)
                                  ? law_value_read((enum law_column)i, cells[i])
                                  : (struct law_value){0};
}
