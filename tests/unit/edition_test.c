#include "intake/edition/edition.h"

#include "base/arena.h"
#include "base/file.h"
#include "intake/edition/value.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* A small edition of two made-up countries, in the layout of 2019. */
static const char sample[] =
    "<Countries>\n"
    " <Country>\n"
    "  <Name>Avaland</Name>\n"
    "  <Region>Europe and Eurasia</Region>\n"
    "  <Multiple_Territories>Yes</Multiple_Territories>\n"
    "  <Advancement_Level>Minimal Advancement – Efforts Made but Continued Law that Delayed "
    "Advancement</Advancement_Level>\n"
    "  <Description>In 2019, Avaland wrote a plan &amp; printed it.</Description>\n"
    "  <Goods><Good><Good_Name>Bricks</Good_Name><Child_Labor>Yes</Child_Labor><Forced_Labor>No"
    "</Forced_Labor><Forced_Child_Labor>Yes</Forced_Child_Labor></Good></Goods>\n"
    "  <Country_Statistics><Children_Work_Statistics>\n"
    "   <Age_Range>5 - 14</Age_Range>\n"
    "   <Total_Percentage_of_Working_Children>0.045</Total_Percentage_of_Working_Children>\n"
    "   <Total_Working_Population>70034</Total_Working_Population>\n"
    "   <Agriculture>Unavailable</Agriculture>\n"
    "  </Children_Work_Statistics></Country_Statistics>\n"
    "  <Conventions><C_138_Ratified>Yes</C_138_Ratified><C_182_Ratified>N/A</C_182_Ratified>"
    "</Conventions>\n"
    "  <Legal_Standards>\n"
    "   <Minimum_Work>\n"
    "    <Territory><Territory_Name>North</Territory_Name>"
    "<Territory_Display_Name>The "
    "North</Territory_Display_Name><Standard>Yes</Standard><Age>15</Age>"
    "<Calculated_Age>Yes</Calculated_Age>"
    "<Conforms_To_Intl_Standard>No</Conforms_To_Intl_Standard></Territory>\n"
    "    <Territory><Territory_Name>South</Territory_Name><Standard>Yes</Standard><Age>N/A</Age>"
    "<Calculated_Age>No</Calculated_Age></Territory>\n"
    "   </Minimum_Work>\n"
    "  </Legal_Standards>\n"
    "  <Enforcements>\n"
    "   <Labor_Funding>$1.2 million‡</Labor_Funding>\n"
    "   <Labor_Inspectors>0</Labor_Inspectors>\n"
    "   <Labor_Inspections>Unknown*</Labor_Inspections>\n"
    "   <Labor_Violations></Labor_Violations>\n"
    "   <Labor_Penalties_Imposed>perhaps</Labor_Penalties_Imposed>\n"
    "  </Enforcements>\n"
    "  <Suggested_Actions>\n"
    "   <Legal_Framework><Action><Name>Write a law.</Name><Years>2009 – 2014</Years></Action>"
    "<Action><Name>N/A</Name></Action></Legal_Framework>\n"
    "   <Odd><Action><Name>Do more.</Name></Action></Odd>\n"
    "  </Suggested_Actions>\n"
    "  <Mechanisms><Program>NA</Program><Policy>Yes</Policy></Mechanisms>\n"
    " </Country>\n"
    " <Country><Name>Bexland</Name><Description/></Country>\n"
    "</Countries>\n";

struct tried {
    struct arena arena;
    struct faults faults;
    const struct edition_instrument *instrument;
    const struct edition *edition;
};

static void try_reading(struct tried *t, struct str xml, int year)
{
    t->faults.arena = &t->arena;
    t->instrument = edition_instrument_load(&t->arena, &t->faults);
    if (t->instrument)
        t->edition = edition_read(&t->arena, t->instrument, xml, year, &t->faults);
}

