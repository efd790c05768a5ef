#include "intake/answers/answers.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/utf8.h"
#include "test.h"

struct tried {
    struct arena arena;
    struct faults faults;
    const struct answers_instrument *instrument;
    const struct answers *answers;
};

static void try_reading(struct tried *t, struct str text, int year)
{
    t->faults.arena = &t->arena;
    t->instrument = answers_instrument_load(&t->arena, &t->faults);
    if (t->instrument)
        t->answers = answers_read(&t->arena, t->instrument, text, year, &t->faults);
}

static void check_refused(struct str text, const char *words)
{
    struct tried t = {0};
    try_reading(&t, text, 0);
    CHECK(t.instrument && !t.answers);
    CHECK_INT(t.faults.count, 1);
    if (t.faults.count) {
        struct str message = fault_english(&t.arena, &t.faults.items[0]);
        if (!str_contains(message, str_of(words)))
            CHECK_STR(message, words);
    }
    arena_free(&t.arena);
}

static const struct answers_question *question(const struct answers *answers, const char *number,
                                               size_t nth)
{
    static const struct answers_question none = {.line = -1};
    for (size_t s = 0; s < answers->sections.count; s++) {
        const struct answers_questions *all = &answers->sections.items[s].questions;
        for (size_t i = 0; i < all->count; i++)
            if (str_eq(all->items[i].number, str_of(number)) && nth-- == 0)
                return &all->items[i];
    }
    return &none;
}

static size_t count_questions(const struct answers *answers)
{
    size_t count = 0;
    for (size_t s = 0; s < answers->sections.count; s++)
        count += answers->sections.items[s].questions.count;
    return count;
}

static bool has_remark(const struct tried *t, const char *words)
{
    for (size_t i = 0; i < t->answers->remarks.count; i++) {
        struct arena a = {0};
        const struct chapter_remark *r = &t->answers->remarks.items[i];
        struct fault f = {.message = r->message, .details = {r->details[0], r->details[1]}};
        bool found = str_contains(fault_english(&a, &f), str_of(words));
        arena_free(&a);
        if (found)
            return true;
    }
    return false;
}

/* A made-up form in a narrow column: our own wordings of the questions, and old words of the
 * headings. */
static const char sample[] =
    "Protocol of 2014 P029\n"
    "REPORTING \n\n"
    "Fulfillment of Government’s reporting obligations \n"
    "p29 Has the government reported \nas it is bound to? \nYes\n"
    "OBSERVATIONS BY THE SOCIAL PARTNERS\n"
    "95. Comments from employers' \norganisations? [11a]\n\nNo \n\n"
    "Ratification\nRatification intention\n"
    "61. How likely is ratification of the \nprotocol?\nCertain\n"
    "62. What stands in the way of ratification? n/a\n"
    "Existence of a policy and or plan for the suppression of forced\n"
    "or compulsory labour\n"
    "63. Does a national policy and plan against every form of forced labour "
    "exist? [1.1]\nPerhaps in 2021\n\n"
    "69. What the plan against trafficking provides [1.5]\n"
    "Avaland helped\n5 people.\nRequest\nAvaland will go on with its plan\nof "
    "2022 - 2030.\f\n63 more came from Azerbaijan.\n"
    "75. Kinds of prevention [2.2]\n"
    "a) Talks (see b) below),c) Checks of \nagents ,z) Songs\n"
    "75.c. Which groups it reaches, and which practices it is against\n"
    "Porters\n"
    "90. Where new information can be read [14]\n\n"
    "84. Please say what was done to explain the matter: Nothing\n";

TEST(a_questionnaire_has_sections_and_answers)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    REQUIRE(t.answers->sections.count == 6);
    const struct answers_section *s = t.answers->sections.items;
    CHECK_STR(s[0].key, "reporting");
    CHECK_INT(s[0].questions.count, 0);
    CHECK_STR(s[1].title, "Fulfillment of Government’s reporting obligations");
    CHECK_INT(s[1].level, 2);
    CHECK_STR(s[5].key, "policy");
    CHECK_STR(question(t.answers, "p29", 0)->answer, "Yes");
    CHECK_STR(question(t.answers, "p29", 0)->type, "derived");
    CHECK_STR(question(t.answers, "95", 0)->code, "11a");
    CHECK_STR(question(t.answers, "95", 0)->text, "Comments from employers' organisations?");
    CHECK_STR(question(t.answers, "95", 0)->answer, "No");
    CHECK_INT(question(t.answers, "95", 0)->line, 9);
    arena_free(&t.arena);
}

TEST(an_answer_runs_over_lines_and_pages_and_words_that_look_like_headings)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    CHECK_STR(
        question(t.answers, "69", 0)->answer,
        "Avaland helped 5 people. Request Avaland will go on with its plan of 2022 - 2030. 63 "
        "more came from Azerbaijan.");
    arena_free(&t.arena);
}

