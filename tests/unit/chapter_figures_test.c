/* The figures of chapters in every layout: made-up ones in tests/chapters, and the published ones
 * of ../shared where it is there. What must be read stands in tests/expected. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "intake/chapter/chapter.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct chapter_instrument *instrument(void)
{
    static struct arena kept;
    static const struct chapter_instrument *loaded;
    struct faults faults = {.arena = &kept};
    if (!loaded)
        loaded = chapter_instrument_load(&kept, &faults);
    return loaded;
}

static const struct chapter *read_file(struct arena *a, const char *path, const char *country,
                                       struct faults *faults)
{
    struct str text;
    if (!file_read(a, path, CHAPTER_LARGEST_TEXT * 2, &text, faults))
        return NULL;
    return chapter_read_of(a, instrument(), text,
                           (struct chapter_wanted){.country = str_of(country)}, faults);
}

static const struct chapter *made_up(struct arena *a, const char *name, const char *country)
{
    struct faults faults = {.arena = a};
    char path[200];
    snprintf(path, sizeof path, "tests/chapters/%s.txt", name);
    return read_file(a, path, country, &faults);
}

static struct str value_of(struct arena *a, const struct chapter_figure *f)
{
    static const char *states[] = {"not stated", "value", "unknown", "not applicable",
                                   "unavailable"};
    if (f->state != FIGURE_VALUE)
        return str_of(states[f->state]);
    return f->answer.n ? f->answer : str_format(a, "%.10g", f->number);
}

/* One line of the expected files. */
static struct str line_of(struct arena *a, struct str file, const struct chapter_figure *f)
{
    struct str age = f->age_text;
    return str_format(a, "%.*s,%.*s,%d,%.*s,%.*s,%.*s,%.*s,%.*s,%.*s,%ld", STR_ARG(file),
                      STR_ARG(f->key), f->year,
                      STR_ARG(str_replace(a, f->territory, S(","), S(""))), STR_ARG(value_of(a, f)),
                      STR_ARG(age), STR_ARG(f->currency), STR_ARG(f->marks),
                      STR_ARG(str_replace(a, f->sources, S(","), S(" "))), f->line);
}

/* Compares every figure of every file named in an expected file, in order. */
static void compare(const char *expected, const char *folder)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str rest, wanted;
    if (!file_read(&a, expected, 4000000, &rest, &faults)) {
        test_fail(__FILE__, __LINE__, "the expected figures are not there");
        return;
    }
    str_cut(&rest, '\n', &wanted); /* the names of the columns */
    struct str file = {0};
    const struct chapter *c = NULL;
    size_t at = 0;
    while (str_cut(&rest, '\n', &wanted) && wanted.n) {
        struct str cells = wanted, name;
        str_cut(&cells, ',', &name);
        if (!str_eq(name, file)) {
            if (c)
                test_int_eq(__FILE__, __LINE__, (long long)at, (long long)c->figures.count);
            file = name;
            at = 0;
            c = read_file(&a, str_c(&a, str_format(&a, "%s/%.*s.txt", folder, STR_ARG(name))), NULL,
                          &faults);
            if (!c)
                test_str_eq(__FILE__, __LINE__, name, S("a chapter that is read"));
        }
        if (!c)
            continue;
        struct str got =
            at < c->figures.count ? line_of(&a, name, &c->figures.items[at]) : S("nothing");
        at++;
        if (!str_eq(got, wanted)) {
            test_str_eq(__FILE__, __LINE__, got, wanted);
            c = NULL; /* the rest of this chapter is out of step */
        }
    }
    if (c)
        test_int_eq(__FILE__, __LINE__, (long long)at, (long long)c->figures.count);
    arena_free(&a);
}

TEST(made_up_chapters_of_every_layout_give_their_figures)
{
    compare("tests/expected/chapters.csv", "tests/chapters");
}

TEST(published_chapters_give_their_figures)
{
    if (access("../shared/reference/chapters/text", R_OK) != 0)
        test_skip("../shared is not here");
    compare("tests/expected/published-chapters.csv", "../shared/reference/chapters/text");
}

TEST(the_source_chapter_gives_its_figures)
{
    if (access("../shared/reference/source", R_OK) != 0)
        test_skip("../shared is not here");
    compare("tests/expected/source-chapter.csv", "../shared/reference/source");
}