/* Reads `xml`, which must be refused with a message that contains `words`, at `line`. */
static void check_refused(struct str xml, int year, const char *words, long line)
{
    struct tried t = {0};
    try_reading(&t, xml, year);
    CHECK(t.instrument && !t.edition);
    CHECK_INT(t.faults.count, 1);
    if (t.faults.count) {
        struct str message = fault_english(&t.arena, &t.faults.items[0]);
        if (!str_contains(message, str_of(words)))
            CHECK_STR(message, words);
        CHECK_INT(t.faults.items[0].line, line);
    }
    arena_free(&t.arena);
}

static const struct chapter_figure *figure(const struct edition_country *c, const char *key,
                                           size_t nth)
{
    static const struct chapter_figure none = {.state = FIGURE_NOT_STATED, .year = -1};
    for (size_t i = 0; i < c->figures.count; i++)
        if (str_eq(c->figures.items[i].key, str_of(key)) && nth-- == 0)
            return &c->figures.items[i];
    return &none;
}

TEST(an_edition_gives_countries_with_their_assessment)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.edition);
    CHECK_INT(t.edition->year, 2019);
    CHECK_INT(t.edition->countries.count, 2);
    const struct edition_country *c = t.edition->countries.items;
    CHECK_STR(c->name, "Avaland");
    CHECK_STR(c->region, "Europe and Eurasia");
    CHECK_STR(c->level, "minimal_advancement");
    CHECK_STR(c->qualifier, "continued_law");
    CHECK_STR(c->label,
              "Minimal Advancement – Efforts Made but Continued Law that Delayed Advancement");
    CHECK_STR(c->description, "In 2019, Avaland wrote a plan & printed it.");
    CHECK(c->several_territories);
    CHECK_INT(c->line, 2);
    CHECK_STR(c[1].name, "Bexland");
    CHECK_INT(c[1].figures.count, 0);
    CHECK_STR(c[1].level, "");
    arena_free(&t.arena);
}

TEST(an_edition_gives_figures_in_percent_with_their_age_band_and_line)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 2019);
    REQUIRE(t.edition);
    const struct edition_country *c = t.edition->countries.items;
    const struct chapter_figure *working = figure(c, "working", 0);
    CHECK_INT(working->state, FIGURE_VALUE);
    CHECK(working->number > 4.4999999 && working->number < 4.5000001);
    CHECK_STR(working->text, "4.5");
    CHECK_STR(working->age_text, "5 to 14");
    CHECK_INT(working->year, 2019);
    CHECK_INT(working->line, 11);
    CHECK_INT((long)figure(c, "working_population", 0)->number, 70034);
    CHECK_INT(figure(c, "sector_agriculture", 0)->state, FIGURE_UNAVAILABLE);
    CHECK_INT(figure(c, "sector_industry", 0)->year, -1);
    arena_free(&t.arena);
}

TEST(an_edition_keeps_zero_unknown_blank_and_not_applicable_apart)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 2019);
    REQUIRE(t.edition);
    const struct edition_country *c = t.edition->countries.items;
    CHECK_INT(figure(c, "labor_inspectors", 0)->state, FIGURE_VALUE);
    CHECK(figure(c, "labor_inspectors", 0)->is_number);
    CHECK_INT(figure(c, "labor_inspections", 0)->state, FIGURE_UNKNOWN);
    CHECK_STR(figure(c, "labor_inspections", 0)->marks, "*");
    CHECK_INT(figure(c, "child_labor_violations", 0)->state, FIGURE_NOT_STATED);
    CHECK_INT(figure(c, "child_labor_violations", 0)->year, 2019);
    CHECK_INT(figure(c, "ilo_c182", 0)->state, FIGURE_NOT_APPLICABLE);
    CHECK_STR(figure(c, "ilo_c138", 0)->answer, "yes");
    const struct chapter_figure *money = figure(c, "labor_inspectorate_funding", 0);
    CHECK_INT((long)money->number, 1200000);
    CHECK_STR(money->currency, "USD");
    CHECK_STR(money->marks, "‡");
    arena_free(&t.arena);
}

