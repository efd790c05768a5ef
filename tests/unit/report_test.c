#include "base/json.h"
#include "report/render.h"
#include "report/report.h"
#include "report_help.h"

static struct node *report_of(struct office *o, int year, struct str basis)
{
    const struct report_request r = {
        .instrument = o->instrument, .country = S("Azerbaijan"), .year = year, .basis = basis};
    struct node *report = report_findings(o->session, &o->arena, &r, &o->faults);
    if (!report)
        office_tell(o);
    return report;
}

static void figure(struct office *o, struct str profile, const char *key, int year,
                   const char *rest)
{
    ADD(o, "figure", "profile: %.*s | key: %s | year: %d | %s", STR_ARG(profile), key, year, rest);
}

/* The item of a list whose member says so. */
static const struct node *item(const struct node *list, const char *member, const char *text)
{
    for (size_t i = 0; i < node_count(list); i++)
        if (str_eq(node_get_str(node_at(list, i), str_of(member)), str_of(text)))
            return node_at(list, i);
    return NULL;
}

static const struct node *table(const struct node *report, const char *key)
{
    return item(node_get(report, S("tables")), "key", key);
}

static const struct node *cell_of(const struct node *report, const char *table_key, const char *row,
                                  size_t column)
{
    const struct node *rows = node_get(table(report, table_key), S("rows"));
    return node_at(node_get(item(rows, "key", row), S("cells")), column);
}

static const struct node *figure_of(const struct node *report, const char *key, int year)
{
    const struct node *list = node_get(report, S("figures"));
    for (size_t i = 0; i < node_count(list); i++)
        if (str_eq(node_get_str(node_at(list, i), S("key")), str_of(key)) &&
            node_get_int(node_at(list, i), S("year"), 0) == year)
            return node_at(list, i);
    return NULL;
}

/* A small chapter with a table missing between two that are there. */
static struct str small_chapter(struct office *o)
{
    struct str p = office_profile(o, 2019, "chapter");
    figure(o, p, "working", 2019,
           "state: value | number: 4.5 | text: 4.5 (70,034) | age_text: 5 to 14 | line: 33");
    figure(o, p, "working_population", 2019, "state: value | number: 70034 | text: 70,034");
    figure(o, p, "ilo_c138", 2019, "state: value | answer: yes");
    figure(
        o, p, "minimum_age_work", 2019,
        "state: value | answer: no | age: 15 | age_text: 15 | legislation: Article 42 | sources: "
        "2");
    figure(o, p, "labor_inspectors", 2018, "state: value | number: 232 | sources: 1");
    figure(o, p, "labor_inspectors", 2019, "state: value | number: 177 | sources: 1,3");
    figure(o, p, "labor_inspections", 2019, "state: value | number: 1500 | text: 1500");
    figure(o, p, "labor_inspections_worksite", 2019, "state: value | number: 0");
    figure(o, p, "inspector_new_law_training", 2019, "state: not_applicable");
    figure(o, p, "labor_inspectorate_funding", 2019, "state: unknown");
    ADD(o, "entry",
        "profile: %.*s | table: policies | position: 1 | name: State Program | years: 2018-2025 | "
        "text: Plans a survey (1-3) | sources: 1-3 | line: 90",
        STR_ARG(p));
    ADD(o, "suggested_action",
        "profile: %.*s | position: 1 | area: enforcement | text: Inspect | first_year: 2016 | "
        "last_year: 2019",
        STR_ARG(p));
    for (int i = 1; i <= 3; i++)
        ADD(o, "reference", "profile: %.*s | number: %d | text: Source %d", STR_ARG(p), i, i);
    ADD(o, "passage",
        "profile: %.*s | position: 1 | section: prevalence | kind: paragraph | text: Children work "
        "(2). | sources: 2",
        STR_ARG(p));
    return p;
}

TEST(tables_are_numbered_as_they_come_out)
{
    struct office *o = office_open();
    small_chapter(o);
    const struct node *report = report_of(o, 2019, S(""));
    REQUIRE(report != NULL);
    CHECK_INT(node_count(node_get(report, S("tables"))), 6);
    CHECK_INT(node_get_int(table(report, "ratifications"), S("number"), 0), 2);
    CHECK_INT(node_get_int(table(report, "labor_enforcement"), S("number"), 0), 4);
    CHECK_INT(node_get_int(table(report, "policies"), S("number"), 0), 5);
    CHECK_STR(node_get_str(table(report, "actions"), S("heading")),
              "Table 6. Suggested government actions to eliminate child labour");
    CHECK(table(report, "mechanisms") == NULL);
    CHECK_STR(node_get_str(figure_of(report, "labor_inspectors", 2019), S("table")), "4");
    office_close(o);
}

