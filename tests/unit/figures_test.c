#include "figures/question.h"
#include "report_help.h"

static bool computes_number(struct office *o, const char *key, int year, double number)
{
    const struct figure *f = office_compute(o, key, year);
    if (f && f->is_number && f->number == number && figure_has_value(f))
        return true;
    printf("%s %d: %s\n", key, year, f ? "another value" : "nothing");
    return false;
}

static bool computes(struct office *o, const char *key, int year, const char *answer)
{
    const struct figure *f = office_compute(o, key, year);
    struct str got = !f ? S("nothing") : figure_has_value(f) ? f->answer : f->state;
    if (str_eq(got, str_of(answer)))
        return true;
    printf("%s %d: %.*s and not %s\n", key, year, STR_ARG(got), answer);
    return false;
}

TEST(every_figure_is_declared_with_its_table_and_its_whole)
{
    struct office *o = office_open();
    const struct figure_definition *d =
        instrument_figure(o->instrument, S("child_labor_penalties_collected"));
    REQUIRE(d != NULL);
    CHECK_STR(d->table->key, "labor_enforcement");
    REQUIRE(d->under != NULL);
    CHECK_STR(d->under->key, "child_labor_penalties_imposed");
    CHECK(d->table->two_years);
    CHECK(d->question != NULL);
    CHECK(str_contains(d->question->text, S("below_minimum_age, hazardous_work")));
    CHECK(!str_contains(d->question->text, S("no_contract")));
    CHECK(instrument_figure(o->instrument, S("no_such_figure")) == NULL);
    CHECK_STR(instrument_state(o->instrument, S("not_applicable")), "N/A");
    office_close(o);
}

TEST(nothing_is_computed_from_an_empty_store)
{
    struct office *o = office_open();
    for (size_t i = 0; i < o->instrument->figure_count; i++) {
        const struct figure *f = NULL;
        CHECK(figure_compute(o->session, &o->arena, &o->instrument->figures[i], 2019, &f, NULL,
                             &o->faults));
        if (f)
            printf("%.*s\n", STR_ARG(o->instrument->figures[i].key));
        CHECK(f == NULL);
    }
    office_close(o);
}

TEST(inspectors_are_those_in_service_on_31_december)
{
    struct office *o = office_open();
    ADD(o, "inspector", "number: 1 | started_on: 2010-05-01");
    ADD(o, "inspector", "number: 2 | started_on: 2019-12-31");
    ADD(o, "inspector", "number: 3 | started_on: 2010-01-01 | ended_on: 2019-12-31");
    ADD(o, "inspector", "number: 4 | started_on: 2010-01-01 | ended_on: 2020-01-01");
    ADD(o, "inspector", "number: 5 | started_on: 2020-01-01");
    ADD(o, "inspector", "number: 6 | started_on: 2018 | ended_on: 2019");
    CHECK(computes_number(o, "labor_inspectors", 2019, 3));
    CHECK(computes_number(o, "labor_inspectors", 2018, 4));
    CHECK(computes_number(o, "labor_inspectors", 2020, 3));
    CHECK(office_compute(o, "labor_inspectors", 2009) == NULL);
    office_close(o);
}

TEST(a_zero_is_known_only_where_records_are_kept)
{
    struct office *o = office_open();
    CHECK(office_compute(o, "labor_inspections", 2019) == NULL);
    ADD(o, "record_keeping", "record_type: inspection | year: 2019");
    CHECK(computes_number(o, "labor_inspections", 2019, 0));
    CHECK(computes_number(o, "labor_inspections_worksite", 2019, 0));
    CHECK(computes(o, "routine_inspections_conducted", 2019, "no"));
    CHECK(computes(o, "routine_inspections_targeted", 2019, "not_applicable"));
    CHECK(office_compute(o, "labor_inspections", 2018) == NULL);
    office_close(o);
}

