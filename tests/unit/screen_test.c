/* The screening of register files against a slow and simple reading of the same bytes. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "register/screen.h"
#include "register/screen_adults.h"
#include "register/screen_marks.h"
#include "register/screen_row.h"
#include "test.h"

#define HEADER                                                                                     \
    "contract_id,person_id,birth_date,sex,employer_id,occupation_code,industry_code,start_date,"   \
    "end_date,weekly_hours,night_work,district,wage,written_consent"

static struct arena arena;
static struct faults faults = {.arena = &arena};
static uint64_t seed;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((seed >> 33) % n);
}

static const struct law *the_law(void)
{
    static struct arena kept;
    static const struct law *law;
    if (!law)
        law = law_load(&kept, &(struct law_source){0}, &faults);
    return law;
}

/* --- the slow and simple reading --- */

struct simple {
    struct buffer flagged, refused; /* refused: "line kind\n" */
    int64_t rows, rules[LAW_MOST_RULES];
};

static void refuse(struct simple *s, long line, enum screen_kind kind)
{
    buffer_add(&s->refused,
               str_format(&arena, "%ld %.*s\n", line, STR_ARG(screen_kind_word(kind))));
}

/* One character after the other: the byte behind the row's line feed, or 0 when it is broken. */
static size_t simple_row(struct str text, size_t at, char separator)
{
    enum { BEGIN, PLAIN, QUOTED, CLOSED } state = BEGIN;
    for (size_t i = at; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : '\n';
        bool end = c == '\n';
        bool cr = c == '\r' && (i + 1 >= text.n || text.p[i + 1] == '\n');
        switch (state) {
        case BEGIN:
        case PLAIN:
            if (end)
                return i + 1;
            if (c == '"' && state == PLAIN)
                return 0;
            state = c == '"' ? QUOTED : c == separator ? BEGIN : PLAIN;
            break;
        case QUOTED:
            if (i == text.n)
                return 0;
            state = c == '"' ? CLOSED : QUOTED;
            break;
        case CLOSED:
            if (end)
                return i + 1;
            if (c != '"' && c != separator && !cr)
                return 0;
            state = c == '"' ? QUOTED : c == separator ? BEGIN : CLOSED;
            break;
        }
    }
    return 0;
}

static size_t simple_cells(struct str row, char separator, struct str *cells)
{
    struct buffer b = {.arena = &arena};
    size_t count = 0, begin = 0;
    bool quoted = false;
    for (size_t i = 0; i <= row.n; i++) {
        if (i == row.n || (row.p[i] == separator && !quoted)) {
            if (count < 20)
                cells[count] = buffer_str(&b);
            count++;
            begin = i + 1;
            b = (struct buffer){.arena = &arena};
        } else if (row.p[i] == '"') {
            if (!quoted && i != begin)
                buffer_char(&b, '"');
            quoted = !quoted;
        } else {
            buffer_char(&b, row.p[i]);
        }
    }
    return count;
}

static void simple_judge(struct simple *s, struct str row, long line, struct str line_end)
{
    struct str cells[20] = {{0}};
    struct law_contract contract;
    size_t bad;
    s->rows++;
    if (memchr(row.p, 0, row.n)) {
        refuse(s, line, SCREEN_NUL);
        return;
    }
    if (!utf8_valid(row, &bad)) {
        refuse(s, line, SCREEN_ENCODING);
        return;
    }
    if (simple_cells(row, ',', cells) != LAW_COLUMNS) {
        refuse(s, line, SCREEN_WIDTH);
        return;
    }
    law_contract_read(&contract, cells, UINT32_MAX);
    struct law_verdict v = law_judge(the_law(), &contract);
    if (!v.judged)
        refuse(s, line, SCREEN_START);
    for (uint32_t left = v.unreadable; left; left &= left - 1)
        refuse(s, line, SCREEN_VALUE);
    if (!v.rules)
        return;
    for (size_t i = 0; i < the_law()->rule_count; i++)
        s->rules[i] += (v.rules & LAW_RULE_BIT(i)) != 0;
    buffer_add(&s->flagged, row);
    buffer_char(&s->flagged, ',');
    buffer_add(&s->flagged, law_rule_names(&arena, the_law(), v.rules, S(";")));
    buffer_add(&s->flagged, line_end);
}

