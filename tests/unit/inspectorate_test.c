/* Adequacy, concentration, points of risk, and checklists that go out and come back. */
#include "access_help.h"
#include "base/csv.h"
#include "inspectorate/adequacy.h"
#include "inspectorate/checklist_form.h"
#include "inspectorate/concentration.h"
#include "inspectorate/risk.h"

/* --- how many inspectors are needed --- */

TEST(published_needs_are_reproduced)
{
    static const struct {
        const char *country;
        int64_t workers, ratio, needed;
    } published[] = {
        {"Botswana", 1177000, 15000, 78},      {"Comoros", 278500, 40000, 7},
        {"Guyana", 313000, 15000, 21},         {"Namibia", 956800, 15000, 64},
        {"Moldova", 1295000, 20000, 65},       {"Kazakhstan", 8970000, 20000, 449},
        {"Ukraine", 17990000, 20000, 900},     {"Azerbaijan", 5118000, 20000, 256},
        {"least of 256", 5110000, 20000, 256}, {"most of 256", 5129999, 20000, 256},
        {"5 million", 5000000, 20000, 250},    {"below", 5109999, 20000, 255},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        CHECK_INT(adequacy_needed(published[i].workers, published[i].ratio), published[i].needed);
    CHECK_INT(adequacy_needed(0, 20000), 0);
    CHECK_INT(adequacy_needed(5118000, 0), 0);
    CHECK_INT(adequacy_needed(INT64_MAX, 1), INT64_MAX);
}

TEST(a_gap_is_posts_and_percent)
{
    struct adequacy of_2019 = adequacy_of(5118000, 20000, 177);
    CHECK_INT(of_2019.needed, 256);
    CHECK_INT(of_2019.missing, 79);
    CHECK(!of_2019.enough);
    CHECK(of_2019.percent > 69.1 && of_2019.percent < 69.2);
    struct adequacy of_2018 = adequacy_of(5118000, 20000, 232);
    CHECK_INT(of_2018.missing, 24);
    CHECK(of_2018.percent > 90.6 && of_2018.percent < 90.7);
    CHECK(adequacy_of(5118000, 20000, 256).enough);
}

TEST(each_kind_of_economy_has_its_ratio)
{
    CHECK_INT(adequacy_ratio(real_model(), S("industrial")), 10000);
    CHECK_INT(adequacy_ratio(real_model(), S("developing")), 15000);
    CHECK_INT(adequacy_ratio(real_model(), S("transition")), 20000);
    CHECK_INT(adequacy_ratio(real_model(), S("less_developed")), 40000);
    CHECK_INT(adequacy_ratio(real_model(), S("moon")), 0);
}

/* --- concentration --- */

static bool near(double one, double two)
{
    return one - two < 1e-9 && two - one < 1e-9;
}

TEST(concentration_is_between_even_and_all_in_one)
{
    int64_t even[] = {5, 5, 5, 5}, one[] = {0, 20, 0, 0}, half[] = {10, 5, 5, 0}, none[] = {0, 0};
    CHECK(near(concentration_same(even, 4), 0.25));
    CHECK(near(concentration_same(one, 4), 1));
    CHECK(near(concentration_same(half, 4), 0.375));
    CHECK(near(concentration_same(none, 2), 0));
    CHECK(near(concentration_gini(even, 4), 0));
    CHECK(near(concentration_gini(one, 4), 0.75));
    CHECK(near(concentration_gini(half, 4), 0.375));
    CHECK(near(concentration_gini(none, 2), 0));
    CHECK(near(concentration_share(95, 177), 9500.0 / 177));
}

/* --- risk --- */

static const struct risk_weights *weights(void)
{
    struct faults faults = {.arena = &a};
    const struct risk_weights *w = risk_load(&a, S("az"), &faults);
    if (!w)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[0])));
    return w;
}

