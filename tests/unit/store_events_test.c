#include "store/inside.h"
#include "store_help.h"

#define ATTEMPT                                                                                    \
    "type: visit\nlabel: Attempt\nplural: Attempts\ngroup: work\nmeans: A failed sign-in\n"        \
    "named: \"{whose}\"\nkeys: [[whose]]\naudited: false\nfields:\n"                               \
    "  whose: {kind: text, required: true, label: Whose}\n"                                        \
    "  failures: {kind: integer, label: Failures}\n"

static struct node *details(const char *name, const char *value)
{
    struct node *n = node_map(&a);
    node_set_str(&a, n, str_of(name), str_of(value));
    return n;
}

TEST(an_event_has_its_row_and_the_chain_holds)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "Name");
    REQUIRE(put(&w, e));
    struct event read = {"read", S("employer"), e->id, details("fields", "name")};
    CHECK(store_event_alone(w.s, &tester, &read, &w.faults));
    CHECK(change(&w, e, "name", value_text(S("Other"))));
    CHECK(store_event_alone(w.s, &tester, &read, &w.faults));
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, 5); /* the pack, the record, its change, two readings */
    struct changes found;
    struct audit_query all = {.limit = 2};
    REQUIRE(store_audit_read(w.s, &a, &all, &found, &w.faults));
    REQUIRE(found.count == 2);
    CHECK_STR(found.items[0].action, "read");
    CHECK_INT(found.items[0].number, 5);
    CHECK_STR(found.items[0].actor, "tester");
    CHECK_STR(node_get(found.items[0].difference, S("fields"))->text, "name");
    CHECK_STR(found.items[1].action, "update");
    leave(&w);
}

TEST(history_tells_changes_and_no_events)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "Name");
    REQUIRE(put(&w, e));
    struct event read = {"read", S("employer"), e->id, details("name", "x")};
    CHECK(store_event_alone(w.s, &tester, &read, &w.faults));
    struct changes found;
    REQUIRE(store_history(w.s, &a, e->type, e->id, &found, &w.faults));
    CHECK_INT(found.count, 1);
    CHECK_STR(node_get(node_get(found.items[0].difference, S("name")), S("after"))->text, "Name");
    leave(&w);
}

TEST(an_event_of_a_change_goes_back_with_it)
{
    struct place_of_work w = new_place();
    struct event event = {"export", S("employer"), (struct str){0}, NULL};
    struct changes found;
    int64_t checked;
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(store_event(w.s, &event, &w.faults));
    store_rollback(w.s);
    CHECK(!store_event(w.s, &event, &w.faults));
    REQUIRE(store_audit_read(w.s, &a, &(struct audit_query){0}, &found, &w.faults));
    CHECK_INT(found.count, 1);
    w.faults = (struct faults){.arena = &a};
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    leave(&w);
}

static size_t count_read(struct place_of_work *w, struct audit_query q)
{
    struct changes found;
    CHECK(store_audit_read(w->s, &a, &q, &found, &w->faults));
    for (size_t i = 1; i < found.count; i++)
        CHECK(found.items[i].number < found.items[i - 1].number);
    return found.count;
}

TEST(the_chain_is_read_by_record_actor_action_type_and_time)
{
    struct place_of_work w = new_place();
    struct actor other = {S("other"), S("web"), S("")};
    struct record *e = employer(&w, "1", "Name");
    REQUIRE(put(&w, e));
    for (int i = 0; i < 7; i++) {
        struct event event = {i % 2 ? "read" : "refused", S("employer"), e->id, NULL};
        REQUIRE(store_event_alone(w.s, i < 3 ? &tester : &other, &event, &w.faults));
    }
    CHECK_INT(count_read(&w, (struct audit_query){0}), 9);
    CHECK_INT(count_read(&w, (struct audit_query){.record = e->id}), 8);
    CHECK_INT(count_read(&w, (struct audit_query){.actor = S("other")}), 4);
    CHECK_INT(count_read(&w, (struct audit_query){.action = S("read")}), 3);
    CHECK_INT(count_read(&w, (struct audit_query){.action = S("read"), .actor = S("other")}), 2);
    CHECK_INT(count_read(&w, (struct audit_query){.type = S("store_setting")}), 1);
    CHECK_INT(count_read(&w, (struct audit_query){.from = S("2020-01-01")}), 9);
    CHECK_INT(count_read(&w, (struct audit_query){.until = S("2020-01-01")}), 0);
    CHECK_INT(count_read(&w, (struct audit_query){.before = 4}), 3);
    CHECK_INT(count_read(&w, (struct audit_query){.before = 4, .limit = 2}), 2);
    CHECK_INT(count_read(&w, (struct audit_query){.before = 1000, .action = S("refused")}), 4);
    leave(&w);
}

TEST(records_of_an_unaudited_type_leave_no_trace_in_the_chain)
{
    struct place_of_work w = opened(new_path(), model_of(EMPLOYER, ATTEMPT));
    struct record *attempt = record_new(&a, model_type(session_model(w.s), S("visit")));
    int64_t before, after, checked;
    CHECK(store_newest_change(w.s, &before, &w.faults));
    record_set(attempt, "whose", value_text(S("x")));
    CHECK(put(&w, attempt));
    CHECK(change(&w, attempt, "failures", value_integer(3)));
    CHECK_INT(attempt->version, 2);
    CHECK_INT(count_of(&w, "visit"), 1);
    struct changes found;
    CHECK(store_history(w.s, &a, attempt->type, attempt->id, &found, &w.faults));
    CHECK_INT(found.count, 0);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK(store_begin(w.s, &tester, &w.faults) && store_delete(w.s, attempt, &w.faults) &&
          store_commit(w.s, &w.faults));
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK(store_newest_change(w.s, &after, &w.faults));
    CHECK_INT(after, before);
    leave(&w);
}

TEST(an_event_that_is_changed_is_found)
{
    struct place_of_work w = new_place();
    struct event event = {"refused", S("employer"), (struct str){0}, details("why", "scope")};
    int64_t checked;
    REQUIRE(store_event_alone(w.s, &tester, &event, &w.faults));
    REQUIRE(
        db_run(w.s->db, S("UPDATE store_audit SET difference = '{}' WHERE number = 2"), &w.faults));
    CHECK(!store_audit_verify(w.s, &checked, &w.faults));
    CHECK(tells(&w, "row 2"));
    leave(&w);
}

TEST(a_store_of_an_older_layout_gets_what_it_lacks)
{
    struct place_of_work w = new_place();
    REQUIRE(db_run(w.s->db, S("DROP INDEX store_audit_of_time"), &w.faults));
    REQUIRE(db_run(w.s->db, S("UPDATE store_layout SET layout = 1"), &w.faults));
    leave(&w);
    w = opened(w.path, small_model());
    REQUIRE(w.s);
    CHECK(db_run(w.s->db, S("DROP INDEX store_audit_of_time"), &w.faults)); /* there again */
    leave(&w);
}
