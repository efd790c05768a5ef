#include "model/expression.h"
#include "store_help.h"

#include <pthread.h>
#include <sys/stat.h>

TEST(a_record_comes_back_as_it_was_stored)
{
    struct place_of_work w = new_place();
    REQUIRE(w.s);
    struct record *e = employer(&w, "100", "Bağ \"evi\"; --");
    REQUIRE(put(&w, e));
    CHECK_INT(e->id.n, 26);
    CHECK_INT(e->version, 1);
    struct record *v = visit(&w, e, "V-1");
    record_set(v, "year", value_integer(INT64_MIN));
    record_set(v, "colour", value_text(S("red")));
    record_set(v, "found", value_integer(1));
    record_set(v, "share", value_real(0.1));
    record_set(v, "fine", value_integer(116050));
    record_set(v, "currency", value_text(S("AZN")));
    record_set(v, "paper", (struct value){.kind = VALUE_BLOB, .text = S("a\0b")});
    REQUIRE(put(&w, v));
    struct record *again = store_get(w.s, &a, v->type, v->id, &w.faults);
    REQUIRE(again);
    for (size_t i = 0; i < v->type->field_count; i++)
        CHECK(value_eq(&v->values[i], &again->values[i]));
    CHECK_STR(again->id, v->id.p);
    CHECK(record_get(again, "held_on")->kind == VALUE_EMPTY);
    CHECK_STR(record_text(again, "colour"), "red");
    CHECK_INT(record_integer(again, "fine"), 116050);
    CHECK_STR(store_name(w.s, &a, again, &w.faults), "V-1: Bağ \"evi\"; --, Red");
    CHECK(!store_get(w.s, &a, v->type, S("nobody"), &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(what_is_committed_is_there_after_opening_again)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    REQUIRE(store_insert(w.s, employer(&w, "2", "Two"), &w.faults));
    CHECK_INT(count_of(&w, "employer"), 2); /* a session sees its own open change */
    struct session *other = session_open(w.store, &w.faults);
    struct place_of_work o = w;
    o.s = other;
    CHECK_INT(count_of(&o, "employer"), 1); /* others do not */
    store_rollback(w.s);
    CHECK_INT(count_of(&w, "employer"), 1);
    session_close(other);
    leave(&w);
    w = opened(w.path, small_model());
    REQUIRE(w.s);
    CHECK_INT(count_of(&w, "employer"), 1);
    CHECK(store_get(w.s, &a, e->type, e->id, &w.faults));
    leave(&w);
}

TEST(what_is_held_is_of_one_moment_until_it_is_let_go_or_a_change_begins)
{
    NEEDS_FILE();
    struct place_of_work w = new_place(), o = w;
    o.s = session_open(w.store, &w.faults);
    REQUIRE(o.s);
    store_hold(o.s);
    CHECK_INT(count_of(&o, "employer"), 0);
    REQUIRE(put(&w, employer(&w, "1", "One")));
    CHECK_INT(count_of(&o, "employer"), 0); /* the moment of its first reading */
    store_let_go(o.s);
    CHECK_INT(count_of(&o, "employer"), 1);
    store_hold(o.s);
    CHECK_INT(count_of(&o, "employer"), 1);
    REQUIRE(put(&w, employer(&w, "2", "Two")));
    REQUIRE(put(&o, employer(&o, "3", "Three"))); /* a change begins, and ends it */
    CHECK_INT(count_of(&o, "employer"), 3);
    store_let_go(o.s);
    store_hold(o.s);
    CHECK_INT(count_of(&o, "employer"), 3);
    int64_t checked = 0;
    CHECK(store_audit_verify(o.s, &checked, &o.faults)); /* has a view of its own */
    session_close(o.s);                                  /* held still */
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(only_the_fields_asked_for_are_read)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "100", "One");
    REQUIRE(put(&w, e));
    bool only[64] = {0};
    only[type_field(e->type, S("name"))->index] = true;
    struct query q = {.type = e->type, .only = only};
    struct records found;
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults));
    REQUIRE(found.count == 1);
    struct record *r = found.items[0];
    CHECK_STR(record_text(r, "name"), "One");
    CHECK(record_get(r, "tax_id")->kind == VALUE_EMPTY);
    CHECK_INT(r->version, 1);
    /* It would empty what was not read. */
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_update(w.s, &a, r, NULL, &w.faults));
    store_rollback(w.s);
    leave(&w);
}