TEST(points_are_the_sum_of_their_reasons)
{
    const struct risk_weights *w = weights();
    REQUIRE(w);
    struct risk_facts farm = {
        .industry = S("A01"), .district = S("SAT"), .size_known = true, .workers = 30};
    farm.found[RISK_CHILDREN] = 1;
    farm.found[RISK_VIOLATIONS] = 2;
    farm.found[RISK_COMPLAINTS] = 3;
    farm.found[RISK_HITS] = 1;
    farm.found[RISK_DISTRICT] = 2;
    struct risk r = risk_of(w, &farm);
    CHECK_STR(r.sector, "agriculture");
    CHECK_INT(r.by_reason[RISK_SECTOR], 12);
    CHECK_INT(r.by_reason[RISK_SEASON], 12);
    CHECK_INT(r.by_reason[RISK_CHILDREN], 12);
    CHECK_INT(r.by_reason[RISK_VIOLATIONS], 8);
    CHECK_INT(r.by_reason[RISK_HITS], 3);
    CHECK_INT(r.by_reason[RISK_COMPLAINTS], 6);
    CHECK_INT(r.by_reason[RISK_DISTRICT], 4);
    CHECK_INT(r.by_reason[RISK_SIZE], 3);
    CHECK_INT(r.by_reason[RISK_UNVISITED], 3);
    int64_t sum = 0;
    for (int i = 0; i < RISK_REASONS; i++)
        sum += r.by_reason[i];
    CHECK_INT(r.points, sum);
    CHECK_INT(r.points, 63);
}

TEST(points_end_where_the_weights_say)
{
    const struct risk_weights *w = weights();
    REQUIRE(w);
    struct risk_facts shop = {.industry = S("G47"), .district = S("BA"), .visited = true};
    for (int i = 0; i < RISK_REASONS; i++)
        shop.found[i] = INT64_MAX;
    struct risk r = risk_of(w, &shop);
    CHECK_INT(r.by_reason[RISK_CHILDREN], 36);
    CHECK_INT(r.by_reason[RISK_VIOLATIONS], 16);
    CHECK_INT(r.by_reason[RISK_HITS], 12);
    CHECK_INT(r.by_reason[RISK_COMPLAINTS], 10);
    CHECK_INT(r.by_reason[RISK_DISTRICT], 8);
    CHECK_INT(r.by_reason[RISK_SIZE], 2);
    CHECK_INT(r.by_reason[RISK_UNVISITED], 0);
    CHECK(!r.season);
}

TEST(a_season_belongs_to_a_sector_and_a_district)
{
    const struct risk_weights *w = weights();
    REQUIRE(w);
    struct risk cotton =
        risk_of(w, &(struct risk_facts){.industry = S("A01"), .district = S("SAB")});
    REQUIRE(cotton.season);
    CHECK_STR(cotton.season->label, "Cotton"); /* twelve points beat the six of sugar beet */
    CHECK_INT(cotton.month, 9);
    CHECK(!risk_of(w, &(struct risk_facts){.industry = S("A01"), .district = S("GA")}).season);
    CHECK(!risk_of(w, &(struct risk_facts){.industry = S("F41"), .district = S("SAB")}).season);
    CHECK(!risk_of(w, &(struct risk_facts){.district = S("SAB")}).sector.n);
    CHECK_STR(risk_sector_of(w, S("g45"))->sector, "car_repair");
    CHECK_STR(risk_sector_of(w, S("Z99"))->sector, "other");
}

static void refuses_weights(const char *yaml, long line)
{
    struct faults faults = {.arena = &a};
    CHECK(!risk_read(&a, str_of(yaml), S("risk.yaml"), &faults));
    REQUIRE(faults.count > 0);
    CHECK_INT(faults.items[0].line, line);
}

TEST(wrong_weights_are_named_by_line)
{
    refuses_weights(
        "version: x\nvisits_per_inspector: 1\nsectors:\n  - {sector: a, isic: [A], points: many}\n",
        4);
    refuses_weights(
        "version: x\nvisits_per_inspector: 1\nsectors:\n  - {sector: a, isic: [A], points: 1}\n"
        "seasons:\n  - {sector: a, months: [13], districts: [BA], points: 1}\n",
        6);
    refuses_weights(
        "version: x\nvisits_per_inspector: -1\nsectors:\n  - {sector: a, isic: [A], points: 1}\n",
        2);
    refuses_weights(
        "version: x\nvisits_per_inspector: 1\nsectors:\n  - {sector: a, isic: [A], points: 1}\n"
        "size:\n  unknown: 1\n  steps:\n    - {from: 5, points: 1}\n    - {from: 5, points: 2}\n",
        9);
}