TEST(figures_say_state_value_and_sources)
{
    struct office *o = office_open();
    small_chapter(o);
    const struct node *report = report_of(o, 2019, S(""));
    const struct node *f = figure_of(report, "working", 2019);
    REQUIRE(f != NULL);
    CHECK(node_get(f, S("value"))->real == 4.5);
    CHECK_INT(node_get_int(f, S("count"), 0), 70034);
    CHECK_STR(node_get_str(f, S("text")), "4.5");
    f = figure_of(report, "labor_inspectors", 2019);
    CHECK_INT(node_get_int(f, S("value"), 0), 177);
    CHECK_INT(node_count(node_get(f, S("sources"))), 2);
    CHECK_INT(node_at(node_get(f, S("sources")), 1)->integer, 3);
    f = figure_of(report, "minimum_age_work", 2019);
    CHECK_STR(node_get_str(f, S("value")), "no");
    CHECK_INT(node_get_int(f, S("age"), 0), 15);
    f = figure_of(report, "labor_inspectorate_funding", 2019);
    CHECK_STR(node_get_str(f, S("state")), "unknown");
    CHECK_STR(node_get_str(f, S("text")), "Unknown");
    CHECK(node_get(f, S("value")) == NULL);
    CHECK_STR(node_get_str(figure_of(report, "inspector_new_law_training", 2019), S("text")),
              "N/A");
    CHECK_STR(node_get_str(figure_of(report, "labor_inspections", 2019), S("text")), "1,500");
    CHECK_STR(node_get_str(figure_of(report, "labor_inspections_worksite", 2019), S("text")), "0");
    CHECK(figure_of(report, "labor_inspectors", 2018) != NULL);
    CHECK_STR(node_get_str(node_get(report, S("assessment")), S("label")),
              "Minimal Advancement – Efforts Made but Continued Law that Delayed Advancement");
    office_close(o);
}

TEST(rows_show_both_years_and_what_changed)
{
    struct office *o = office_open();
    small_chapter(o);
    const struct node *report = report_of(o, 2019, S(""));
    const struct node *columns = node_get(table(report, "labor_enforcement"), S("columns"));
    CHECK_STR(node_get_str(node_at(columns, 1), S("title")), "2018");
    CHECK_STR(node_get_str(node_at(columns, 2), S("title")), "2019");
    const struct node *now = cell_of(report, "labor_enforcement", "labor_inspectors", 2);
    CHECK_STR(node_get_str(now, S("text")), "177");
    CHECK_STR(node_get_str(now, S("change")), "down");
    CHECK_STR(node_get_str(now, S("citation")), "1,3");
    CHECK_STR(node_get_str(cell_of(report, "labor_enforcement", "labor_inspectors", 1), S("text")),
              "232");
    CHECK_STR(node_get_str(cell_of(report, "statistics", "working", 2), S("text")), "4.5 (70,034)");
    CHECK_STR(node_get_str(cell_of(report, "legal_standards", "minimum_age_work", 2), S("text")),
              "15");
    CHECK_INT(node_count(node_get(cell_of(report, "legal_standards", "minimum_age_work", 1),
                                  S("sources"))),
              0);
    office_close(o);
}

TEST(entries_keep_citations_and_years_get_dashes)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    ADD(o, "entry",
        "profile: %.*s | table: policies | position: 2 | name: Youth (2017-2021) | years: "
        "2017-2021",
        STR_ARG(p));
    const struct node *report = report_of(o, 2019, S(""));
    const struct node *row = node_at(node_get(table(report, "policies"), S("rows")), 1);
    CHECK_STR(node_get_str(row, S("label")), "Youth (2017–2021)");
    row = node_at(node_get(table(report, "policies"), S("rows")), 0);
    CHECK_STR(node_get_str(node_at(node_get(row, S("cells")), 0), S("text")),
              "State Program (2018–2025)");
    const struct node *parts = node_get(node_at(node_get(row, S("cells")), 1), S("parts"));
    REQUIRE(node_count(parts) == 2);
    CHECK_STR(node_get_str(node_at(parts, 0), S("text")), "Plans a survey");
    CHECK_STR(node_get_str(node_at(parts, 1), S("text")), "1-3");
    CHECK_INT(node_count(node_get(node_at(parts, 1), S("cites"))), 3);
    row = node_at(node_get(table(report, "actions"), S("rows")), 0);
    CHECK_STR(node_get_str(node_at(node_get(row, S("cells")), 2), S("text")), "2016 – 2019");
    office_close(o);
}