TEST(an_edition_splits_a_standard_by_territory)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 2019);
    REQUIRE(t.edition);
    const struct edition_country *c = t.edition->countries.items;
    const struct chapter_figure *north = figure(c, "minimum_age_work", 0);
    CHECK_STR(north->territory, "The North");
    CHECK_STR(north->answer, "no");
    CHECK(north->has_age && (int)north->age == 15 && north->age_calculated);
    const struct chapter_figure *south = figure(c, "minimum_age_work", 1);
    CHECK_STR(south->territory, "South");
    CHECK_STR(south->answer, "yes"); /* no verdict on the standard: what the law says stands */
    CHECK(!south->has_age);
    CHECK_STR(south->age_text, "N/A");
    CHECK_INT(figure(c, "minimum_age_work", 2)->year, -1);
    arena_free(&t.arena);
}

TEST(an_edition_gives_actions_goods_and_mechanisms)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 2019);
    REQUIRE(t.edition);
    const struct edition_country *c = t.edition->countries.items;
    REQUIRE(c->actions.count == 2); /* "N/A" is no action */
    CHECK_STR(c->actions.items[0].area, "legal_framework");
    CHECK_STR(c->actions.items[0].text, "Write a law.");
    CHECK_INT(c->actions.items[0].first_year, 2009);
    CHECK_INT(c->actions.items[0].last_year, 2014);
    CHECK_STR(c->actions.items[1].area, "");
    REQUIRE(c->goods.count == 1);
    CHECK_STR(c->goods.items[0].name, "Bricks");
    CHECK(c->goods.items[0].child_labor && !c->goods.items[0].forced_labor);
    CHECK(c->goods.items[0].forced_child_labor && !c->goods.items[0].derived);
    REQUIRE(c->mechanisms.count == 2);
    CHECK_STR(c->mechanisms.items[0].key, "policies");
    CHECK_STR(c->mechanisms.items[0].answer, "yes");
    CHECK_INT(c->mechanisms.items[1].state, FIGURE_NOT_APPLICABLE);
    arena_free(&t.arena);
}

TEST(what_an_edition_says_unreadably_is_remarked_with_its_line)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 2019);
    REQUIRE(t.edition);
    const struct chapter_figure *odd =
        figure(t.edition->countries.items, "child_labor_penalties_imposed", 0);
    CHECK_INT(odd->state, FIGURE_NOT_STATED);
    CHECK_STR(odd->text, "perhaps");
    REQUIRE(t.edition->remarks.count == 2);
    CHECK_STR(t.edition->remarks.items[0].details[0], "perhaps");
    CHECK_INT(t.edition->remarks.items[0].line, odd->line);
    CHECK_STR(t.edition->remarks.items[1].details[0], "Odd");
    arena_free(&t.arena);
}

TEST(a_file_that_is_no_edition_is_refused_with_a_clear_word)
{
    check_refused(S(""), 0, "empty", 0);
    check_refused(S(" \n "), 0, "empty", 0);
    check_refused(S("\xff\xd8\xff\xe0\0\x10JFIF"), 0, "not XML", 0);
    check_refused(S("%PDF-1.4"), 0, "not XML", 0);
    check_refused(S("<html><body>Hello</body></html>"), 0, "no <Country>", 1);
    check_refused(S("<Countries/>"), 0, "no <Country>", 1);
    check_refused(S("<Countries>\n<Country><Name>\xe9</Name></Country></Countries>"), 0, "UTF-8",
                  2);
    check_refused(S("<Countries>\n<Country>\n<Name>A</Nam></Country></Countries>"), 0, "broken", 3);
    check_refused(S("<Countries>\n<Country><Name>A</Name></Country>"), 0, "ends in the middle", 2);
    check_refused(S("<Countries>\n<Country><Region>A</Region></Country></Countries>"), 0,
                  "without a name", 2);
    check_refused(
        S("<Countries>\n<Country><Name>A</Name></Country>\n<Country><Name>A</Name></Country>"
          "</Countries>"),
        2019, "stands twice", 3);
}