static void simple_read(struct simple *s, struct str text, struct str line_end)
{
    long line = 1;
    *s = (struct simple){.flagged = {.arena = &arena}, .refused = {.arena = &arena}};
    size_t at = str_find_char(text, '\n', 0) + 1;
    buffer_add(&s->flagged, S(HEADER ",rules"));
    buffer_add(&s->flagged, line_end);
    while (at < text.n) {
        size_t end = simple_row(text, at, ','), first = str_find_char(text, '\n', at);
        bool broken = end == 0;
        if (broken)
            end = first == STR_NONE ? text.n : first + 1;
        struct str row = str_slice(text, at, end);
        long next = line + 1;
        line++;
        if (!broken)
            for (size_t i = 0; i + 1 < row.n && at + i + 1 < text.n; i++)
                next += row.p[i] == '\n' && i + 1 < end - at;
        row = screen_row_text(row.p, row.n);
        if (broken) {
            s->rows++;
            refuse(s, line, SCREEN_QUOTES);
        } else if (row.n) {
            simple_judge(s, row, line, line_end);
        }
        line = next;
        at = end;
    }
}

/* --- registers at random --- */

static const char *const dates[] = {
    "2003-03-02",  "2004-02-29", "2003-02-29", "2004-06-01", "2019-06-01",     "2019-02-28",
    "2019-03-01",  "1980-01-31", "1980-04-31", "31.12.2003", "2003-12-31",     "",
    "2003-2-3",    "20030302",   "0000-01-01", "0001-01-01", "9999-12-31",     " 2003-03-02",
    "2003-03-02 ", "2003-13-01", "2003-00-10", "2003-01-00", "\"2002-05-05\"", "\"2019-06-01\"",
    "\"\"",        "2O03-03-02", "2003/03/02", "-003-03-02", "1999-06-30",     "2026-02-01",
    "2010-01-01",  "1990-05-06", "1975-11-30"};
static const char *const others[] = {"",
                                     "1",
                                     "0",
                                     "40",
                                     "36",
                                     "37",
                                     "24.5",
                                     "7112",
                                     "4100",
                                     "abc",
                                     "no",
                                     "BAKI",
                                     "Bakı",
                                     "\"Bakı, Xətai\"",
                                     "\"a \"\"b\"\" c\"",
                                     "\"two\nlines\"",
                                     "\"\"\"\"",
                                     "x\r",
                                     "-1",
                                     "F",
                                     "\"a\r\nb\""};
static const char *const wrong[] = {"\"a\"b",  "a\"b",    "\"open",
                                    "caf\xe9", "a\xc3",   "\xed\xa0\x80",
                                    "\"a\"\"", "\"a\"\r", "\xf4\x90\x80\x80"};

static struct str random_register(unsigned rows, struct str line_end, bool dirty)
{
    struct buffer b = {.arena = &arena};
    buffer_add(&b, S(HEADER));
    buffer_add(&b, line_end);
    for (unsigned r = 0; r < rows; r++) {
        unsigned width = dirty && below(20) == 0 ? 12 + below(5) : LAW_COLUMNS;
        bool adult = below(3) == 0;
        for (unsigned c = 0; c < width; c++) {
            bool date = c == LAW_BIRTH_DATE || c == LAW_START_DATE || c == LAW_END_DATE;
            if (c)
                buffer_char(&b, ',');
            if (dirty && below(150) == 0)
                buffer_add(&b, str_of(wrong[below(sizeof wrong / sizeof *wrong)]));
            else if (dirty && below(300) == 0)
                buffer_char(&b, 0);
            else if (adult && date)
                buffer_add(&b, c == LAW_BIRTH_DATE ? S("1970-01-02") : S("2019-01-02"));
            else
                buffer_add(&b, date ? str_of(dates[below(sizeof dates / sizeof *dates)])
                                    : str_of(others[below(sizeof others / sizeof *others)]));
        }
        if (r + 1 < rows || below(2))
            buffer_add(&b, line_end);
        if (below(30) == 0)
            buffer_add(&b, line_end);
    }
    return buffer_str(&b);
}

