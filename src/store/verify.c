/* Proves the audit chain, against its anchor too, and every record against the chain. */
#include "store/anchor.h"

#include <string.h>

static struct str number_text(struct arena *a, int64_t n)
{
    return str_format(a, "%lld", (long long)n);
}

/* --- the chain --- */

static void read_audit_row(const struct db_statement *q, struct arena *a, struct audit_row *row,
                           struct str *hash)
{
    struct str *texts[] = {&row->at,     &row->actor, &row->channel, &row->reason,
                           &row->action, &row->type,  &row->record,  &row->difference};
    row->number = db_integer(q, 0);
    row->version = db_integer(q, 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = db_text(q, a, (int)i + 2);
    row->content = db_blob(q, a, 10);
    *hash = db_blob(q, a, 11);
}

/* How far the walk along the chain has come. */
struct walk {
    unsigned char hash[DIGEST]; /* of the newest good row */
    int64_t number;
    const struct anchored *anchored;
    size_t next;  /* row of the anchor that was not met yet */
    int64_t sure; /* newest row that the anchor vouches for */
};

/* Holds the row that was reached against what was written down outside the database. */
static bool check_anchored(struct session *s, struct walk *w, struct faults *faults)
{
    const struct anchored *all = w->anchored;
    for (; w->next < all->count && all->items[w->next].number <= w->number; w->next++) {
        const struct anchored_row *row = &all->items[w->next];
        if (row->number == w->number && memcmp(row->hash, w->hash, DIGEST) != 0)
            return FAULT(faults, FAULT_STORE, (struct place){0},
                         N_("The audit chain is broken at row {1}: it was written anew from there "
                            "on, or from a row after it up to row {2}, for which the anchor of "
                            "{3} vouched."),
                         number_text(&s->scratch, w->sure + 1), number_text(&s->scratch, w->number),
                         row->at);
    }
    if (w->next && all->items[w->next - 1].number == w->number)
        w->sure = w->number;
    return true;
}

/* Rows that the anchor names and the chain does not have. */
static bool check_anchored_end(struct session *s, const struct walk *w, struct faults *faults)
{
    if (w->next == w->anchored->count)
        return true;
    const struct anchored_row *last = &w->anchored->items[w->anchored->count - 1];
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The audit chain is broken at row {1}: the chain ends with row {2}, and the "
                    "anchor of {3} vouched for row {4}. Rows were cut off, or an old copy was put "
                    "in the place of the store."),
                 number_text(&s->scratch, w->number + 1), number_text(&s->scratch, w->number),
                 last->at, number_text(&s->scratch, last->number));
}

static bool check_row(struct session *s, struct walk *w, const struct db_statement *q,
                      struct faults *faults)
{
    struct audit_row row = {0};
    struct str kept;
    unsigned char now[DIGEST];
    read_audit_row(q, &s->scratch, &row, &kept);
    audit_hash(w->hash, &row, now);
    memcpy(w->hash, now, DIGEST);
    if (row.number != w->number + 1)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The audit chain is broken at row {1}: after row {2} comes row {3}, so "
                        "rows were taken out or put in."),
                     number_text(&s->scratch, w->number + 1), number_text(&s->scratch, w->number),
                     number_text(&s->scratch, row.number));
    if (kept.n != DIGEST || memcmp(kept.p, now, DIGEST) != 0)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The audit chain is broken at row {1} ({2} of {3} {4}): the row, or the "
                        "one before it, is not what was written."),
                     number_text(&s->scratch, row.number), row.action, row.type, row.record);
    w->number++;
    return check_anchored(s, w, faults);
}

static bool check_rows(struct session *s, struct walk *w, struct faults *faults)
{
    struct db_statement *q = db_prepare_walk(
        s->db,
        S("SELECT number, version, at, actor, channel, reason, action, type, record, difference, "
          "content, hash FROM store_audit ORDER BY number"),
        faults);
    enum db_outcome outcome = DB_FAILED;
    bool good = true;
    while (q && good && (outcome = db_step(q, faults)) == DB_ROW) {
        struct arena_mark mark = arena_mark(&s->scratch);
        good = check_row(s, w, q, faults);
        arena_rewind(&s->scratch, mark);
    }
    db_done(q);
    return good && outcome == DB_DONE;
}

/* The head says which row is the newest, so that a cut end is seen. */
static bool check_head(struct session *s, const struct walk *w, const struct audit_head *head,
                       struct faults *faults)
{
    if (head->there && head->number == w->number && memcmp(head->hash, w->hash, DIGEST) == 0)
        return true;
    if (!head->there || head->number == w->number)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The audit chain is broken at its end: the head kept beside it does not "
                        "belong to row {1}."),
                     number_text(&s->scratch, w->number));
    if (head->number < w->number)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The audit chain is broken at row {1}: the newest row written was {2}, and "
                        "there are rows up to {3}."),
                     number_text(&s->scratch, head->number + 1),
                     number_text(&s->scratch, head->number), number_text(&s->scratch, w->number));
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The audit chain is broken at row {1}: the chain ends with row {2}, but the "
                    "newest row written was {3}."),
                 number_text(&s->scratch, w->number + 1), number_text(&s->scratch, w->number),
                 number_text(&s->scratch, head->number));
}

