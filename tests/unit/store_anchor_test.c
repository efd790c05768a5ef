#include "store/inside.h"
#include "store_help.h"

#include "store_copy.h"

/* Five changes, each written down in the anchor. */
static struct place_of_work anchored_place(void)
{
    struct place_of_work w = new_place();
    struct audit_verified verified;
    for (int i = 0; i < 5; i++) {
        put(&w, employer(&w, str_format(&a, "%d", i).p, "Name"));
        store_audit_anchor(w.s, &a, &verified, &w.faults);
    }
    return w;
}

static bool sql(struct place_of_work *w, const char *text)
{
    return db_run(w->s->db, str_of(text), &w->faults);
}

static void run(const char *command)
{
    if (system(command) != 0)
        printf("failed: %s\n", command);
}

static bool holds(struct place_of_work *w)
{
    int64_t checked;
    return store_audit_verify(w->s, &checked, &w->faults);
}

TEST(the_anchor_vouches_for_rows)
{
    struct place_of_work w = anchored_place();
    struct audit_verified verified;
    CHECK(store_audit_verify_against(w.s, &a, (struct str){0}, &verified, &w.faults));
    CHECK_INT(verified.rows, 6);
    CHECK_INT(verified.from, 1);
    CHECK_INT(verified.to, 6);
    CHECK_INT(verified.restored, 0);
    CHECK_STR(verified.anchor, place_beside(&a, w.path, "anchor"));
    leave(&w);
}

TEST(a_session_leaves_no_change_without_an_anchor)
{
    struct place_of_work w = new_place();
    struct audit_verified verified;
    CHECK(put(&w, employer(&w, "1", "Name")));
    leave(&w);
    run(str_format(&a, "grep -q ' 2 [0-9a-f]* .* head ' %s", place_beside(&a, w.path, "anchor")).p);
    w = opened(w.path, small_model());
    CHECK(store_audit_verify_against(w.s, &a, (struct str){0}, &verified, &w.faults));
    CHECK_INT(verified.to, 2);
    leave(&w);
}

/* What somebody does who knows how the chain is made: every hash and the head are mended. */
static bool write_anew(struct place_of_work *w, int64_t from)
{
    struct session *s = w->s;
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT number, version, at, actor, channel, reason, action, type, record, "
                     "difference, content, hash FROM store_audit ORDER BY number"),
                   &w->faults);
    unsigned char hash[DIGEST] = {0};
    struct str mend[100];
    int64_t rows = 0;
    while (q && db_step(q, &w->faults) == DB_ROW) {
        struct audit_row row = {.number = db_integer(q, 0), .version = db_integer(q, 1)};
        struct str *texts[] = {&row.at,     &row.actor, &row.channel, &row.reason,
                               &row.action, &row.type,  &row.record,  &row.difference};
        for (size_t i = 0; i < 8; i++)
            *texts[i] = db_text(q, &a, (int)i + 2);
        row.content = db_blob(q, &a, 10);
        if (row.number == from)
            row.actor = S("somebody else");
        audit_hash(hash, &row, hash);
        mend[rows++] = str_copy(&a, (struct str){(const char *)hash, DIGEST});
    }
    db_done(q);
    for (int64_t i = 0; i < rows; i++) {
        q = db_prepare(s->db, S("UPDATE store_audit SET hash = $1 WHERE number = $2"), &w->faults);
        db_bind_blob(q, mend[i]);
        db_bind_integer(q, i + 1);
        db_step(q, &w->faults);
        db_done(q);
    }
    return sql(w,
               str_format(&a, "UPDATE store_audit SET actor = 'somebody else' WHERE number = %lld",
                          (long long)from)
                   .p) &&
           sql(w, "UPDATE store_head SET hash = (SELECT hash FROM store_audit ORDER BY number "
                  "DESC LIMIT 1)");
}

TEST(a_chain_written_anew_is_found_at_its_first_row)
{
    struct place_of_work w = anchored_place();
    REQUIRE(holds(&w) && write_anew(&w, 4));
    CHECK(!holds(&w) && tells(&w, "broken at row 4: it was written anew"));
    leave(&w);
}

TEST(a_cut_end_with_its_head_is_found)
{
    struct place_of_work w = anchored_place();
    REQUIRE(sql(&w, "DELETE FROM store_audit WHERE number > 4") &&
            sql(&w, "DELETE FROM employer WHERE tax_id IN ('3', '4')") &&
            sql(&w, "UPDATE store_head SET number = 4, hash = (SELECT hash FROM store_audit WHERE "
                    "number = 4)"));
    CHECK(!holds(&w) && tells(&w, "broken at row 5: the chain ends with row 4"));
    leave(&w);
}

