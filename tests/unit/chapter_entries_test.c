#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "intake/chapter/chapter.h"
#include "test.h"

#include <stdio.h>

static struct arena a;

static const struct chapter *read_text(struct str text)
{
    struct faults faults = {.arena = &a};
    static const struct chapter_instrument *instrument;
    if (!instrument)
        instrument = chapter_instrument_load(&a, &faults);
    const struct chapter *c = instrument ? chapter_read(&a, instrument, text, 0, &faults) : NULL;
    for (size_t i = 0; i < faults.count; i++)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    return c;
}

/* A chapter of a country that does not exist, with `body` in it. */
static const struct chapter *ruritania(const char *body)
{
    return read_text(str_format(&a,
                                "Ruritania\nMODERATE ADVANCEMENT\n\nIn 2019, Ruritania made a "
                                "moderate advancement in its work against child labor.\n\n%s",
                                body));
}

/* How many remarks begin with these words. */
static int remarks_of(const struct chapter *c, const char *words)
{
    int count = 0;
    for (size_t i = 0; i < c->remarks.count; i++)
        count += str_starts(str_of(c->remarks.items[i].message), str_of(words));
    return count;
}

static const struct chapter_entry *entry_at(const struct chapter *c, const char *table, size_t at)
{
    static const struct chapter_entry none;
    for (size_t i = 0; i < c->entries.count; i++)
        if (str_eq(c->entries.items[i].table, str_of(table)) && at-- == 0)
            return &c->entries.items[i];
    return &none;
}

/* ---- Tables of names and descriptions ------------------------------------------------------- */

static const char policies_in_lines[] =
    "V. GOVERNMENT POLICIES ON CHILD LABOR\n"
    "Table 9. Key Policies Related to Child Labor\n"
    "Policy Description\n"
    "National Strategy for Mountain\n"
    "Children (2015–2019)†\n"
    "Aims to bring every school within an hour on foot, to give each pupil a warm meal a day, and\n"
    "to pay parents who let their daughters finish. (3,4,5) Doubled the number of mountain\n"
    "teachers. (6)\n"
    "Plough Code (2012) Prohibits children from driving ploughs, mowers, and threshing machines on "
    "any farm\n"
    "that sells its harvest. (7)\n"
    "Ruritania\n"
    "MODERATE ADVANCEMENT\n"
    "Policy Description\n"
    "Charter of the Salt\n"
    "Mines*\n"
    "Sets the rules for shifts under ground and keeps everybody below 18 out of the mines and out\n"
    "of the mills beside them. Renewed each spring by the guild of miners, the owners, and the\n"
    "ministry. (8)\n"
    "* Renewed during the reporting period.\n"
    "† Policy was approved during the reporting period.\n"
    "Although these policies exist, nobody has said who pays for them, and none covers begging. "
    "(9)\n";

TEST(names_and_descriptions_are_told_apart_without_blank_lines)
{
    const struct chapter *c = ruritania(policies_in_lines);
    REQUIRE(c);
    CHECK_INT(c->entries.count, 3);
    const struct chapter_entry *e = entry_at(c, "policies", 0);
    CHECK_STR(e->name, "National Strategy for Mountain Children (2015–2019)");
    CHECK_STR(e->years, "2015–2019");
    CHECK_STR(e->marks, "†");
    CHECK_STR(e->sources, "3-6");
    CHECK(str_starts(e->text, S("Aims to bring every school")));
    CHECK(str_ends(e->text,
                   S("daughters finish. (3-5) Doubled the number of mountain teachers. (6)")));
}

TEST(a_name_on_the_line_of_its_description_is_cut_off)
{
    const struct chapter *c = ruritania(policies_in_lines);
    REQUIRE(c);
    const struct chapter_entry *e = entry_at(c, "policies", 1);
    CHECK_STR(e->name, "Plough Code (2012)");
    CHECK_STR(e->years, "2012");
    CHECK(str_starts(e->text, S("Prohibits children from driving ploughs")));
    CHECK(str_ends(e->text, S("sells its harvest. (7)")));
}

