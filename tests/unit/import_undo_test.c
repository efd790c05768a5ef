#include "base/arena.h"
#include "base/buffer.h"
#include "intake/import_run.h"
#include "place_help.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/himaya-undo-test-XXXXXX";
static struct arena arena;
static struct faults faults;
static struct store *store;
static struct session *session;
static const struct type *employer;
static const struct actor actor = {S_INIT("tester"), S_INIT("test"), S_INIT("to see")};

static bool start(void)
{
    strncpy(folder, "/tmp/himaya-undo-test-XXXXXX", sizeof folder);
    faults = (struct faults){.arena = &arena};
    if (!mkdtemp(folder))
        return false;
    const char *place = place_in(&arena, folder);
    place_use(place);
    store = store_open_pack(place, S("az"), &faults);
    session = store ? session_open(store, &faults) : NULL;
    employer = session ? model_type(session_model(session), S("employer")) : NULL;
    CHECK(employer != NULL);
    return employer != NULL;
}

static void end(void)
{
    session_close(session);
    store_close(store);
    if (system(str_format(&arena, "rm -rf %s", folder).p) != 0)
        printf("%s stays\n", folder);
}

static struct str told(void)
{
    struct buffer b = {.arena = &arena};
    for (size_t i = 0; i < faults.count; i++) {
        buffer_add(&b, i ? S(" | ") : S(""));
        buffer_add(&b, fault_english(&arena, &faults.items[i]));
    }
    faults = (struct faults){.arena = &arena};
    return buffer_str(&b);
}

static struct visit terminal(void)
{
    const struct code_list *roles = model_list(session_model(session), S("roles"));
    struct visit v = {.session = session, .arena = &arena, .channel = "import", .faults = &faults};
    v.access = access_load(&arena, session_model(session), &faults);
    v.who.roles = (uint32_t)1 << (code_find(roles, S("operator")) - roles->items);
    return v;
}

/* Imports a file as the channels do, and gives the number of its run. */
static struct str import(const char *csv)
{
    struct records_done done;
    struct str number = {0};
    struct visit v = terminal();
    CHECK(import_run(&v, employer, S("/home/clerk/files/employers.csv"), str_of(csv), NULL, &done,
                     &number));
    CHECK_STR(told(), "");
    return number;
}

static struct record *employer_of(const char *tax_id)
{
    struct value key = value_text(str_of(tax_id));
    return store_find(session, &arena, employer, &key, &faults);
}

static int64_t count(const char *type)
{
    int64_t n = -1;
    struct query q = {.type = model_type(session_model(session), str_of(type))};
    CHECK(store_count(session, &q, &n, &faults));
    return n;
}

static bool rename_to(const char *tax_id, const char *name)
{
    struct record *r = employer_of(tax_id);
    record_set(r, "name", value_text(str_of(name)));
    return store_begin(session, &actor, &faults) &&
           store_update(session, &arena, r, NULL, &faults) && store_commit(session, &faults);
}

static bool undo(struct str number, struct import_undone *undone)
{
    struct record *run = import_run_find(session, &arena, number, &faults);
    return run && import_undo(session, &actor, run, NULL, undone, &faults);
}

TEST(an_import_is_taken_back_whole)
{
    REQUIRE(start());
    struct import_undone undone;
    struct str first = import("tax_id,name,legal_form\n1,Flour,individual\n2,Bricks,\n");
    CHECK_STR(first, "1");
    struct str id = employer_of("1")->id;
    const char *again = str_format(&arena,
                                   "id,tax_id,name,legal_form\n%.*s,1,Flour mill,\n"
                                   ",3,Cotton,individual\n",
                                   STR_ARG(id))
                            .p;
    struct str second = import(again);
    CHECK_STR(second, "2");
    CHECK_STR(record_text(employer_of("1"), "name"), "Flour mill");
    CHECK_STR(record_text(employer_of("1"), "legal_form"), "");
    struct record *run = import_run_find(session, &arena, second, &faults);
    CHECK_STR(record_text(run, "file_name"), "employers.csv");
    CHECK_INT(record_integer(run, "added"), 1);
    CHECK_INT(record_integer(run, "changed"), 1);
    REQUIRE(undo(second, &undone));
    CHECK_INT(undone.removed, 1);
    CHECK_INT(undone.restored, 1);
    CHECK_STR(record_text(employer_of("1"), "name"), "Flour");
    CHECK_STR(record_text(employer_of("1"), "legal_form"), "individual");
    CHECK(!employer_of("3"));
    CHECK(!undo(second, &undone));
    CHECK(str_contains(told(), S("taken back already")));
    int64_t checked;
    CHECK(store_audit_verify(session, &checked, &faults));
    CHECK_STR(told(), "");
    end();
}

TEST(what_was_changed_since_stands_in_the_way)
{
    REQUIRE(start());
    struct import_undone undone;
    struct str number = import("tax_id,name\n1,Flour\n2,Bricks\n");
    REQUIRE(rename_to("2", "Brick works"));
    CHECK(!undo(number, &undone));
    struct str why = told();
    CHECK(str_contains(why, S("Brick works was changed since.")));
    CHECK(!str_contains(why, S("Flour")));
    CHECK_INT(count("employer"), 2);
    struct record *run = import_run_find(session, &arena, number, &faults);
    CHECK_STR(record_text(run, "undone_at"), "");
    CHECK(!undo(S("77"), &undone) && str_contains(told(), S("no import with the number")));
    end();
}

TEST(what_others_refer_to_stands_in_the_way)
{
    REQUIRE(start());
    struct import_undone undone;
    struct str number = import("tax_id,name\n1,Flour\n");
    const struct type *complaint = model_type(session_model(session), S("complaint"));
    struct record *c = record_new(&arena, complaint);
    record_set(c, "number", value_text(S("C-1")));
    record_set(c, "received_on", value_text(S("2019-03-07")));
    record_set(c, "employer", value_text(employer_of("1")->id));
    REQUIRE(store_begin(session, &actor, &faults) && store_insert(session, c, &faults) &&
            store_commit(session, &faults));
    CHECK(!undo(number, &undone));
    CHECK(str_contains(told(), S("cannot be deleted: 1 of type \"Complaint\"")));
    CHECK_INT(count("employer"), 1);
    end();
}

TEST(a_file_is_checked_before_it_is_stored)
{
    REQUIRE(start());
    struct records_preview preview = {.arena = &arena, .most = 2};
    struct records_done done;
    struct visit v = terminal();
    import("tax_id,name\n1,Flour\n");
    CHECK(records_check(&v, employer, S("Tax number,NAME\n2,Bricks\n3,Clay\n4,Cotton\n"), NULL,
                        &preview, &done));
    CHECK_INT(done.added, 3);
    CHECK_INT(preview.width, 2);
    CHECK_STR(preview.columns[0].heading, "Tax number");
    CHECK(preview.columns[0].field && str_eq(preview.columns[0].field->name, S("tax_id")));
    CHECK_INT(preview.count, 2);
    CHECK_STR(preview.rows[1][1], "Clay");
    CHECK_INT(count("employer"), 1);
    preview = (struct records_preview){.arena = &arena, .most = 2};
    CHECK(!records_check(&v, employer,
                         S("tax_id,legal_form\n1,individual\n5,castle\n5,individual\n"), NULL,
                         &preview, &done));
    CHECK_INT(faults.count, 2);
    CHECK_INT(faults.items[0].line, 2); /* taken in the store */
    CHECK_INT(faults.items[1].line, 3); /* no such legal form */
    told();
    end();
}