TEST(the_files_are_for_their_owner_only)
{
    NEEDS_FILE();
    struct place_of_work w = new_place();
    struct stat about;
    REQUIRE(put(&w, employer(&w, "1", "One")));
    const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        REQUIRE(stat(str_format(&a, "%s%s", w.path, ends[i]).p, &about) == 0);
        CHECK_INT(about.st_mode & 0777, 0600);
    }
    leave(&w);
}

TEST(what_cannot_be_stored_is_named)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "", "One");
    CHECK(!put(&w, e) &&
          tells(&w, "tax_id: \"Tax number\" of a record of type \"Employer\" is needed"));
    e = employer(&w, "1", "\xff");
    CHECK(!put(&w, e) && tells(&w, "not written in UTF-8"));
    e = employer(&w, "1", "One");
    record_set(e, "name", (struct value){.kind = VALUE_TEXT, .text = S("a\0b")});
    CHECK(!put(&w, e) && tells(&w, "has a NUL in it"));
    record_set(e, "name", value_integer(7));
    CHECK(!put(&w, e) && tells(&w, "of another kind than text"));
    record_set(e, "name", value_text(S("One")));
    REQUIRE(put(&w, e));
    struct record *v = visit(&w, e, "V");
    record_set(v, "colour", value_text(S("green")));
    CHECK(!put(&w, v) && tells(&w, "\"green\" is no code of the list for \"Colour\""));
    record_set(v, "colour", value_text(S("Red"))); /* a label is no code */
    CHECK(!put(&w, v) && tells(&w, "\"Red\" is no code"));
    record_set(v, "colour", value_text(S("red")));
    record_set(v, "held_on", value_text(S("2019-02-30")));
    CHECK(!put(&w, v) && tells(&w, "\"2019-02-30\" is no date for \"Held on\""));
    record_set(v, "held_on", value_text(S("2019-02")));
    record_set(v, "found", value_integer(2));
    CHECK(!put(&w, v) && tells(&w, "\"Found\" can only be yes or no"));
    record_set(v, "found", value_integer(1));
    record_set(v, "fine", value_integer(100)); /* an amount without its currency */
    CHECK(!put(&w, v) && told(&w).n);
    record_set(v, "fine", (struct value){0});
    record_set(v, "employer", value_text(S("nobody")));
    CHECK(!put(&w, v) && tells(&w, "\"Employer\" names the record nobody"));
    CHECK_INT(count_of(&w, "visit"), 0);
    leave(&w);
}

TEST(two_records_of_one_key_are_a_conflict_that_names_it)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    CHECK(!put(&w, employer(&w, "1", "Other")));
    CHECK_INT(w.faults.items[0].kind, FAULT_CONFLICT);
    CHECK(tells(&w, "tax_id: There is a record of type \"Employer\" with the same Tax number 1"));
    struct record *v = visit(&w, e, "");
    record_set(v, "year", value_integer(2019));
    REQUIRE(put(&w, v));
    struct record *twin = visit(&w, e, "");
    record_set(twin, "year", value_integer(2019));
    CHECK(!put(&w, twin)); /* an empty round is equal to an empty round */
    CHECK(tells(&w, "Year 2019"));
    record_set(twin, "round", value_integer(2));
    CHECK(put(&w, twin)); /* and two visits without a number are not the same visit */
    CHECK(!change(&w, twin, "round", (struct value){0}));
    CHECK(tells(&w, "Year 2019"));
    leave(&w);
}