static bool screen(struct str text, size_t block, int threads, const struct screen_eyes *eyes,
                   struct screen_result *result)
{
    return screen_register(
        &arena,
        &(struct screen_job){
            .law = the_law(), .bytes = text, .block = block, .threads = threads, .eyes = eyes},
        result, &faults);
}

/* Lines and kinds alone of refused.csv. */
static struct str refusals(const struct screen_result *result)
{
    struct buffer b = {.arena = &arena};
    struct str rest = result->refused_csv, line;
    str_cut(&rest, '\n', &line);
    while (str_cut(&rest, '\n', &line) && line.n) {
        struct str number, column, kind;
        str_cut(&line, ',', &number);
        str_cut(&line, ',', &column);
        str_cut(&line, ',', &kind);
        buffer_add(&b, str_format(&arena, "%.*s %.*s\n", STR_ARG(number), STR_ARG(kind)));
    }
    return buffer_str(&b);
}

static bool same(struct str got, struct str wanted, const char *what)
{
    size_t i = 0;
    if (str_eq(got, wanted))
        return true;
    while (i < got.n && i < wanted.n && got.p[i] == wanted.p[i])
        i++;
    size_t from = i > 60 ? i - 60 : 0;
    test_fail(__FILE__, __LINE__,
              str_format(&arena, "%s differs at byte %zu: got \"%.*s\", wanted \"%.*s\"", what, i,
                         STR_ARG(str_slice(got, from, i + 40)),
                         STR_ARG(str_slice(wanted, from, i + 40)))
                  .p);
    return false;
}

static bool agrees(struct str text, struct str line_end)
{
    static const size_t blocks[] = {64, 65, 100, 128, 191, 1000, 5000, 0};
    struct simple s;
    struct screen_result result;
    simple_read(&s, text, line_end);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        static const int threads[] = {1, 2, 7};
        const struct screen_eyes *eyes = i % 2 ? screen_eyes_plain() : screen_eyes_best();
        if (!screen(text, blocks[i], threads[below(3)], eyes, &result))
            return false;
        if (!same(result.flagged_csv, buffer_str(&s.flagged), "flagged.csv") ||
            !same(refusals(&result), buffer_str(&s.refused), "refused.csv") ||
            !CHECK_INT(result.rows, s.rows))
            return false;
        for (size_t r = 0; r < the_law()->rule_count; r++)
            if (!CHECK_INT(result.rules[r], s.rules[r]))
                return false;
    }
    return true;
}

TEST(random_registers_are_read_as_slowly_and_simply)
{
    REQUIRE(the_law());
    for (seed = 1; seed < 4000; seed += 29) {
        uint64_t kept = seed;
        struct str line_end = seed % 3 ? S("\n") : S("\r\n");
        struct str text = random_register(1 + below(60), line_end, seed % 2);
        bool good = agrees(text, line_end);
        if (!good)
            test_fail(__FILE__, __LINE__,
                      str_format(&arena, "seed %llu", (unsigned long long)kept).p);
        REQUIRE(good);
        seed = kept;
        arena_free(&arena);
        faults = (struct faults){.arena = &arena};
    }
}

TEST(both_kinds_of_eyes_see_the_same)
{
    enum { WORDS = 40, TEXT = WORDS * 64 };
    static _Alignas(64) char bytes[TEXT];
    static struct screen_marks plain[WORDS], best[WORDS];
    const struct screen_eyes *one = screen_eyes_plain(), *two = screen_eyes_best();
    for (seed = 1; seed < 2000; seed++) {
        uint64_t kept = seed;
        for (size_t i = 0; i < TEXT; i++)
            bytes[i] = below(4) ? "a,\n\";\r"[below(6)] : (char)(1 + below(kept % 2 ? 126 : 255));
        if (below(2))
            bytes[below(TEXT)] = 0;
        struct screen_glance a = one->mark(bytes, WORDS, ',', plain);
        struct screen_glance b = two->mark(bytes, WORDS, ',', best);
        CHECK(a.quotes == b.quotes && a.nul == b.nul && a.beyond_ascii == b.beyond_ascii);
        CHECK(memcmp(plain, best, sizeof plain) == 0);
        size_t from = below(100), n = below(TEXT - 100);
        CHECK_INT(one->lines(bytes + from, n), two->lines(bytes + from, n));
        seed = kept;
    }
}