TEST(blank_and_not_applicable_stay_apart)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    CHECK_INT(question(t.answers, "62", 0)->state, ANSWER_NOT_APPLICABLE);
    CHECK_STR(question(t.answers, "62", 0)->answer, "n/a");
    CHECK_INT(question(t.answers, "90", 0)->state, ANSWER_BLANK);
    CHECK_STR(question(t.answers, "90", 0)->answer, "");
    arena_free(&t.arena);
}

TEST(ticked_options_are_known_by_their_letters)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    const struct answers_question *q = question(t.answers, "75", 0);
    REQUIRE(q->options.count == 11);
    CHECK(q->options.items[0].ticked && q->options.items[2].ticked && q->options.items[10].ticked);
    CHECK(!q->options.items[1].ticked);
    CHECK_STR(q->options.items[0].text, "Talks (see b) below)");
    CHECK_STR(q->options.items[2].text, "Checks of agents");
    CHECK_STR(q->options.items[10].letter, "z");
    CHECK_STR(q->options.items[10].status, "unknown");
    CHECK(has_remark(&t, "question 75 has an option"));
    const struct answers_question *likely = question(t.answers, "61", 0);
    REQUIRE(likely->options.count == 4);
    CHECK(!likely->options.items[0].ticked && likely->options.items[3].ticked);
    CHECK_STR(likely->options.items[3].text, "Certain");
    arena_free(&t.arena);
}

TEST(a_question_asked_for_each_option_stands_under_its_question)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    const struct answers_question *q = question(t.answers, "75.c", 0);
    CHECK_STR(q->under, "75");
    CHECK_STR(q->key, "groups");
    CHECK_STR(q->answer, "Porters");
    arena_free(&t.arena);
}

TEST(what_is_odd_in_a_questionnaire_is_remarked)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    CHECK_STR(question(t.answers, "84", 0)->answer, "Nothing");
    CHECK_STR(question(t.answers, "84", 0)->status, "unknown");
    CHECK(has_remark(&t, "wording of question 84"));
    CHECK(has_remark(&t, "question 63 begins with neither"));
    CHECK(has_remark(&t, "Question 91 (Who was consulted"));
    CHECK(!has_remark(&t, "Question 95"));
    CHECK(!has_remark(&t, "Question 66")); /* never seen, so not missed */
    arena_free(&t.arena);
}

TEST(a_questionnaire_speaks_of_a_country_and_a_year)
{
    struct tried t = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    CHECK_STR(t.answers->country, "Azerbaijan");
    CHECK_INT(t.answers->year, 2022); /* 2030 is the end of a plan */
    try_reading(&t, str_of(sample), 2019);
    CHECK_INT(t.answers->year, 2019);
    try_reading(
        &t,
        S("Country: Côte d’Ivoire\nYear: 2018\n62. What stands in the way of ratification? In "
          "2020 nothing"),
        0);
    REQUIRE(t.answers);
    CHECK_STR(t.answers->country, "Côte d’Ivoire");
    CHECK_INT(t.answers->year, 2018);
    arena_free(&t.arena);
}

TEST(a_text_that_is_no_questionnaire_is_refused_with_a_clear_word)
{
    check_refused(S(""), "empty");
    check_refused(S(" \n\f"), "empty");
    check_refused(S("\x89PNG\r\n\x1a\n\0"), "UTF-8");
    check_refused(S("A letter about forced labour.\nIt has no questions.\n"), "not a P029");
    check_refused(S("63. Sixty-three birds sang.\n64. They flew away.\n"), "not a P029");
}

TEST(an_older_baseline_is_read_by_its_headings)
{
    struct tried t = {0};
    try_reading(
        &t,
        S("Country baseline of Fiji, Protocol of 2014\nREPORTING\nFulfillment of Government's "
          "reporting obligations YES, since 2016.\nInvolvement of Employers' and Workers' "
          "organizations in the reporting process\nYES: they were\nasked.\nRatification\n"
          "Ratification status Not ratified.\nSpecial initiatives/Progress\nNone."),
        0);
    REQUIRE(t.answers);
    CHECK_STR(t.answers->country, "Fiji");
    REQUIRE(t.answers->sections.count == 6);
    const struct answers_section *s = t.answers->sections.items;
    REQUIRE(s[1].questions.count == 1 && s[2].questions.count == 1 && s[4].questions.count == 1);
    CHECK_STR(s[1].questions.items[0].answer, "YES, since 2016.");
    CHECK_STR(s[2].questions.items[0].answer, "YES: they were asked.");
    CHECK_STR(s[4].questions.items[0].key, "ratification_status");
    CHECK_INT(s[3].questions.count, 0);
    CHECK_STR(s[5].key, "progress");
    arena_free(&t.arena);
}

