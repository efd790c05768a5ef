#include "store/inside.h"
#include "store_help.h"

/* A store with a history worth falsifying: 8 employers and 16 visits, changed and some deleted. */
static struct place_of_work with_history(void)
{
    struct place_of_work w = new_place();
    for (int i = 0; i < 8; i++) {
        struct record *e = employer(&w, str_format(&a, "%d", i).p, str_format(&a, "Name %d", i).p);
        put(&w, e);
        for (int k = 0; k < 2; k++) {
            struct record *v = visit(&w, e, str_format(&a, "V-%d-%d", i, k).p);
            record_set(v, "year", value_integer(2000 + 2 * i + k));
            record_set(v, "share", value_real(0.25 * i + k + 1));
            put(&w, v);
            if (i % 2)
                change(&w, v, "colour", value_text(S("red")));
            if (i == 7)
                change(&w, v, "paper", (struct value){.kind = VALUE_BLOB, .text = S("bytes")});
        }
        if (i == 3) {
            struct record *gone = employer(&w, "gone", "Gone");
            put(&w, gone);
            store_begin(w.s, &tester, &w.faults);
            store_delete(w.s, gone, &w.faults);
            store_commit(w.s, &w.faults);
        }
    }
    return w;
}

static uint64_t state = 20191122;
static size_t chance(size_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % below;
}

static int64_t rows;

static struct str row_number(void)
{
    return str_format(&a, "%zu", chance((size_t)rows) + 1);
}

/* --- falsifications: SQL that somebody with the file in hand might run --- */

static struct str edit_text(void)
{
    static const char *const columns[] = {"at",     "actor", "channel", "reason",
                                          "action", "type",  "record",  "difference"};
    return str_format(&a, "UPDATE store_audit SET %s = %s || 'x' WHERE number = %s",
                      columns[chance(8)], columns[chance(8)], row_number().p);
}

static struct str edit_bytes(void)
{
    static const char *const values[] = {"zeroblob(32)", "x'00'", "randomblob(32)",
                                         "(SELECT hash FROM store_audit WHERE number = 1)"};
    return str_format(&a, "UPDATE store_audit SET %s = %s WHERE number = %s",
                      chance(2) ? "content" : "hash", values[chance(3)], row_number().p);
}

static struct str edit_version(void)
{
    return str_format(&a, "UPDATE store_audit SET version = version %s WHERE number = %s",
                      chance(2) ? "+ 1" : "- 1", row_number().p);
}

static struct str shift_text(void)
{
    return str_format(&a,
                      "UPDATE store_audit SET actor = actor || substr(channel, 1, 1), "
                      "channel = substr(channel, 2) WHERE number = %s",
                      row_number().p);
}

static struct str remove_row(void)
{
    return str_format(&a, "DELETE FROM store_audit WHERE number = %s", row_number().p);
}

static struct str remove_and_close_up(void)
{
    const char *n = row_number().p;
    return str_format(&a,
                      "DELETE FROM store_audit WHERE number = %s;"
                      "UPDATE store_audit SET number = -number WHERE number > %s;"
                      "UPDATE store_audit SET number = -number - 1 WHERE number < 0",
                      n, n);
}

static struct str insert_copy(void)
{
    return str_format(
        &a,
        "INSERT INTO store_audit SELECT (SELECT max(number) + 1 FROM store_audit), at, "
        "actor, channel, reason, action, type, record, version, difference, content, "
        "hash FROM store_audit WHERE number = %s",
        row_number().p);
}

static struct str swap_rows(void)
{
    size_t one = chance((size_t)rows) + 1, two = one % (size_t)rows + 1;
    return str_format(&a,
                      "UPDATE store_audit SET number = -1 WHERE number = %zu;"
                      "UPDATE store_audit SET number = %zu WHERE number = %zu;"
                      "UPDATE store_audit SET number = %zu WHERE number = -1",
                      one, one, two, two);
}

static struct str cut_tail(void)
{
    return str_format(&a, "DELETE FROM store_audit WHERE number > %zu", chance((size_t)rows));
}

