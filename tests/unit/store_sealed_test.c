#include "sealed_help.h"
#include "store/inside.h"

#include <sodium.h>
#include <sys/stat.h>

static struct record *of_every_kind(struct place_of_work *w)
{
    struct record *r = person(w, "P-1", "Əliyeva", "Günel");
    record_set(r, "pin", value_text(S("7CANARY")));
    record_set(r, "birth_date", value_text(S("2010-03")));
    record_set(r, "children", value_integer(INT64_MIN));
    record_set(r, "height", value_real(0.1));
    record_set(r, "orphan", value_integer(0));
    record_set(r, "told_at", value_text(S("2019-03-07T14:05:09Z")));
    record_set(r, "owed", value_integer(116050));
    record_set(r, "currency", value_text(S("AZN")));
    record_set(r, "colour", value_text(S("blue")));
    record_set(r, "picture", (struct value){.kind = VALUE_BLOB, .text = S("a\0b")});
    record_set(r, "password", value_text(S("open sesame")));
    return r;
}

TEST(every_kind_of_value_is_sealed_and_opened)
{
    struct place_of_work w = people_place();
    REQUIRE(w.s);
    struct record *r = of_every_kind(&w);
    REQUIRE(put(&w, r));
    struct record *again = stored(&w, r);
    for (size_t i = 0; i < r->type->field_count; i++) {
        const struct field *f = &r->type->fields[i];
        if (r->values[i].kind != VALUE_EMPTY)
            CHECK_INT(again->values[i].kind, f->sealed ? VALUE_SEALED : r->values[i].kind);
    }
    again = opened_record(&w, r);
    REQUIRE(again);
    for (size_t i = 0; i < r->type->field_count; i++)
        CHECK(r->type->fields[i].secret || value_eq(&again->values[i], &r->values[i]));
    CHECK_INT(record_get(again, "password")->kind, VALUE_SEALED);
    REQUIRE(store_open_secret(w.s, &a, again, &w.faults));
    CHECK_STR(record_text(again, "password"), "open sesame");
    CHECK_STR(actions(&w), "insert insert read");
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(a_reading_names_the_fields_and_the_reason_before_it_answers)
{
    struct place_of_work w = people_place();
    struct record *r = of_every_kind(&w);
    REQUIRE(put(&w, r));
    struct record *again = stored(&w, r);
    const struct field *fields[] = {type_field(r->type, S("pin"))};
    struct actor reader = {S("leyla"), S("web"), S("the hearing of 3 May")};
    REQUIRE(store_open_sealed(w.s, &a, &reader, &again, 1, fields, 1, &w.faults));
    CHECK_STR(record_text(again, "pin"), "7CANARY");
    CHECK_INT(record_get(again, "family_name")->kind, VALUE_SEALED);
    struct changes found;
    struct audit_query q = {.action = S("read")};
    REQUIRE(store_audit_read(w.s, &a, &q, &found, &w.faults) && found.count == 1);
    CHECK_STR(found.items[0].actor, "leyla");
    CHECK_STR(found.items[0].reason, "the hearing of 3 May");
    CHECK_STR(found.items[0].record, r->id.p);
    CHECK_INT(node_count(node_get(found.items[0].difference, S("fields"))), 1);
    CHECK_STR(node_text(&a, node_at(node_get(found.items[0].difference, S("fields")), 0)), "pin");
    /* What is open already, or empty, is no reading. */
    REQUIRE(store_open_sealed(w.s, &a, &reader, &again, 1, fields, 1, &w.faults));
    REQUIRE(store_audit_read(w.s, &a, &q, &found, &w.faults));
    CHECK_INT(found.count, 1);
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    again = stored(&w, r);
    CHECK(!store_open_sealed(w.s, &a, &reader, &again, 1, fields, 1, &w.faults) &&
          tells(&w, "inside a change"));
    store_rollback(w.s);
    leave(&w);
}

TEST(what_is_given_back_sealed_or_said_again_stays_as_it_is)
{
    struct place_of_work w = people_place();
    struct record *r = of_every_kind(&w);
    REQUIRE(put(&w, r));
    struct value was = *record_get(stored(&w, r), "pin");
    struct record *again = stored(&w, r);
    REQUIRE(change(&w, again, "town", value_text(S("Gəncə"))));
    CHECK_INT(again->version, 2);
    CHECK(value_eq(&was, record_get(stored(&w, r), "pin")));
    again = stored(&w, r);
    REQUIRE(change(&w, again, "pin", value_text(S("7CANARY"))));
    CHECK_INT(again->version, 2); /* nothing changed */
    REQUIRE(change(&w, again, "pin", value_text(S("7OTHER"))));
    CHECK_INT(again->version, 3);
    CHECK(!value_eq(&was, record_get(stored(&w, r), "pin")));
    again = opened_record(&w, r);
    CHECK_STR(record_text(again, "pin"), "7OTHER");
    CHECK_STR(record_text(again, "family_name"), "Əliyeva");
    again->values[type_field(r->type, S("family_name"))->index] = (struct value){0};
    CHECK(!change(&w, again, "town", value_text(S("Bakı"))) && tells(&w, "is needed"));
    leave(&w);
}

TEST(a_value_that_was_moved_is_refused_and_that_is_told)
{
    struct place_of_work w = people_place();
    struct record *one = person(&w, "P-1", "Əliyeva", "Günel");
    struct record *two = person(&w, "P-2", "Quliyev", "Emin");
    REQUIRE(put(&w, one) && put(&w, two));
    /* By the program's own ways. */
    struct record *mine = stored(&w, two);
    struct value theirs = *record_get(stored(&w, one), "family_name");
    CHECK(!change(&w, mine, "family_name", theirs) && tells(&w, "sealed for another record"));
    struct record *fresh = person(&w, "P-3", "x", "y");
    record_set(fresh, "family_name", theirs);
    CHECK(!put(&w, fresh) && tells(&w, "sealed for another record"));
    /* By a hand in memory. */
    mine = stored(&w, two);
    record_set(mine, "family_name", theirs);
    CHECK(!store_open_sealed(w.s, &a, &tester, &mine, 1, NULL, 0, &w.faults) &&
          tells(&w, "is not what was sealed there"));
    CHECK_INT(record_get(mine, "given_name")->kind, VALUE_SEALED);
    mine = stored(&w, two);
    record_set(mine, "family_name", *record_get(stored(&w, two), "given_name"));
    CHECK(!store_open_sealed(w.s, &a, &tester, &mine, 1, NULL, 0, &w.faults));
    told(&w);
    CHECK_STR(actions(&w), "insert insert insert refused refused");
    /* By a hand in the database, in the middle of a batch. */
    mine = stored(&w, two);
    struct record *both[] = {stored(&w, one), stored(&w, two)};
    REQUIRE(db_run(w.s->db,
                   S("UPDATE person SET family_name = (SELECT o.family_name FROM person o WHERE "
                     "o.reference = 'P-1') WHERE reference = 'P-2'"),
                   &w.faults));
    CHECK(!store_open_sealed(w.s, &a, &tester, both, 2, NULL, 0, &w.faults) &&
          tells(&w, "changed without the program"));
    CHECK_INT(record_get(both[0], "family_name")->kind, VALUE_SEALED);
    leave(&w);
}

TEST(an_old_value_put_back_by_hand_is_refused)
{
    struct place_of_work w = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    REQUIRE(put(&w, r));
    REQUIRE(db_run(w.s->db, S("CREATE TABLE old AS SELECT * FROM person"), &w.faults));
    struct record *again = stored(&w, r);
    REQUIRE(change(&w, again, "family_name", value_text(S("Quliyeva"))));
    REQUIRE(opened_record(&w, r));
    REQUIRE(db_run(w.s->db, S("UPDATE person SET family_name = (SELECT family_name FROM old)"),
                   &w.faults));
    CHECK(!opened_record(&w, r) && tells(&w, "changed without the program"));
    leave(&w);
}

/* 2,000 single bits of all sealed fields of a record, and cuts. */
TEST(a_flipped_bit_or_a_cut_is_never_opened)
{
    struct place_of_work w = people_place();
    struct record *r = of_every_kind(&w);
    int opened_anyhow = 0;
    REQUIRE(put(&w, r));
    struct record *again = stored(&w, r);
    struct arena before = a;
    for (int i = 0; i < 2000; i++) {
        size_t at;
        do
            at = randombytes_uniform((uint32_t)r->type->field_count);
        while (!r->type->fields[at].sealed || again->values[at].kind != VALUE_SEALED);
        struct sealing what = {.type = r->type, .field = &r->type->fields[at], .id = r->id};
        struct value bad = again->values[at], plain;
        if (i % 10) {
            char *bytes = str_c(&a, bad.text);
            uint32_t bit = randombytes_uniform((uint32_t)bad.text.n * 8);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
            bad.text.p = bytes;
        } else
            bad.text.n = randombytes_uniform((uint32_t)bad.text.n);
        opened_anyhow += seal_open(w.s, &a, &what, &bad, &plain, &w.faults);
        w.faults = (struct faults){.arena = &a};
    }
    (void)before;
    CHECK_INT(opened_anyhow, 0);
    leave(&w);
}

TEST(fields_of_a_record_about_somebody_are_sealed_with_their_key)
{
    struct place_of_work w = people_place();
    struct record *one = person(&w, "P-1", "Əliyeva", "Günel");
    struct record *two = person(&w, "P-2", "Quliyev", "Emin");
    REQUIRE(put(&w, one) && put(&w, two));
    struct record *r = record_new(&a, model_type(session_model(w.s), S("remark")));
    record_set(r, "number", value_text(S("R-1")));
    record_set(r, "person", value_text(one->id));
    record_set(r, "says", value_text(S("was hit")));
    REQUIRE(put(&w, r));
    struct record *again = stored(&w, r);
    struct value was = *record_get(again, "says");
    REQUIRE(change(&w, again, "person", value_text(two->id))); /* sealed anew for the other one */
    CHECK(!value_eq(&was, record_get(stored(&w, r), "says")));
    again = opened_record(&w, r);
    REQUIRE(again);
    CHECK_STR(record_text(again, "says"), "was hit");
    again = stored(&w, r);
    REQUIRE(change(&w, again, "person", (struct value){0})); /* now its own key */
    CHECK_STR(record_text(opened_record(&w, r), "says"), "was hit");
    leave(&w);
}

/* --- the key file --- */

TEST(the_key_file_is_for_its_owner_and_comes_with_the_store)
{
    struct place_of_work w = people_place();
    struct stat about;
    const char *path = store_keys_file(&a, w.path);
    CHECK_STR(str_of(path), place_beside(&a, w.path, "keys"));
    REQUIRE(stat(path, &about) == 0);
    CHECK_INT(about.st_mode & 0777, 0600);
    unsigned char one[32], two[32], again[32];
    REQUIRE(store_derive_key(w.s, "password pepper", one, &w.faults));
    REQUIRE(store_derive_key(w.s, "audit anchor", two, &w.faults));
    CHECK(memcmp(one, two, 32) != 0);
    leave(&w);
    w = opened(w.path, people_model(PERSON));
    REQUIRE(store_derive_key(w.s, "password pepper", again, &w.faults));
    CHECK(memcmp(one, again, 32) == 0);
    leave(&w);
}

TEST(without_its_key_file_a_store_opens_and_keeps_what_is_sealed_shut)
{
    struct place_of_work w = people_place(), other = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    REQUIRE(put(&w, r));
    const char *keys = place_beside(&a, w.path, "keys"),
               *aside = str_format(&a, "%s.aside", keys).p;
    unsigned char key[32];
    leave(&w);
    REQUIRE(rename(keys, aside) == 0);
    w = opened(w.path, people_model(PERSON));
    REQUIRE(w.s);
    CHECK(access(keys, F_OK) != 0); /* no new one is made */
    struct record *again = stored(&w, r);
    REQUIRE(again);
    CHECK(!store_open_sealed(w.s, &a, &tester, &again, 1, NULL, 0, &w.faults) &&
          tells(&w, "key file of the store is missing"));
    CHECK(!put(&w, person(&w, "P-2", "x", "y")) && tells(&w, "key file of the store is missing"));
    CHECK(!store_derive_key(w.s, "x", key, &w.faults) && tells(&w, "is missing"));
    /* Nothing can be changed either: the head of the audit chain is sealed with a key of it. */
    CHECK(!change(&w, again, "town", value_text(S("Bakı"))) && tells(&w, "is missing"));
    /* One of another store. */
    REQUIRE(link(place_beside(&a, other.path, "keys"), keys) == 0);
    CHECK(!opened_record(&w, r) && tells(&w, "belongs to another store"));
    REQUIRE(unlink(keys) == 0);
    /* One that others can read, one that was damaged, and at last its own. */
    REQUIRE(rename(aside, keys) == 0 && chmod(keys, 0644) == 0);
    CHECK(!opened_record(&w, r) && tells(&w, "Others than the owner"));
    REQUIRE(chmod(keys, 0600) == 0);
    CHECK(opened_record(&w, r) != NULL);
    FILE *file = fopen(keys, "r+");
    REQUIRE(file && fseek(file, 90, SEEK_SET) == 0 && fputc('z', file) == 'z');
    fclose(file);
    CHECK(!opened_record(&w, r) && tells(&w, "is damaged"));
    leave(&w);
    leave(&other);
}

/* Only a store from before there were keys gets a key file by itself. */
TEST(a_store_of_an_older_layout_gets_its_keys)
{
    struct place_of_work w = people_place();
    const char *keys = store_keys_file(&a, w.path);
    REQUIRE(db_run(w.s->db, S("DELETE FROM store_key_file"), &w.faults));
    leave(&w);
    w = opened(w.path, people_model(PERSON));
    REQUIRE(w.s);
    CHECK(!put(&w, person(&w, "P-1", "x", "y")) && tells(&w, "belongs to another store"));
    REQUIRE(db_run(w.s->db, S("DROP TABLE store_key_file"), &w.faults) &&
            db_run(w.s->db, S("DROP TABLE store_key"), &w.faults) &&
            db_run(w.s->db, S("UPDATE store_layout SET layout = 1"), &w.faults));
    leave(&w);
    REQUIRE(unlink(keys) == 0);
    w = opened(w.path, people_model(PERSON));
    REQUIRE(w.s);
    CHECK(access(keys, F_OK) == 0);
    REQUIRE(put(&w, person(&w, "P-1", "Əliyeva", "y")));
    leave(&w);
}

/* --- fields that come to be sealed --- */

#define HEAD                                                                                       \
    "type: person\nlabel: Person\nplural: People\ngroup: parties\nmeans: Somebody\n"               \
    "named: \"{reference}\"\nkeys: [[reference]]\n"
#define PLAIN                                                                                      \
    HEAD "fields:\n  reference: {kind: text, required: true, label: Reference}\n"                  \
         "  family_name: {kind: text, label: Family name}\n"                                       \
         "  given_name: {kind: text, label: Given name}\n"                                         \
         "  birth_date: {kind: text, label: Date of birth}\n"                                      \
         "  story: {kind: text, long: true, label: Story}\n"
#define NOW_SEALED(birth)                                                                          \
    HEAD "find_by: [[family_name, given_name, birth_date]]\nfields:\n"                             \
         "  reference: {kind: text, required: true, label: Reference}\n"                           \
         "  family_name: {kind: text, label: Family name, class: F3}\n"                            \
         "  given_name: {kind: text, label: Given name, class: F3}\n"                              \
         "  birth_date: {kind: " birth ", label: Date of birth, class: F3}\n"                      \
         "  story: {kind: text, long: true, label: Story, class: F3}\n"

static bool in_files(const char *path, const char *text)
{
    return system(str_format(&a, "grep -aqF '%s' %s %s-wal", text, path, path).p) == 0;
}

/* The same record as the model of this store has it. */
static struct record *of_model(struct place_of_work *w, const struct record *r)
{
    const struct type *type = model_type(session_model(w->s), S("person"));
    return store_get(w->s, &a, type, r->id, &w->faults);
}

TEST(a_field_that_comes_to_be_sealed_leaves_nothing_in_clear_but_old_history)
{
    NEEDS_FILE();
    struct place_of_work w = opened(new_path(), people_model(PLAIN));
    struct record *r = NULL;
    for (int i = 0; i < 50; i++) {
        r = person(&w, str_format(&a, "P-%d", i).p, "CANARYFAMILY", "CANARYGIVEN");
        record_set(r, "birth_date", value_text(S("2010-03-07")));
        record_set(r, "story", value_text(S("CANARYSTORY\non two lines")));
        REQUIRE(put(&w, r));
    }
    record_set(r, "given_name", value_text(S("CANARYOLDER")));
    REQUIRE(change(&w, r, "given_name", value_text(S("CANARYGIVEN"))));
    leave(&w);
    CHECK(in_files(w.path, "CANARYFAMILY"));
    w = opened(w.path, people_model(NOW_SEALED("date")));
    REQUIRE(w.s);
    CHECK(!in_files(w.path, "CANARYFAMILY"));
    CHECK(!in_files(w.path, "CANARYSTORY"));
    struct record *again = opened_record(&w, of_model(&w, r));
    REQUIRE(again);
    CHECK_STR(record_text(again, "family_name"), "CANARYFAMILY");
    CHECK_STR(record_text(again, "story"), "CANARYSTORY\non two lines");
    CHECK_STR(record_text(again, "birth_date"), "2010-03-07");
    struct value values[] = {value_text(S("canaryfamily")), value_text(S("CanaryGiven")),
                             value_text(S("2010"))};
    struct records found;
    CHECK(store_find_sealed(w.s, &a, again->type, 0, values, &found, &w.faults));
    CHECK_INT(found.count, 50);
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults) && store_check(w.s, &w.faults));
    leave(&w);
    /* And back: a field that is open again can be read again. */
    w = opened(w.path, people_model(PLAIN));
    CHECK(!w.s && tells(&w, "older"));
    w = opened(w.path, people_model(PLAIN "  town: {kind: text, label: Town}\n"));
    REQUIRE(w.s);
    CHECK_STR(record_text(of_model(&w, r), "family_name"), "CANARYFAMILY");
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(the_chain_says_what_older_history_still_tells_in_clear)
{
    struct place_of_work w = opened(new_path(), people_model(PLAIN));
    struct record *r = person(&w, "P-1", "One", "Two");
    REQUIRE(put(&w, r) && change(&w, r, "given_name", value_text(S("Three"))) &&
            change(&w, r, "given_name", value_text(S("Four"))));
    leave(&w);
    w = opened(w.path, people_model(NOW_SEALED("date")));
    REQUIRE(w.s);
    struct changes found;
    struct audit_query q = {.action = S("seal")};
    REQUIRE(store_audit_read(w.s, &a, &q, &found, &w.faults));
    REQUIRE(found.count == 2); /* two fields had something to seal */
    CHECK_STR(node_get_str(found.items[0].difference, S("field")), "given_name");
    CHECK_INT(node_get_int(found.items[0].difference, S("sealed"), 0), 1);
    CHECK_INT(node_get_int(found.items[0].difference, S("in_clear"), 0), 2);
    CHECK_INT(node_get_int(found.items[1].difference, S("in_clear"), 9), 0);
    leave(&w);
}

TEST(what_cannot_be_read_as_its_new_kind_is_not_sealed_away)
{
    struct place_of_work w = opened(new_path(), people_model(PLAIN));
    struct record *r = person(&w, "P-1", "One", "Two");
    record_set(r, "birth_date", value_text(S("in spring")));
    REQUIRE(put(&w, r));
    leave(&w);
    w = opened(w.path, people_model(NOW_SEALED("date")));
    CHECK(!w.s && tells(&w, "cannot be read as what it is to be now"));
    w = opened(w.path, people_model(PLAIN)); /* nothing was changed */
    REQUIRE(w.s);
    CHECK_STR(record_text(of_model(&w, r), "birth_date"), "in spring");
    leave(&w);
}
