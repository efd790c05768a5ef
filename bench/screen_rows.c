/* screen-rows ROWS [worst | awkward]: a made-up contract register on standard output, the same
 * bytes on every machine. All persons and employers are invented.
 *
 * Usual: about 96 bytes a row and 0.2 % that a rule fires on; adults, minors who may work and
 * minors who may not; employers and districts whose names stand in quotes; awkward dates (29
 * February, birthdays on the start date, days that do not exist, no date at all).
 * worst: every cell in quotes and 30 % flagged.
 * awkward: ages around every limit, and cells of all kinds that cannot be read, quoted and not.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64: small, known, and the same everywhere. */
static uint64_t state = 20191122;

static uint64_t random_bits(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static unsigned random_below(unsigned n)
{
    return (unsigned)((random_bits() >> 32) * n >> 32);
}

static bool one_in(unsigned n)
{
    return random_below(n) == 0;
}

/* The codes: of districts in the pack, and one whose name needs quotes. */
static const char *const districts[] = {"BA",
                                        "GA",
                                        "SM",
                                        "MI",
                                        "NA",
                                        "SR",
                                        "XA",
                                        "LA",
                                        "SA",
                                        "YE",
                                        "NV",
                                        "ABS",
                                        "AGC",
                                        "AGD",
                                        "AGM",
                                        "AGS",
                                        "AGA",
                                        "AGU",
                                        "AST",
                                        "BAB",
                                        "BAL",
                                        "BAR",
                                        "BEY",
                                        "BIL",
                                        "CAB",
                                        "CAL",
                                        "CUL",
                                        "DAS",
                                        "FUZ",
                                        "GAD",
                                        "GOR",
                                        "GOY",
                                        "GYG",
                                        "HAC",
                                        "IMI",
                                        "ISM",
                                        "KAL",
                                        "KAN",
                                        "KUR",
                                        "LAC",
                                        "LAN",
                                        "LER",
                                        "MAS",
                                        "NEF",
                                        "OGU",
                                        "ORD",
                                        "QAB",
                                        "QAX",
                                        "QAZ",
                                        "QOB",
                                        "QBA",
                                        "QBI",
                                        "QUS",
                                        "SAT",
                                        "SAB",
                                        "SAL",
                                        "SMX",
                                        "SAD",
                                        "SIY",
                                        "SBN",
                                        "SAH",
                                        "SMI",
                                        "SAK",
                                        "SKR",
                                        "SAR",
                                        "SUS",
                                        "TAR",
                                        "TOV",
                                        "UCA",
                                        "XAC",
                                        "XIZ",
                                        "XCI",
                                        "XVD",
                                        "YAR",
                                        "YEV",
                                        "ZAN",
                                        "ZAQ",
                                        "ZAR",
                                        "\"Bakı, Xətai\""};
/* ISCO-08 and ISIC Rev. 4; every sixth or so is hazardous in some list. */
static const char *const occupations[] = {"2341", "4110", "5223", "9111", "7112", "9313", "6111",
                                          "3313", "5120", "8332", "9211", "2221", "4311", "5151"};
static const char *const industries[] = {"8510", "4711", "4100", "0510", "5610", "0111", "8620",
                                         "6201", "4921", "1071", "8411", "2029", "5510", "4520"};
#define ANY(list) list[random_below(sizeof list / sizeof *list)]

static bool leap(unsigned y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static unsigned days_in(unsigned y, unsigned m)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

struct day {
    unsigned y, m, d;
};

static struct day random_day(unsigned from, unsigned years)
{
    struct day day = {from + random_below(years), 1 + random_below(12), 1};
    day.d += random_below(days_in(day.y, day.m));
    return day;
}

static bool worst;

static void date(char *out, struct day day)
{
    sprintf(out, "%04u-%02u-%02u", day.y, day.m, day.d);
}

/* A birthday that makes somebody `age` on `start`, with the awkward ones often among them. */
static struct day born(struct day start, unsigned age)
{
    struct day birth = random_day(start.y - age - 1, 1);
    if (birth.m < start.m || (birth.m == start.m && birth.d <= start.d))
        birth.y++;
    if (one_in(40)) {
        birth.m = start.m;
        birth.d = start.d;
        birth.y = start.y - age;
    }
    if (one_in(40) && leap(birth.y)) {
        birth.m = 2;
        birth.d = 29;
    } else if (birth.d > days_in(birth.y, birth.m)) {
        birth.d = 28;
    }
    return birth;
}

/* Of a minor: mostly one who may work so. */
static void minor_row(char *birth, struct day start, unsigned *hours, bool *night, bool *consent,
                      const char **occupation, const char **industry)
{
    bool offends = worst || one_in(6);
    unsigned age = offends ? 12 + random_below(6) : 15 + random_below(3);
    date(birth, born(start, age));
    *hours = age < 16 ? 10 + random_below(15) : 10 + random_below(27);
    *night = false;
    *consent = true;
    *occupation = "5223";
    *industry = "8510";
    if (!offends)
        return;
    switch (random_below(4)) {
    case 0: *hours += 12 + random_below(8); break;
    case 1: *night = true; break;
    case 2: *consent = false; break;
    default: *industry = "4100"; break;
    }
    if (one_in(50))
        strcpy(birth, one_in(2) ? "" : "2003-02-30");
}

static void cell(const char *text, bool last)
{
    if (worst && *text != '"')
        printf("\"%s\"", text);
    else
        fputs(text, stdout);
    putchar(last ? '\n' : ',');
}

/* `digits` at least, between two texts. */
static void number_cell(const char *before, uint64_t n, int digits, const char *behind)
{
    char text[48];
    snprintf(text, sizeof text, "%s%0*" PRIu64 "%s", before, digits, n, behind);
    cell(text, false);
}

static void row(uint64_t i)
{
    struct day start = random_day(2010, 15);
    char birth[16], begins[16], ends[16] = "", text[96];
    unsigned hours = one_in(8) ? 20 : 40;
    bool night = one_in(20), consent = false;
    const char *occupation = ANY(occupations), *industry = ANY(industries);
    date(begins, start);
    date(birth, born(start, 18 + random_below(47)));
    if (one_in(3))
        date(ends, random_day(start.y + 1, 5));
    /* One row in 80 is a minor's, one in 6 of these breaks a rule: 0.2 % flagged. */
    if (worst ? random_below(100) < 33 : one_in(80))
        minor_row(birth, start, &hours, &night, &consent, &occupation, &industry);
    number_cell("ET-", i, 14, "");
    number_cell("P", random_below(8000000), 7, "");
    cell(birth, false);
    cell(one_in(2) ? "F" : "M", false);
    /* One employer in 50 is told by its name, some of these with commas and quotes inside. */
    unsigned employer = random_below(200000);
    if (employer % 50 == 0) {
        snprintf(text, sizeof text,
                 employer % 100 ? "Şəms Tikinti %u MMC" : "\"\"\"Günəş\"\" MMC, No. %u\"",
                 employer);
        cell(text, false);
    } else {
        number_cell("14", employer, 8, "");
    }
    cell(occupation, false);
    cell(industry, false);
    cell(begins, false);
    cell(ends, false);
    snprintf(text, sizeof text, "%u%s", hours, one_in(30) ? ".5" : "");
    cell(text, false);
    cell(night ? "1" : "0", false);
    cell(ANY(districts), false);
    number_cell("", 345 + random_below(2000), 1, ".00");
    cell(consent ? "1" : "0", true);
}

/* --- awkward --- */

static const char *const odd_dates[] = {"2003-03-02", "2004-02-29",  "2003-02-29", "2019-02-28",
                                        "2019-03-01", "1980-04-31",  "31.12.2003", "",
                                        "2003-2-3",   "20030302",    "0000-01-01", "0001-01-01",
                                        "9999-12-31", " 2003-03-02", "2003-13-01", "2003-00-10",
                                        "2003-01-00", "1999-06-30",  "1999-07-01", "2020-11-30",
                                        "2020-12-01", "2026-01-21",  "2026-01-22", "2O03-03-02"};
static const char *const odd_hours[] = {
    "",    "24",   "24.000001", "24.5", "25", "36",  "36.0",       "36.5",     "37",
    "abc", "36,5", "+36",       "1e2",  "-5", "36.", "1234567890", "0.0000001"};
static const char *const odd_truths[] = {"",    "0",  "1",     "true", "TRUE",
                                         "Yes", "no", "maybe", "2",    " 1"};
static const char *const odd_codes[] = {"",     "711",  "7112", "7112x", "41", "4100", "4311",
                                        "1200", "7516", "4723", "a b",   "#",  "8510"};
static const char *const odd_names[] = {"E1", "\"a, b\"", "\"say \"\"x\"\"\"", "\"two\nlines\"",
                                        "Şəms"};

static void odd_cell(const char *text, bool last)
{
    bool quotes = *text != '"' && (strchr(text, ',') || one_in(10));
    printf("%s%s%s%c", quotes ? "\"" : "", text, quotes ? "\"" : "", last ? '\n' : ',');
}

static void odd_date_cell(unsigned from, unsigned years)
{
    char text[16];
    date(text, random_day(from, years));
    odd_cell(one_in(3) ? ANY(odd_dates) : text, false);
}

static void awkward_row(uint64_t i)
{
    number_cell("ET-", i, 14, "");
    odd_cell("P", false);
    odd_date_cell(1998, 11);
    odd_cell("F", false);
    odd_cell(ANY(odd_names), false);
    odd_cell(ANY(odd_codes), false);
    odd_cell(ANY(odd_codes), false);
    odd_date_cell(2015, 13);
    odd_cell("", false);
    odd_cell(ANY(odd_hours), false);
    odd_cell(ANY(odd_truths), false);
    odd_cell(ANY(districts), false);
    odd_cell("500.00", false);
    odd_cell(ANY(odd_truths), true);
}

int main(int argc, char **argv)
{
    uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    worst = argc > 2 && strcmp(argv[2], "worst") == 0;
    bool awkward = argc > 2 && strcmp(argv[2], "awkward") == 0;
    if (!rows || argc > 3 || (argc == 3 && !worst && !awkward)) {
        fprintf(stderr, "usage: screen-rows ROWS [worst | awkward]\n");
        return 2;
    }
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    puts("contract_id,person_id,birth_date,sex,employer_id,occupation_code,industry_code,"
         "start_date,end_date,weekly_hours,night_work,district,wage,written_consent");
    for (uint64_t i = 1; i <= rows; i++)
        if (awkward)
            awkward_row(i);
        else
            row(i);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