TEST(a_row_behind_a_page_break_is_read_and_a_paragraph_is_none)
{
    const struct chapter *c = ruritania(policies_in_lines);
    REQUIRE(c);
    const struct chapter_entry *e = entry_at(c, "policies", 2);
    CHECK_STR(e->name, "Charter of the Salt Mines");
    CHECK_STR(e->marks, "*");
    CHECK(str_ends(e->text, S("the owners, and the ministry. (8)")));
    const struct chapter_passage *last = &c->passages.items[c->passages.count - 1];
    CHECK_STR(last->section, "policies");
    CHECK_STR(last->kind, "paragraph");
    CHECK_STR(last->sources, "9");
}

TEST(notes_under_a_table_are_notes)
{
    const struct chapter *c = ruritania(policies_in_lines);
    REQUIRE(c);
    int notes = 0;
    for (size_t i = 0; i < c->passages.count; i++)
        notes += str_eq(c->passages.items[i].kind, S("note"));
    CHECK_INT(notes, 2);
}

TEST(blank_lines_between_cells_are_used)
{
    const struct chapter *c =
        ruritania("III. ENFORCEMENT OF LAWS ON CHILD LABOR\n"
                  "Table 5. Agencies Responsible for Child Labor Law Enforcement\n"
                  "Organization/Agency Role\n"
                  "Inspectorate of Fields \n"
                  "and Gardens (IFG)\n\n"
                  "Visits farms, counts the hands that work there, and writes to the parents of "
                  "every child it\n"
                  "meets among them. (1)\n\n"
                  "Harbor Police Investigate crimes on the quays. (2)\n"
                  "Court of Apprentices \n\n"
                  "Hears apprentices who were paid late or not at all, without a fee, on the first "
                  "Monday of a\n"
                  "month. (3)\n\n"
                  "Labor Law Enforcement\n\nNothing more is known.\n");
    REQUIRE(c);
    CHECK_INT(c->entries.count, 3);
    CHECK_STR(entry_at(c, "agencies", 0)->name, "Inspectorate of Fields and Gardens (IFG)");
    CHECK_STR(entry_at(c, "agencies", 1)->name, "Harbor Police");
    CHECK_STR(entry_at(c, "agencies", 1)->text, "Investigate crimes on the quays. (2)");
    CHECK_STR(entry_at(c, "agencies", 2)->name, "Court of Apprentices");
    CHECK_STR(entry_at(c, "agencies", 2)->sources, "3");
}

TEST(parts_of_a_country_in_their_own_column_are_kept_apart)
{
    const struct chapter *c = ruritania(
        "III. ENFORCEMENT OF LAWS ON CHILD LABOR\n"
        "Table 5. Agencies Responsible for Child Labor Law Enforcement\n"
        "Organization/Agency\nRelated\nEntity\nRole\n"
        "Ministry of Labor and\nYouth\n"
        "Mainland Enforces the labor code on the mainland through its offices in every town and\n"
        "harbor. (1)\n"
        "Commission of Islands\nand Reefs\n"
        "Mainland and Zanzibar\n"
        "Coordinates the boats that bring inspectors to the islands, and publishes their reports\n"
        "each year. (2)\n");
    REQUIRE(c);
    CHECK_STR(entry_at(c, "agencies", 0)->name, "Ministry of Labor and Youth");
    CHECK_STR(entry_at(c, "agencies", 0)->territory, "Mainland");
    CHECK(str_starts(entry_at(c, "agencies", 0)->text, S("Enforces the labor code")));
    CHECK_STR(entry_at(c, "agencies", 1)->name, "Commission of Islands and Reefs");
    CHECK_STR(entry_at(c, "agencies", 1)->territory, "Mainland and Zanzibar");
}