TEST(a_record_is_found_by_its_key)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    struct value key = value_text(S("1")), none = value_text(S("2"));
    struct record *found = store_find(w.s, &a, e->type, &key, &w.faults);
    REQUIRE(found);
    CHECK_STR(found->id, e->id.p);
    CHECK(!store_find(w.s, &a, e->type, &none, &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(a_stale_change_is_refused_with_both_values)
{
    struct place_of_work w = new_place();
    struct record *mine = employer(&w, "1", "One"), *theirs = NULL;
    REQUIRE(put(&w, mine));
    struct record *other = store_get(w.s, &a, mine->type, mine->id, &w.faults);
    REQUIRE(change(&w, other, "name", value_text(S("Theirs"))));
    CHECK_INT(other->version, 2);
    record_set(mine, "name", value_text(S("Mine")));
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_update(w.s, &a, mine, &theirs, &w.faults));
    REQUIRE(theirs);
    CHECK_STR(record_text(theirs, "name"), "Theirs");
    CHECK_INT(theirs->version, 2);
    CHECK_INT(w.faults.items[0].kind, FAULT_CONFLICT);
    CHECK(tells(&w, "name: \"Name\" is \"Theirs\" now; this change would make it \"Mine\"."));
    CHECK(!store_commit(w.s, &w.faults) && tells(&w, "An earlier step of this change failed"));
    CHECK(!store_begin(w.s, &tester, &w.faults) ? false : (store_rollback(w.s), true));
    other = store_get(w.s, &a, mine->type, mine->id, &w.faults);
    CHECK_STR(record_text(other, "name"), "Theirs");
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_delete(w.s, mine, &w.faults)); /* deleting what one has not seen is stale too */
    store_rollback(w.s);
    leave(&w);
}

TEST(a_change_that_changes_nothing_leaves_no_trace)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    struct changes changes;
    REQUIRE(put(&w, e));
    REQUIRE(change(&w, e, "name", value_text(S("One"))));
    CHECK_INT(e->version, 1);
    REQUIRE(store_history(w.s, &a, e->type, e->id, &changes, &w.faults));
    CHECK_INT(changes.count, 1);
    leave(&w);
}

TEST(what_others_refer_to_cannot_be_deleted)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    struct record *v = visit(&w, e, "V");
    REQUIRE(put(&w, v));
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_delete(w.s, e, &w.faults));
    CHECK(tells(&w, "1 of type \"Visit\" refer to it as \"Employer\""));
    store_rollback(w.s);
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(store_delete(w.s, v, &w.faults) && store_delete(w.s, e, &w.faults));
    CHECK(store_commit(w.s, &w.faults));
    CHECK_INT(count_of(&w, "employer"), 0);
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_update(w.s, &a, e, NULL, &w.faults) && tells(&w, "deleted this record"));
    store_rollback(w.s);
    leave(&w);
}

static struct str member(const struct change *c, const char *path)
{
    return node_text(&a, node_path(c->difference, str_of(path)));
}

