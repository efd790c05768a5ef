#include "store/inside.h"
#include "store_help.h"

#define HEAD                                                                                       \
    "type: employer\nlabel: Employer\nplural: Employers\ngroup: parties\nmeans: Who employs\n"     \
    "named: \"{name}\"\nkeys: [[tax_id]]\nfields:\n"                                               \
    "  tax_id: {kind: text, required: true, label: Tax number}\n"
#define NAME "  name: {kind: text, label: Name}\n"

/* A store of this model with three employers: sizes "12", "many" and none. */
static const char *old_store(const char *size)
{
    struct place_of_work w =
        opened(new_path(), model_of(EMPLOYER "  size: {kind: text, label: Size}\n", NULL));
    const char *const sizes[] = {size, "many", ""};
    for (int i = 0; i < 3; i++) {
        struct record *e = employer(&w, str_format(&a, "%d", i).p, "Name");
        record_set(e, "size", value_text(str_of(sizes[i])));
        put(&w, e);
    }
    const char *path = w.path;
    leave(&w);
    return path;
}

static struct record *get(struct place_of_work *w, const char *tax_id)
{
    struct value key = value_text(str_of(tax_id));
    return store_find(w->s, &a, model_type(session_model(w->s), S("employer")), &key, &w->faults);
}

static bool is_whole(struct place_of_work *w)
{
    int64_t checked;
    bool good = store_audit_verify(w->s, &checked, &w->faults) && store_check(w->s, &w->faults);
    CHECK_STR(told(w), "");
    return good;
}

/* One text out of the database, below all models. */
static struct str below(struct place_of_work *w, const char *sql)
{
    struct db_statement *q = db_prepare(w->s->db, str_of(sql), &w->faults);
    struct str text = {0};
    if (q && db_step(q, &w->faults) == DB_ROW)
        text = db_text(q, &a, 0);
    db_done(q);
    return text;
}

