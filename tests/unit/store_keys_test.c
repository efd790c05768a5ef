#include "sealed_help.h"
#include "store/inside.h"
#include "store_copy.h"

#include <signal.h>
#include <sys/wait.h>

static bool erase(struct place_of_work *w, const struct record *r)
{
    if (store_begin(w->s, &tester, &w->faults) && store_erase(w->s, r->type, r->id, &w->faults) &&
        store_commit(w->s, &w->faults))
        return true;
    store_rollback(w->s);
    return false;
}

/* People found by find_by[index]: their references, in the order of their ids' insertion. */
static struct str found(struct place_of_work *w, size_t index, const char *one, const char *two,
                        const char *three)
{
    struct value values[] = {value_text(str_of(one)), value_text(str_of(two)),
                             value_text(str_of(three))};
    struct records records;
    struct str all = {0};
    const struct type *type = model_type(session_model(w->s), S("person"));
    if (!store_find_sealed(w->s, &a, type, index, values, &records, &w->faults))
        return S("fault");
    for (size_t i = 0; i < records.count; i++)
        all = str_format(&a, "%.*s%.*s ", STR_ARG(all),
                         STR_ARG(record_text(records.items[i], "reference")));
    return str_trim(all);
}

static struct record *born(struct place_of_work *w, const char *reference, const char *family,
                           const char *given, const char *birth)
{
    struct record *r = person(w, reference, family, given);
    record_set(r, "birth_date", value_text(str_of(birth)));
    return r;
}

TEST(a_person_is_found_in_every_alphabet_and_only_by_all_together)
{
    struct place_of_work w = people_place();
    REQUIRE(put(&w, born(&w, "P-1", "Əliyeva", "Günel", "2010-03-07")) &&
            put(&w, born(&w, "P-2", "Əliyeva", "Günel", "2011")) &&
            put(&w, person(&w, "P-3", "Əliyeva", "Günel")));
    struct record *pin = person(&w, "P-4", "Quliyev", "Emin");
    record_set(pin, "pin", value_text(S("7AB CDEF")));
    REQUIRE(put(&w, pin));
    CHECK_STR(found(&w, 1, "Əliyeva", "Günel", "2010"), "P-1");
    CHECK_STR(found(&w, 1, "ALIYEVA", "Gunel", "2010-12"), "P-1");
    CHECK_STR(found(&w, 1, "Алиева", "Гюнель", "2010-03-07"), "P-1");
    CHECK_STR(found(&w, 1, "Əliyeva", "Günel", "2011-01-01"), "P-2");
    CHECK_STR(found(&w, 1, "Əliyeva", "Günel", "2012"), "");
    CHECK_STR(found(&w, 1, "Əliyeva", "", "2010"), "fault");
    CHECK(tells(&w, "only by all of these together"));
    CHECK_STR(found(&w, 0, "7abcdef", "", ""), "P-4");
    CHECK_STR(found(&w, 0, "Günel", "", ""), "");
    /* It follows changes, and goes with the record. */
    pin = stored(&w, pin);
    REQUIRE(change(&w, pin, "town", value_text(S("Bakı"))));
    CHECK_STR(found(&w, 0, "7abcdef", "", ""), "P-4");
    REQUIRE(change(&w, pin, "birth_date", value_text(S("2001"))));
    CHECK_STR(found(&w, 1, "Guliyev", "Emin", "2001"), "P-4");
    REQUIRE(change(&w, pin, "pin", value_text(S("8"))));
    CHECK_STR(found(&w, 0, "7abcdef", "", ""), "");
    CHECK_STR(found(&w, 0, "8", "", ""), "P-4");
    REQUIRE(store_begin(w.s, &tester, &w.faults) && store_delete(w.s, pin, &w.faults) &&
            store_commit(w.s, &w.faults));
    CHECK_STR(found(&w, 0, "8", "", ""), "");
    CHECK_STR(told(&w), "");
    leave(&w);
}

TEST(nothing_is_picked_sorted_counted_or_added_up_by_what_is_sealed)
{
    struct place_of_work w = people_place();
    struct records found_records;
    int64_t n;
    REQUIRE(put(&w, person(&w, "P-1", "Əliyeva", "Günel")));
    const struct type *type = model_type(session_model(w.s), S("person"));
    struct condition conditions[] = {{"pin", IS, value_text(S("1"))},
                                     {"pin", IS_NOT, value_text(S("1"))},
                                     {"family_name", CONTAINS, value_text(S("a"))},
                                     {"children", MORE, value_integer(1)},
                                     {"birth_date", AT_MOST, value_text(S("2010"))}};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        struct query q = {.type = type, .conditions = &conditions[i], .condition_count = 1};
        CHECK(!store_query(w.s, &a, &q, &found_records, &w.faults) && tells(&w, "is sealed"));
    }
    struct condition filled = {"pin", IS_EMPTY, {0}}, set = {"given_name", IS_SET, {0}};
    struct query q = {.type = type, .conditions = &filled, .condition_count = 1};
    CHECK(store_count(w.s, &q, &n, &w.faults) && n == 1);
    q.conditions = &set;
    CHECK(store_count(w.s, &q, &n, &w.faults) && n == 1);
    struct query sorted = {.type = type, .order = {"-pin"}};
    CHECK(!store_query(w.s, &a, &sorted, &found_records, &w.faults) && tells(&w, "is sealed"));
    struct query all = {.type = type};
    CHECK(!store_sum(w.s, &all, "children", &n, &w.faults) && tells(&w, "added up"));
    CHECK(!store_count_different(w.s, &all, "pin", &n, &w.faults) && tells(&w, "is sealed"));
    leave(&w);
}

