#include "base/arena.h"
#include "law/judge.h"
#include "law/sql.h"
#include "test.h"

static struct arena arena;
static struct faults faults;

static const struct law *load(const char *rules)
{
    faults = (struct faults){.arena = &arena};
    return law_load(
        &arena,
        &(struct law_source){.pack = S("az"), .rules_file = S("r.yaml"), .rules = str_of(rules)},
        &faults);
}

#define RULE(id, inside)                                                                           \
    "rules:\n  " id ":\n    means: Some words\n    severity: minor\n" inside                       \
    "    fires: [{birth_date: 2010-01-01, start_date: 2019-01-01}]\n"                              \
    "    silent: [{birth_date: 1980-01-01, start_date: 2019-01-01}]\n"

static void refused(const char *rules, long line, long column, const char *part)
{
    CHECK(!load(rules));
    if (!faults.count) {
        test_fail(__FILE__, __LINE__, "no fault");
        return;
    }
    struct str said = fault_english(&arena, &faults.items[0]);
    if (faults.items[0].line != line || faults.items[0].column != column ||
        !str_contains(said, str_of(part)))
        test_fail(__FILE__, __LINE__, str_c(&arena, said));
}

TEST(a_rule_file_is_refused_with_file_line_and_column)
{
    refused("rules:\n  A:\n   - b: [c\n", 4, 1, "");
    refused("rules: []\n", 1, 0, "a rule in it at least");
    refused(RULE("A", "    in_force: [{from: 1999-07-01, when: age < 15 and}]\n"), 5, 53,
            "age, a column or a value is expected here");
    refused(RULE("A", "    in_force: [{from: 1999-07-32, when: age < 15}]\n"), 5, 23, "is no day");
    refused(RULE("A", "    in_force: [{when: age < 15}]\n    in_farce: x\n"), 6, 5,
            "\"in_farce\" is not known here");
    refused(RULE("a b", "    in_force: [{when: age < 15}]\n"), 3, 0, "no name of a rule");
    refused(RULE("A", "    in_force: []\n"), 5, 0, "since when the rule holds");
    refused(RULE("A", "    in_force: [{from: 2000-01-02, to: 2000-01-01, when: age < 15}]\n"), 5,
            39, "ends before it begins");
    refused(RULE("A", "    in_force: [{to: 2001-01-01, when: age < 15}, {from: 2001-01-01, when: "
                      "age < 16}]\n"),
            5, 0, "before the time named in front of it has ended");
    refused("rules:\n  A:\n    means: x\n    severity: heavy\n    in_force: [{when: age < 3}]\n", 4,
            15, "formal, minor, serious, grave");
    refused(RULE("A", "    in_force: [{when: age < 15}]\n    alone: perhaps\n"), 6, 12,
            "true or false");
    refused("rules:\n  A:\n    means: x\n    severity: minor\n    in_force: [{when: age < 3}]\n"
            "    fires: [{birthdate: 2}]\n    silent: [{sex: f}]\n",
            6, 14, "no column \"birthdate\"");
    refused("rules:\n  A:\n    means: x\n    severity: minor\n    in_force: [{when: age < 3}]\n"
            "    fires: [{sex: f}]\n",
            3, 0, "\"silent\" is missing");
}

TEST(a_rule_that_changed_is_judged_by_the_day)
{
    const struct law *law =
        load(RULE("A", "    in_force: [{from: 2000-01-01, to: 2009-12-31, when: age < 14},\n"
                       "               {from: 2010-01-01, when: age < 15, amended: By an act}]\n"));
    static const struct {
        const char *birth, *start;
        bool fires;
    } cases[] = {{"1995-06-01", "2009-12-31", false},
                 {"1995-12-31", "2010-01-01", true},
                 {"1996-01-02", "2009-12-31", true},
                 {"1980-01-01", "1999-12-31", false},
                 {"1990-01-01", "1999-12-31", false}};
    REQUIRE(law != NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str cells[LAW_COLUMNS] = {
            [LAW_BIRTH_DATE] = str_of(cases[i].birth), [LAW_START_DATE] = str_of(cases[i].start)};
        struct law_contract c;
        law_contract_read(&c, cells, law->columns);
        CHECK_INT(law_judge(law, &c).rules != 0, cases[i].fires);
    }
    CHECK_INT(law->adult_age, 15);
}

TEST(an_example_that_is_wrong_is_named)
{
    const struct law *law = load("rules:\n  A:\n    means: x\n    severity: minor\n    in_force: "
                                 "[{when: age < 15}]\n    fires: [{birth_date: 1980-01-01, "
                                 "start_date: 2019-01-01}]\n    silent:\n      - {birth_date: "
                                 "2010-01-01, start_date: 2019-01-01}\n");
    REQUIRE(law != NULL);
    CHECK_INT(law_test(law, &arena, &faults), 2);
    CHECK_INT(faults.total, 2);
    CHECK_STR(fault_english(&arena, &faults.items[0]),
              "r.yaml:6: A is to fire on this example and is silent. What fires: -.");
    CHECK_STR(fault_english(&arena, &faults.items[1]),
              "r.yaml:8: A is to be silent on this example and fires.");
}

TEST(a_list_given_stands_in_for_the_packs)
{
    const struct law_list_given given[] = {{S("hazardous"), S("mine.csv"), S("code\n8510\n")},
                                           {S("unknown"), S("x.csv"), S("code\n1\n")}};
    struct law_source source = {.pack = S("az"), .lists = given, .list_count = 1};
    faults = (struct faults){.arena = &arena};
    const struct law *law = law_load(&arena, &source, &faults);
    REQUIRE(law != NULL);
    CHECK_INT(law->lists.items[0]->count, 1);
    CHECK_STR(law->lists.items[0]->file, "mine.csv");
    source.list_count = 2;
    CHECK(!law_load(&arena, &source, &faults));
    CHECK(str_contains(fault_english(&arena, &faults.items[0]), S("The lists are: hazardous.")));
}

TEST(the_sql_names_every_rule_and_doubles_quotes)
{
    const struct law *law = load(RULE("A", "    in_force: [{when: sex = 'o' or age < 15}]\n"));
    REQUIRE(law != NULL);
    struct str sql = law_sql(&arena, law, LAW_POSTGRES);
    CHECK(str_contains(sql, S("law_sex = 'o'")));
    CHECK(str_contains(sql, S("CASE WHEN law_rule_1 THEN 'A' END")));
    CHECK(str_contains(law_sql(&arena, law, LAW_DUCKDB), S("TRY_CAST")));
    enum law_dialect dialect;
    CHECK(!law_dialect_find(S("oracle"), &dialect));
}
