/* What somebody with the files of a store in hand, but without its key file, might do to it: 10,000
 * random mutations of the audit table, the head and the records. Every one must be found, and the
 * first bad row named. With half of them all hashes and the head are mended afterwards. */
#include "store/inside.h"
#include "store_help.h"

#include "store_copy.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
enum { MUTATIONS = 600 };
#else
enum { MUTATIONS = 10000 };
#endif
enum { SEED = 20261122, EMPLOYERS = 60, COPIES = 8 };

static uint64_t state = SEED;
static int64_t chance(int64_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((state >> 33) % (uint64_t)below);
}

static int64_t rows; /* of the chain */

struct copy {
    const char *path;
    int64_t rows;
};
static struct copy copies[COPIES];
static size_t copy_count;

/* 60 employers, changed, visited, some deleted, and events; every row is in the anchor. */
static struct place_of_work with_history(void)
{
    struct place_of_work w = new_place();
    struct audit_verified verified;
    for (int i = 0; i < EMPLOYERS; i++) {
        struct record *e = employer(&w, str_format(&a, "%d", i).p, str_format(&a, "N %d", i).p);
        struct event read = {"read", S("employer"), str_format(&a, "%d", i), NULL};
        put(&w, e);
        store_audit_anchor(w.s, &a, &verified, &w.faults);
        change(&w, e, "name", value_text(str_format(&a, "Name %d", i)));
        store_audit_anchor(w.s, &a, &verified, &w.faults);
        if (i % 3 == 0)
            put(&w, visit(&w, e, str_format(&a, "V-%d", i).p));
        else if (i % 3 == 1)
            store_event_alone(w.s, &tester, &read, &w.faults);
        else if (store_begin(w.s, &tester, &w.faults) && store_delete(w.s, e, &w.faults))
            store_commit(w.s, &w.faults);
        store_audit_anchor(w.s, &a, &verified, &w.faults);
        if (i % 8 == 7 && copy_count < COPIES) {
            struct copy *c = &copies[copy_count++];
            *c = (struct copy){str_format(&a, "%s.copy-%d", w.path, i).p, verified.to};
            copy_store(&w, c->path);
        }
    }
    rows = verified.to;
    return w;
}

static bool sql(struct place_of_work *w, const char *text)
{
    return db_run(w->s->db, str_of(text), &w->faults);
}

/* --- mending: hashes and head as somebody makes them who knows how --- */

static void mend(struct place_of_work *w)
{
    struct session *s = w->s;
    unsigned char hash[DIGEST] = {0};
    struct str hashes[EMPLOYERS * 4];
    int64_t numbers[EMPLOYERS * 4];
    size_t count = 0;
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT number, version, at, actor, channel, reason, action, type, record, "
                     "difference, content FROM store_audit ORDER BY number"),
                   &w->faults);
    while (q && db_step(q, &w->faults) == DB_ROW) {
        struct audit_row row = {.number = db_integer(q, 0), .version = db_integer(q, 1)};
        struct str *texts[] = {&row.at,   &row.actor,  &row.channel,    &row.reason, &row.action,
                               &row.type, &row.record, &row.difference, &row.content};
        for (size_t i = 0; i < 9; i++)
            *texts[i] = db_text(q, &a, (int)i + 2);
        audit_hash(hash, &row, hash);
        numbers[count] = row.number;
        hashes[count++] = str_copy(&a, (struct str){(const char *)hash, DIGEST});
    }
    db_done(q);
    for (size_t i = 0; i < count; i++) {
        q = db_prepare(s->db, S("UPDATE store_audit SET hash = $1 WHERE number = $2"), &w->faults);
        db_bind_blob(q, hashes[i]);
        db_bind_integer(q, numbers[i]);
        db_step(q, &w->faults);
        db_done(q);
    }
    sql(w, "UPDATE store_head SET number = (SELECT max(number) FROM store_audit), hash = (SELECT "
           "hash FROM store_audit ORDER BY number DESC LIMIT 1)");
}