static struct str cut_tail_and_head(void)
{
    size_t left = chance((size_t)rows - 1) + 1;
    return str_format(&a,
                      "DELETE FROM store_audit WHERE number > %zu; UPDATE store_head SET number = "
                      "%zu, hash = (SELECT hash FROM store_audit WHERE number = %zu)",
                      left, left, left);
}

static struct str edit_head(void)
{
    static const char *const edits[] = {
        "UPDATE store_head SET number = number - 1", "UPDATE store_head SET number = number + 1",
        "UPDATE store_head SET hash = randomblob(32)", "DELETE FROM store_head"};
    return str_of(edits[chance(4)]);
}

static struct str edit_record(void)
{
    static const char *const edits[] = {
        "UPDATE visit SET year = year + 50",
        "UPDATE visit SET share = share + 0.5",
        "UPDATE visit SET share = NULL",
        "UPDATE visit SET colour = 'blue'",
        "UPDATE visit SET number = number || ' '",
        "UPDATE visit SET version = version + 1",
        "UPDATE visit SET currency = number, number = NULL",
        "UPDATE visit SET paper = x'00'",
    };
    return str_format(&a, "%s WHERE id = (SELECT id FROM visit ORDER BY number LIMIT 1 OFFSET %zu)",
                      edits[chance(8)], chance(16));
}

static struct str edit_employer(void)
{
    return str_format(&a, "UPDATE employer SET name = 'Name %zux' WHERE tax_id = '%zu'", chance(8),
                      chance(8));
}

static struct str remove_record(void)
{
    return str_format(&a, "DELETE FROM visit WHERE number = 'V-%zu-%zu'", chance(8), chance(2));
}

static struct str insert_record(void)
{
    return str_format(&a,
                      "INSERT INTO employer (id, version, tax_id, name) VALUES ('%zu', 1, 'new', "
                      "'New')",
                      chance(1000000));
}

static struct str swap_records(void)
{
    size_t one = chance(8);
    return str_format(&a,
                      "UPDATE employer SET tax_id = 'x' WHERE tax_id = '%zu';"
                      "UPDATE employer SET tax_id = '%zu' WHERE tax_id = '%zu';"
                      "UPDATE employer SET tax_id = '%zu' WHERE tax_id = 'x'",
                      one, one, (one + 1) % 8, (one + 1) % 8);
}

static struct str edit_setting(void)
{
    return S("UPDATE store_setting SET value = 'zz'");
}

static struct str bring_back(void)
{
    return S("INSERT INTO employer (id, version, tax_id, name) SELECT record, version, 'gone', "
             "'Gone' FROM store_audit WHERE action = 'delete'");
}

static struct str (*const falsify[])(void) = {
    edit_text,           edit_bytes,    edit_version,      shift_text,    remove_row,
    remove_and_close_up, insert_copy,   swap_rows,         cut_tail,      edit_head,
    edit_record,         edit_employer, cut_tail_and_head, remove_record, insert_record,
    swap_records,        edit_setting,  bring_back,
};

/* On a server without its watch over references, which a file is asked for in other words. */
static bool let_references_be(struct place_of_work *w)
{
    return db_run(w->s->db,
                  place_is_on_server() ? S("SET session_replication_role = replica")
                                       : S("PRAGMA foreign_keys = OFF"),
                  &w->faults);
}

/* Bytes are written otherwise on a server. */
static struct str bytes_as_here(struct str sql)
{
    if (!place_is_on_server())
        return sql;
    sql = str_replace(&a, sql, S("x'00'"), S("'\\x00'::bytea"));
    sql = str_replace(&a, sql, S("zeroblob(32)"), S("decode(repeat('00', 32), 'hex')"));
    return str_replace(&a, sql, S("randomblob(32)"), S("sha256(random()::text::bytea)"));
}