TEST(a_mark_is_shown_once)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    ADD(o, "entry",
        "profile: %.*s | table: sector_activities | position: 1 | sector: agriculture | text: "
        "Farming† (1) | marks: †",
        STR_ARG(p));
    ADD(o, "entry",
        "profile: %.*s | table: sector_activities | position: 2 | sector: worst_forms | text: "
        "Begging | marks: †",
        STR_ARG(p));
    const struct node *rows =
        node_get(table(report_of(o, 2019, S("")), "sector_activities"), S("rows"));
    REQUIRE(node_count(rows) == 2);
    const struct node *cells = node_get(node_at(rows, 0), S("cells"));
    CHECK_STR(node_get_str(node_at(cells, 1), S("marks")), "");
    cells = node_get(node_at(rows, 1), S("cells"));
    CHECK_STR(node_get_str(node_at(cells, 0), S("marks")), "‡");
    CHECK_STR(node_get_str(node_at(cells, 1), S("marks")), "†");
    office_close(o);
}

TEST(a_restated_value_shows_what_was_printed_before)
{
    struct office *o = office_open();
    struct str p = small_chapter(o), old = office_profile(o, 2018, "chapter");
    figure(o, old, "labor_inspectors", 2018, "state: value | number: 230");
    figure(o, old, "labor_inspections", 2018, "state: value | number: 7");
    figure(o, p, "criminal_convictions", 2018, "state: value | number: 4");
    const struct node *report = report_of(o, 2019, S(""));
    const struct node *cell = cell_of(report, "labor_enforcement", "labor_inspectors", 1);
    CHECK(node_get_bool(cell, S("restated")));
    CHECK_STR(node_get_str(node_get(cell, S("printed_before")), S("text")), "230");
    CHECK(item(node_get(report, S("findings")), "check", "restated") != NULL);
    const struct node *f = figure_of(report, "labor_inspections", 2018);
    CHECK_INT(node_get_int(f, S("report_year"), 0), 2018);
    CHECK_INT(node_get_int(report, S("previous"), 0), 2018);
    office_close(o);
}

TEST(computed_and_reported_are_both_shown_when_they_differ)
{
    struct office *o = office_open();
    small_chapter(o);
    ADD(o, "inspector", "number: 1 | started_on: 2010-05-01");
    const struct node *report = report_of(o, 2019, S("reported"));
    const struct node *cell = cell_of(report, "labor_enforcement", "labor_inspectors", 2);
    CHECK_STR(node_get_str(cell, S("text")), "177");
    CHECK(node_get_bool(cell, S("differs")));
    CHECK_STR(node_get_str(node_get(cell, S("other")), S("text")), "1");
    const struct node *other = item(node_get(report, S("alternatives")), "key", "labor_inspectors");
    REQUIRE(other != NULL);
    report = report_of(o, 2019, S("computed"));
    const struct node *f = figure_of(report, "labor_inspectors", 2019);
    CHECK_INT(node_get_int(f, S("value"), 0), 1);
    CHECK_STR(node_get_str(f, S("basis")), "computed");
    CHECK(node_get_str(f, S("question")).n > 0);
    CHECK_STR(node_get_str(figure_of(report, "labor_inspectorate_funding", 2019), S("basis")),
              "reported");
    office_close(o);
}