static void check_same(const struct answers *one, const struct answers *two)
{
    CHECK(str_eq(one->country, two->country));
    CHECK_INT(one->year, two->year);
    REQUIRE(one->sections.count == two->sections.count);
    for (size_t s = 0; s < one->sections.count; s++) {
        const struct answers_section *a = &one->sections.items[s], *b = &two->sections.items[s];
        CHECK(str_eq(a->key, b->key) && str_eq(a->title, b->title));
        REQUIRE(a->questions.count == b->questions.count);
        for (size_t i = 0; i < a->questions.count; i++) {
            const struct answers_question *p = &a->questions.items[i], *q = &b->questions.items[i];
            CHECK(str_eq(p->number, q->number) && str_eq(p->code, q->code));
            CHECK(str_eq(p->text, q->text) && str_eq(p->answer, q->answer) && p->state == q->state);
            REQUIRE(p->options.count == q->options.count);
            for (size_t k = 0; k < p->options.count; k++)
                CHECK(p->options.items[k].ticked == q->options.items[k].ticked &&
                      str_eq(p->options.items[k].text, q->options.items[k].text));
        }
    }
}

TEST(written_answers_read_back_the_same)
{
    struct tried t = {0}, again = {0};
    try_reading(&t, str_of(sample), 0);
    REQUIRE(t.answers);
    struct str written = answers_write(&t.arena, t.instrument, t.answers);
    try_reading(&again, written, 0);
    REQUIRE(again.answers);
    check_same(t.answers, again.answers);
    arena_free(&again.arena);
    arena_free(&t.arena);
}

/* Answers that would be something else if they stood at the beginning of a line. */
TEST(answers_that_look_like_questions_read_back_the_same)
{
    struct tried t = {0}, again = {0};
    t.faults.arena = &t.arena;
    t.instrument = answers_instrument_load(&t.arena, &t.faults);
    REQUIRE(t.instrument);
    struct answers_question asked[] = {
        {.number = S("62"), .answer = S("Request")},
        {.number = S("63"), .code = S("1.1"), .answer = S("75. Kinds of prevention [2.2] a) x")},
        {.number = S("69"), .code = S("1.5"), .answer = S("[1.5] two\nlines")},
    };
    struct answers_section section = {.key = S("policy"), .questions = {asked, 3, 3}};
    struct answers made = {.year = 2020, .sections = {&section, 1, 1}};
    try_reading(&again, answers_write(&t.arena, t.instrument, &made), 0);
    REQUIRE(again.answers);
    REQUIRE(count_questions(again.answers) == 3);
    CHECK_STR(again.answers->sections.items[0].key, "policy");
    CHECK_STR(question(again.answers, "62", 0)->answer, "Request");
    CHECK_STR(question(again.answers, "63", 0)->answer, "75. Kinds of prevention [2.2] a) x");
    CHECK_STR(question(again.answers, "69", 0)->answer, "[1.5] two lines");
    arena_free(&again.arena);
    arena_free(&t.arena);
}

static struct str source(struct arena *a)
{
    struct faults faults = {.arena = a};
    struct str bytes = {0};
    if (!file_read(a, "../shared/reference/source/001_666d2161cab26232.txt", ANSWERS_LARGEST_TEXT,
                   &bytes, &faults)) {
        arena_free(a);
        test_skip("../shared is not here");
    }
    return bytes;
}

static size_t ticked(const struct answers_question *q)
{
    size_t count = 0;
    for (size_t i = 0; i < q->options.count; i++)
        count += q->options.items[i].ticked;
    return count;
}