/* --- checklists --- */

static const struct checklist *list(void)
{
    struct faults faults = {.arena = &a};
    const struct checklist *l = checklist_load(&a, S("az"), S("work"), &faults);
    if (!l)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[0])));
    return l;
}

static struct str as_it_is(void *context, struct str english)
{
    (void)context;
    return english;
}
static const struct checklist_words english = {as_it_is, NULL};

/* The file of an inspection with one answer put into the line of a question. */
static struct str filled(struct str file, const char *question, const char *answer,
                         const char *note)
{
    struct buffer b = {.arena = &a};
    struct faults faults = {.arena = &a};
    struct csv_reader csv;
    struct csv_row row = {0};
    csv_start(&csv, file, ',', &faults);
    for (; csv_next(&csv, &a, &row); row = (struct csv_row){0}) {
        struct str cells[32];
        for (size_t i = 0; i < row.count; i++)
            cells[i] = row.items[i].text;
        if (str_eq(cells[4], str_of(question))) {
            cells[9] = str_of(answer);
            cells[10] = str_of(note);
        }
        csv_write_row(&b, cells, row.count, true);
    }
    return buffer_str(&b);
}

static bool is_new(const struct checklist_results *r, size_t n)
{
    return r->by_outcome[CHECKLIST_NEW] == n && r->count == n;
}

TEST(a_checklist_goes_out_and_comes_back)
{
    const struct checklist *l = list();
    struct faults faults = {.arena = &a};
    struct checklist_answers none = {0};
    struct checklist_form form;
    struct checklist_results results;
    REQUIRE(l);
    struct str file = checklist_file(&a, l, S("I-2014-0001"), S("catering"), &none, &english);
    REQUIRE(checklist_file_read(&a, l, file, &form, &faults));
    CHECK_INT(form.count, 0); /* nothing was filled in */
    CHECK_STR(form.inspection, "I-2014-0001");
    file = filled(file, "W3", "Bəli", "A boy, perhaps 13");
    file = filled(file, "W1", "12", "");
    REQUIRE(checklist_file_read(&a, l, file, &form, &faults));
    checklist_compare(&a, &form, &none, &results);
    CHECK(is_new(&results, 2));
    CHECK_STR(form.items[0].answer, "12");
    CHECK_STR(form.items[1].answer, "yes");
    CHECK_STR(form.items[1].note, "A boy, perhaps 13");
}

TEST(a_checklist_leaves_out_what_its_sector_does_not_ask)
{
    const struct checklist *l = list();
    struct checklist_answers none = {0};
    REQUIRE(l);
    struct str kitchen = checklist_file(&a, l, S("I-1"), S("catering"), &none, &english);
    struct str farm = checklist_file(&a, l, S("I-1"), S("agriculture"), &none, &english);
    CHECK(!str_contains(kitchen, S(",F3,")));
    CHECK(str_contains(farm, S(",F3,")));
    CHECK(str_contains(checklist_file(&a, l, S("I-1"), S(""), &none, &english), S(",F3,")));
}