TEST(a_model_that_compares_sealed_fields_is_refused)
{
    static const char head[] = "type: person\nlabel: P\nplural: P\ngroup: p\nmeans: p\n"
                               "named: \"{reference}\"\n";
    static const char *const rest[][2] = {
        {"keys: [[reference], [pin]]\nfields:\n", "cannot be kept unique"},
        {"keys: [[reference]]\nsearch: [pin]\nfields:\n", "cannot be searched"},
        {"keys: [[reference]]\nlist: {order: -pin}\nfields:\n", "sort a list"},
        {"keys: [[reference]]\nfields:\n  other: {kind: ref, to: person, label: O, class: F3}\n",
         "lead to another record"},
        {"keys: [[reference]]\nsubject: pin\nfields:\n", "leads to no record"}};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        struct place_of_work w = {.faults = {.arena = &a}};
        const char *text = str_format(&a,
                                      "%s%s  reference: {kind: text, required: true, label: R}\n"
                                      "  pin: {kind: text, label: PIN, class: F3}\n",
                                      head, rest[i][0])
                               .p;
        CHECK(!people_read(text, NULL, &w.faults) && tells(&w, rest[i][1]));
    }
}

/* --- history --- */

TEST(history_keeps_what_is_sealed_sealed_and_of_secrets_only_that_they_changed)
{
    struct place_of_work w = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    record_set(r, "mark", value_text(S("opensesame")));
    REQUIRE(put(&w, r));
    struct record *again = stored(&w, r);
    REQUIRE(change(&w, again, "given_name", value_text(S("Leyla"))));
    REQUIRE(change(&w, again, "mark", value_text(S("closesesame"))));
    REQUIRE(change(&w, again, "password", value_text(S("hidden"))));
    REQUIRE(change(&w, again, "town", value_text(S("Bakı"))));
    struct changes h;
    REQUIRE(store_history(w.s, &a, r->type, r->id, &h, &w.faults) && h.count == 5);
    struct str seen = {0};
    struct db_statement *q =
        db_prepare(w.s->db, S("SELECT difference FROM store_audit"), &w.faults);
    while (q && db_step(q, &w.faults) == DB_ROW)
        seen = str_concat(&a, seen, db_text(q, &a, 0));
    db_done(q);
    CHECK(!str_contains(seen, S("Leyla")) && !str_contains(seen, S("sesame")) &&
          !str_contains(seen, S("hidden")) && str_contains(seen, S("Bakı")));
    CHECK(node_path(h.items[0].difference, S("mark.after.secret")) != NULL);
    CHECK(node_path(h.items[2].difference, S("mark.before.secret")) != NULL);
    CHECK(node_path(h.items[3].difference, S("password.after.secret")) != NULL);
    CHECK(node_path(h.items[0].difference, S("given_name.after.sealed")) != NULL);
    REQUIRE(store_open_changes(w.s, &a, &tester, r->type, &h, NULL, 0, &w.faults));
    CHECK_STR(node_text(&a, node_path(h.items[0].difference, S("given_name.after"))), "Günel");
    CHECK_STR(node_text(&a, node_path(h.items[1].difference, S("given_name.before"))), "Günel");
    CHECK_STR(node_text(&a, node_path(h.items[1].difference, S("given_name.after"))), "Leyla");
    CHECK_STR(node_text(&a, node_path(h.items[0].difference, S("family_name.after"))), "Əliyeva");
    CHECK(node_path(h.items[2].difference, S("mark.before.secret")) != NULL);
    CHECK_STR(actions(&w), "insert insert update update update update read");
    leave(&w);
}

/* --- erasing --- */