TEST(the_source_questionnaire_is_read_whole)
{
    static const struct {
        const char *number, *code, *type, *answer; /* answer NULL: longer, looked at elsewhere */
    } wanted[] = {
        {"p29", "", "derived", "Yes"},
        {"91", "10.1", "multiple", NULL},
        {"92", "12", "list", NULL},
        {"93", "13", "list", "The Azerbaijan Trade Unions Confederation"},
        {"95", "11a", "yes_no", "No"},
        {"96", "11b", "yes_no", "No"},
        {"p29", "", "derived", NULL},
        {"61", "", "single", "Likely"},
        {"62", "", "text", "N/A"},
        {"63", "1.1", "yes_no", "Yes"},
        {"65", "1.3", "text", NULL},
        {"68", "1.5", "yes_no", "Yes"},
        {"69", "1.5", "text", NULL},
        {"70", "1.6", "yes_no", "Yes"},
        {"71", "1.6.1", "text", NULL},
        {"64", "1.2", "text", NULL},
        {"74", "2.1", "yes_no", "Yes"},
        {"75", "2.2", "multiple", NULL},
        {"75.f", "", "text", NULL},
        {"75.f", "", "text", NULL},
        {"76", "3.1", "yes_no", "Yes"},
        {"77", "3.2", "multiple", NULL},
        {"78", "4.1", "yes_no", "Yes"},
        {"79", "4.2", "multiple", NULL},
        {"80", "4.3", "yes_no", "Yes"},
        {"81", "5.1", "yes_no", "Yes"},
        {"82", "5.2", "text", "N/A"},
        {"85", "7", "text", "N/A"},
        {"90", "14", "url", ""},
        {"87", "9.1", "yes_no", "No"},
    };
    struct arena a = {0};
    struct tried t = {0};
    try_reading(&t, source(&a), 0);
    REQUIRE(t.answers);
    CHECK_INT(t.answers->remarks.count, 0);
    CHECK_STR(t.answers->country, "Azerbaijan");
    CHECK_INT(t.answers->year, 2020);
    CHECK_INT(t.answers->sections.count, 19);
    size_t n = 0, all = sizeof wanted / sizeof *wanted;
    for (size_t s = 0; s < t.answers->sections.count; s++)
        for (size_t i = 0; i < t.answers->sections.items[s].questions.count && n < all; i++, n++) {
            const struct answers_question *q = &t.answers->sections.items[s].questions.items[i];
            CHECK_STR(q->number, wanted[n].number);
            CHECK_STR(q->code, wanted[n].code);
            CHECK_STR(q->type, wanted[n].type);
            if (wanted[n].answer)
                CHECK_STR(q->answer, wanted[n].answer);
        }
    CHECK_INT(n, all);
    CHECK_INT(count_questions(t.answers), all);
    arena_free(&t.arena);
    arena_free(&a);
}

TEST(the_source_questionnaire_has_its_options_and_long_answers)
{
    struct arena a = {0};
    struct tried t = {0};
    try_reading(&t, source(&a), 0);
    REQUIRE(t.answers);
    CHECK_INT(ticked(question(t.answers, "91", 0)), 3);
    CHECK_INT(ticked(question(t.answers, "75", 0)), 10);
    CHECK_INT(question(t.answers, "75", 0)->options.count, 10);
    CHECK_INT(ticked(question(t.answers, "77", 0)), 8);
    CHECK(!question(t.answers, "77", 0)->options.items[0].ticked);
    CHECK_STR(question(t.answers, "77", 0)->options.items[0].status, "inferred");
    CHECK_INT(ticked(question(t.answers, "79", 0)), 5);
    CHECK_INT(ticked(question(t.answers, "61", 0)), 1);
    CHECK_INT(question(t.answers, "90", 0)->state, ANSWER_BLANK);
    CHECK_STR(question(t.answers, "p29", 1)->answer,
              "C 29 and C 105: ratified P29: not ratified yet");
    CHECK_STR(question(t.answers, "75.f", 0)->key, "description");
    CHECK_STR(question(t.answers, "75.f", 1)->key, "groups");
    const struct answers_question *plan = question(t.answers, "64", 0);
    CHECK(str_starts(plan->answer, S("http://e-qanun.az/framework/45470 The authorities")));
    CHECK(str_ends(plan->answer, S("State Employment Agency.")));
    CHECK(str_ends(question(t.answers, "65", 0)->answer, S("above commission")));
    arena_free(&t.arena);
    arena_free(&a);
}

TEST(the_source_questionnaire_reads_back_the_same_when_written)
{
    struct arena a = {0};
    struct tried t = {0}, again = {0};
    try_reading(&t, source(&a), 0);
    REQUIRE(t.answers);
    try_reading(&again, answers_write(&t.arena, t.instrument, t.answers), 0);
    REQUIRE(again.answers);
    check_same(t.answers, again.answers);
    CHECK_INT(again.answers->remarks.count, 0);
    arena_free(&again.arena);
    arena_free(&t.arena);
    arena_free(&a);
}

TEST(a_questionnaire_cut_in_the_middle_is_read_as_far_as_it_goes)
{
    struct arena a = {0};
    struct str whole = source(&a);
    for (size_t part = 1; part < 10; part++) {
        struct tried t = {0};
        struct str cut = str_slice(whole, 0, whole.n * part / 10);
        size_t bad;
        while (!utf8_valid(cut, &bad))
            cut.n--;
        try_reading(&t, cut, 0);
        REQUIRE(t.answers);
        CHECK(count_questions(t.answers) > part);
        CHECK(has_remark(&t, "Question 87"));
        arena_free(&t.arena);
    }
    arena_free(&a);
}