/* ---- Table 2 -------------------------------------------------------------------------------- */

TEST(activities_stand_under_their_sectors)
{
    const struct chapter *c = ruritania(
        "I. PREVALENCE AND SECTORAL DISTRIBUTION OF CHILD LABOR\n"
        "Table 2. Overview of Children’s Work by Sector and Activity\n"
        "Sector/Industry Activity\n"
        "Agriculture Picking grapes,† pressing must, and carrying baskets that are heavier than\n"
        "the children† (2, 4, 5)\n"
        "Herding geese (6)\n"
        "Industry\n"
        "Blowing glass* (7)\n"
        "Categorical Worst\n"
        "Forms of Child\n"
        "Labor‡\n"
        "Forced begging at fairs (8)\n"
        "‡ Child labor as its worst forms.\n"
        "Geese are herded everywhere.\n");
    REQUIRE(c);
    CHECK_INT(c->entries.count, 4);
    const struct chapter_entry *e = entry_at(c, "sector_activities", 0);
    CHECK_STR(e->sector, "agriculture");
    CHECK_STR(e->text, "Picking grapes,† pressing must, and carrying baskets that are heavier than "
                       "the children† (2,4,5)");
    CHECK_STR(e->marks, "†");
    CHECK_STR(e->sources, "2,4,5");
    CHECK_STR(entry_at(c, "sector_activities", 1)->sector, "agriculture");
    CHECK_STR(entry_at(c, "sector_activities", 2)->sector, "industry");
    CHECK_STR(entry_at(c, "sector_activities", 2)->marks, "*");
    CHECK_STR(entry_at(c, "sector_activities", 3)->sector, "worst_forms");
    CHECK_STR(entry_at(c, "sector_activities", 3)->text, "Forced begging at fairs (8)");
}

TEST(running_text_behind_the_activities_goes_back_to_its_section)
{
    const struct chapter *c = ruritania(
        "I. PREVALENCE AND SECTORAL DISTRIBUTION OF CHILD LABOR\n"
        "Table 2. Overview of Children’s Work by Sector and Activity\n"
        "Sector/Industry Activity\n"
        "Services Rowing ferries (1)\n"
        "Ruritania\nMODERATE ADVANCEMENT\n"
        "rowed them before and will row them again, since nobody else in the valley can. (2)\n");
    REQUIRE(c);
    CHECK_INT(c->entries.count, 1);
    CHECK_STR(entry_at(c, "sector_activities", 0)->text, "Rowing ferries (1)");
    const struct chapter_passage *last = &c->passages.items[c->passages.count - 1];
    CHECK_STR(last->kind, "paragraph");
    CHECK_STR(last->sources, "2");
}

/* ---- The last table ------------------------------------------------------------------------- */

TEST(actions_have_area_text_and_years_in_every_printed_form)
{
    const struct chapter *c =
        ruritania("VII. SUGGESTED GOVERNMENT ACTIONS TO ELIMINATE CHILD LABOR\n"
                  "Table 11. Suggested Government Actions to Eliminate Child Labor\n"
                  "Area Suggested Action Year(s) Suggested\n"
                  "Legal Framework Raise the age at which a child may row a ferry to that at which "
                  "school ends for the self-\n"
                  "employed.\n2011 – 2019\n"
                  "Ban night rowing in 2020 boats. 2019\n"
                  "Enforcement Count the rowers. 2009, 2011 -- 2019\n"
                  "Government\nPolicies\nWrite a plan for the river. 2016 –\n2019\n"
                  "Social \nPrograms\n\nPay for oars without a full stop 2018-2019\nMend the "
                  "boats. 2014 ‒ 2019\n");
    REQUIRE(c);
    REQUIRE(c->actions.count == 6);
    const struct chapter_action *x = c->actions.items;
    CHECK_STR(x[0].area, "legal_framework");
    CHECK(str_ends(x[0].text, S("ends for the self-employed.")));
    CHECK_INT(x[0].first_year, 2011);
    CHECK_INT(x[0].last_year, 2019);
    CHECK_STR(x[1].text, "Ban night rowing in 2020 boats.");
    CHECK_STR(x[1].years_text, "2019");
    CHECK_INT(x[1].first_year, 2019);
    CHECK_STR(x[2].area, "enforcement");
    CHECK_INT(x[2].first_year, 2009);
    CHECK_STR(x[2].years_text, "2009, 2011 -- 2019");
    CHECK_STR(x[3].area, "policies");
    CHECK_STR(x[3].years_text, "2016 – 2019");
    CHECK_STR(x[4].area, "programs");
    CHECK_STR(x[4].text, "Pay for oars without a full stop");
    CHECK_INT(x[5].first_year, 2014);
    CHECK_INT(remarks_of(c, "This suggested action"), 0);
}

