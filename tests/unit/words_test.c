#include "base/arena.h"
#include "markup/po.h"
#include "markup/words.h"
#include "test.h"

static bool read_po(struct arena *a, struct str text, struct po *po)
{
    struct faults faults = {.arena = a};
    return po_read(a, S("test.po"), text, po, &faults);
}

TEST(a_catalogue_is_read_with_contexts_plurals_and_continued_lines)
{
    struct arena a = {0};
    struct po po = {0};
    REQUIRE(read_po(&a,
                    S("msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\n#: a.html\n"
                      "msgctxt \"state\"\nmsgid \"Open\"\nmsgstr \"Открыто\"\n\n"
                      "msgid \"\"\n\"one \"\n\"two\"\nmsgstr \"a\\n\\\"b\\\"\"\n\n"
                      "msgid \"{1} file\"\nmsgid_plural \"{1} files\"\nmsgstr[0] \"файл\"\n"
                      "msgstr[1] \"файла\"\nmsgstr[2] \"файлов\"\n\n"
                      "#, fuzzy\nmsgid \"unsure\"\nmsgstr \"x\"\n"),
                    &po));
    CHECK_INT(po.count, 3);
    CHECK_STR(po.items[0].context, "state");
    CHECK_STR(po.items[0].forms[0], "Открыто");
    CHECK_STR(po.items[1].message, "one two");
    CHECK_STR(po.items[1].forms[0], "a\n\"b\"");
    CHECK_STR(po.items[2].forms[2], "файлов");
    arena_free(&a);
}

TEST(a_broken_catalogue_is_refused_with_its_line)
{
    struct arena a = {0};
    struct po po = {0};
    struct faults faults = {.arena = &a};
    CHECK(!po_read(&a, S("t.po"), S("msgid \"a\"\nmsgstr \"b\n"), &po, &faults));
    REQUIRE(faults.count == 1);
    CHECK_INT(faults.items[0].line, 2);
    CHECK_STR(faults.items[0].file, "t.po");
    CHECK(!read_po(&a, S("msgfoo \"a\"\n"), &po));
    CHECK(!read_po(&a, S("\"a\"\n"), &po));
    arena_free(&a);
}

TEST(the_catalogues_inside_the_program_are_sound)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    CHECK(words_load(&faults));
    CHECK_STR(words(LANGUAGE_RUSSIAN, S("no catalogue has this")), "no catalogue has this");
    arena_free(&a);
}

TEST(places_are_filled_and_unknown_ones_stay)
{
    struct arena a = {0};
    struct str details[] = {S("one"), S("two")};
    CHECK_STR(words_fill(&a, S("{2}, {1}, {2}, {3}, {x}, {"), details, 2),
              "two, one, two, {3}, {x}, {");
    arena_free(&a);
}

TEST(counts_take_their_form)
{
    CHECK_STR(words_count(LANGUAGE_ENGLISH, S("a"), S("b"), 1), "a");
    CHECK_STR(words_count(LANGUAGE_ENGLISH, S("a"), S("b"), 0), "b");
    CHECK_STR(words_count(LANGUAGE_ENGLISH, S("a"), S("b"), 21), "b");
    /* a pair the catalogue knows only as two messages */
    CHECK_STR(words_count(LANGUAGE_RUSSIAN, S("Yes"), S("No"), 1), "Да");
    CHECK_STR(words_count(LANGUAGE_RUSSIAN, S("Yes"), S("No"), 2), "Нет");
}

TEST(numbers_are_grouped_by_thin_spaces)
{
    struct arena a = {0};
    CHECK_STR(words_integer(&a, LANGUAGE_ENGLISH, 0), "0");
    CHECK_STR(words_integer(&a, LANGUAGE_ENGLISH, 999), "999");
    CHECK_STR(words_integer(&a, LANGUAGE_ENGLISH, 1234567), "1\u202f234\u202f567");
    CHECK_STR(words_integer(&a, LANGUAGE_RUSSIAN, INT64_MIN),
              "\u22129\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808");
    CHECK_STR(words_real(&a, LANGUAGE_ENGLISH, 4.50, 2), "4.5");
    CHECK_STR(words_real(&a, LANGUAGE_AZERBAIJANI, 1234.25, 2), "1\u202f234,25");
    CHECK_STR(words_real(&a, LANGUAGE_RUSSIAN, 100, 1), "100");
    CHECK_STR(words_real(&a, LANGUAGE_ENGLISH, -0.5, 1), "\u22120.5");
    arena_free(&a);
}

TEST(dates_are_written_as_their_readers_write_them)
{
    struct arena a = {0};
    CHECK_STR(words_date(&a, LANGUAGE_ENGLISH, S("2019-03-07")), "7 March 2019");
    CHECK_STR(words_date(&a, LANGUAGE_AZERBAIJANI, S("2019-03-07")), "7 mart 2019");
    CHECK_STR(words_date(&a, LANGUAGE_RUSSIAN, S("2019-03-07T10:00:00Z")), "7 марта 2019");
    CHECK_STR(words_date(&a, LANGUAGE_RUSSIAN, S("2019-03")), "март 2019");
    CHECK_STR(words_date(&a, LANGUAGE_ENGLISH, S("2019")), "2019");
    CHECK_STR(words_date(&a, LANGUAGE_ENGLISH, S("2019-13-07")), "2019-13-07");
    CHECK_STR(words_date(&a, LANGUAGE_ENGLISH, S("soon")), "soon");
    arena_free(&a);
}

TEST(the_reader_s_language_is_found)
{
    CHECK_INT(language_accepted(S("az,en;q=0.8")), LANGUAGE_AZERBAIJANI);
    CHECK_INT(language_accepted(S("en;q=0.5, ru-RU;q=0.9")), LANGUAGE_RUSSIAN);
    CHECK_INT(language_accepted(S("de, fr;q=0.3")), LANGUAGE_ENGLISH);
    CHECK_INT(language_accepted(S("")), LANGUAGE_ENGLISH);
    CHECK_INT(language_accepted(S(";;,q=,,az;q=x")), LANGUAGE_ENGLISH);
}