TEST(inspections_are_counted_by_where_and_how_they_were_made)
{
    struct office *o = office_open();
    ADD(o, "inspection", "number: 1 | conducted_on: 2019-02-01 | kind: routine | worksite: yes");
    ADD(o, "inspection", "number: 2 | conducted_on: 2019 | kind: complaint | worksite: no");
    ADD(o, "inspection", "number: 3 | conducted_on: 2018-12-31 | kind: targeted");
    ADD(o, "inspection",
        "number: 4 | conducted_on: 2019-12-31 | kind: complaint | unannounced: yes");
    CHECK(computes_number(o, "labor_inspections", 2019, 3));
    CHECK(computes_number(o, "labor_inspections_worksite", 2019, 1));
    CHECK(computes(o, "routine_inspections_conducted", 2019, "yes"));
    CHECK(computes(o, "routine_inspections_targeted", 2019, "no"));
    CHECK(computes(o, "routine_inspections_targeted", 2018, "yes"));
    CHECK(computes(o, "unannounced_inspections_conducted", 2019, "yes"));
    CHECK(computes(o, "unannounced_inspections_conducted", 2018, "no"));
    office_close(o);
}

TEST(powers_are_judged_by_what_was_in_force_at_the_end_of_the_year)
{
    struct office *o = office_open();
    struct str labor = ADD(o, "agency", "code: L | name: Inspectorate | kind: labor");
    struct str police = ADD(o, "agency", "code: P | name: Police | kind: police");
    ADD(o, "power", "agency: %.*s | kind: assess_penalties | from_on: 2000-01-01", STR_ARG(police));
    CHECK(computes(o, "inspectorate_can_penalize", 2019, "no"));
    ADD(o, "power", "agency: %.*s | kind: assess_penalties | from_on: 2019-06-01", STR_ARG(labor));
    CHECK(computes(o, "inspectorate_can_penalize", 2019, "yes"));
    CHECK(computes(o, "inspectorate_can_penalize", 2018, "no"));
    CHECK(computes(o, "unannounced_inspections_permitted", 2019, "nothing"));
    ADD(o, "power",
        "agency: %.*s | kind: unannounced_inspection | from_on: 2000-01-01 | to_on: 2015-10-31",
        STR_ARG(labor));
    CHECK(computes(o, "unannounced_inspections_permitted", 2019, "no"));
    CHECK(computes(o, "unannounced_inspections_permitted", 2014, "yes"));
    ADD(o, "record_keeping", "record_type: inspection | year: 2019");
    CHECK(computes(o, "unannounced_inspections_conducted", 2019, "not_applicable"));
    office_close(o);
}

TEST(trainings_on_new_laws_need_a_new_law)
{
    struct office *o = office_open();
    ADD(o, "training", "number: 1 | held_on: 2019-03 | kind: initial | audience: labor_inspectors");
    ADD(o, "training", "number: 2 | held_on: 2018-03 | kind: new_law | audience: labor_inspectors");
    CHECK(computes(o, "inspector_initial_training", 2019, "yes"));
    CHECK(computes(o, "inspector_refresher_training", 2019, "no"));
    CHECK(computes(o, "inspector_new_law_training", 2019, "no"));
    CHECK(computes(o, "investigator_initial_training", 2017, "nothing"));
    ADD(o, "law", "name: Labour Code | in_force_on: 1999-07-01 | subject: child_labor");
    CHECK(computes(o, "inspector_new_law_training", 2019, "not_applicable"));
    CHECK(computes(o, "inspector_new_law_training", 2018, "not_applicable"));
    ADD(o, "law", "name: New Law | in_force_on: 2018-02-01 | subject: child_labor");
    CHECK(computes(o, "inspector_new_law_training", 2018, "yes"));
    CHECK(computes(o, "investigator_new_law_training", 2018, "not_applicable"));
    office_close(o);
}