TEST(an_action_without_area_or_years_is_kept_and_remarked)
{
    const struct chapter *c =
        ruritania("VII. SUGGESTED GOVERNMENT ACTIONS TO ELIMINATE CHILD LABOR\n"
                  "Table 11. Suggested Government Actions to Eliminate Child Labor\n"
                  "Area Suggested Action Year(s) Suggested\n"
                  "Count the rowers.\n");
    REQUIRE(c);
    REQUIRE(c->actions.count == 1);
    CHECK_INT(c->actions.items[0].first_year, 0);
    CHECK_INT(remarks_of(c, "This suggested action has no years"), 1);
    CHECK_INT(remarks_of(c, "This suggested action has no area"), 1);
}

/* ---- References, citations, running text ---------------------------------------------------- */

TEST(references_are_numbered_texts_and_citations_are_held_against_them)
{
    const struct chapter *c =
        ruritania("I. PREVALENCE AND SECTORAL DISTRIBUTION OF CHILD LABOR\n"
                  "Rowing is hard. (1,\n3) Ferries sink. (2,3) Nobody counts. (5)\n\n"
                  "REFERENCES\n"
                  "1 Gazette of the River. On oars. Streslau, 2018, pages\n"
                  "12 to 14.\n"
                  "2. Harbor Office. Letter. 2019.\n"
                  "2 RURITANIAN RIVERS\n"
                  "3\nFerry Guild. Yearbook of\nfer-\nries. 2017.\n"
                  "4 Nobody. Unread. 2016.\n");
    REQUIRE(c);
    REQUIRE(c->references.count == 4);
    CHECK_STR(c->references.items[0].text,
              "Gazette of the River. On oars. Streslau, 2018, pages 12 to 14.");
    CHECK_INT(c->references.items[1].number, 2);
    CHECK_STR(c->references.items[3].text, "Nobody. Unread. 2016.");
    REQUIRE(c->citations.count == 3);
    CHECK_STR(c->citations.items[0].printed, "1, 3");
    CHECK_STR(c->citations.items[0].normal, "1,3");
    CHECK_INT(c->citations.items[0].line, 7);
    CHECK_INT(remarks_of(c, "Reference {1} is cited here, but the list ends"), 1);
    CHECK_INT(remarks_of(c, "Reference {1} is cited nowhere"), 1);
}