TEST(an_older_form_does_not_overwrite_a_newer_answer)
{
    const struct checklist *l = list();
    struct faults faults = {.arena = &a};
    struct checklist_answered newer = {S("W3"), S("no"), S(""), 2, NULL};
    struct checklist_answered known = {S("W1"), S("12"), S(""), 1, NULL};
    struct checklist_answers answers = {.form_number = 1}, later = {0};
    struct checklist_form form;
    struct checklist_results results;
    REQUIRE(l);
    *arena_push(&a, &answers) = known;
    struct str file = checklist_file(&a, l, S("I-1"), S(""), &answers, &english);
    file = filled(filled(filled(file, "W3", "yes", ""), "W1", "13", ""), "H2", "yes", "");
    REQUIRE(checklist_file_read(&a, l, file, &form, &faults));
    CHECK_INT(form.form_number, 1);
    *arena_push(&a, &later) = known;
    *arena_push(&a, &later) = newer;
    later.form_number = 2;
    checklist_compare(&a, &form, &later, &results);
    CHECK_INT(results.by_outcome[CHECKLIST_CONFLICT], 1);
    CHECK_INT(results.by_outcome[CHECKLIST_CHANGED], 1); /* W1 was known to the form */
    CHECK_INT(results.by_outcome[CHECKLIST_NEW], 1);
    for (size_t i = 0; i < results.count; i++)
        if (results.items[i].outcome == CHECKLIST_CONFLICT) {
            CHECK_STR(results.items[i].mine->answer, "yes");
            CHECK_STR(results.items[i].theirs->answer, "no");
        }
    /* the same answer is no conflict, whoever gave it first */
    form.items[1].answer = S("no");
    checklist_compare(&a, &form, &later, &results);
    CHECK_INT(results.by_outcome[CHECKLIST_CONFLICT], 0);
}

TEST(wrong_lines_of_a_form_are_named)
{
    static const struct {
        const char *lines, *why;
        long line;
    } wrong[] = {
        {"I-1,work,1,0,W99,yes,\n", "no question \"W99\"", 2},
        {"I-1,work,1,0,W3,perhaps,\n", "\"perhaps\" is no answer to W3", 2},
        {"I-1,work,1,0,W1,yes,\nI-1,work,1,0,H3,-4,\n", "write a number", 2},
        {"I-1,work,1,0,E2,31.12.2003,\n", "2003", 2},
        {"I-1,work,1,0,W1,1,\nI-2,work,1,0,W2,1,\n", "inspection \"I-2\"", 3},
        {"I-1,work,1,0,W1,1,\nI-1,work,1,3,W2,1,\n", "another form", 3},
        {"I-1,house,1,0,W1,1,\n", "checklist \"house\"", 2},
        {"I-1,work,one,0,W1,1,\n", "\"one\"", 2},
        {"I-1,work,1,0,W1,1,\nI-1,work,1,0,W1,2,\n", "twice", 3},
        {"I-1,work,1,0,W1,,something\n", "a note", 2},
    };
    const struct checklist *l = list();
    REQUIRE(l);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct faults faults = {.arena = &a};
        struct checklist_form form;
        struct str file = str_format(
            &a, "inspection,checklist,edition,form,question,answer,note\n%s", wrong[i].lines);
        CHECK(!checklist_file_read(&a, l, file, &form, &faults));
        REQUIRE(faults.count > 0);
        struct str said = fault_english(&a, &faults.items[0]);
        if (!str_contains(said, str_of(wrong[i].why)))
            printf("%.*s\n", STR_ARG(said));
        CHECK(str_contains(said, str_of(wrong[i].why)));
        CHECK_INT(faults.items[0].line, wrong[i].line);
    }
    struct faults faults = {.arena = &a};
    struct checklist_form form;
    CHECK(!checklist_file_read(&a, l, S("inspection,checklist\n"), &form, &faults));
    CHECK(!checklist_file_read(&a, l, S(""), &form, &faults));
    CHECK(!checklist_file_read(&a, l, S("a\0b"), &form, &faults));
}

static void refuses_checklist(const char *yaml)
{
    struct faults faults = {.arena = &a};
    CHECK(!checklist_read(&a, str_of(yaml), S("c.yaml"), &faults));
}

TEST(a_checklist_that_contradicts_itself_is_refused)
{
#define HEAD "checklist: c\nedition: 1\ntitle: T\nparts:\n  - title: P\n    questions:\n"
    refuses_checklist(HEAD "      - {code: A, kind: colour, label: L}\n");
    refuses_checklist(
        HEAD "      - {code: A, kind: text, label: L}\n      - {code: a, kind: text, label: M}\n");
    refuses_checklist(HEAD "      - {code: A, kind: text, label: L, breach: \"yes\"}\n");
    refuses_checklist(HEAD "      - {kind: text, label: L}\n");
    refuses_checklist("checklist: c\ntitle: T\nparts: []\n");
}