TEST(an_old_copy_in_the_place_of_the_store_is_found)
{
    NEEDS_FILE();
    struct place_of_work w = anchored_place();
    const char *copy = str_format(&a, "%s.old", w.path).p;
    REQUIRE(copy_store(&w, copy));
    CHECK(put(&w, employer(&w, "new", "Name")));
    leave(&w);
    run(str_format(&a, "mv %s %s && rm -f %s-wal %s-shm", copy, w.path, w.path, w.path).p);
    w = opened(w.path, small_model());
    REQUIRE(w.s);
    CHECK(!holds(&w) && tells(&w, "broken at row 7: the chain ends with row 6"));
    /* and when work has gone on in it */
    CHECK(put(&w, employer(&w, "other", "Name")));
    CHECK(put(&w, employer(&w, "third", "Name")));
    CHECK(!holds(&w) && tells(&w, "broken at row 7: it was written anew"));
    leave(&w);
}

/* The anchor of a place after a command was run on it ($1). */
static bool holds_after(const char *command, const char *told_then)
{
    struct place_of_work w = anchored_place();
    leave(&w);
    run(str_format(&a, "set -- %s; %s", place_beside(&a, w.path, "anchor"), command).p);
    w = opened(w.path, small_model());
    bool good = w.s && holds(&w);
    CHECK(good || tells(&w, told_then));
    leave(&w);
    return good;
}

TEST(an_anchor_that_was_changed_is_found)
{
    CHECK(holds_after("true", ""));
    CHECK(!holds_after("sed -Ei '3s/^(h[^ ]* 1 [^ ]*) [0-9]*/\\1 9/' $1", "Line 3 of the anchor"));
    CHECK(!holds_after("sed -i '2s/T../T00/' $1 && sed -i '2s/head/restored/' $1", "Line 2 of"));
    CHECK(!holds_after("sed -i 3d $1", "broken at line 3"));
    CHECK(!holds_after("sed -i 1d $1", "broken at line 1"));
    CHECK(!holds_after("sed -i '2{h;d};3G' $1", "broken at line 2"));
    CHECK(!holds_after("truncate -s -1 $1", "is cut off"));
    CHECK(!holds_after("echo nonsense >>$1", "of the anchor was not written with"));
    CHECK(!holds_after("rm $1", "There is no anchor"));
    /* What no file can show by itself: a whole line taken off its end. A copy elsewhere does. */
    CHECK(holds_after("sed -i '$d' $1", ""));
}

TEST(a_log_with_other_lines_serves_as_an_anchor)
{
    struct place_of_work w = anchored_place();
    struct audit_verified verified;
    const char *log = place_beside(&a, w.path, "log");
    run(str_format(&a,
                   "sed -n '2,4s/^/Nov 22 10:00:00 machine himaya: /p' %s >%s; echo "
                   "other >>%s",
                   place_beside(&a, w.path, "anchor"), log, log)
            .p);
    CHECK(store_audit_verify_against(w.s, &a, str_of(log), &verified, &w.faults));
    CHECK_INT(verified.anchored, 3);
    REQUIRE(write_anew(&w, 2));
    CHECK(!store_audit_verify_against(w.s, &a, str_of(log), &verified, &w.faults));
    CHECK(tells(&w, "broken at row 1: it was written anew from there on, or from a row after it "
                    "up to row 2"));
    leave(&w);
}

TEST(the_anchor_goes_where_the_environment_or_the_setting_says)
{
    NEEDS_FILE(); /* for a server the environment says it in all these tests */
    struct place_of_work w = new_place();
    const char *set = str_format(&a, "%s.elsewhere", w.path).p;
    CHECK(store_begin(w.s, &tester, &w.faults) &&
          store_setting_set(w.s, S("anchor"), str_of(set), &w.faults) &&
          store_commit(w.s, &w.faults));
    leave(&w);
    CHECK_INT(system(str_format(&a, "test $(wc -l <%s) -ge 1", set).p), 0);
    setenv("HIMAYA_ANCHOR", str_format(&a, "%s.third, syslog:", w.path).p, 1);
    w = opened(w.path, small_model());
    CHECK(put(&w, employer(&w, "1", "Name")));
    leave(&w);
    unsetenv("HIMAYA_ANCHOR");
    CHECK_INT(system(str_format(&a, "test $(wc -l <%s.third) -ge 1", w.path).p), 0);
    CHECK_INT(system(str_format(&a, "test $(wc -l <%s) -ge 1", set).p), 0);
}

TEST(a_change_stands_when_its_anchor_cannot_be_written)
{
    struct place_of_work w = new_place();
    setenv("HIMAYA_ANCHOR", "/nowhere/himaya.anchor", 1);
    struct audit_verified verified;
    CHECK(put(&w, employer(&w, "1", "Name")));
    CHECK(!store_audit_anchor(w.s, &a, &verified, &w.faults) &&
          tells(&w, "anchor of the audit chain cannot be written"));
    CHECK(!store_anchor_is_written(w.store));
    CHECK_INT(count_of(&w, "employer"), 1);
    leave(&w);
    unsetenv("HIMAYA_ANCHOR");
}
