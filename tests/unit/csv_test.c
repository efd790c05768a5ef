#include "base/arena.h"
#include "base/csv.h"
#include "test.h"

#include <string.h>

static struct arena arena;
static struct faults faults;
static struct csv_reader reader;
static struct csv_row row;

static bool start(struct str text)
{
    arena_free(&arena);
    faults = (struct faults){.arena = &arena};
    return csv_start(&reader, text, 0, &faults);
}

static bool next(void)
{
    return csv_next(&reader, &arena, &row);
}

TEST(rows_and_cells_carry_their_places)
{
    REQUIRE(start(S("name,born\nƏli,2003-03-02\n")));
    REQUIRE(next());
    CHECK_INT(row.count, 2);
    CHECK_STR(row.items[1].text, "born");
    CHECK_INT(row.items[1].column, 6);
    REQUIRE(next());
    CHECK_STR(row.items[0].text, "Əli");
    CHECK_INT(row.items[1].line, 2);
    CHECK_INT(row.items[1].column, 5); /* letters, not bytes */
    CHECK(!next());
    CHECK(!reader.failed);
}

TEST(quotes_hold_separators_breaks_and_quotes)
{
    REQUIRE(start(S("a,b\r\n\"one, two\",\"the \"\"Star\"\"\r\ncafe\"\r\nx,y")));
    REQUIRE(next() && next());
    CHECK_STR(row.items[0].text, "one, two");
    CHECK_STR(row.items[1].text, "the \"Star\"\r\ncafe");
    CHECK(row.items[1].quoted);
    REQUIRE(next());
    CHECK_INT(row.line, 4);
    CHECK_STR(row.items[1].text, "y");
    CHECK(!next());
    CHECK_INT(faults.total, 0);
}

TEST(a_byte_order_mark_and_lone_returns_are_read)
{
    REQUIRE(start(S("\xef\xbb\xbf\"id\",b\r1,2\r")));
    REQUIRE(next());
    CHECK_STR(row.items[0].text, "id");
    CHECK_INT(row.items[1].column, 6);
    REQUIRE(next());
    CHECK_INT(row.line, 2);
    CHECK_STR(row.items[1].text, "2");
    CHECK(!next());
}

TEST(empty_lines_are_passed_over_and_empty_cells_are_kept)
{
    REQUIRE(start(S("\n\na,b,c\n\n,,\n")));
    REQUIRE(next());
    CHECK_INT(row.line, 3);
    REQUIRE(next());
    CHECK_INT(row.line, 5);
    CHECK_INT(row.count, 3);
    CHECK_INT(row.items[2].column, 3);
    CHECK_INT(row.items[2].text.n, 0);
    CHECK(!next());
    REQUIRE(start(S("")));
    CHECK(!next() && !reader.failed);
}

TEST(a_ragged_row_is_named_and_reading_goes_on)
{
    REQUIRE(start(S("a,b\n1\n1,2,3\n4,5\n")));
    REQUIRE(next() && next());
    CHECK(row.ragged);
    REQUIRE(next());
    CHECK(row.ragged);
    REQUIRE(next());
    CHECK(!row.ragged);
    CHECK_INT(faults.total, 2);
    CHECK_INT(faults.items[1].line, 3);
    CHECK(str_starts(fault_english(&arena, &faults.items[0]), S("2:1: This line has 1 cells")) ||
          faults.items[0].line == 2);
}

TEST(broken_quotes_end_the_reading_with_their_place)
{
    REQUIRE(start(S("a,b\n1,\"never closed\n2,3\n")));
    REQUIRE(next());
    CHECK(!next() && reader.failed);
    CHECK_INT(faults.items[0].line, 2);
    CHECK_INT(faults.items[0].column, 3);
    REQUIRE(start(S("a,b\n\"x\"y,1\n")));
    REQUIRE(next());
    CHECK(!next() && reader.failed);
    CHECK_INT(faults.items[0].column, 4);
    REQUIRE(start(S("a\nx\"y\n")));
    REQUIRE(next());
    CHECK(!next() && reader.failed);
    CHECK_INT(faults.items[0].column, 2);
}

TEST(what_is_no_utf8_text_is_refused_with_its_place)
{
    CHECK(!start(S("a,b\n1,caf\xe9\n")));
    CHECK_INT(faults.items[0].line, 2);
    CHECK_INT(faults.items[0].column, 6);
    CHECK(!start(S("a\0b")));
    CHECK_INT(faults.items[0].column, 2);
    CHECK(!start(S("\xff\xfe"
                   "a")));
    CHECK(!next());
}

TEST(limits_hold)
{
    size_t n = CSV_LONGEST_LINE + 100;
    struct arena big = {0};
    char *p = arena_alloc(&big, n);
    memset(p, 'x', n);
    REQUIRE(start((struct str){p, n}));
    CHECK(!next() && reader.failed);
    p[0] = '"';
    REQUIRE(start((struct str){p, n}));
    CHECK(!next() && reader.failed);
    memset(p, ',', n);
    REQUIRE(start((struct str){p, n}));
    CHECK(!next() && reader.failed);
    CHECK(str_contains(fault_english(&arena, &faults.items[0]), S("1,000 cells")));
    arena_free(&big);
}

TEST(the_separator_is_guessed_from_the_first_line)
{
    CHECK_INT(csv_guess_separator(S("a;b;c\n1,2,3,4,5")), ';');
    CHECK_INT(csv_guess_separator(S("\"a;b;c;d\",b\n")), ',');
    CHECK_INT(csv_guess_separator(S("a\tb\n")), '\t');
    CHECK_INT(csv_guess_separator(S("alone")), ',');
}

TEST(what_is_written_reads_back)
{
    const struct str cells[] = {S("plain"), S("a \"b\", c"), S("two\nlines"), S(""), S("=1+1")};
    arena_free(&arena);
    struct buffer b = {.arena = &arena};
    csv_write_row(&b, cells, 5, false);
    struct str written = buffer_str(&b);
    CHECK_STR(written, "plain,\"a \"\"b\"\", c\",\"two\nlines\",,=1+1\r\n");
    faults = (struct faults){.arena = &arena};
    REQUIRE(csv_start(&reader, written, 0, &faults) && next());
    REQUIRE(row.count == 5);
    for (size_t i = 0; i < 5; i++)
        CHECK(str_eq(row.items[i].text, cells[i]));
}

TEST(a_mark_that_is_part_of_a_cell_stays)
{
    const struct str cell = S("\xef\xbb\xbf"
                              "a");
    arena_free(&arena);
    struct buffer b = {.arena = &arena};
    csv_write_row(&b, &cell, 1, false);
    faults = (struct faults){.arena = &arena};
    REQUIRE(csv_start(&reader, buffer_str(&b), 0, &faults) && next());
    CHECK(str_eq(row.items[0].text, cell));
}

TEST(formulas_are_made_harmless_only_when_asked)
{
    struct buffer b = {.arena = &arena};
    const struct str cells[] = {S("=HYPERLINK(1)"), S("-12.5"), S("+994 12"), S("@x"), S("a=b")};
    csv_write_row(&b, cells, 5, true);
    CHECK_STR(buffer_str(&b), "'=HYPERLINK(1),-12.5,'+994 12,'@x,a=b\r\n");
    struct buffer alone = {.arena = &arena};
    csv_write_row(&alone, &(struct str){0}, 1, true);
    CHECK_STR(buffer_str(&alone), "\"\"\r\n");
}