/* --- mutations: each gives its SQL and the first row that is bad then --- */

struct mutation {
    const char *sql;
    int64_t row;      /* the first bad one; 0: the fault names a record */
    const char *says; /* what the fault says besides; NULL: anything */
    bool mendable;    /* hashes and head may be mended after it */
};

static struct mutation edit_text(void)
{
    static const char *const columns[] = {"at",     "actor", "channel", "reason",
                                          "action", "type",  "record",  "difference"};
    static const char *const edits[] = {"%s || 'x'", "'x' || %s", "%s || '2'", "upper(%s) || ' '"};
    int64_t row = chance(rows) + 1;
    const char *column = columns[chance(8)];
    struct str edit = str_replace(&a, str_of(edits[chance(4)]), S("%s"), str_of(column));
    return (struct mutation){str_format(&a, "UPDATE store_audit SET %s = %.*s WHERE number = %lld",
                                        column, STR_ARG(edit), (long long)row)
                                 .p,
                             row, NULL, true};
}

static struct mutation edit_version(void)
{
    int64_t row = chance(rows) + 1, by = chance(9) + 1;
    return (struct mutation){
        str_format(&a, "UPDATE store_audit SET version = version + %lld WHERE number = %lld",
                   (long long)by, (long long)row)
            .p,
        row, NULL, true};
}

static struct mutation edit_content(void)
{
    int64_t row = chance(rows) + 1;
    return (struct mutation){
        str_format(&a, "UPDATE store_audit SET content = randomblob(32) WHERE number = %lld",
                   (long long)row)
            .p,
        row, NULL, true};
}

static struct mutation edit_hash(void)
{
    int64_t row = chance(rows) + 1;
    return (struct mutation){str_format(&a, "UPDATE store_audit SET hash = %s WHERE number = %lld",
                                        chance(2) ? "randomblob(32)" : "zeroblob(31)",
                                        (long long)row)
                                 .p,
                             row, NULL, false};
}

static struct mutation edit_number(void)
{
    int64_t row = chance(rows) + 1;
    return (struct mutation){
        str_format(&a, "UPDATE store_audit SET number = number + %lld WHERE number = %lld",
                   (long long)(rows + chance(99)), (long long)row)
            .p,
        row, NULL, true};
}

static struct mutation shift_text(void)
{
    int64_t row = chance(rows) + 1;
    return (struct mutation){
        str_format(&a,
                   "UPDATE store_audit SET actor = actor || substr(channel, 1, 1), "
                   "channel = substr(channel, 2) WHERE number = %lld",
                   (long long)row)
            .p,
        row, NULL, true};
}

static struct mutation delete_row(void)
{
    int64_t row = chance(rows) + 1;
    return (struct mutation){
        str_format(&a, "DELETE FROM store_audit WHERE number = %lld", (long long)row).p, row, NULL,
        true};
}

static struct mutation delete_and_close_up(void)
{
    long long row = chance(rows) + 1;
    return (struct mutation){
        str_format(&a,
                   "DELETE FROM store_audit WHERE number = %lld;"
                   "UPDATE store_audit SET number = -number WHERE number > %lld;"
                   "UPDATE store_audit SET number = -number - 1 WHERE number < 0",
                   row, row)
            .p,
        row, NULL, true};
}

#define ALL_BUT_NUMBER "at, actor, channel, reason, action, type, record, version, difference, "

static struct mutation insert_between(void)
{
    long long row = chance(rows) + 1, like = chance(rows) + 1;
    return (struct mutation){
        str_format(&a,
                   "UPDATE store_audit SET number = -number - 1 WHERE number >= %lld;"
                   "UPDATE store_audit SET number = -number WHERE number < 0;"
                   "INSERT INTO store_audit SELECT %lld, " ALL_BUT_NUMBER "content, randomblob(32) "
                   "FROM store_audit WHERE number = %lld",
                   row, row, like >= row ? like + 1 : like)
            .p,
        row, NULL, true};
}