/* What verifying says after this SQL, which is then taken back. */
static bool found_after(struct place_of_work *w, struct str sql, int64_t *checked)
{
    struct faults broken = {.arena = &w->s->arena};
    struct session *s = w->s;
    db_begin(s->db, 0, &w->faults);
    db_run(s->db, bytes_as_here(sql), &w->faults);
    s->writing = true; /* so that it verifies what is not committed */
    bool found = !store_audit_verify(s, checked, &broken) && broken.total == 1;
    s->writing = false;
    db_rollback(s->db);
    w->faults.total = w->faults.count;
    if (found)
        w->faults = broken;
    return found;
}

TEST(two_thousand_falsifications_are_all_found)
{
    struct place_of_work w = with_history();
    int missed = 0;
    REQUIRE(w.s && store_audit_verify(w.s, &rows, &w.faults));
    CHECK_INT(rows, 1 + 8 + 16 + 8 + 2 + 2);
    REQUIRE(let_references_be(&w));
    for (int i = 0; i < 2000 && missed < 5; i++) {
        struct arena_mark mark = arena_mark(&a);
        int64_t checked;
        struct str sql = falsify[(size_t)i % (sizeof falsify / sizeof *falsify)]();
        if (!found_after(&w, sql, &checked)) {
            printf("not found: %.*s %.*s\n", STR_ARG(sql), STR_ARG(told(&w)));
            missed++;
        }
        w.faults = (struct faults){.arena = &a};
        arena_rewind(&a, mark);
    }
    CHECK_INT(missed, 0);
    int64_t checked;
    CHECK(store_audit_verify(w.s, &checked, &w.faults)); /* and the store itself is whole */
    leave(&w);
}

static bool named(struct place_of_work *w, const char *sql, const char *part, int64_t good)
{
    int64_t checked;
    bool found = found_after(w, str_of(sql), &checked);
    CHECK(found);
    CHECK_INT(checked, good);
    return tells(w, part);
}

TEST(the_first_bad_row_is_named)
{
    struct place_of_work w = with_history();
    REQUIRE(let_references_be(&w));
    CHECK(named(&w, "UPDATE store_audit SET actor = 'x' WHERE number IN (9, 12)", "broken at row 9",
                8));
    CHECK(named(&w, "DELETE FROM store_audit WHERE number = 9", "after row 8 comes row 10", 8));
    CHECK(named(&w, "DELETE FROM store_audit WHERE number > 30", "broken at row 31", 30));
    CHECK(named(&w, "UPDATE employer SET name = 'x' WHERE tax_id = '0'",
                "of type employer was changed without the program: it is not what row 2", 37));
    CHECK(named(&w, "DELETE FROM employer WHERE tax_id = '0'",
                "of type employer was deleted without the program: row 2", 37));
    CHECK(named(&w, "INSERT INTO employer (id, version) VALUES ('intruder', 1)",
                "record intruder of type employer was put in without the program", 37));
    CHECK(named(&w, "UPDATE store_head SET hash = zeroblob(32)", "broken at its end", 37));
    leave(&w);
}

TEST(a_row_with_a_taken_number_stops_the_next_change)
{
    struct place_of_work w = with_history();
    REQUIRE(db_run(w.s->db,
                   S("INSERT INTO store_audit SELECT number + 1, at, actor, channel, "
                     "reason, action, type, record, version, difference, content, hash "
                     "FROM store_audit ORDER BY number DESC LIMIT 1"),
                   &w.faults));
    CHECK(!put(&w, employer(&w, "new", "New")) && tells(&w, "was tampered with: row 38"));
    leave(&w);
}

TEST(equal_records_hash_alike_and_others_do_not)
{
    struct place_of_work w = new_place();
    const struct type *type = model_type(session_model(w.s), S("visit"));
    const struct table *t = table_of(w.store, type);
    struct value *one = arena_array(&a, t->count, struct value);
    struct value *two = arena_array(&a, t->count, struct value);
    unsigned char first[DIGEST], second[DIGEST];
    one[0] = value_text(S("ab"));
    one[9] = value_text(S("c"));
    two[0] = value_text(S("a"));
    two[9] = value_text(S("bc"));
    audit_content(t, one, first);
    audit_content(t, two, second);
    CHECK(memcmp(first, second, DIGEST) != 0);
    two[0] = value_text(S("ab"));
    two[9] = value_text(S("c"));
    audit_content(t, two, second);
    CHECK(memcmp(first, second, DIGEST) == 0);
    one[2] = value_integer(1);
    two[3] = value_integer(1);
    audit_content(t, one, first);
    audit_content(t, two, second);
    CHECK(memcmp(first, second, DIGEST) != 0);
    leave(&w);
}