/* Rows that were put in behind the anchored ones, with a head to them, lack its seal. */
static bool check_seal(struct session *s, const struct walk *w, const struct audit_head *head,
                       struct faults *faults)
{
    bool sealed;
    if (!audit_head_is_sealed(s, head, &sealed, faults))
        return false;
    if (sealed)
        return true;
    if (w->sure == w->number)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The audit chain is broken at its end: the head kept beside row {1} was "
                        "not written with the key of this store."),
                     number_text(&s->scratch, w->number));
    return FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The audit chain is broken at row {1}: its head was not written with the key "
                    "of this store, and no anchor vouches for what stands behind row {2}."),
                 number_text(&s->scratch, w->sure + 1), number_text(&s->scratch, w->sure));
}

/* --- the records --- */

static bool bad_record(struct session *s, const struct table *t, struct str id, const char *message,
                       int64_t number, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, (struct place){0}, message, t->name, id,
                 number_text(&s->scratch, number));
}

static bool check_record(struct session *s, const struct table *t, const struct db_statement *q,
                         struct faults *faults)
{
    struct arena *a = &s->scratch;
    unsigned char digest[DIGEST];
    int64_t number = db_integer(q, 2);
    struct str id = db_text(q, a, 0), content = db_blob(q, a, 4);
    struct value *values = arena_array(a, t->count, struct value);
    for (size_t i = 0; i < t->count; i++)
        values[i] = db_value(q, a, (int)i + 5, t->columns[i].holds);
    audit_content(t, values, digest);
    if (!number)
        return bad_record(s, t, id,
                          N_("The record {2} of type {1} was put in without the program: "
                             "the audit chain knows nothing of it."),
                          0, faults);
    if (db_integer(q, 1) == db_integer(q, 3) && content.n == DIGEST &&
        memcmp(content.p, digest, DIGEST) == 0)
        return true;
    return bad_record(s, t, id,
                      N_("The record {2} of type {1} was changed without the program: it "
                         "is not what row {3} of the audit chain left."),
                      number, faults);
}

static bool check_records(struct session *s, const struct table *t, int64_t *count,
                          struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct str columns = table_columns(&s->scratch, t, t->count, "r.");
    struct str sql = str_format(
        &s->scratch,
        "SELECT r.\"id\", r.\"version\", coalesce(a.number, 0), a.version, a.content%.*s "
        "FROM \"%.*s\" r LEFT JOIN store_audit a ON a.number = (SELECT max(b.number) "
        "FROM store_audit b WHERE b.record = r.\"id\" AND b.type = $1 "
        "AND b.version > 0 AND length(b.content) > 0)",
        STR_ARG(columns), STR_ARG(t->name));
    struct db_statement *q = db_prepare_walk(s->db, sql, faults);
    enum db_outcome outcome = DB_FAILED;
    bool good = true;
    if (q)
        db_bind_text(q, t->name);
    while (q && good && (outcome = db_step(q, faults)) == DB_ROW) {
        struct arena_mark row = arena_mark(&s->scratch);
        good = check_record(s, t, q, faults);
        (*count)++;
        arena_rewind(&s->scratch, row);
    }
    db_done(q);
    arena_rewind(&s->scratch, mark);
    return good && outcome == DB_DONE;
}

/* Names a record that is gone though the chain says that it stands. */
static bool name_missing(struct session *s, const struct table *t, struct faults *faults)
{
    struct str sql = str_format(
        &s->scratch,
        "SELECT a.record, a.number FROM store_audit a WHERE a.type = $1 AND a.action NOT IN "
        "('delete', 'remove') "
        "AND length(a.content) > 0 AND NOT EXISTS (SELECT 1 FROM \"%.*s\" r WHERE r.\"id\" = "
        "a.record) AND NOT EXISTS "
        "(SELECT 1 FROM store_audit b WHERE b.record = a.record AND b.type = a.type AND "
        "b.version > 0 AND length(b.content) > 0 AND b.number > a.number) ORDER BY a.number LIMIT "
        "1",
        STR_ARG(t->name));
    struct db_statement *q = db_prepare(s->db, sql, faults);
    if (!q)
        return false;
    db_bind_text(q, t->name);
    enum db_outcome outcome = db_step(q, faults);
    if (outcome == DB_ROW)
        bad_record(s, t, db_text(q, &s->scratch, 0),
                   N_("The record {2} of type {1} was deleted without the program: row {3} of the "
                      "audit chain left it standing."),
                   db_integer(q, 1), faults);
    db_done(q);
    return outcome == DB_DONE;
}