/* A forged event behind the newest row: what an audit could be made to say of somebody. */
static struct mutation insert_at_end(void)
{
    return (struct mutation){
        str_format(&a,
                   "INSERT INTO store_audit SELECT %lld, at, 'somebody', channel, reason, 'read', "
                   "type, 'x%lld', version, '', zeroblob(0), randomblob(32) FROM store_audit WHERE "
                   "number = %lld",
                   (long long)rows + 1, (long long)chance(1000), (long long)chance(rows) + 1)
            .p,
        rows + 1, NULL, true};
}

static struct mutation swap_rows(void)
{
    long long one = chance(rows - 1) + 1, two = one + 1 + chance(rows - one);
    return (struct mutation){str_format(&a,
                                        "UPDATE store_audit SET number = -1 WHERE number = %lld;"
                                        "UPDATE store_audit SET number = %lld WHERE number = %lld;"
                                        "UPDATE store_audit SET number = %lld WHERE number = -1",
                                        one, one, two, two)
                                 .p,
                             one, NULL, true};
}

static struct mutation cut_tail(void)
{
    long long left = chance(rows);
    return (struct mutation){str_format(&a, "DELETE FROM store_audit WHERE number > %lld", left).p,
                             left + 1, NULL, left > 0};
}

static struct mutation edit_head(void)
{
    static const struct {
        const char *sql;
        int64_t row; /* behind the newest one */
        const char *says;
    } edits[] = {
        {"UPDATE store_head SET number = number - 1", 0, "broken at row"},
        {"UPDATE store_head SET number = number + 1", 1, "broken at row"},
        {"UPDATE store_head SET hash = randomblob(64)", 0, "does not belong to row"},
        {"UPDATE store_head SET hash = CAST(substr(hash, 1, 32) || randomblob(32) AS blob)", 0,
         "with the key"},
        {"DELETE FROM store_head", 0, "does not belong to row"},
    };
    int64_t i = chance(5);
    return (struct mutation){edits[i].sql, i < 2 ? rows + edits[i].row : 0, edits[i].says, false};
}

static struct mutation edit_record(void)
{
    static const char *const edits[] = {"name = name || '!'", "version = version + 1",
                                        "name = NULL", "tax_id = tax_id || ' '"};
    return (struct mutation){
        str_format(&a,
                   "UPDATE employer SET %s WHERE id = (SELECT id FROM employer ORDER BY id LIMIT 1 "
                   "OFFSET %lld)",
                   edits[chance(4)], (long long)chance(EMPLOYERS * 2 / 3))
            .p,
        0, "of type employer was changed without the program", false};
}

static struct mutation delete_record(void)
{
    return (struct mutation){str_format(&a, "DELETE FROM visit WHERE number = 'V-%lld'",
                                        (long long)chance(EMPLOYERS / 3) * 3)
                                 .p,
                             0, "of type visit was deleted without the program", false};
}

static struct mutation insert_record(void)
{
    return (struct mutation){
        str_format(
            &a, "INSERT INTO employer (id, version, tax_id, name) VALUES ('%lld', 1, 'new', 'N')",
            (long long)chance(1000000))
            .p,
        0, "was put in without the program", false};
}

static struct mutation bring_back_record(void)
{
    return (struct mutation){
        str_format(&a,
                   "INSERT INTO employer (id, version, tax_id, name) SELECT record, version, "
                   "'gone', 'Gone' FROM store_audit WHERE action = 'delete' LIMIT 1 OFFSET %lld",
                   (long long)chance(EMPLOYERS / 3))
            .p,
        0, "of type employer was changed without the program", false};
}