/* --- whatever is done through the store leaves it whole --- */

enum { SLOTS = 40, STEPS = 1500 };

/* What the store should hold: by slot the name of the employer with that tax number, or none. */
struct expected {
    struct record *records[SLOTS];
    struct str names[SLOTS];
};

/* One random insertion, change or deletion; false when the store refused what it should take. */
static bool random_step(struct place_of_work *w, struct expected *x)
{
    size_t slot = chance(SLOTS);
    struct record *r = x->records[slot];
    struct str name = chance(5) ? str_format(&a, "name %zu", chance(50)) : (struct str){0};
    if (!r) {
        r = employer(w, str_format(&a, "%zu", slot).p, "");
        record_set(r, "name", value_text(name));
        if (!store_insert(w->s, r, &w->faults))
            return false;
        x->records[slot] = r;
    } else if (chance(4) == 0) {
        x->records[slot] = NULL;
        return store_delete(w->s, r, &w->faults);
    } else {
        record_set(r, "name", value_text(name));
        if (!store_update(w->s, &a, r, NULL, &w->faults))
            return false;
    }
    x->names[slot] = name;
    return true;
}

static bool as_expected(struct place_of_work *w, const struct expected *x)
{
    const struct type *type = model_type(session_model(w->s), S("employer"));
    int64_t stand = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        struct value key = value_text(str_format(&a, "%zu", i));
        struct record *r = store_find(w->s, &a, type, &key, &w->faults);
        if (!r != !x->records[i] || (r && !str_eq(record_text(r, "name"), x->names[i])))
            return false;
        if (r && r->version != x->records[i]->version)
            return false;
        stand += r != NULL;
    }
    return stand == count_of(w, "employer");
}

/* The history of a record, followed from its beginning, must end with what the record is. */
static bool history_leads_here(struct place_of_work *w, const struct record *r)
{
    struct changes changes;
    struct str name = {0};
    if (!store_history(w->s, &a, r->type, r->id, &changes, &w->faults))
        return false;
    for (size_t i = 0; i < changes.count; i++) {
        const struct node *change = node_get(changes.items[i].difference, S("name"));
        if (changes.items[i].version != (int64_t)i + 1)
            return false;
        if (change && !str_eq(node_get_str(change, S("before")), name))
            return false;
        if (change)
            name = node_get_str(change, S("after"));
    }
    return str_eq(name, record_text(r, "name"));
}

TEST(random_work_with_rollbacks_leaves_the_store_as_expected)
{
    struct place_of_work w = new_place();
    struct expected x = {0};
    int64_t checked;
    for (int step = 0; step < STEPS; step += 30) {
        struct expected before = x;
        int64_t versions[SLOTS];
        for (size_t i = 0; i < SLOTS; i++)
            versions[i] = x.records[i] ? x.records[i]->version : 0;
        REQUIRE(store_begin(w.s, &tester, &w.faults));
        for (int i = 0; i < 30; i++)
            REQUIRE(random_step(&w, &x));
        if (chance(3)) {
            REQUIRE(store_commit(w.s, &w.faults));
        } else {
            store_rollback(w.s);
            x = before;
            for (size_t i = 0; i < SLOTS; i++)
                if (x.records[i])
                    x.records[i]->version = versions[i];
        }
        REQUIRE(as_expected(&w, &x));
    }
    for (size_t i = 0; i < SLOTS; i++) {
        struct record *r = x.records[i];
        if (r)
            CHECK(history_leads_here(&w, store_get(w.s, &a, r->type, r->id, &w.faults)));
    }
    CHECK(store_audit_verify(w.s, &checked, &w.faults) && store_check(w.s, &w.faults));
    CHECK_STR(told(&w), "");
    leave(&w);
}