TEST(an_erased_person_is_gone_everywhere_and_stays_gone)
{
    NEEDS_FILE();
    struct place_of_work w = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    record_set(r, "pin", value_text(S("7")));
    record_set(r, "town", value_text(S("Gəncə")));
    REQUIRE(put(&w, r) && put(&w, person(&w, "P-2", "Quliyev", "Emin")));
    struct record *about = record_new(&a, model_type(session_model(w.s), S("remark")));
    record_set(about, "number", value_text(S("R-1")));
    record_set(about, "person", value_text(r->id));
    record_set(about, "says", value_text(S("was hit")));
    REQUIRE(put(&w, about));
    struct record *again = stored(&w, r);
    REQUIRE(change(&w, again, "given_name", value_text(S("Leyla"))));
    const char *copy = str_format(&a, "%s.copy", w.path).p;
    REQUIRE(copy_store(&w, copy));
    struct str at;
    CHECK(!store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults));
    CHECK(!erase(&w, about) && tells(&w, "erase that one"));
    REQUIRE(erase(&w, r));
    CHECK(store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults) && at.n == 10);
    CHECK(store_is_erased(w.s, &a, about->type, about->id, &at, &w.faults));
    CHECK(!erase(&w, r) && tells(&w, "was erased already"));
    again = opened_record(&w, r);
    REQUIRE(again);
    CHECK_INT(record_get(again, "given_name")->kind, VALUE_EMPTY);
    CHECK_STR(record_text(again, "town"), "Gəncə");
    CHECK_INT(record_get(opened_record(&w, about), "says")->kind, VALUE_EMPTY);
    CHECK_STR(found(&w, 0, "7", "", ""), "");
    again = stored(&w, r);
    CHECK(!change(&w, again, "pin", value_text(S("8"))) && tells(&w, "was erased on"));
    again = stored(&w, r);
    CHECK(change(&w, again, "town", value_text(S("Bakı"))));
    struct changes h;
    REQUIRE(store_history(w.s, &a, r->type, r->id, &h, &w.faults) &&
            store_open_changes(w.s, &a, &tester, r->type, &h, NULL, 0, &w.faults));
    CHECK_INT(node_path(h.items[1].difference, S("given_name.after"))->kind, NODE_NULL);
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    leave(&w);
    /* An older copy of the store, with the key file as it is now. */
    setenv("HIMAYA_KEYS", store_keys_file(&a, w.path), 1);
    w = opened(copy, people_model(PERSON));
    CHECK(store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults));
    CHECK_INT(record_get(opened_record(&w, r), "given_name")->kind, VALUE_EMPTY);
    CHECK(erase(&w, r)); /* its key stands in the copy, and goes now */
    CHECK_STR(told(&w), "");
    leave(&w);
    unsetenv("HIMAYA_KEYS");
}

static bool holds(const char *path, const char *bytes, size_t n)
{
    FILE *file = fopen(path, "rb");
    char *all = arena_alloc(&a, 4000000);
    size_t size = file ? fread(all, 1, 4000000, file) : 0;
    if (file)
        fclose(file);
    return memmem(all, size, bytes, n) != NULL;
}

TEST(the_bytes_of_a_destroyed_key_leave_the_files)
{
    NEEDS_FILE();
    struct place_of_work w = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    REQUIRE(put(&w, r));
    struct db_statement *q = db_prepare(w.s->db, S("SELECT wrapped FROM store_key"), &w.faults);
    REQUIRE(q && db_step(q, &w.faults) == DB_ROW);
    struct str wrapped = db_text(q, &a, 0);
    db_done(q);
    const char *log = str_format(&a, "%s-wal", w.path).p;
    REQUIRE(wrapped.n > 40);
    CHECK(holds(w.path, wrapped.p, wrapped.n) || holds(log, wrapped.p, wrapped.n));
    REQUIRE(erase(&w, r));
    CHECK(!holds(w.path, wrapped.p, wrapped.n));
    CHECK(!holds(log, wrapped.p, wrapped.n));
    leave(&w);
}

/* --- new keys --- */

static void put_many(struct place_of_work *w, int count)
{
    REQUIRE(store_begin(w->s, &tester, &w->faults));
    for (int i = 0; i < count; i++)
        REQUIRE(store_insert(w->s, person(w, str_format(&a, "M-%d", i).p, "Əliyeva", "Günel"),
                             &w->faults));
    REQUIRE(store_commit(w->s, &w->faults));
}

static size_t opened_of_all(struct place_of_work *w)
{
    struct records all;
    struct query q = {.type = model_type(session_model(w->s), S("person"))};
    if (!store_query(w->s, &a, &q, &all, &w->faults) ||
        !store_open_sealed(w->s, &a, &tester, all.items, all.count, NULL, 0, &w->faults))
        return 0;
    size_t n = 0;
    for (size_t i = 0; i < all.count; i++)
        n += str_eq(record_text(all.items[i], "family_name"), S("Əliyeva"));
    return n;
}