static const struct kind {
    const char *name;
    struct mutation (*make)(void);
} kinds[] = {
    {"edit a text of a row", edit_text},
    {"edit the version", edit_version},
    {"edit the content digest", edit_content},
    {"edit the hash", edit_hash},
    {"edit the number", edit_number},
    {"move letters between columns", shift_text},
    {"delete a row", delete_row},
    {"delete a row and close up", delete_and_close_up},
    {"insert a row between", insert_between},
    {"insert a row at the end", insert_at_end},
    {"swap two rows", swap_rows},
    {"cut the tail", cut_tail},
    {"edit the head", edit_head},
    {"edit a record", edit_record},
    {"delete a record", delete_record},
    {"insert a record", insert_record},
    {"bring a deleted record back", bring_back_record},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool verify_says(struct place_of_work *w, const struct mutation *m)
{
    int64_t checked;
    struct faults broken = {.arena = &a};
    bool found = !store_audit_verify(w->s, &checked, &broken) && broken.total == 1;
    struct str says = found ? fault_english(&a, &broken.items[0]) : S("nothing");
    struct str row = str_format(&a, "broken at row %lld", (long long)m->row);
    size_t at = str_find(says, row, 0);
    bool named = !m->row || (at != STR_NONE && !char_is_digit(says.p[at + row.n]));
    if (found && named && (!m->says || str_contains(says, str_of(m->says))))
        return true;
    printf("%s\n  wanted row %lld, \"%s\"; it says %.*s\n", m->sql, (long long)m->row,
           m->says ? m->says : "", STR_ARG(says));
    return false;
}

/* In a transaction that is taken back afterwards. */
static bool is_found(struct place_of_work *w, const struct mutation *m, bool mended)
{
    db_begin(w->s->db, 0, &w->faults);
    bool ok = sql(w, m->sql);
    if (!ok)
        printf("%s\n  %.*s\n", m->sql, STR_ARG(told(w)));
    if (mended)
        mend(w);
    w->s->writing = true; /* so that it verifies what is not committed */
    ok = ok && verify_says(w, m);
    w->s->writing = false;
    db_rollback(w->s->db);
    return ok;
}

/* An old copy in the place of the store: opened with the key file and the anchor of the new one. */
static bool is_old_copy_found(const struct copy *c)
{
    struct place_of_work w = opened(c->path, small_model());
    struct mutation m = {c->path, c->rows + 1, "old copy", false};
    bool ok = w.s && verify_says(&w, &m);
    leave(&w);
    return ok;
}

TEST(every_mutation_is_found_and_the_first_bad_row_is_named)
{
    struct place_of_work w = with_history();
    int64_t checked;
    int missed = 0, replays = 0, tried[KINDS] = {0}, mended[KINDS] = {0};
    REQUIRE(w.s && store_audit_verify(w.s, &checked, &w.faults) && checked == rows);
    setenv("HIMAYA_KEYS", str_format(&a, "%s.keys", w.path).p, 1);
    setenv("HIMAYA_ANCHOR", str_format(&a, "%s.anchor", w.path).p, 1);
    sql(&w, "PRAGMA foreign_keys = OFF");
    for (int i = 0; i < MUTATIONS && missed < 5; i++) {
        struct arena_mark mark = arena_mark(&a);
        int64_t k = chance(KINDS + 1);
        bool found = false;
        if (k == KINDS) {
            found = is_old_copy_found(&copies[chance((int64_t)copy_count)]);
            replays++;
        } else {
            struct mutation m = kinds[k].make();
            bool mending = m.mendable && chance(2);
            found = is_found(&w, &m, mending);
            tried[k]++;
            mended[k] += mending;
        }
        missed += !found;
        arena_rewind(&a, mark);
    }
    unsetenv("HIMAYA_KEYS");
    unsetenv("HIMAYA_ANCHOR");
    printf("seed %d, %lld rows\n", SEED, (long long)rows);
    for (int k = 0; k < KINDS; k++)
        printf("%6d %s, %d of them with hashes and head mended\n", tried[k], kinds[k].name,
               mended[k]);
    printf("%6d an old copy in the place of the store\n%6d not found\n", replays, missed);
    CHECK_INT(missed, 0);
    CHECK(store_audit_verify(w.s, &checked, &w.faults)); /* and the store itself is whole */
    leave(&w);
}