/* A violation with a penalty. */
static void violation(struct office *o, const char *number, const char *kind, const char *found_on,
                      const char *penalty)
{
    struct str id =
        ADD(o, "violation", "number: %s | kind: %s | found_on: %s", number, kind, found_on);
    if (penalty)
        ADD(o, "penalty", "number: %s | violation: %.*s | %s", number, STR_ARG(id), penalty);
}

TEST(violations_and_penalties_are_those_of_child_labour)
{
    struct office *o = office_open();
    violation(o, "1", "below_minimum_age", "2019-03-01", "imposed_on: 2019-04-01");
    violation(o, "2", "hazardous_work", "2019-03-02", "imposed_on: 2020-01-10 | status: collected");
    violation(o, "3", "wages", "2019-03-03", "imposed_on: 2019-04-01 | status: collected");
    violation(o, "4", "night_work", "2019-12-31", "imposed_on: 2020-02-01 | status: cancelled");
    violation(o, "5", "below_minimum_age", "2018-03-01", NULL);
    CHECK(computes_number(o, "child_labor_violations", 2019, 3));
    CHECK(computes_number(o, "child_labor_penalties_imposed", 2019, 2));
    CHECK(computes_number(o, "child_labor_penalties_collected", 2019, 1));
    CHECK(computes_number(o, "child_labor_violations", 2018, 1));
    CHECK(office_compute(o, "child_labor_penalties_imposed", 2018) == NULL);
    ADD(o, "record_keeping", "record_type: penalty | year: 2018");
    CHECK(computes_number(o, "child_labor_penalties_imposed", 2018, 0));
    CHECK(computes_number(o, "child_labor_penalties_collected", 2018, 0));
    office_close(o);
}

TEST(two_penalties_for_one_violation_are_one_violation)
{
    struct office *o = office_open();
    struct str id = ADD(o, "violation", "number: 1 | kind: worst_form | found_on: 2019-03-01");
    ADD(o, "penalty", "number: 1 | violation: %.*s | imposed_on: 2019-04-01", STR_ARG(id));
    ADD(o, "penalty", "number: 2 | violation: %.*s | imposed_on: 2019-05-01", STR_ARG(id));
    CHECK(computes_number(o, "child_labor_penalties_imposed", 2019, 1));
    CHECK(office_compute(o, "child_labor_penalties_collected", 2019) == NULL);
    office_close(o);
}

TEST(no_child_labour_found_means_no_penalty_for_it)
{
    struct office *o = office_open();
    violation(o, "1", "wages", "2019-03-01", NULL);
    CHECK(computes_number(o, "child_labor_violations", 2019, 0));
    CHECK(computes_number(o, "child_labor_penalties_imposed", 2019, 0));
    CHECK(computes_number(o, "child_labor_penalties_collected", 2019, 0));
    office_close(o);
}

TEST(a_complaint_shows_that_there_is_a_way_to_complain)
{
    struct office *o = office_open();
    ADD(o, "complaint", "number: 1 | received_on: 2019-05-05");
    CHECK(computes(o, "complaint_mechanism", 2019, "yes"));
    ADD(o, "record_keeping", "record_type: complaint | year: 2018");
    CHECK(computes(o, "complaint_mechanism", 2018, "nothing"));
    office_close(o);
}