TEST(a_table_in_the_middle_of_the_references_does_not_end_them)
{
    const struct chapter *c =
        ruritania("VII. SUGGESTED GOVERNMENT ACTIONS TO ELIMINATE CHILD LABOR\n"
                  "Table 11. Suggested Government Actions to Eliminate Child Labor\n"
                  "Area Suggested Action\nYear(s)\nSuggested\n"
                  "Enforcement Count the rowers. 2019\n"
                  "REFERENCES\n"
                  "1 Gazette of the River. On oars.\n"
                  "3 Harbor Office. Letter to the\n"
                  "Table 11. Suggested Government Actions to Eliminate Child Labor\n"
                  "Area Suggested Action\nYear(s)\nSuggested\n"
                  "Coordination Let the harbors write to each other. 2018 – 2019\n"
                  "Ruritania\nMODERATE ADVANCEMENT\n"
                  "minister. 2019.\n"
                  "4 Ferry Guild. Yearbook.\n");
    REQUIRE(c);
    REQUIRE(c->actions.count == 2);
    CHECK_STR(c->actions.items[1].area, "coordination");
    CHECK_STR(c->actions.items[1].text, "Let the harbors write to each other.");
    REQUIRE(c->references.count == 3);
    CHECK_INT(c->references.items[1].number, 3);
    CHECK_STR(c->references.items[1].text, "Harbor Office. Letter to the minister. 2019.");
    CHECK_INT(c->references.items[2].number, 4);
    CHECK_INT(remarks_of(c, "Reference {1} is missing"), 1);
}

TEST(a_paragraph_is_joined_over_lines_and_pages)
{
    const struct chapter *c = ruritania(
        "I. PREVALENCE AND SECTORAL DISTRIBUTION OF CHILD LABOR\n"
        "The river is wide and the ferries are many, and most of those who row them are the self-\n"
        "employed sons of boatmen, who begin at the age of nine or ten. (1, 2,3) They row from\n\n"
        "Ruritania\nMODERATE ADVANCEMENT\n\n"
        "dawn until the last lamp is out.\n\n"
        "A second paragraph.\n");
    REQUIRE(c);
    REQUIRE(c->passages.count == 4);
    CHECK_STR(c->passages.items[0].section, "summary");
    CHECK_STR(c->passages.items[1].kind, "heading");
    CHECK_STR(c->passages.items[2].text,
              "The river is wide and the ferries are many, and most of those who row them are the "
              "self-employed sons of boatmen, who begin at the age of nine or ten. (1-3) They row "
              "from dawn until the last lamp is out.");
    CHECK_STR(c->passages.items[2].sources, "1-3");
    CHECK_STR(c->passages.items[3].text, "A second paragraph.");
}

/* ---- The source chapter, cell by cell ------------------------------------------------------- */

static const struct chapter *read_file(const char *path)
{
    struct faults faults = {.arena = &a};
    struct str text;
    if (!file_read(&a, path, CHAPTER_LARGEST_TEXT, &text, &faults))
        test_skip("../shared is not here");
    return read_text(text);
}

static const struct chapter *source_chapter(void)
{
    return read_file("../shared/reference/source/000_a930d5bd78284907.txt");
}

/* Opens tests/expected/`name` behind its heads. Long texts are written there as their length in
 * bytes and their fingerprint (FNV-1a of 64 bits), since they are not ours to copy. */
static bool open_expected(const char *name, struct csv_reader *csv, struct faults *faults)
{
    static char path[200];
    struct csv_row heads = {0};
    struct str text;
    snprintf(path, sizeof path, "tests/expected/%s", name);
    *faults = (struct faults){.arena = &a};
    return file_read(&a, path, CHAPTER_LARGEST_TEXT, &text, faults) &&
           csv_start(csv, text, 0, faults) && csv_next(csv, &a, &heads);
}

static struct str number(long long n)
{
    return str_format(&a, "%lld", n);
}

static struct str fingerprint(struct str text)
{
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * 1099511628211u;
    return str_format(&a, "%016llx", (unsigned long long)hash);
}

/* Compares a row of cells; names the row when one differs. */
static void check_cells(const struct csv_row *wanted, const struct str *got, size_t count)
{
    CHECK_INT(wanted->count, count);
    for (size_t i = 0; i < count && i < wanted->count; i++) {
        if (str_eq(wanted->items[i].text, got[i]))
            continue;
        printf("expected line %ld, cell %zu:\n", wanted->line, i + 1);
        CHECK_STR(got[i], str_c(&a, wanted->items[i].text));
    }
}