TEST(an_entity_bomb_is_refused)
{
    check_refused(
        S("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n"
          "<Countries><Country><Name>&b;</Name></Country></Countries>"),
        2019, "document type", 2);
    check_refused(S("<Countries><Country><Name>&b;</Name></Country></Countries>"), 2019, "entity",
                  1);
}

TEST(elements_without_end_are_refused)
{
    struct arena a = {0};
    struct str deep = S("<Countries><Country>");
    for (int i = 0; i < 5; i++)
        deep = str_concat(&a, deep, S("<A><A><A><A>"));
    check_refused(deep, 2019, "too deep", 1);
    size_t most = 1000 * 1000 + 100;
    char *letters = arena_alloc(&a, most);
    memset(letters, 'x', most);
    memcpy(letters, "<Countries><Country><Name>", 26);
    check_refused((struct str){letters, most}, 2019, "longer than a million", 1);
    arena_free(&a);
}

TEST(the_year_of_an_edition_is_said_once_and_not_against_the_text)
{
    check_refused(str_of(sample), 2018, "speaks of 2019", 0);
    check_refused(str_of(sample), 1999, "no machine-readable edition of the year 1999", 0);
    check_refused(S("<Countries><Country><Name>A</Name></Country></Countries>"), 0, "Give the year",
                  0);
    struct tried t = {0};
    try_reading(&t, S("<Countries><Country><Name>A</Name></Country></Countries>"), 2020);
    REQUIRE(t.edition);
    CHECK_INT(t.edition->year, 2020);
    arena_free(&t.arena);
}

static void check_level(const char *printed, const char *level, const char *qualifier)
{
    struct tried t = {0};
    struct str xml = str_format(&t.arena,
                                "<Countries><Country><Name>A</Name><Advancement_Level>%s"
                                "</Advancement_Level></Country></Countries>",
                                printed);
    try_reading(&t, xml, 2019);
    REQUIRE(t.edition);
    CHECK_STR(t.edition->countries.items[0].level, level);
    CHECK_STR(t.edition->countries.items[0].qualifier, qualifier);
    CHECK_INT(t.edition->remarks.count, level[0] || printed[0] == 'N' ? 0 : 1);
    arena_free(&t.arena);
}

TEST(every_published_assessment_has_its_keys)
{
    check_level("Significant", "significant_advancement", "");
    check_level("No Assessment", "no_assessment", "");
    check_level("No Advancement", "no_advancement", "");
    check_level("No Advancement - Efforts Made But Complicit", "no_advancement", "complicit");
    check_level("No Advancement – Efforts Made but Complicit in Forced Child Labor",
                "no_advancement", "complicit");
    check_level(
        "Minimal Advancement– Efforts Made but Continued Practices that Delayed Advancement",
        "minimal_advancement", "continued_practice");
    check_level(
        "Minimal Advancement – Efforts Made but Regression in Law and Practice that Delayed "
        "Advancement",
        "minimal_advancement", "regression_law_and_practice");
    check_level("None", "", "");
    check_level("Democratic", "", "");
}

TEST(the_assessment_with_its_reason_stands_before_the_plain_one)
{
    struct tried t = {0};
    try_reading(
        &t,
        S("<Countries><Country><Name>A</Name><Advancement_Level>Minimal Advancement"
          "</Advancement_Level><Automatic_Downgrade>Minimal Advancement – Efforts Made but "
          "Regression in Practice that Delayed Advancement</Automatic_Downgrade></Country>"
          "<Country><Name>B</Name><Advancement_Level>Moderate Advancement</Advancement_Level>"
          "<Automatic_Downgrade/></Country></Countries>"),
        2016);
    REQUIRE(t.edition);
    CHECK_STR(t.edition->countries.items[0].qualifier, "regression_practice");
    CHECK_STR(t.edition->countries.items[1].level, "moderate_advancement");
    arena_free(&t.arena);
}