TEST(history_tells_every_change_field_by_field)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    struct changes changes;
    REQUIRE(put(&w, e) && change(&w, e, "name", value_text(S("Two"))));
    struct record *v = visit(&w, e, "V");
    record_set(v, "paper", (struct value){.kind = VALUE_BLOB, .text = S("abc")});
    REQUIRE(put(&w, v) && change(&w, v, "share", value_real(0.5)));
    REQUIRE(change(&w, v, "paper", (struct value){0}));
    REQUIRE(store_begin(w.s, &tester, &w.faults) && store_delete(w.s, v, &w.faults) &&
            store_commit(w.s, &w.faults));
    REQUIRE(store_history(w.s, &a, e->type, e->id, &changes, &w.faults));
    REQUIRE(changes.count == 2);
    CHECK_STR(changes.items[0].action, "insert");
    CHECK_STR(member(&changes.items[0], "name.after"), "One");
    CHECK_STR(member(&changes.items[1], "name.before"), "One");
    CHECK_STR(member(&changes.items[1], "name.after"), "Two");
    CHECK_INT(node_count(changes.items[1].difference), 1);
    CHECK_STR(changes.items[1].actor, "tester");
    CHECK_STR(changes.items[1].reason, "to see");
    CHECK_INT(changes.items[1].version, 2);
    REQUIRE(store_history(w.s, &a, v->type, v->id, &changes, &w.faults));
    REQUIRE(changes.count == 4);
    CHECK_STR(member(&changes.items[0], "number.after"), "V");
    CHECK_STR(member(&changes.items[0], "paper.after.bytes"), "3");
    CHECK_STR(member(&changes.items[0], "share.after"), "");
    CHECK_STR(member(&changes.items[1], "share.after"), "0.5");
    CHECK_STR(member(&changes.items[2], "paper.before.sha256"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(changes.items[3].action, "delete");
    CHECK_STR(member(&changes.items[3], "number.before"), "V");
    leave(&w);
}

TEST(a_record_read_in_brief_has_no_files_and_is_not_stored_again)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    struct record *v = visit(&w, e, "V");
    record_set(v, "paper", (struct value){.kind = VALUE_BLOB, .text = S("abc")});
    REQUIRE(put(&w, v));
    struct record *brief = store_get_brief(w.s, &a, v->type, v->id, &w.faults);
    REQUIRE(brief);
    CHECK_STR(record_text(brief, "number"), "V");
    CHECK(record_get(brief, "paper")->kind == VALUE_EMPTY);
    CHECK(!change(&w, brief, "number", value_text(S("W"))) && tells(&w, "was read in brief"));
    struct query q = {.type = v->type, .brief = true};
    struct records found;
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults) && found.count == 1);
    CHECK(found.items[0]->brief && record_get(found.items[0], "paper")->kind == VALUE_EMPTY);
    CHECK(record_get(store_get(w.s, &a, v->type, v->id, &w.faults), "paper")->text.n == 3);
    leave(&w);
}

/* --- queries --- */

static struct place_of_work with_visits(void)
{
    struct place_of_work w = new_place();
    struct record *one = employer(&w, "1", "Orchard 100%"), *two = employer(&w, "2", "Mill_2");
    put(&w, one);
    put(&w, two);
    for (int i = 0; i < 10; i++) {
        struct record *v = visit(&w, i % 2 ? one : two, str_format(&a, "V-%d", i).p);
        record_set(v, "year", value_integer(2010 + i));
        record_set(v, "fine", value_integer(100 * i));
        record_set(v, "held_on", value_text(str_format(&a, "%d-03-01", 2010 + i)));
        record_set(v, "currency", value_text(S("AZN")));
        record_set(v, "found", value_integer(i > 6));
        if (i < 8)
            record_set(v, "colour", value_text(i < 3 ? S("red") : S("blue")));
        put(&w, v);
    }
    return w;
}

static int64_t counted(struct place_of_work *w, const struct condition *c, size_t n)
{
    struct query q = {
        .type = model_type(session_model(w->s), S("visit")), .conditions = c, .condition_count = n};
    int64_t count = -1;
    store_count(w->s, &q, &count, &w->faults);
    return count;
}

#define COUNTED(w, ...)                                                                            \
    counted(w, (const struct condition[]){__VA_ARGS__},                                            \
            sizeof((const struct condition[]){__VA_ARGS__}) / sizeof(struct condition))