TEST(referral_is_reciprocal_when_both_directions_came_to_an_end)
{
    struct office *o = office_open();
    struct str labor = ADD(o, "agency", "code: L | name: Inspectorate | kind: labor");
    struct str social = ADD(o, "agency", "code: S | name: Services | kind: social");
    ADD(o, "referral",
        "number: 1 | from_agency: %.*s | to_agency: %.*s | sent_on: 2019-02-02 | outcome: done",
        STR_ARG(labor), STR_ARG(social));
    CHECK(computes(o, "labor_social_referral", 2019, "no"));
    CHECK(computes(o, "labor_social_referral", 2018, "nothing"));
    ADD(o, "referral",
        "number: 2 | from_agency: %.*s | to_agency: %.*s | sent_on: 2019-03-02 | answer: declined",
        STR_ARG(social), STR_ARG(labor));
    CHECK(computes(o, "labor_social_referral", 2019, "no"));
    ADD(o, "referral",
        "number: 3 | from_agency: %.*s | to_agency: %.*s | sent_on: 2019-03-02 | outcome: "
        "partly_done",
        STR_ARG(social), STR_ARG(labor));
    CHECK(computes(o, "labor_social_referral", 2019, "yes"));
    CHECK(computes(o, "criminal_social_referral", 2019, "no"));
    office_close(o);
}

TEST(criminal_cases_are_counted_by_the_date_of_each_step)
{
    struct office *o = office_open();
    ADD(o, "criminal_case",
        "number: 1 | offence: forced_begging | referred_on: 2018-05 | investigation_opened_on: "
        "2018-06 | substantiated_on: 2018-08 | charged_on: 2019-01 | verdict_on: 2019-12 | "
        "verdict: convicted | sentence_years: 7.5");
    ADD(o, "criminal_case",
        "number: 2 | offence: child_trafficking | investigation_opened_on: 2019-06-01 | "
        "verdict_on: 2019-12-01 | verdict: acquitted");
    CHECK(computes_number(o, "criminal_investigations", 2019, 1));
    CHECK(computes_number(o, "criminal_violations", 2019, 0));
    CHECK(computes_number(o, "criminal_prosecutions", 2019, 1));
    CHECK(computes_number(o, "criminal_convictions", 2019, 1));
    CHECK(computes(o, "criminal_penalties_imposed", 2019, "yes"));
    CHECK(computes_number(o, "criminal_convictions", 2018, 0));
    CHECK(computes(o, "criminal_penalties_imposed", 2018, "no"));
    CHECK(office_compute(o, "criminal_convictions", 2017) == NULL);
    office_close(o);
}

TEST(the_records_listed_are_those_counted)
{
    struct office *o = office_open();
    violation(o, "1", "below_minimum_age", "2019-03-01", NULL);
    violation(o, "2", "wages", "2019-03-01", NULL);
    violation(o, "3", "night_work", "2018-03-01", NULL);
    struct records found = {0};
    const struct figure_definition *d =
        instrument_figure(o->instrument, S("child_labor_violations"));
    struct figure_slice slice = {0};
    CHECK(figure_records(o->session, &o->arena, d, 2019, &slice, &found, &o->faults));
    REQUIRE(found.count == 1);
    CHECK_STR(record_text(found.items[0], "number"), "1");
    office_close(o);
}

/* --- reported --- */

static bool read_year(struct office *o, int year, enum figure_basis basis,
                      struct figure_cells *cells)
{
    struct records all = {0};
    bool good = profiles_of_country(o->session, &o->arena, S("AZ"), &all, &o->faults);
    struct profiles profiles = profiles_of_year(&all, year);
    struct profiles previous = profiles_of_year(&all, year - 1);
    const struct figure_reading r = {
        .session = o->session,
        .instrument = o->instrument,
        .profiles = &profiles,
        .previous = &previous,
        .year = year,
        .home = true,
        .basis = basis,
    };
    *cells = (struct figure_cells){0};
    return good && figures_read(&r, &o->arena, cells, &o->faults);
}

static const struct figure_cell *cell(struct office *o, const struct figure_cells *cells,
                                      const char *key, int year)
{
    return figure_cell_find(cells, instrument_figure(o->instrument, str_of(key)), year);
}