TEST(values_of_cells_are_read_as_printed)
{
    struct arena a = {0};
    struct chapter_figure cell = {0};
    CHECK(edition_value_read(&a, S("49, 363"), false, &cell));
    CHECK_INT((long)cell.number, 49363);
    cell = (struct chapter_figure){0};
    CHECK(edition_value_read(&a, S("Yes*(4,7-9)"), false, &cell));
    CHECK_STR(cell.answer, "yes");
    CHECK_STR(cell.marks, "*");
    CHECK_STR(cell.sources, "4,7-9");
    cell = (struct chapter_figure){0};
    CHECK(edition_value_read(&a, S("0.07"), true, &cell));
    CHECK_STR(cell.text, "7.0");
    CHECK(cell.number >= 7 && cell.number <= 7);
    CHECK(edition_value_read(&a, S("Not Applicable"), false, &cell));
    CHECK_INT(cell.state, FIGURE_NOT_APPLICABLE);
    CHECK(edition_age_read(&a, S("17.5‡"), &cell));
    CHECK(cell.has_age && cell.age_calculated && cell.age > 17.4 && cell.age < 17.6);
    cell = (struct chapter_figure){0};
    CHECK(edition_age_read(&a, S("16.0"), &cell));
    CHECK_STR(cell.age_text, "16");
    cell = (struct chapter_figure){0};
    CHECK(edition_age_read(&a, S("12/13"), &cell));
    CHECK(!cell.has_age);
    CHECK_STR(cell.age_text, "12/13");
    CHECK(!edition_age_read(&a, S("old"), &cell));
    CHECK_STR(edition_age_band(&a, S("5-14")), "5 to 14");
    CHECK_STR(edition_age_band(&a, S("N/A")), "N/A");
    arena_free(&a);
}

static struct str shared_file(struct arena *a, const char *path)
{
    struct faults faults = {.arena = a};
    struct str bytes = {0};
    if (!file_read(a, path, EDITION_LARGEST_FILE, &bytes, &faults)) {
        arena_free(a);
        test_skip("../shared is not here");
    }
    return bytes;
}

static const struct edition_country *country(const struct edition *edition, const char *name)
{
    for (size_t i = 0; i < edition->countries.count; i++)
        if (str_eq(edition->countries.items[i].name, str_of(name)))
            return &edition->countries.items[i];
    return NULL;
}

TEST(the_published_edition_of_2019_is_read_whole)
{
    struct arena a = {0};
    struct str xml = shared_file(&a, "../shared/reference/editions/countries-2019.xml");
    struct tried t = {0};
    try_reading(&t, xml, 0);
    REQUIRE(t.edition);
    CHECK_INT(t.edition->year, 2019);
    CHECK_INT(t.edition->countries.count, 143);
    const struct edition_country *c = country(t.edition, "Azerbaijan");
    REQUIRE(c);
    CHECK_STR(c->qualifier, "continued_law");
    CHECK_INT((long)figure(c, "working_population", 0)->number, 70034);
    CHECK_INT((long)figure(c, "child_labor_violations", 0)->number, 9);
    CHECK_STR(figure(c, "minimum_age_work", 0)->answer, "no");
    CHECK_STR(figure(country(t.edition, "Tanzania"), "free_public_education", 1)->territory,
              "Mainland");
    arena_free(&t.arena);
    arena_free(&a);
}

TEST(an_edition_cut_anywhere_is_refused_whole)
{
    struct arena a = {0};
    struct str xml = shared_file(&a, "../shared/reference/editions/countries-2018.xml");
    for (size_t part = 1; part < 8; part++) {
        struct tried t = {0};
        try_reading(&t, str_slice(xml, 0, xml.n * part / 8 + part), 2018);
        CHECK(!t.edition);
        CHECK_INT(t.faults.count, 1);
        arena_free(&t.arena);
    }
    arena_free(&a);
}