TEST(new_keys_open_everything_and_old_ones_nothing)
{
    struct place_of_work w = people_place();
    put_many(&w, 1203);
    const char *keys = store_keys_file(&a, w.path);
    unsigned char pepper[32], again[32];
    int64_t wrapped;
    REQUIRE(store_derive_key(w.s, "pepper", pepper, &w.faults));
    REQUIRE(system(str_format(&a, "cp -p %s %s.old", keys, keys).p) == 0);
    REQUIRE(store_rotate_keys(w.s, &tester, NULL, &wrapped, &w.faults));
    CHECK_INT(wrapped, 1203);
    CHECK_INT(opened_of_all(&w), 1203);
    REQUIRE(store_derive_key(w.s, "pepper", again, &w.faults));
    CHECK(memcmp(pepper, again, 32) == 0);
    CHECK_STR(found(&w, 1, "Əliyeva", "Günel", "2010"), "");
    struct node *state = store_keys_state(w.s, &a, &w.faults);
    CHECK_INT(node_get_int(state, S("version"), 0), 2);
    CHECK_INT(node_get_int(state, S("people"), 0), 1203);
    CHECK(!node_get_bool(state, S("rotating")));
    leave(&w);
    REQUIRE(system(str_format(&a, "cp -p %s.old %s", keys, keys).p) == 0);
    w = opened(w.path, people_model(PERSON));
    REQUIRE(w.s);
    CHECK_INT(opened_of_all(&w), 0);
    CHECK(tells(&w, "which the key file no longer has"));
    leave(&w);
}

/* An erasing that the key file could not note is noted with the next keys. */
TEST(new_keys_note_who_was_erased)
{
    struct place_of_work w = people_place();
    struct record *r = person(&w, "P-1", "Əliyeva", "Günel");
    const char *keys = store_keys_file(&a, w.path);
    int64_t wrapped;
    REQUIRE(put(&w, r));
    REQUIRE(system(str_format(&a, "cp -p %s %s.before", keys, keys).p) == 0);
    REQUIRE(erase(&w, r));
    CHECK(system(str_format(&a, "grep -q '^erased person %s' %s", r->id.p, keys).p) == 0);
    REQUIRE(system(str_format(&a, "mv %s.before %s", keys, keys).p) == 0);
    REQUIRE(store_rotate_keys(w.s, &tester, NULL, &wrapped, &w.faults));
    CHECK_INT(wrapped, 0);
    CHECK(system(str_format(&a, "grep -q '^erased person %s' %s", r->id.p, keys).p) == 0);
    leave(&w);
}

struct killed_at {
    size_t lots;
};

static void die(void *context, size_t done, size_t total)
{
    struct killed_at *at = context;
    (void)done;
    (void)total;
    if (!at->lots--)
        kill(getpid(), SIGKILL);
}

/* Killed after no, one and two lots; then once more, to the end. */
TEST(a_change_of_keys_that_was_killed_goes_on)
{
    struct place_of_work w = people_place();
    put_many(&w, 1203);
    leave(&w);
    for (size_t lots = 0; lots < 3; lots++) {
        pid_t child = fork();
        if (!child) {
            struct place_of_work mine = opened(w.path, people_model(PERSON));
            struct killed_at at = {lots};
            struct progress progress = {die, &at};
            int64_t wrapped;
            store_rotate_keys(mine.s, &tester, &progress, &wrapped, &mine.faults);
            _exit(1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        w = opened(w.path, people_model(PERSON));
        struct node *state = store_keys_state(w.s, &a, &w.faults);
        CHECK(node_get_bool(state, S("rotating")));
        CHECK_INT(node_get_int(state, S("version"), 0), 2);
        CHECK_INT(opened_of_all(&w), 1203);
        leave(&w);
    }
    w = opened(w.path, people_model(PERSON));
    int64_t wrapped;
    REQUIRE(store_rotate_keys(w.s, &tester, NULL, &wrapped, &w.faults));
    CHECK_INT(node_get_int(store_keys_state(w.s, &a, &w.faults), S("version"), 0), 2);
    CHECK_INT(opened_of_all(&w), 1203);
    CHECK(store_audit_verify(w.s, &wrapped, &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}

/* Another process that read the key file before must not seal with the old key after. */
TEST(who_read_the_old_keys_uses_the_new_ones)
{
    struct place_of_work w = people_place(), other;
    int64_t wrapped;
    REQUIRE(put(&w, person(&w, "P-1", "Əliyeva", "Günel")));
    other = opened(w.path, people_model(PERSON));
    REQUIRE(put(&other, person(&other, "P-2", "Əliyeva", "Leyla")));
    REQUIRE(store_rotate_keys(w.s, &tester, NULL, &wrapped, &w.faults));
    REQUIRE(put(&other, person(&other, "P-3", "Əliyeva", "Nigar")));
    CHECK_INT(opened_of_all(&w), 3);
    CHECK_INT(opened_of_all(&other), 3);
    leave(&other);
    leave(&w);
}