TEST(conditions_choose_records)
{
    struct place_of_work w = with_visits();
    struct value red = value_text(S("red")), none = {0};
    CHECK_INT(COUNTED(&w, {"colour", IS, red}), 3);
    CHECK_INT(COUNTED(&w, {"colour", IS_NOT, red}), 7); /* empty is not red */
    CHECK_INT(COUNTED(&w, {"colour", IS, none}), 2);
    CHECK_INT(COUNTED(&w, {"colour", IS_NOT, none}), 8);
    CHECK_INT(COUNTED(&w, {"colour", IS_EMPTY, none}), 2);
    CHECK_INT(COUNTED(&w, {"colour", IS_SET, none}), 8);
    CHECK_INT(COUNTED(&w, {"year", LESS, value_integer(2013)}), 3);
    CHECK_INT(COUNTED(&w, {"year", AT_MOST, value_integer(2013)}), 4);
    CHECK_INT(COUNTED(&w, {"year", MORE, value_integer(2013)}), 6);
    CHECK_INT(COUNTED(&w, {"year", AT_LEAST, value_integer(2013)}), 7);
    CHECK_INT(COUNTED(&w, {"number", CONTAINS, value_text(S("v-"))}), 10);
    CHECK_INT(COUNTED(&w, {"number", CONTAINS, value_text(S("%"))}), 0);
    CHECK_INT(COUNTED(&w, {"year", AT_LEAST, value_integer(2013)}, {"colour", IS, none}), 2);
    CHECK_INT(COUNTED(&w, {"colour", IS, value_text(S("' OR 1=1 --"))}), 0);
    CHECK_STR(told(&w), "");
    CHECK_INT(COUNTED(&w, {"color", IS, red}), -1);
    CHECK(tells(&w, "Records of type \"Visit\" have no field \"color\""));
    struct str long_text = {arena_alloc(&a, 2000), 2000};
    memset((char *)long_text.p, 'x', long_text.n);
    CHECK_INT(COUNTED(&w, {"number", CONTAINS, value_text(long_text)}), -1);
    CHECK(tells(&w, "a few words will do"));
    leave(&w);
}

TEST(queries_sort_and_page)
{
    struct place_of_work w = with_visits();
    struct query q = {.type = model_type(session_model(w.s), S("visit")),
                      .order = {"colour", "-year"},
                      .limit = 3,
                      .offset = 1};
    struct records found;
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults));
    REQUIRE(found.count == 3); /* the two without a colour come first: 2019, 2018, then blue */
    CHECK_INT(record_integer(found.items[0], "year"), 2018);
    CHECK_INT(record_integer(found.items[1], "year"), 2017);
    q = (struct query){.type = q.type, .order = {"-colour", "year"}, .offset = 9};
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults));
    REQUIRE(found.count == 1);
    CHECK_INT(record_integer(found.items[0], "year"), 2019);
    int64_t sum;
    CHECK(store_sum(w.s, &q, "fine", &sum, &w.faults));
    CHECK_INT(sum, 4500);
    CHECK(!store_sum(w.s, &q, "share", &sum, &w.faults) && tells(&w, "can be added up"));
    q.order[0] = "year\"; DROP TABLE visit; --";
    CHECK(!store_query(w.s, &a, &q, &found, &w.faults) && tells(&w, "have no field"));
    leave(&w);
}

/* Pages of what holds in one of several ways are those of the whole list, cut. */
TEST(pages_of_several_ways_are_cut_from_the_same_list)
{
    static const char *const texts[] = {
        "colour = blue or year > 2015 or colour is null",
        "(year = 2018 or year = 2019 or colour = blue) and year > 2014"};
    struct place_of_work w = with_visits();
    const struct type *type = model_type(session_model(w.s), S("visit"));
    for (size_t i = 0; i < 2; i++) {
        const struct expression *e = expression_parse(
            &a, session_model(w.s), type, str_of(texts[i]), (struct place){0}, &w.faults);
        REQUIRE(e != NULL);
        struct query q = {.type = type, .where = e, .order = {"-year"}};
        struct records all, page;
        REQUIRE(store_query(w.s, &a, &q, &all, &w.faults));
        REQUIRE(all.count > 3);
        for (q.limit = 2; q.offset < all.count + 2; q.offset += 2) {
            REQUIRE(store_query(w.s, &a, &q, &page, &w.faults));
            size_t left = q.offset < all.count ? all.count - q.offset : 0;
            CHECK_INT(page.count, left < 2 ? left : 2);
            for (size_t n = 0; n < page.count; n++)
                CHECK(str_eq(page.items[n]->id, all.items[q.offset + n]->id));
        }
    }
    leave(&w);
}