TEST(checks_find_parts_over_wholes_and_citations_of_nothing)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    figure(o, p, "child_labor_violations", 2019, "state: value | number: 3 | sources: 1,9");
    figure(o, p, "child_labor_penalties_imposed", 2019, "state: value | number: 4");
    figure(o, p, "routine_inspections_conducted", 2019, "state: value | answer: no");
    figure(o, p, "routine_inspections_targeted", 2019, "state: value | answer: no");
    const struct node *findings = node_get(report_of(o, 2019, S("")), S("findings"));
    const struct node *part = item(findings, "check", "part_exceeds_whole");
    REQUIRE(part != NULL);
    CHECK_STR(node_get_str(part, S("key")), "child_labor_penalties_imposed");
    CHECK_STR(node_get_str(item(findings, "check", "not_applicable_meant"), S("key")),
              "routine_inspections_targeted");
    const struct node *missing = item(findings, "check", "citation_missing");
    REQUIRE(missing != NULL);
    CHECK(str_contains(node_get_str(missing, S("text")), S("9")));
    CHECK(item(findings, "check", "reference_not_cited") == NULL);
    office_close(o);
}

TEST(sentences_follow_the_data)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    const struct node *sections = node_get(report_of(o, 2019, S("")), S("sections"));
    CHECK_INT(node_count(sections), 7);
    const struct node *law = node_get(item(sections, "key", "legal_framework"), S("sentences"));
    REQUIRE(node_count(law) == 2);
    CHECK_STR(node_get_str(node_at(law, 0), S("text")),
              "All 1 conventions are ratified (Table 2).");
    figure(o, p, "un_crc", 2019, "state: value | answer: no");
    sections = node_get(report_of(o, 2019, S("")), S("sections"));
    law = node_get(item(sections, "key", "legal_framework"), S("sentences"));
    CHECK_STR(node_get_str(node_at(law, 0), S("text")),
              "1 of 2 conventions are ratified (Table 2). Not ratified: UN CRC.");
    office_close(o);
}

TEST(parts_of_a_country_stand_apart)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    figure(o, p, "labor_inspectors", 2019, "territory: Nakhchivan | state: value | number: 9");
    const struct node *report = report_of(o, 2019, S(""));
    CHECK_INT(node_get_int(figure_of(report, "labor_inspectors", 2019), S("value"), 0), 177);
    const struct node *part = node_at(node_get(report, S("territories")), 0);
    CHECK_STR(node_get_str(part, S("territory")), "Nakhchivan");
    CHECK_INT(node_get_int(part, S("value"), 0), 9);
    office_close(o);
}

TEST(parts_of_a_country_have_rows_under_the_figure)
{
    struct office *o = office_open();
    struct str p = small_chapter(o);
    figure(o, p, "forced_labor", 2019,
           "territory: Mainland | state: value | answer: yes | legislation: Act 1");
    figure(o, p, "forced_labor", 2019, "territory: Nakhchivan | state: value | answer: no");
    figure(o, p, "criminal_convictions", 2018, "territory: Mainland | state: value | number: 3");
    const struct node *report = report_of(o, 2019, S(""));
    const struct node *rows = node_get(table(report, "legal_standards"), S("rows"));
    REQUIRE(node_count(rows) == 4);
    CHECK_STR(node_get_str(node_at(rows, 1), S("label")), "Prohibition of Forced Labor");
    const struct node *part = node_at(rows, 2);
    CHECK_STR(node_get_str(part, S("territory")), "Mainland");
    CHECK_STR(node_get_str(part, S("under")), "forced_labor");
    const struct node *cell = node_at(node_get(part, S("cells")), 1);
    CHECK_STR(node_get_str(cell, S("text")), "Yes");
    CHECK_STR(node_get_str(cell, S("territory")), "Mainland");
    /* a table with figures of parts alone keeps its place */
    CHECK_INT(node_get_int(table(report, "criminal_enforcement"), S("number"), 0), 5);
    const struct node *law =
        node_get(item(node_get(report, S("sections")), "key", "legal_framework"), S("sentences"));
    CHECK_INT(node_count(law), 1); /* no count of standards where parts answer apart */
    office_close(o);
}

static bool refused(struct office *o, const char *country, int year, const char *says)
{
    const struct report_request r = {
        .instrument = o->instrument, .country = str_of(country), .year = year};
    size_t before = o->faults.count;
    CHECK(report_findings(o->session, &o->arena, &r, &o->faults) == NULL);
    if (o->faults.count != before + 1)
        return false;
    return str_contains(fault_english(&o->arena, &o->faults.items[before]), str_of(says));
}