TEST(levels_are_read_in_every_form)
{
    static const struct {
        const char *file, *level, *qualifier, *label;
    } cases[] = {
        {"arvania-2013", "minimal_advancement", "", "Minimal Advancement"},
        {"arvania-2015", "no_advancement", "complicit",
         "No Advancement – Efforts Made but Complicit in Forced Child Labor"},
        {"arvania-2017", "minimal_advancement", "regression_practice_and_continued_policy",
         "Minimal Advancement – Efforts Made but Regression in Practice and Continued Policy that "
         "Delayed Advancement"},
        {"arvania-2018", "moderate_advancement", "", "Moderate Advancement"},
        {"arvania-2019", "minimal_advancement", "continued_law_and_practice",
         "Minimal Advancement – Efforts Made but Continued Law and Practice that Delayed "
         "Advancement"},
        {"arvania-2021", "no_assessment", "", "No Assessment"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        const struct chapter *c = made_up(&a, cases[i].file, NULL);
        REQUIRE(c);
        CHECK_STR(c->country, "Arvania");
        CHECK_STR(c->level, cases[i].level);
        CHECK_STR(c->qualifier, cases[i].qualifier);
        CHECK_STR(c->label, cases[i].label);
        arena_free(&a);
    }
}

static const struct chapter_figure *national(const struct chapter *c, const char *key)
{
    for (size_t i = 0; i < c->figures.count; i++) {
        const struct chapter_figure *f = &c->figures.items[i];
        if (str_eq(f->key, str_of(key)) && !f->territory.n)
            return f;
    }
    return NULL;
}

TEST(a_document_of_several_territories_is_read_for_the_one_asked_for)
{
    struct arena a = {0};
    const struct chapter *none = made_up(&a, "islands-2017", NULL);
    const struct chapter *far = made_up(&a, "islands-2017", "Far Isles (Ilhas Longe)");
    const struct chapter *near = made_up(&a, "islands-2017", "Little Island");
    REQUIRE(none && far && near);
    CHECK_STR(none->level, "");
    CHECK(none->remarks.count > 0 && !national(none, "minimum_age_work"));
    CHECK_STR(far->level, "no_advancement");
    CHECK_STR(near->level, "minimal_advancement");
    REQUIRE(national(far, "minimum_age_work") && national(near, "minimum_age_work"));
    CHECK(national(far, "minimum_age_work")->age == 14);
    CHECK(national(near, "minimum_age_work")->age == 16);
    REQUIRE(national(far, "primary_completion_rate"));
    CHECK(national(far, "primary_completion_rate")->number == 88.1);
    CHECK(national(near, "primary_completion_rate")->state == FIGURE_UNAVAILABLE);
    arena_free(&a);
}

static bool remarked(const struct chapter *c, const char *words)
{
    for (size_t i = 0; i < c->remarks.count; i++) {
        if (str_contains(str_of(c->remarks.items[i].message), str_of(words)))
            return true;
    }
    return false;
}

TEST(a_level_that_contradicts_itself_is_remarked)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    const struct chapter *c = chapter_read(&a, instrument(),
                                           S("Arvania\nMODERATE ADVANCEMENT\n\nIn 2019, Arvania "
                                             "made a minimal \nadvancement in words.\n"
                                             "Arvania\nMODERATE ADVANCEMENT\n"),
                                           2019, &faults);
    REQUIRE(c);
    CHECK_STR(c->level, "moderate_advancement");
    CHECK(remarked(c, "but the summary says"));
    c = chapter_read(&a, instrument(),
                     S("Arvania\nMODERATE ADVANCEMENT\n\nOne.\n\nArvania\nMINIMAL ADVANCEMENT\n\n"
                       "Two.\n\nArvania\nMINIMAL ADVANCEMENT\n"),
                     2019, &faults);
    REQUIRE(c);
    CHECK_STR(c->level, "minimal_advancement");
    CHECK(remarked(c, "more pages say"));
    arena_free(&a);
}

/* Reads text that must be refused; gives the words of the one fault. */
static struct str refused(struct arena *a, struct str text, int year)
{
    struct faults faults = {.arena = a};
    const struct chapter *c = chapter_read(a, instrument(), text, year, &faults);
    CHECK(!c);
    CHECK_INT(faults.total, 1);
    return faults.count ? fault_english(a, &faults.items[0]) : (struct str){0};
}

