#include "base/arena.h"
#include "intake/keep.h"
#include "place_help.h"
#include "test.h"

#include <stdio.h>
#include <unistd.h>

static char folder[40]; /* of the store */
static struct arena arena;
static struct faults faults;
static struct store *store;
static struct session *session;
static struct keep_done done;

static bool start(void)
{
    snprintf(folder, sizeof folder, "/tmp/himaya-keep-XXXXXX");
    if (!mkdtemp(folder))
        return false;
    const char *place = place_in(&arena, folder);
    place_use(place);
    faults = (struct faults){.arena = &arena};
    store = store_open_pack(place, S("az"), &faults);
    session = store ? session_open(store, &faults) : NULL;
    CHECK(session != NULL);
    return session != NULL;
}

static void end(void)
{
    session_close(session);
    store_close(store);
    if (system(str_format(&arena, "rm -rf %s", folder).p) != 0)
        printf("%s stays\n", folder);
}

/* How many records of a type there are. */
static int64_t count(const char *type)
{
    int64_t n = -1;
    struct query q = {.type = model_type(session_model(session), str_of(type))};
    CHECK(store_count(session, &q, &n, &faults));
    return n;
}

static int64_t changes(void)
{
    int64_t n = 0;
    CHECK(store_audit_verify(session, &n, &faults));
    return n;
}

static struct keep keep_now(bool again)
{
    return (struct keep){.session = session,
                         .arena = &arena,
                         .actor = {S("test"), S("import"), S("keep_test")},
                         .again = again};
}

static struct chapter_figure figures[] = {
    {.key = S_INIT("labor_inspectors"),
     .year = 2018,
     .state = FIGURE_VALUE,
     .number = 232,
     .is_number = true,
     .text = S_INIT("232"),
     .sources = S_INIT("1"),
     .line = 10},
    {.key = S_INIT("labor_inspectors"),
     .year = 2019,
     .state = FIGURE_VALUE,
     .number = 177,
     .is_number = true,
     .text = S_INIT("177"),
     .sources = S_INIT("43"),
     .line = 10},
    {.key = S_INIT("inspections"),
     .year = 2019,
     .state = FIGURE_UNKNOWN,
     .text = S_INIT("Unknown"),
     .line = 11},
    {.key = S_INIT("inspections"),
     .year = 2019,
     .state = FIGURE_VALUE,
     .number = 5,
     .is_number = true,
     .text = S_INIT("5"),
     .line = 30},
};
static struct chapter_action actions[] = {
    {.area = S_INIT("enforcement"),
     .text = S_INIT("Let inspectors visit."),
     .first_year = 2016,
     .last_year = 2019,
     .line = 20},
    {.area = S_INIT("fishing"), .text = S_INIT("An area nobody knows."), .line = 21},
};
static struct chapter_passage passages[] = {
    {.section = S_INIT("enforcement"),
     .kind = S_INIT("paragraph"),
     .text = S_INIT("In our own words."),
     .line = 5},
    {.kind = S_INIT("poem"), .text = S_INIT("Of no known kind or section."), .line = 6},
};

static struct chapter small_chapter(void)
{
    return (struct chapter){.country = S("Azerbaijan"),
                            .year = 2019,
                            .level = S("minimal_advancement"),
                            .qualifier = S("continued_law"),
                            .figures = {figures, 4, 4},
                            .actions = {actions, 2, 2},
                            .passages = {passages, 2, 2}};
}

static bool keep_it(struct str bytes, const struct chapter *chapter, bool again)
{
    struct keep k = keep_now(again);
    struct keep_document d = {S("small.txt"), S("chapter_text"), S("text/plain"), bytes, bytes};
    bool good = keep_chapter(&k, chapter, S("AZ"), 2019, &d, &done, &faults);
    if (!good && faults.count)
        CHECK_STR(fault_english(&arena, &faults.items[0]), "no fault");
    return good;
}

TEST(a_chapter_is_kept_and_what_cannot_be_is_noted)
{
    struct chapter c = small_chapter();
    REQUIRE(start());
    CHECK(keep_it(S("one"), &c, false));
    CHECK(!done.same_file && !done.replaced);
    CHECK_INT(count("figure"), 3);
    CHECK_INT(count("suggested_action"), 1);
    CHECK_INT(count("passage"), 2);
    CHECK_INT(done.left_out.count, 2);
    CHECK_INT(count("remark"), 2);
    CHECK_INT(count("document"), 1);
    end();
}

TEST(the_same_file_changes_nothing)
{
    struct chapter c = small_chapter();
    REQUIRE(start());
    CHECK(keep_it(S("one"), &c, false));
    int64_t before = changes();
    CHECK(keep_it(S("one"), &c, false));
    CHECK(done.same_file);
    CHECK(keep_it(S("one"), &c, true)); /* read again: finds the same */
    CHECK(!done.same_file && done.replaced);
    CHECK_INT(done.changed + done.added + done.removed, 0);
    CHECK_INT(changes(), before);
    end();
}

TEST(another_file_replaces_only_what_differs)
{
    struct chapter c = small_chapter();
    REQUIRE(start());
    CHECK(keep_it(S("one"), &c, false));
    figures[1].number = 178;
    c.actions.count = 0;
    CHECK(keep_it(S("two"), &c, false));
    figures[1].number = 177;
    CHECK(done.replaced);
    CHECK_INT(count("figure"), 3);
    CHECK_INT(count("suggested_action"), 0);
    CHECK_INT(count("document"), 2);
    CHECK_INT(done.added, 1);   /* the document */
    CHECK_INT(done.changed, 3); /* the profile, one figure, and the remark that moved up */
    CHECK_INT(done.removed, 2); /* the action, and the last remark */
    end();
}

TEST(a_country_is_known_by_option_text_or_file_name)
{
    REQUIRE(start());
    struct keep k = keep_now(false);
    const struct {
        struct str given, printed, name, wanted;
    } tries[] = {
        {S("az"), S("Georgia"), S("x.txt"), S("AZ")},
        {S(""), S("GEORGIA"), S("Mexico-2019.txt"), S("GE")},
        {S(""), S("nonsense"), S("Mexico-2019.txt"), S("MX")},
        {S(""), S(""), S("costa_rica_2019.pdf"), S("CR")},
        {S(""), S(""), S("Timor-Leste-2019.txt"), S("TL")},
        {S(""), S(""), S("Georgia.txt"), S("GE")},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const struct code *c =
            keep_country(&k, tries[i].given, tries[i].printed, tries[i].name, &faults);
        CHECK(c && str_eq(c->code, tries[i].wanted));
    }
    CHECK(!keep_country(&k, S("Mexcio"), S("Georgia"), S(""), &faults));
    CHECK(str_contains(fault_english(&arena, &faults.items[0]), S("Did you mean Mexico?")));
    end();
}

TEST(a_year_is_found_in_a_file_name)
{
    CHECK_INT(keep_year_of_name(S("Azerbaijan-2019.txt")), 2019);
    CHECK_INT(keep_year_of_name(S("2014_2016.txt")), 2016);
    CHECK_INT(keep_year_of_name(S("report-20190307.txt")), 0);
    CHECK_INT(keep_year_of_name(S("chapter.txt")), 0);
    CHECK_INT(keep_year_of_name(S("201")), 0);
}