TEST(what_is_not_there_is_said)
{
    struct office *o = office_open();
    CHECK(refused(o, "Atlantis", 2019, "Atlantis"));
    CHECK(refused(o, "Georgia", 2019, "Import a chapter"));
    CHECK(refused(o, "AZ", 2019, "Nothing is known"));
    small_chapter(o);
    CHECK(refused(o, "azerbaijan", 2015, "There are reports for 2019"));
    office_close(o);
}

TEST(one_figure_over_the_years_with_what_was_restated)
{
    struct office *o = office_open();
    small_chapter(o);
    struct str old = office_profile(o, 2018, "chapter");
    figure(o, old, "labor_inspectors", 2018, "state: value | number: 230");
    figure(o, old, "labor_inspectors", 2017, "state: value | number: 200");
    const struct report_request r = {
        .instrument = o->instrument, .country = S("AZ"), .key = S("labor_inspectors")};
    const struct node *page = report_figure(o->session, &o->arena, &r, &o->faults);
    REQUIRE(page != NULL);
    const struct node *years = node_get(page, S("years"));
    REQUIRE(node_count(years) == 3);
    CHECK_INT(node_get_int(node_at(years, 0), S("value"), 0), 200);
    CHECK_INT(node_get_int(node_at(years, 0), S("report_year"), 0), 2018);
    CHECK_INT(node_get_int(node_at(years, 1), S("value"), 0), 230);
    CHECK_INT(node_get_int(node_at(years, 2), S("value"), 0), 177);
    const struct node *restated = node_get(page, S("restated"));
    REQUIRE(node_count(restated) == 1);
    CHECK_INT(node_get_int(node_at(restated, 0), S("value"), 0), 232);
    office_close(o);
}

TEST(two_countries_side_by_side)
{
    struct office *o = office_open();
    small_chapter(o);
    struct str p = ADD(o, "profile", "country: GE | year: 2019 | origin: edition");
    figure(o, p, "labor_inspectors", 2019, "state: value | number: 100");
    const struct report_request one = {
        .instrument = o->instrument, .country = S("AZ"), .year = 2019};
    const struct report_request two = {
        .instrument = o->instrument, .country = S("GEO"), .year = 2019};
    const struct node *page = report_compare(o->session, &o->arena, &one, &two, &o->faults);
    REQUIRE(page != NULL);
    CHECK_STR(node_get_str(node_get(page, S("two")), S("country")), "Georgia");
    const struct node *rows =
        node_get(item(node_get(page, S("tables")), "key", "labor_enforcement"), S("rows"));
    const struct node *row = item(rows, "key", "labor_inspectors");
    CHECK_INT(node_get_int(row, S("difference"), 0), -77);
    CHECK(node_get(item(rows, "key", "labor_inspections"), S("two"))->kind == NODE_NULL);
    office_close(o);
}

TEST(countries_with_their_levels_and_years)
{
    struct office *o = office_open();
    office_profile(o, 2018, "chapter");
    office_profile(o, 2019, "chapter");
    office_profile(o, 2019, "edition");
    ADD(o, "profile",
        "country: GE | year: 2018 | origin: edition | level: significant_advancement | region: "
        "Europe and Eurasia");
    const struct report_request all = {.instrument = o->instrument};
    const struct node *page = report_countries(o->session, &o->arena, &all, &o->faults);
    const struct node *countries = node_get(page, S("countries"));
    REQUIRE(node_count(countries) == 2);
    CHECK_STR(node_get_str(node_at(countries, 0), S("iso")), "AZ");
    CHECK_INT(node_count(node_get(node_at(countries, 0), S("years"))), 2);
    CHECK_STR(node_get_str(node_at(countries, 1), S("label")), "Significant Advancement");
    const struct report_request one = {.instrument = o->instrument, .year = 2019};
    page = report_countries(o->session, &o->arena, &one, &o->faults);
    CHECK_INT(node_count(node_get(page, S("countries"))), 1);
    office_close(o);
}