TEST(utf8_is_told_as_base_tells_it)
{
    static const char *const parts[] = {"a",
                                        "ə",
                                        "Bakı",
                                        "中",
                                        "\xf0\x9f\x98\x80",
                                        " ",
                                        "\xc3",
                                        "\x80",
                                        "\xe4\xb8",
                                        "\xed\xa0\x80",
                                        "\n",
                                        "\xf4\x90\x80\x80",
                                        "\xc0\xaf",
                                        "\xf0\x80\x80\x80",
                                        "\xff",
                                        "0123456789012345678901234567890123456789"};
    for (seed = 1; seed < 30000; seed++) {
        uint64_t kept = seed;
        char text[600];
        size_t n = 0, bad;
        unsigned wrong_ones = below(3) ? 0 : 1;
        for (unsigned i = 0, count = below(30); i < count; i++) {
            const char *part = parts[below(wrong_ones ? 16 : 6)];
            if (!wrong_ones && below(10) == 0)
                part = parts[15];
            memcpy(text + n, part, strlen(part));
            n += strlen(part);
            if (n > 500)
                break;
        }
        bool valid = utf8_valid((struct str){text, n}, &bad);
        CHECK(screen_eyes_best()->utf8(text, n) == valid);
        CHECK(screen_eyes_plain()->utf8(text, n) == valid);
        seed = kept;
    }
}

static uint32_t packed(struct str date, bool last)
{
    char text[64] = {0};
    memcpy(text, date.p, date.n);
    text[date.n] = last ? '\n' : ',';
    return screen_packed_day(text, ',', last);
}

TEST(a_day_read_in_one_go_is_the_laws_day)
{
    for (seed = 1; seed < 200000; seed += 3) {
        uint64_t kept = seed;
        struct str text = str_format(&arena, "%04u-%02u-%02u", below(10000), below(14), below(33));
        char *bytes = str_c(&arena, text);
        if (below(4) == 0)
            bytes[below(10)] = (char)(' ' + below(90));
        struct law_value v = law_value_read(LAW_BIRTH_DATE, (struct str){bytes, 10});
        uint32_t day = packed((struct str){bytes, 10}, below(2));
        bool leap_day = v.state == LAW_GIVEN && v.number % 10000 == 229;
        int64_t number = day >> 16;
        number = number * 10000 + (day >> 8 & 0xff) * 100 + (day & 0xff);
        if (v.state == LAW_GIVEN && !leap_day)
            CHECK_INT(number, v.number);
        else
            CHECK_INT(day, 0);
        seed = kept;
        if (seed % 1000 == 1)
            arena_free(&arena);
    }
    CHECK_INT(packed(S("\"2019-06-01\""), false), 2019 << 16 | 6 << 8 | 1);
    CHECK_INT(packed(S("2019-06-01\r"), false), 0);
    CHECK_INT(packed(S("2019-06-01\r"), true), 2019 << 16 | 6 << 8 | 1);
    CHECK_INT(packed(S("\"2019-06-01"), false), 0);
    CHECK_INT(packed(S("2019-06-01\""), false), 0);
}

TEST(columns_stand_in_any_order_and_others_between)
{
    struct screen_result result;
    REQUIRE(screen(S("\xef\xbb\xbf\"start_date\";note;written_consent;night_work;weekly_hours;"
                     "industry_code;occupation_code;district;birth_date\r\n"
                     "2019-06-01;\"one; two\";1;0;40;8510;2341;BA;1980-01-01\r\n"
                     "2019-06-01;;1;yes;40;8510;2341;BA;2005-03-02\r\n"
                     "2019-06-01;;1;0;;8510;2341;\"GA;\"\"X\"\"\";\r\n"),
                   0, 1, NULL, &result));
    CHECK_INT(result.rows, 3);
    CHECK_STR(result.flagged_csv,
              "\xef\xbb\xbf\"start_date\";note;written_consent;night_work;weekly_hours;"
              "industry_code;occupation_code;district;birth_date;rules\r\n"
              "2019-06-01;;1;yes;40;8510;2341;BA;2005-03-02;\"MIN_AGE;HOURS;NIGHT\"\r\n"
              "2019-06-01;;1;0;;8510;2341;\"GA;\"\"X\"\"\";;\"DATA\"\r\n");
    CHECK_STR(result.counts_csv, "rule,district,n\nDATA,\"GA;\"\"X\"\"\",1\nHOURS,BA,1\n"
                                 "MIN_AGE,BA,1\nNIGHT,BA,1\n");
}