static int64_t where(struct place_of_work *w, const char *text)
{
    const struct type *type = model_type(session_model(w->s), S("visit"));
    const struct expression *e = expression_parse(&a, session_model(w->s), type, str_of(text),
                                                  (struct place){0}, &w->faults);
    struct parameter year_end = {S("year_end"), value_text(S("2015-12-31"))};
    if (e)
        e = expression_bind(&a, e, &year_end, 1, &w->faults);
    struct query q = {.type = type, .where = e};
    int64_t count = -1;
    if (e)
        store_count(w->s, &q, &count, &w->faults);
    return count;
}

TEST(a_brief_query_leaves_files_out)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    struct record *v = visit(&w, e, "7");
    record_set(v, "paper", (struct value){.kind = VALUE_BLOB, .text = S("bytes")});
    REQUIRE(put(&w, v));
    struct records found;
    struct query q = {.type = v->type, .brief = true};
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults) && found.count == 1);
    CHECK_STR(record_text(found.items[0], "number"), "7");
    CHECK(record_get(found.items[0], "paper")->kind == VALUE_EMPTY);
    q.brief = false;
    REQUIRE(store_query(w.s, &a, &q, &found, &w.faults));
    CHECK_STR(record_get(found.items[0], "paper")->text, "bytes");
    leave(&w);
}

TEST(different_values_are_counted_once_and_empty_ones_never)
{
    struct place_of_work w = new_place();
    struct record *e = employer(&w, "1", "One");
    REQUIRE(put(&w, e));
    static const char *const colours[] = {"red", "blue", "red", NULL};
    for (int i = 0; i < 4; i++) {
        struct record *v = visit(&w, e, str_format(&a, "%d", i).p);
        record_set(v, "colour", value_text(str_of(colours[i])));
        record_set(v, "round", value_integer(i));
        REQUIRE(put(&w, v));
    }
    int64_t count = -1;
    const struct query q = {.type = model_type(session_model(w.s), S("visit"))};
    CHECK(store_count_different(w.s, &q, "colour", &count, &w.faults));
    CHECK_INT(count, 2);
    CHECK(!store_count_different(w.s, &q, "no_such_field", &count, &w.faults));
    CHECK(tells(&w, "no_such_field"));
    leave(&w);
}

TEST(expressions_choose_records_through_references)
{
    struct place_of_work w = with_visits();
    CHECK_INT(where(&w, "colour = red"), 3);
    CHECK_INT(where(&w, "colour <> red"), 5); /* as in SQL, what is empty is neither */
    CHECK_INT(where(&w, "not colour = red"), 5);
    CHECK_INT(where(&w, "colour is null"), 2);
    CHECK_INT(where(&w, "colour is not null and fine >= 7"), 1);
    CHECK_INT(where(&w, "colour in (red, blue) or fine = 9"), 9);
    CHECK_INT(where(&w, "held_on <= year_end"), 6);
    CHECK_INT(where(&w, "employer.tax_id = '1'"), 5);
    CHECK_INT(where(&w, "employer.tax_id in ('1', '2') and employer.name is not null"), 10);
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(more_questions_than_are_kept_ready_are_answered_too)
{
    struct place_of_work w = with_visits();
    const char *const fields[] = {"number", "employer", "year", "round",
                                  "colour", "held_on",  "fine"};
    enum { FIELDS = sizeof fields / sizeof *fields };
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < FIELDS * FIELDS * FIELDS; i++) { /* 343 texts of SQL */
            struct query q = {.type = model_type(session_model(w.s), S("visit")),
                              .order = {fields[i % FIELDS], fields[i / FIELDS % FIELDS],
                                        fields[i / FIELDS / FIELDS]}};
            struct records found;
            REQUIRE(store_query(w.s, &a, &q, &found, &w.faults));
            REQUIRE(found.count == 10);
        }
    leave(&w);
}

/* --- changes --- */