TEST(a_new_field_is_a_new_column)
{
    const char *path = old_store("12");
    struct place_of_work w =
        opened(path, model_of(EMPLOYER "  size: {kind: text, label: Size}\n"
                                       "  town: {kind: text, label: Town}\n"
                                       "  parent: {kind: ref, to: employer, label: Parent}\n",
                              NULL));
    REQUIRE(w.s);
    struct record *e = get(&w, "0");
    REQUIRE(e);
    CHECK_STR(record_text(e, "size"), "12");
    CHECK_STR(record_text(e, "town"), "");
    CHECK_INT(e->version, 1);
    CHECK(change(&w, e, "parent", value_text(get(&w, "1")->id)));
    CHECK(!change(&w, e, "parent", value_text(S("nobody"))) && tells(&w, "there is none"));
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_field_that_leaves_the_model_keeps_its_data)
{
    const char *path = old_store("12");
    struct place_of_work w = opened(path, model_of(EMPLOYER, NULL));
    REQUIRE(w.s);
    CHECK_STR(below(&w, "SELECT size FROM employer WHERE tax_id = '0'"), "12");
    struct record *e = get(&w, "0"), *new = employer(&w, "9", "New");
    CHECK(change(&w, e, "name", value_text(S("Changed"))) && put(&w, new));
    CHECK(!change(&w, e, "tax_id", value_text(S("1"))) && told(&w).n);
    CHECK_STR(below(&w, "SELECT size FROM employer WHERE tax_id = '0'"), "12");
    CHECK(is_whole(&w));
    struct changes changes; /* history still knows the field */
    REQUIRE(store_history(w.s, &a, e->type, e->id, &changes, &w.faults));
    CHECK_STR(node_text(&a, node_path(changes.items[0].difference, S("size.after"))), "12");
    leave(&w);
    /* a newer model that has it again */
    w = opened(path, model_of(EMPLOYER "  more: {kind: text, label: More}\n"
                                       "  size: {kind: text, label: Size}\n",
                              NULL));
    REQUIRE(w.s);
    CHECK_STR(record_text(get(&w, "0"), "size"), "12");
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_field_of_another_kind_keeps_the_old_values_and_copies_what_reads)
{
    const char *path = old_store("12");
    struct place_of_work w =
        opened(path, model_of(EMPLOYER "  size: {kind: integer, label: Size}\n", NULL));
    REQUIRE(w.s);
    struct record *e = get(&w, "0");
    CHECK_INT(record_integer(e, "size"), 12);
    CHECK_INT(e->version, 2); /* who has the record open hears of it */
    CHECK(record_get(get(&w, "1"), "size")->kind == VALUE_EMPTY);
    CHECK_INT(get(&w, "2")->version, 1);
    CHECK_STR(below(&w, "SELECT size_was_text FROM employer WHERE tax_id = '1'"), "many");
    struct changes changes;
    REQUIRE(store_history(w.s, &a, e->type, e->id, &changes, &w.faults));
    REQUIRE(changes.count == 2);
    CHECK_STR(changes.items[1].action, "migrate");
    CHECK_STR(node_text(&a, node_path(changes.items[1].difference, S("size.before"))), "12");
    CHECK_INT(node_path(changes.items[1].difference, S("size.after"))->integer, 12);
    CHECK(is_whole(&w));
    leave(&w);
    /* and on to a third kind: both old columns stay */
    w = opened(path, model_of(EMPLOYER "  size: {kind: number, label: Size}\n", NULL));
    REQUIRE(w.s);
    CHECK(record_get(get(&w, "0"), "size")->real == 12.0);
    CHECK_STR(below(&w, "SELECT size_was_integer FROM employer WHERE tax_id = '0'"), "12");
    CHECK_STR(below(&w, "SELECT size_was_text FROM employer WHERE tax_id = '1'"), "many");
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_text_that_becomes_a_code_or_a_reference_is_checked)
{
    const char *path = old_store("red");
    struct place_of_work w =
        opened(path, model_of(EMPLOYER "  size: {kind: code, list: colours, label: Size}\n", NULL));
    REQUIRE(w.s);
    CHECK_STR(record_text(get(&w, "0"), "size"), "red");
    CHECK(record_get(get(&w, "1"), "size")->kind == VALUE_EMPTY); /* "many" is no colour */
    CHECK(is_whole(&w));
    leave(&w);
    w = opened(path, model_of(EMPLOYER "  size: {kind: ref, to: employer, label: Size}\n", NULL));
    REQUIRE(w.s);
    CHECK(record_get(get(&w, "0"), "size")->kind == VALUE_EMPTY); /* red is no record */
    CHECK_STR(below(&w, "SELECT size_was_code FROM employer WHERE tax_id = '0'"), "red");
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_type_that_leaves_the_model_keeps_its_records)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e) && put(&w, visit(&w, e, "V-1")));
    leave(&w);
    w = opened(w.path, model_of(EMPLOYER, NULL));
    REQUIRE(w.s);
    CHECK_STR(below(&w, "SELECT number FROM visit"), "V-1");
    CHECK(is_whole(&w));
    db_run(w.s->db, S("UPDATE visit SET number = 'x'"), &w.faults);
    int64_t checked;
    CHECK(!store_audit_verify(w.s, &checked, &w.faults) && tells(&w, "of type visit was changed"));
    db_run(w.s->db, S("UPDATE visit SET number = 'V-1'"), &w.faults);
    leave(&w);
    w = opened(w.path, model_of(EMPLOYER "  more: {kind: text, label: More}\n", VISIT));
    REQUIRE(w.s);
    CHECK_INT(count_of(&w, "visit"), 1);
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_key_that_no_longer_tells_records_apart_is_refused_whole)
{
    const char *path = old_store("12");
    struct place_of_work w =
        opened(path, model_of("type: employer\nlabel: Employer\nplural: Employers\ngroup: parties\n"
                              "means: Who employs\nnamed: \"{name}\"\nkeys: [[name]]\nfields:\n"
                              "  tax_id: {kind: text, required: true, label: Tax number}\n"
                              "  name: {kind: text, label: Name}\n"
                              "  extra: {kind: text, label: Extra}\n",
                              NULL));
    CHECK(!w.s);
    CHECK(tells(&w, "Records of type \"Employer\" must now differ in Name, and some"));
    w = opened(path, model_of(EMPLOYER "  size: {kind: text, label: Size}\n", NULL));
    REQUIRE(w.s); /* as if nothing had happened */
    CHECK_INT(count_of(&w, "employer"), 3);
    CHECK(is_whole(&w));
    leave(&w);
}