TEST(the_chapter_comes_before_the_edition_and_both_are_kept)
{
    struct office *o = office_open();
    struct figure_cells cells;
    struct str edition = office_profile(o, 2019, "edition");
    struct str chapter = office_profile(o, 2019, "chapter");
    ADD(o, "figure", "profile: %.*s | key: labor_inspectors | year: 2019 | state: unknown",
        STR_ARG(edition));
    ADD(o, "figure",
        "profile: %.*s | key: labor_inspectors | year: 2019 | state: value | number: 177",
        STR_ARG(chapter));
    ADD(o, "figure", "profile: %.*s | key: ilo_c138 | year: 2019 | state: value | answer: yes",
        STR_ARG(edition));
    ADD(o, "figure", "profile: %.*s | key: ilo_c138 | year: 2019 | state: not_stated",
        STR_ARG(chapter));
    REQUIRE(read_year(o, 2019, BASIS_REPORTED, &cells));
    const struct figure_cell *c = cell(o, &cells, "labor_inspectors", 2019);
    REQUIRE(c != NULL);
    CHECK_STR(c->chosen->origin, "chapter");
    CHECK_INT((int)c->chosen->number, 177);
    REQUIRE(c->other_count == 1);
    CHECK_STR(c->others[0]->state, "unknown");
    c = cell(o, &cells, "ilo_c138", 2019);
    REQUIRE(c != NULL);
    CHECK_STR(c->chosen->origin, "edition"); /* a lost tick gives way to what says something */
    office_close(o);
}

TEST(reported_stands_unless_computed_is_asked_for)
{
    struct office *o = office_open();
    struct figure_cells cells;
    struct str profile = office_profile(o, 2019, "chapter");
    ADD(o, "figure",
        "profile: %.*s | key: labor_inspectors | year: 2019 | state: value | number: 177",
        STR_ARG(profile));
    ADD(o, "figure", "profile: %.*s | key: complaint_mechanism | year: 2019 | state: not_stated",
        STR_ARG(profile));
    ADD(o, "inspector", "number: 1 | started_on: 2010-05-01");
    ADD(o, "complaint", "number: 1 | received_on: 2019-05-05");
    REQUIRE(read_year(o, 2019, BASIS_REPORTED, &cells));
    const struct figure_cell *c = cell(o, &cells, "labor_inspectors", 2019);
    REQUIRE(c && c->computed);
    CHECK(!c->chosen->computed);
    CHECK(!figure_same(c->reported, c->computed));
    CHECK(cell(o, &cells, "complaint_mechanism", 2019)->chosen->computed);
    CHECK(cell(o, &cells, "labor_inspectors", 2018)->chosen->computed);
    REQUIRE(read_year(o, 2019, BASIS_COMPUTED, &cells));
    CHECK_INT((int)cell(o, &cells, "labor_inspectors", 2019)->chosen->number, 1);
    office_close(o);
}

TEST(a_figure_of_last_year_is_restated_or_taken_from_last_years_report)
{
    struct office *o = office_open();
    struct figure_cells cells;
    struct str old = office_profile(o, 2018, "chapter"), now = office_profile(o, 2019, "chapter");
    ADD(o, "figure",
        "profile: %.*s | key: criminal_penalties_imposed | year: 2018 | state: value | number: 0",
        STR_ARG(old));
    ADD(o, "figure",
        "profile: %.*s | key: criminal_penalties_imposed | year: 2018 | state: value | answer: no",
        STR_ARG(now));
    ADD(o, "figure",
        "profile: %.*s | key: criminal_convictions | year: 2018 | state: value | number: 4",
        STR_ARG(old));
    REQUIRE(read_year(o, 2019, BASIS_REPORTED, &cells));
    const struct figure_cell *c = cell(o, &cells, "criminal_penalties_imposed", 2018);
    REQUIRE(c != NULL);
    CHECK(figure_restated(c));
    CHECK_STR(c->chosen->answer, "no");
    c = cell(o, &cells, "criminal_convictions", 2018);
    REQUIRE(c != NULL);
    CHECK(!figure_restated(c));
    CHECK_INT(c->chosen->report_year, 2018);
    office_close(o);
}