TEST(writing_needs_a_change)
{
    struct place_of_work w = new_place();
    CHECK(!store_insert(w.s, employer(&w, "1", "One"), &w.faults) &&
          tells(&w, "No change was begun"));
    CHECK(!store_commit(w.s, &w.faults) && tells(&w, "No change was begun"));
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_begin(w.s, &tester, &w.faults) && tells(&w, "begun already"));
    CHECK(store_commit(w.s, &w.faults));
    leave(&w);
}

TEST(a_second_writer_waits_and_then_hears_why)
{
    struct place_of_work w = new_place();
    struct place_of_work o = w, other_process;
    o.s = session_open(w.store, &w.faults);
    store_set_patience(w.store, 50);
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    CHECK(!store_begin(o.s, &tester, &o.faults));
    CHECK(tells(&o, "Another change is being stored just now"));
    other_process =
        opened(w.path, small_model()); /* a store of its own knows nothing of the first */
    REQUIRE(other_process.s);
    store_set_patience(other_process.store, 50);
    CHECK(!store_begin(other_process.s, &tester, &other_process.faults));
    CHECK(tells(&other_process, "Another program is writing to the store just now"));
    REQUIRE(store_insert(w.s, employer(&w, "1", "One"), &w.faults) && store_commit(w.s, &w.faults));
    CHECK(put(&other_process, employer(&other_process, "2", "Two")));
    CHECK(put(&o, employer(&o, "3", "Three")));
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, 4); /* with the setting of the pack */
    session_close(o.s);
    leave(&other_process);
    leave(&w);
}

static void *write_some(void *place)
{
    struct place_of_work w = *(struct place_of_work *)place;
    struct arena own = {0};
    w.faults = (struct faults){.arena = &own};
    w.s = session_open(w.store, &w.faults);
    for (int i = 0; i < 20; i++) {
        struct record *r = record_new(&own, model_type(session_model(w.s), S("employer")));
        record_set(r, "tax_id", value_text(str_format(&own, "%p-%d", (void *)&own, i)));
        if (store_begin(w.s, &tester, &w.faults) && store_insert(w.s, r, &w.faults))
            store_commit(w.s, &w.faults);
    }
    session_close(w.s);
    arena_free(&own);
    return NULL;
}

TEST(threads_write_one_after_the_other)
{
    struct place_of_work w = new_place();
    pthread_t threads[4];
    int64_t checked;
    for (int i = 0; i < 4; i++)
        REQUIRE(pthread_create(&threads[i], NULL, write_some, &w) == 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    CHECK_INT(count_of(&w, "employer"), 80);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, 81);
    leave(&w);
}

TEST(settings_are_kept_and_audited)
{
    struct place_of_work w = new_place();
    struct str value;
    REQUIRE(store_setting_get(w.s, &a, S("pack"), &value, &w.faults));
    CHECK_STR(value, "xx");
    REQUIRE(store_setting_get(w.s, &a, S("country"), &value, &w.faults));
    CHECK_STR(value, "");
    for (int i = 0; i < 2; i++) {
        REQUIRE(store_begin(w.s, &tester, &w.faults));
        CHECK(store_setting_set(w.s, S("country"), i ? S("GE") : S("AZ"), &w.faults));
        CHECK(store_commit(w.s, &w.faults));
    }
    REQUIRE(store_setting_get(w.s, &a, S("country"), &value, &w.faults));
    CHECK_STR(value, "GE");
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_INT(checked, 3);
    leave(&w);
}

TEST(a_store_remembers_its_pack)
{
    struct faults faults = {.arena = &a};
    const char *path = new_path();
    struct store *s = store_open_pack(path, (struct str){0}, &faults);
    REQUIRE(s);
    CHECK_STR(store_model(s)->pack, "az");
    store_close(s);
    s = store_open_pack(path, (struct str){0}, &faults);
    REQUIRE(s);
    CHECK_INT(faults.total, 0);
    store_close(s);
    CHECK(!store_open(path, small_model(), &faults));
    REQUIRE(faults.count);
    CHECK(str_contains(fault_english(&a, &faults.items[0]), S("another one")) ||
          str_contains(fault_english(&a, &faults.items[0]), S("pack \"az\", not for \"xx\"")));
}