static const struct table *table_by_name(const struct store *s, struct str name)
{
    for (size_t i = 0; i < s->tables.count; i++)
        if (str_eq(s->tables.items[i].name, name))
            return &s->tables.items[i];
    return NULL;
}

/* As many of each type must stand as were inserted and not deleted. */
static bool check_counts(struct session *s, const int64_t *counts, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db,
        S("SELECT type, CAST(sum(CASE action WHEN 'insert' THEN 1 WHEN 'delete' THEN -1 WHEN "
          "'remove' THEN -1 "
          "ELSE 0 END) "
          "AS bigint) FROM store_audit WHERE length(content) > 0 GROUP BY type ORDER BY type"),
        faults);
    enum db_outcome outcome = DB_FAILED;
    bool good = true;
    while (q && good && (outcome = db_step(q, faults)) == DB_ROW) {
        struct str type = db_text(q, &s->scratch, 0);
        const struct table *t = table_by_name(s->store, type);
        if (!t && db_integer(q, 1))
            good = FAULT(faults, FAULT_STORE, (struct place){0},
                         N_("All records of type {1} are gone, and the audit chain says that {2} "
                            "stand."),
                         type, number_text(&s->scratch, db_integer(q, 1)));
        else if (t && table_is_audited(t) && db_integer(q, 1) != counts[t - s->store->tables.items])
            good = name_missing(s, t, faults);
    }
    db_done(q);
    return good && outcome == DB_DONE;
}

static bool verify_chain(struct session *s, struct walk *w, struct audit_head *head,
                         struct faults *faults)
{
    return check_rows(s, w, faults) && audit_read_head(s, head, faults) &&
           check_head(s, w, head, faults) && check_anchored_end(s, w, faults) &&
           (head->plain || check_seal(s, w, head, faults));
}

static bool verify_records(struct session *s, struct faults *faults)
{
    const struct tables *tables = &s->store->tables;
    int64_t *counts = arena_array(&s->scratch, tables->count, int64_t);
    for (size_t i = 0; i < tables->count; i++)
        if (table_is_audited(&tables->items[i]) &&
            !check_records(s, &tables->items[i], &counts[i], faults))
            return false;
    return check_counts(s, counts, faults);
}

static bool verify(struct session *s, struct walk *w, struct faults *faults)
{
    struct audit_head head;
    if (!verify_chain(s, w, &head, faults))
        return false;
    if (head.plain)
        return check_seal(s, w, &head, faults);
    return verify_records(s, faults);
}

bool verify_copy(struct session *s, int64_t number, const unsigned char hash[DIGEST],
                 bool records_too, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct anchored row = {0};
    struct anchored_row *newest = arena_push(&s->scratch, &row);
    struct audit_head head;
    struct walk w = {.anchored = &row};
    *newest = (struct anchored_row){.number = number, .at = S("the backup")};
    memcpy(newest->hash, hash, DIGEST);
    bool ok = verify_chain(s, &w, &head, faults) && (!records_too || verify_records(s, faults));
    arena_rewind(&s->scratch, mark);
    return ok;
}

static void tell_verified(struct arena *a, const struct walk *w, struct audit_verified *verified)
{
    const struct anchored *all = w->anchored;
    verified->anchor = str_copy(a, all->file);
    verified->restored = all->restored;
    verified->anchored = all->count;
    if (!all->count)
        return;
    const struct anchored_row *first = &all->items[0], *last = &all->items[all->count - 1];
    verified->from = first->number;
    verified->to = last->number;
    verified->since = str_copy(a, first->at);
    verified->until = str_copy(a, last->at);
}

bool store_audit_verify_against(struct session *s, struct arena *a, struct str anchor,
                                struct audit_verified *verified, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct anchored anchored;
    struct walk w = {.anchored = &anchored};
    *verified = (struct audit_verified){0};
    if (s->writing && !audit_end(s, faults))
        return false;
    /* The anchor first: rows that come after it are no fault. */
    bool own_view = !s->writing, there = anchor_read(s, &s->scratch, anchor, &anchored, faults);
    bool ok = there && (!own_view || db_begin_reading(s->db, faults));
    if (ok) {
        ok = verify(s, &w, faults);
        if (own_view)
            db_end_reading(s->db);
    }
    verified->rows = w.number;
    if (there)
        tell_verified(a, &w, verified);
    if (ok && own_view && !anchor.n && w.number > verified->to) {
        s->number = w.number;
        memcpy(s->hash, w.hash, DIGEST);
        anchor_after_commit(s, true);
    }
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_audit_verify(struct session *s, int64_t *checked, struct faults *faults)
{
    struct arena a = {0};
    struct audit_verified verified;
    bool ok = store_audit_verify_against(s, &a, (struct str){0}, &verified, faults);
    *checked = verified.rows;
    arena_free(&a);
    return ok;
}