TEST(a_first_line_that_lacks_a_column_is_refused)
{
    struct screen_result result;
    faults = (struct faults){.arena = &arena};
    CHECK(!screen(S("start_date,birth_date,birth_date\n"), 0, 1, NULL, &result));
    CHECK(
        str_contains(fault_english(&arena, &faults.items[0]), S("\"birth_date\" is there twice")));
    bool district = false;
    for (size_t i = 0; i < faults.count; i++)
        district |=
            str_contains(fault_english(&arena, &faults.items[i]), S("\"district\" is missing"));
    CHECK(district);
    faults = (struct faults){.arena = &arena};
    CHECK(!screen(S(""), 0, 1, NULL, &result));
    CHECK(!screen(S("\xff\xfe"
                    "c\0o\0n\0"),
                  0, 1, NULL, &result));
    CHECK_INT(faults.total, 2);
}

/* A row around the greatest length, with its line feed in quotes or not, in blocks of any size. */
static int64_t long_row(size_t n, bool quoted, struct screen_result *result)
{
    struct buffer b = {.arena = &arena};
    buffer_add(&b, S(HEADER "\n"));
    size_t from = b.count;
    buffer_add(&b, quoted ? S("\"\n") : S("a"));
    struct str rest = quoted ? S("\",P,2005-03-02,F,E,1,1,2019-06-01,,20,0,BA,1,1")
                             : S(",P,2005-03-02,F,E,1,1,2019-06-01,,20,0,BA,1,1");
    buffer_fill(&b, 'x', n - (b.count - from) - rest.n);
    buffer_add(&b, rest);
    buffer_add(&b, S("\nC,P,2005-03-02,F,E,1,1,2019-06-01,,20,0,BA,1,1\n"));
    if (!screen(buffer_str(&b), 100000 + n % 7, 2, NULL, result))
        return -1;
    return result->flagged;
}

TEST(a_row_may_have_a_million_bytes_and_not_one_more)
{
    struct screen_result result;
    CHECK_INT(long_row(SCREEN_LONGEST_ROW, false, &result), 2);
    CHECK_INT(result.refused, 0);
    CHECK_INT(long_row(SCREEN_LONGEST_ROW, true, &result), 2);
    CHECK_INT(long_row(SCREEN_LONGEST_ROW + 1, false, &result), 1);
    CHECK_INT(result.kinds[SCREEN_LONG].total, 1);
    /* Of a broken row the first line is refused; what follows it is a row of its own. */
    CHECK_INT(long_row(SCREEN_LONGEST_ROW + 1, true, &result), 1);
    CHECK_INT(result.kinds[SCREEN_QUOTES].total, 2);
    CHECK_INT(long_row(3 * SCREEN_LONGEST_ROW, false, &result), 1);
    CHECK_INT(result.kinds[SCREEN_LONG].total, 1);
    CHECK_INT(result.rows, 2);
    arena_free(&arena);
}

TEST(a_changed_law_is_held_against_the_one_before)
{
    struct screen_result result;
    struct law_list_given none = {S("hazardous"), S("none.csv"), S("code\n9999\n")};
    const struct law *changed =
        law_load(&arena, &(struct law_source){.lists = &none, .list_count = 1}, &faults);
    REQUIRE(changed);
    struct screen_job job = {.law = changed,
                             .before = the_law(),
                             .threads = 1,
                             .bytes = S(HEADER
                                        "\nC,P,2002-05-05,F,E,7112,9999,2019-06-01,,20,0,BA,1,1\n"
                                        "C,P,2002-05-05,F,E,7112,8510,2019-06-01,,20,0,BA,1,1\n")};
    REQUIRE(screen_register(&arena, &job, &result, &faults));
    CHECK(str_contains(result.compare_csv, S("rule,before,after,gone,new\n")));
    CHECK(str_contains(result.compare_csv, S("HAZARD,2,1,1,0\n")));
    CHECK_INT(result.gone, 1);
    CHECK_INT(result.gained, 0);
}