TEST(a_changed_key_changes_the_index)
{
    const char *path = old_store("12");
    struct place_of_work w =
        opened(path, model_of("type: employer\nlabel: Employer\nplural: Employers\ngroup: parties\n"
                              "means: Who employs\nnamed: \"{name}\"\nkeys: [[size]]\nfields:\n"
                              "  tax_id: {kind: text, required: true, label: Tax number}\n"
                              "  name: {kind: text, label: Name}\n"
                              "  size: {kind: text, label: Size}\n",
                              NULL));
    REQUIRE(w.s);
    struct record *e = employer(&w, "0", "Same tax number");
    CHECK(put(&w, e));
    e = employer(&w, "5", "Same size");
    record_set(e, "size", value_text(S("12")));
    CHECK(!put(&w, e) && tells(&w, "the same Size 12"));
    leave(&w);
}

TEST(an_older_model_is_refused_and_a_running_program_hears_of_a_newer_one)
{
    const char *path = old_store("12");
    const struct model *old = model_of(EMPLOYER "  size: {kind: text, label: Size}\n", NULL);
    struct place_of_work running = opened(path, old);
    struct place_of_work w =
        opened(path, model_of(EMPLOYER "  town: {kind: text, label: Town}\n", NULL));
    REQUIRE(w.s && running.s);
    CHECK(!put(&running, employer(&running, "8", "Eight")));
    CHECK(tells(&running, "brought up to another model while this program was running"));
    CHECK_INT(count_of(&running, "employer"), 3); /* it may read on */
    leave(&running);
    leave(&w);
    w = opened(path, old);
    CHECK(!w.s && tells(&w, "this program has an older one, which would hide fields"));
}

TEST(opening_again_changes_nothing)
{
    const char *path = old_store("12");
    const struct model *m = model_of(EMPLOYER "  size: {kind: text, label: Size}\n", NULL);
    struct place_of_work w = opened(path, m);
    struct str before = below(&w, "SELECT count(*) || ' ' || max(at) FROM store_model");
    leave(&w);
    w = opened(path, m);
    CHECK(str_eq(below(&w, "SELECT count(*) || ' ' || max(at) FROM store_model"), before));
    CHECK_STR(below(&w, "SELECT count(*) FROM store_model"), "1");
    leave(&w);
}

/* Neither table can be the first where a reference must lead somewhere at once. */
TEST(types_that_refer_to_each_other_are_made_in_a_new_store_and_added_to_an_old_one)
{
    for (int old = 0; old < 2; old++) {
        const char *path = old ? old_store("12") : new_path();
        struct place_of_work w =
            opened(path, model_of(EMPLOYER "  size: {kind: text, label: Size}\n"
                                           "  last: {kind: ref, to: visit, label: Last visit}\n",
                                  VISIT));
        CHECK_STR(told(&w), "");
        REQUIRE(w.s);
        struct record *e = record_new(&a, model_type(session_model(w.s), S("employer")));
        struct record *visit = record_new(&a, model_type(session_model(w.s), S("visit")));
        record_set(e, "tax_id", value_text(S("circle")));
        put(&w, e);
        record_set(visit, "employer", value_text(e->id));
        put(&w, visit);
        record_set(e, "last", value_text(visit->id));
        CHECK(store_begin(w.s, &tester, &w.faults) && store_update(w.s, &a, e, NULL, &w.faults) &&
              store_commit(w.s, &w.faults));
        record_set(e, "last", value_text(S("00000000000000000000000000")));
        CHECK(store_begin(w.s, &tester, &w.faults));
        CHECK(!store_update(w.s, &a, e, NULL, &w.faults));
        store_rollback(w.s);
        CHECK(str_contains(told(&w), S("there is none")));
        CHECK(is_whole(&w));
        leave(&w);
    }
}
