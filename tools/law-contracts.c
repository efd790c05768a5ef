/* law-contracts COUNT SEED CONTRACTS.csv FLAGGED.csv: random employment contracts, full of awkward
 * ones (29 February, birthdays on the start date, missing, unreadable and strange values), and
 * those of them that the law flags, as "contract_id,rules". The same COUNT and SEED give the same
 * bytes. For holding the printed SQL against the check (tests/program/postgres.sh, bench/law.sh).
 */
#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "law/judge.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t state;

/* splitmix64 */
static uint64_t next(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(int n)
{
    return (int)(next() % (uint64_t)n);
}

static struct str one_of(const char *const *items, size_t count)
{
    return str_of(items[below((int)count)]);
}

#define ONE_OF(items) one_of((items), sizeof(items) / sizeof *(items))

static struct date some_day(int first, int last)
{
    static const int days[] = {1, 28, 29, 30, 31};
    struct date d = {first + below(last - first + 1), 1 + below(12), 1};
    if (!below(8))
        return (struct date){d.year - d.year % 4, 2, 28 + below(2)};
    int most = date_days_in_month(d.year, d.month);
    d.day = below(3) ? 1 + below(most) : days[below(5)];
    d.day = d.day > most ? most : d.day;
    return d.month == 2 && d.day == 29 && !date_is_leap_year(d.year) ? (struct date){d.year, 3, 1}
                                                                     : d;
}

static struct str printed(struct arena *a, struct date d)
{
    return str_format(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static struct str strange_date(void)
{
    static const char *const strange[] = {"",
                                          "31.12.2003",
                                          "2003-02-30",
                                          "2003-02-29",
                                          "2003-13-01",
                                          "2003-00-10",
                                          "2003-01-00",
                                          "2003-04-31",
                                          "0000-01-01",
                                          "1900-02-29",
                                          "2003-1-1",
                                          "2003",
                                          "2003-05",
                                          " 2003-05-05",
                                          "2003-05-05 ",
                                          "2003/05/05",
                                          "20030505",
                                          "9999-12-31",
                                          "0001-01-01",
                                          "2100-02-29",
                                          "2000-02-29",
                                          "-003-01-01",
                                          "2003-05-05T00:00:00",
                                          "NULL"};
    return ONE_OF(strange);
}

/* Born so that the age on the start is near a limit, often on the very day or beside it. */
static struct str birth_date(struct arena *a, struct date start)
{
    struct date d = start;
    if (!below(20))
        return strange_date();
    if (!below(3))
        return printed(a, some_day(1955, 2004));
    d.year -= 13 + below(7);
    if (d.month == 2 && d.day == 29 && !date_is_leap_year(d.year))
        d = (struct date){d.year, 2 + below(2), d.month == 2 ? 28 : 1};
    d = below(2) ? date_add_days(d, below(5) - 2) : date_add_days(d, below(400) - 200);
    if (!below(30))
        d = date_add_days(start, below(800));
    return printed(a, d);
}

static struct str code(struct arena *a, const struct law *law)
{
    static const char *const strange[] = {
        "",    "7112x", "71 12", "711", "4311",  "F43", "0510",
        "510", "9",     "?",     "ÇƏ",  "7112'", "a",   "12345678901234567",
        "-",   "1200"};
    const struct law_list *list = law->lists.items[below((int)law->lists.count)];
    if (below(3) && list->count)
        return list->items[below((int)list->count)].code;
    return below(2) ? ONE_OF(strange) : str_format(a, "%d", below(9999));
}

static struct str hours(struct arena *a)
{
    static const char *const strange[] = {
        "",          "24",    "36",   "24.0", "36.000001", "24.5",       "-5",         "40",
        "0",         "1e2",   "37,5", "+40",  "36.",       ".5",         "40.0000001", "1000000000",
        "999999999", "forty", " 40",  "024",  "NaN",       "00000000040"};
    return below(2) ? ONE_OF(strange) : str_format(a, "%d", below(60));
}

static struct str truth(void)
{
    static const char *const words[] = {"",     "1",     "0",   "true", "false", "yes", "no",
                                        "True", "FALSE", "YES", "No",   "y",     "n",   "2",
                                        "01",   "maybe", " 1",  "tRuE", "evet",  "İ"};
    return ONE_OF(words);
}

static void make(struct arena *a, const struct law *law, int i, struct str *cells)
{
    static const char *const sexes[] = {"f", "m", "", "x"};
    static const char *const districts[] = {"BA", "GA", "ABS", ""};
    struct date start = below(50) ? some_day(1998, 2027) : some_day(1901, 2100);
    bool strange = !below(40);
    cells[LAW_CONTRACT_ID] = str_format(a, "C%d", i);
    cells[LAW_PERSON_ID] = str_format(a, "P%d", below(1000000));
    cells[LAW_BIRTH_DATE] = birth_date(a, start);
    cells[LAW_SEX] = ONE_OF(sexes);
    cells[LAW_EMPLOYER_ID] = str_format(a, "E%d", below(10000));
    cells[LAW_OCCUPATION_CODE] = code(a, law);
    cells[LAW_INDUSTRY_CODE] = code(a, law);
    cells[LAW_START_DATE] = strange ? strange_date() : printed(a, start);
    cells[LAW_END_DATE] = below(2) ? (struct str){0} : printed(a, some_day(2000, 2030));
    cells[LAW_WEEKLY_HOURS] = hours(a);
    cells[LAW_NIGHT_WORK] = truth();
    cells[LAW_DISTRICT] = ONE_OF(districts);
    cells[LAW_WAGE] = str_format(a, "%d", below(3000));
    cells[LAW_WRITTEN_CONSENT] = truth();
}

static void judge(struct arena *a, const struct law *law, const struct str *cells,
                  struct buffer *flagged)
{
    struct law_contract contract;
    law_contract_read(&contract, cells, law->columns | LAW_COLUMN_BIT(LAW_START_DATE));
    struct law_verdict v = law_judge(law, &contract);
    if (v.rules)
        csv_write_row(
            flagged,
            (const struct str[]){cells[LAW_CONTRACT_ID], law_rule_names(a, law, v.rules, S(";"))},
            2, false);
}

int main(int argc, char **argv)
{
    struct arena kept = {0}, a = {0};
    struct faults faults = {.arena = &kept};
    struct buffer contracts = {.arena = &kept}, flagged = {.arena = &kept};
    struct str cells[LAW_COLUMNS];
    const struct law *law = law_load(&kept, &(struct law_source){0}, &faults);
    if (argc != 5 || !law) {
        fputs("usage: law-contracts COUNT SEED CONTRACTS.csv FLAGGED.csv\n", stderr);
        return 2;
    }
    state = strtoull(argv[2], NULL, 10);
    for (int i = 0; i < LAW_COLUMNS; i++)
        cells[i] = law_column_name((enum law_column)i);
    csv_write_row(&contracts, cells, LAW_COLUMNS, false);
    for (int i = 1, count = (int)strtol(argv[1], NULL, 10); i <= count; i++) {
        struct arena_mark mark = arena_mark(&a);
        make(&a, law, i, cells);
        csv_write_row(&contracts, cells, LAW_COLUMNS, false);
        judge(&a, law, cells, &flagged);
        arena_rewind(&a, mark);
    }
    bool good = file_write(argv[3], buffer_str(&contracts), &faults) &&
                file_write(argv[4], buffer_str(&flagged), &faults);
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%s\n", str_c(&kept, fault_english(&kept, &faults.items[i])));
    arena_free(&a);
    arena_free(&kept);
    return good ? 0 : 1;
}