TEST(every_entry_of_the_source_chapter_is_read)
{
    const struct chapter *c = source_chapter();
    struct csv_reader csv;
    struct csv_row row = {0};
    struct faults faults;
    size_t i = 0;
    REQUIRE(c && open_expected("azerbaijan-2019-entries.csv", &csv, &faults));
    for (; csv_next(&csv, &a, &row) && i < c->entries.count; i++, row = (struct csv_row){0}) {
        const struct chapter_entry *e = &c->entries.items[i];
        struct str got[] = {e->table,
                            number(e->line),
                            e->sector,
                            e->name,
                            e->years,
                            e->marks,
                            e->sources,
                            number((long long)e->text.n),
                            fingerprint(e->text)};
        check_cells(&row, got, sizeof got / sizeof *got);
    }
    CHECK_INT(i, 21);
    CHECK_INT(c->entries.count, 21);
}

TEST(every_action_of_the_source_chapter_is_read)
{
    const struct chapter *c = source_chapter();
    struct csv_reader csv;
    struct csv_row row = {0};
    struct faults faults;
    size_t i = 0;
    REQUIRE(c && open_expected("azerbaijan-2019-actions.csv", &csv, &faults));
    for (; csv_next(&csv, &a, &row) && i < c->actions.count; i++, row = (struct csv_row){0}) {
        const struct chapter_action *x = &c->actions.items[i];
        struct str got[] = {x->area,
                            number(x->line),
                            number(x->first_year),
                            number(x->last_year),
                            x->years_text,
                            number((long long)x->text.n),
                            fingerprint(x->text)};
        check_cells(&row, got, sizeof got / sizeof *got);
    }
    CHECK_INT(i, 23);
    CHECK_INT(c->actions.count, 23);
}

TEST(every_citation_group_of_the_source_chapter_is_listed)
{
    const struct chapter *c = source_chapter();
    struct csv_reader csv;
    struct csv_row row = {0};
    struct faults faults;
    size_t i = 0, odd = 0;
    REQUIRE(c && open_expected("azerbaijan-2019-citations.csv", &csv, &faults));
    for (; csv_next(&csv, &a, &row) && i < c->citations.count; i++, row = (struct csv_row){0}) {
        const struct chapter_citation *x = &c->citations.items[i];
        struct str got[] = {number(x->line), x->printed, x->normal};
        check_cells(&row, got, sizeof got / sizeof *got);
        odd += !str_eq(x->printed, x->normal);
    }
    CHECK_INT(i, 143);
    CHECK_INT(c->citations.count, 143);
    CHECK_INT(odd, 1);
}

TEST(every_passage_of_the_source_chapter_is_read)
{
    const struct chapter *c = source_chapter();
    struct csv_reader csv;
    struct csv_row row = {0};
    struct faults faults;
    size_t i = 0;
    REQUIRE(c && open_expected("azerbaijan-2019-passages.csv", &csv, &faults));
    for (; csv_next(&csv, &a, &row) && i < c->passages.count; i++, row = (struct csv_row){0}) {
        const struct chapter_passage *p = &c->passages.items[i];
        struct str got[] = {
            p->section,          p->kind, number(p->line), p->sources, number((long long)p->text.n),
            fingerprint(p->text)};
        check_cells(&row, got, sizeof got / sizeof *got);
    }
    CHECK_INT(i, 44);
    CHECK_INT(c->passages.count, 44);
}

TEST(all_references_of_azerbaijan_2019_are_there_and_cited)
{
    const struct chapter *c = read_file("../shared/reference/chapters/text/Azerbaijan-2019.txt");
    REQUIRE(c);
    CHECK_INT(c->references.count, 62);
    CHECK_INT(c->references.items[61].number, 62);
    CHECK_INT(c->citations.count, 143);
    CHECK_INT(remarks_of(c, "Reference"), 0);
    CHECK_INT(c->entries.count, 21);
    CHECK_INT(c->actions.count, 23);
}
