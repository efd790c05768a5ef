#include "base/arena.h"
#include "intake/chapter/citations.h"
#include "test.h"

static struct arena a;

/* The normal form of what stands between brackets, or "no". */
static struct str normal(const char *inside)
{
    struct citation_set set = {0};
    return citation_parse(str_of(inside), &set) ? citation_set_text(&a, &set) : S("no");
}

/* All groups of a text in normal form, with "|" between them. */
static struct str groups(const char *text, int longest)
{
    struct str_list list = {0};
    struct citation group;
    for (size_t at = 0; citation_next(str_of(text), at, longest, &group); at = group.to)
        *arena_push(&a, &list) = citation_set_text(&a, &group.numbers);
    return str_join(&a, &list, S("|"));
}

TEST(every_printed_form_has_one_normal_form)
{
    CHECK_STR(normal("1"), "1");
    CHECK_STR(normal("1,4-10"), "1,4-10");
    CHECK_STR(normal("20-23,24,25"), "20-25");
    CHECK_STR(normal("2, 4-6"), "2,4-6");
    CHECK_STR(normal("6; 27"), "6,27");
    CHECK_STR(normal("27; 6; 6"), "6,27");
    CHECK_STR(normal("16–\n18,\n\xc2\xa0"
                     "40"),
              "16-18,40");
    CHECK_STR(normal("1-2"), "1,2");
    CHECK_STR(normal("1,2,3"), "1-3");
    CHECK_STR(normal("4–6 - 8–9"), "4-9");
    CHECK_STR(normal("999"), "999");
}

TEST(what_is_no_list_of_references_is_refused)
{
    CHECK_STR(normal(""), "no");
    CHECK_STR(normal("a"), "no");
    CHECK_STR(normal("3a"), "no");
    CHECK_STR(normal("2016"), "no");
    CHECK_STR(normal("2017–2021"), "no");
    CHECK_STR(normal("70,034"), "no");
    CHECK_STR(normal("0"), "no");
    CHECK_STR(normal("10-4"), "no");
    CHECK_STR(normal("1 2"), "no");
    CHECK_STR(normal("1-"), "no");
    CHECK_STR(normal("903,100 manat"), "no");
    CHECK_STR(normal("99999999999999999999"), "no");
}

TEST(groups_are_found_in_running_text)
{
    CHECK_STR(groups("Carpets are woven.(2, 4-6) Bricks too (9).", 62), "2,4-6|9");
    CHECK_STR(groups("Yes(3) Unknown(7)", 62), "3|7");
    CHECK_STR(groups("seen twice. (1)(2) (3)", 62), "1|2|3");
    CHECK_STR(groups("over a line end. (4,\n15)", 62), "4,15");
    CHECK_STR(groups("open (4,15", 62), "");
    CHECK_STR(groups("open (4,15 and then (3)", 62), "3");
}

TEST(other_brackets_are_left_alone)
{
    CHECK_STR(groups("5 to 14 4.5 (70,034)", 62), "");
    CHECK_STR(groups("5 to 14 4.5 (70,134)", 200), "");
    CHECK_STR(groups("10.5 (1,326,411)", 0), "");
    CHECK_STR(groups("$531,235 (903,100 manat) in all", 62), "");
    CHECK_STR(groups("Plan (2017–2021) and Census (2016), (Cont.) (Table 3)", 62), "");
    CHECK_STR(groups("Sample size (450) against the list (45)", 62), "45");
    CHECK_STR(groups("inspectors 12 (10) 15(12)", 62), "10|12");
}

TEST(paragraphs_of_a_law_are_no_citations)
{
    CHECK_STR(groups("Article 3(a) and Article 3(1) of the code (8)", 62), "8");
    CHECK_STR(groups("Articles143(1), 143(2), and 253 of the code (8,9)", 62), "8,9");
    CHECK_STR(groups("Sections 2(1)(b) and 3(1) of the act (8)", 62), "8");
    CHECK_STR(groups("Section 4 (2) of the act (8)", 62), "8");
    CHECK_STR(groups("Article 171 (35)", 62), "35");
    CHECK_STR(groups("Articles 2 and 5 (35); Article 9 (36)", 62), "35|36");
}

TEST(a_number_a_little_too_high_is_still_a_citation)
{
    CHECK_STR(groups("As reported. (63)", 62), "63");
    CHECK_STR(groups("As reported. (163)", 62), "");
    CHECK_STR(groups("As reported. (163)", 0), "163");
}

TEST(the_groups_that_end_a_cell_are_taken_off)
{
    struct str sources;
    CHECK_STR(citation_strip(&a, S("232 (1)   "), 62, &sources), "232");
    CHECK_STR(sources, "1");
    CHECK_STR(citation_strip(&a, S("Yes(3)"), 62, &sources), "Yes");
    CHECK_STR(sources, "3");
    CHECK_STR(citation_strip(&a, S("0 (45, 46) (44)"), 62, &sources), "0");
    CHECK_STR(sources, "44-46");
    CHECK_STR(citation_strip(&a, S("Unknown"), 62, &sources), "Unknown");
    CHECK_STR(sources, "");
    CHECK_STR(citation_strip(&a, S("739\xe2\x80\xa1 (3)"), 62, &sources), "739\xe2\x80\xa1");
    CHECK_STR(sources, "3");
    CHECK_STR(citation_strip(&a, S("739 (3)\xe2\x80\xa1"), 62, &sources), "739\xe2\x80\xa1");
    CHECK_STR(sources, "3");
    CHECK_STR(citation_strip(&a, S("Labor Code (4); Penal Code (5)"), 62, &sources),
              "Labor Code (4); Penal Code");
    CHECK_STR(sources, "5");
    CHECK_STR(citation_strip(&a, S("4.5 (70,034)"), 62, &sources), "4.5 (70,034)");
    CHECK_STR(sources, "");
    CHECK_STR(citation_strip(&a, S(""), 62, NULL), "");
}

TEST(a_text_is_tidied_and_its_sources_joined)
{
    CHECK_STR(citation_tidy(&a, S("One. (2, 3,4)\nTwo. (20-23,24,25) Plan (2017)"), 62),
              "One. (2-4)\nTwo. (20-25) Plan (2017)");
    CHECK_STR(citation_tidy(&a, S("None."), 62), "None.");
    CHECK_STR(citation_union(&a, S("One. (2,3) Two. (1;9) Three. (3)"), 62), "1-3,9");
    CHECK_STR(citation_union(&a, S("None (2016)."), 62), "");
}

TEST(a_set_is_walked_from_number_to_number)
{
    struct citation_set set = {0};
    CHECK_INT(citation_set_next(&set, 0), 0);
    citation_set_add(&set, 1);
    citation_set_add(&set, 63);
    citation_set_add(&set, 64);
    citation_set_add(&set, CITATION_LARGEST);
    CHECK_INT(citation_set_next(&set, 0), 1);
    CHECK_INT(citation_set_next(&set, 1), 63);
    CHECK_INT(citation_set_next(&set, 63), 64);
    CHECK_INT(citation_set_next(&set, 64), CITATION_LARGEST);
    CHECK_INT(citation_set_next(&set, CITATION_LARGEST), 0);
}