TEST(what_is_no_chapter_is_refused_with_a_reason)
{
    struct arena a = {0};
    CHECK(str_contains(refused(&a, S(""), 0), S("empty")));
    CHECK(str_contains(refused(&a, S(" \n\n \f"), 0), S("empty")));
    CHECK(str_contains(refused(&a, S("\x89PNG\r\n\0\0\0"), 0), S("zero bytes")));
    CHECK(str_contains(refused(&a, S("one\ncaf\xe9 \nthree"), 0), S("Line 2")));
    CHECK(str_contains(refused(&a, S("A letter.\nWith Table 6 in it, and no more."), 0),
                       S("not a country chapter")));
    CHECK(str_contains(refused(&a, S("Arvania\nMODERATE ADVANCEMENT\n"), 0), S("report year")));
    CHECK(str_contains(
        refused(&a, S("12019  FINDINGS ON THE WORST FORMS OF CHILD LABOR\nX\nNO ADVANCEMENT\n"),
                2018),
        S("2019, not 2018")));
    CHECK(str_contains(refused(&a, S("Arvania\nMODERATE ADVANCEMENT\n"), 2022), S("2013 to 2021")));
    size_t n = 1500000;
    char *line = arena_alloc(&a, n);
    memset(line, 'x', n);
    CHECK(str_contains(refused(&a, (struct str){line, n}, 0), S("million")));
    n = CHAPTER_LARGEST_TEXT + 1;
    line = arena_alloc(&a, n);
    memset(line, '\n', n);
    CHECK(str_contains(refused(&a, (struct str){line, n}, 0), S("bytes")));
    arena_free(&a);
}

TEST(a_chapter_cut_anywhere_is_read_as_far_as_it_goes)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str text;
    REQUIRE(file_read(&a, "tests/chapters/arvania-2019.txt", 100000, &text, &faults));
    for (size_t n = 200; n <= text.n; n++) {
        if (((unsigned char)text.p[n - 1] & 0x80) && n < text.n)
            continue; /* not inside a letter of several bytes */
        struct arena part = {0};
        struct faults found = {.arena = &part};
        const struct chapter *c =
            chapter_read(&part, instrument(), str_slice(text, 0, n), 2019, &found);
        CHECK(c != NULL || found.total == 1);
        for (size_t i = 0; c && i < c->figures.count; i++)
            CHECK(c->figures.items[i].line >= 1 && c->figures.items[i].line <= 110);
        arena_free(&part);
    }
    arena_free(&a);
}

/* Reads `part` again and again, `n` bytes of it, behind the head of a chapter. */
static void read_repeated(struct str part, size_t n)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str head =
        S("Arvania\nMODERATE ADVANCEMENT\n\n12019  FINDINGS ON THE WORST FORMS OF CHILD "
          "LABOR\n\nTable 6. Labor Law Enforcement Efforts Related to Child Labor\n");
    char *text = arena_alloc(&a, n);
    memcpy(text, head.p, head.n);
    size_t at = head.n;
    for (; at + part.n <= n; at += part.n)
        memcpy(text + at, part.p, part.n);
    const struct chapter *c = chapter_read(&a, instrument(), (struct str){text, at}, 0, &faults);
    CHECK(c != NULL || faults.total == 1);
    arena_free(&a);
}

/* A reading slower than its length would not end here: 160,000 signs squared are 25 thousand
 * million steps. */
TEST(a_hostile_text_is_read_to_its_end)
{
    static const struct str parts[] = {
        S_INIT("("),
        S_INIT("1 ("),
        S_INIT("Yes (1) "),
        S_INIT("Number of Labor Inspectors\n"),
        S_INIT("12 (3) 4\n"),
        S_INIT("NO ADVANCEMENT\n"),
        S_INIT("Agriculture\n\n\n"),
        S_INIT("Table 5. Agencies Responsible\n"),
        S_INIT("Standard\nMeets\n"),
        S_INIT("1 FINDINGS ON THE WORST FORMS OF CHILD LABOR\n\n"),
        S_INIT("Minimum Age for Work\n"),
        S_INIT("\xe2\x80\xa0 "),
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        read_repeated(parts[i], 160000);
}

TEST(a_cut_chapter_is_known_and_a_whole_one_too)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str text;
    REQUIRE(file_read(&a, "tests/chapters/arvania-2019.txt", 100000, &text, &faults));
    const struct chapter *whole = chapter_read(&a, instrument(), text, 2019, &faults);
    REQUIRE(whole);
    CHECK(chapter_check_whole(whole, &faults));
    size_t middle = str_find_nocase(text, S("Number of Labor Inspectors"), 0);
    REQUIRE(middle != STR_NONE);
    const struct chapter *cut =
        chapter_read(&a, instrument(), str_slice(text, 0, middle), 2019, &faults);
    REQUIRE(cut);
    CHECK(!chapter_check_whole(cut, &faults));
    REQUIRE(faults.count == 1);
    CHECK(str_contains(fault_english(&a, &faults.items[0]), S("Labor Law Enforcement Efforts")));
    arena_free(&a);
}