TEST(a_figure_is_followed_to_its_line_and_its_sources)
{
    struct office *o = office_open();
    struct str document =
        ADD(o, "document", "name: az.txt | kind: chapter_text | sha256: x | text: one\ntwo\nthree");
    struct str p = ADD(o, "profile", "country: AZ | year: 2019 | origin: chapter | document: %.*s",
                       STR_ARG(document));
    figure(o, p, "labor_inspectors", 2019, "state: value | number: 177 | sources: 2 | line: 2");
    ADD(o, "reference", "profile: %.*s | number: 2 | text: Embassy report", STR_ARG(p));
    ADD(o, "inspector", "number: 1 | started_on: 2010-05-01");
    const struct report_request r = {.instrument = o->instrument,
                                     .country = S("AZ"),
                                     .year = 2019,
                                     .key = S("labor_inspectors")};
    const struct node *page = report_origin(o->session, &o->arena, &r, &o->faults);
    office_tell(o);
    REQUIRE(page != NULL);
    const struct node *source = node_at(node_get(page, S("reported")), 0);
    CHECK_STR(node_get_str(node_get(source, S("document")), S("name")), "az.txt");
    const struct node *lines = node_get(source, S("lines"));
    REQUIRE(node_count(lines) == 3);
    CHECK_STR(node_get_str(node_at(lines, 1), S("text")), "two");
    CHECK(node_get_bool(node_at(lines, 1), S("here")));
    CHECK_STR(node_get_str(node_at(node_get(source, S("references")), 0), S("text")),
              "Embassy report");
    CHECK_INT(node_get_int(node_get(page, S("computed")), S("count"), 0), 1);
    office_close(o);
}

TEST(the_records_beneath_show_nothing_of_persons_and_firms)
{
    struct office *o = office_open();
    struct str firm = ADD(o, "employer", "tax_id: 77 | name: Secret Firm");
    struct str child = ADD(o, "person", "reference: CH-1 | birth_date: 2006-01-01");
    ADD(o, "violation",
        "number: V1 | kind: night_work | found_on: 2019-02-03 | employer: %.*s | child: %.*s",
        STR_ARG(firm), STR_ARG(child));
    const struct report_request r = {.instrument = o->instrument,
                                     .country = S("AZ"),
                                     .year = 2019,
                                     .key = S("child_labor_violations")};
    const struct node *page = report_records(o->session, &o->arena, &r, &o->faults);
    REQUIRE(page != NULL);
    struct str json = json_print(&o->arena, page, 0);
    CHECK(str_contains(json, S("Night work by a child")));
    CHECK(!str_contains(json, S("Secret")));
    CHECK(!str_contains(json, S("CH-1")));
    CHECK_INT(node_count(node_get(page, S("records"))), 1);
    office_close(o);
}

TEST(the_questionnaire_is_shown_by_sections_with_its_options)
{
    struct office *o = office_open();
    struct str q = ADD(o, "questionnaire", "country: AZ | year: 2020 | instrument: p029");
    ADD(o, "answer",
        "questionnaire: %.*s | position: 1 | question: What kinds? | number: 75 | code: 2.2 | "
        "state: "
        "value | text: a) One, c) Three | options: a,c",
        STR_ARG(q));
    ADD(o, "answer",
        "questionnaire: %.*s | position: 2 | question: Describe | number: 75.a | state: "
        "not_applicable | text: N/A",
        STR_ARG(q));
    ADD(o, "answer",
        "questionnaire: %.*s | position: 3 | question: Which groups | number: 75.a | state: "
        "not_stated",
        STR_ARG(q));
    const struct report_request r = {.instrument = o->instrument, .country = S("AZ")};
    const struct node *report = report_p029(o->session, &o->arena, &r, &o->faults);
    office_tell(o);
    REQUIRE(report != NULL);
    CHECK_INT(node_get_int(report, S("year"), 0), 2020);
    const struct node *questions =
        node_get(node_at(node_get(report, S("sections")), 0), S("questions"));
    REQUIRE(node_count(questions) == 3);
    const struct node *options = node_get(node_at(questions, 0), S("options"));
    REQUIRE(node_count(options) == 10);
    CHECK(node_get_bool(node_at(options, 0), S("ticked")));
    CHECK(!node_get_bool(node_at(options, 1), S("ticked")));
    CHECK(node_get_bool(node_at(options, 2), S("ticked")));
    CHECK_STR(node_get_str(node_at(questions, 0), S("type")), "multiple");
    CHECK_STR(node_get_str(node_at(questions, 1), S("state")), "not_applicable");
    CHECK_STR(node_get_str(node_at(questions, 2), S("type")), "text");
    office_close(o);
}
