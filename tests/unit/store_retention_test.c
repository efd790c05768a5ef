#include "store/inside.h"
#include "store/retention.h"
#include "store/sealed.h"
#include "store_help.h"

#define KEPT                                                                                       \
    "type: visit\nlabel: Visit\nplural: Visits\ngroup: work\nmeans: A visit\nnamed: "              \
    "\"{number}\"\n"                                                                               \
    "keys: [[number]]\nretention: {years: 10, since: closed_on}\nfields:\n"                        \
    "  number: {kind: text, label: Number}\n"                                                      \
    "  closed_on: {kind: date, label: Closed on}\n"                                                \
    "  after: {kind: ref, to: visit, label: After}\n"                                              \
    "  colour: {kind: text, label: Colour}\n"                                                      \
    "  story: {kind: text, label: Story, class: F5}\n"
#define HOLD                                                                                       \
    "type: hold\nlabel: Hold\nplural: Holds\ngroup: work\nmeans: A hold\nnamed: \"{record}\"\n"    \
    "keys: [[record]]\nfields:\n"                                                                  \
    "  record_type: {kind: text, label: Type}\n"                                                   \
    "  record: {kind: text, label: Record}\n"                                                      \
    "  lifted_at: {kind: time, label: Lifted at}\n"

static const struct model *kept_model(void)
{
    struct resource files[] = {
        {S("model/types/hold.yaml"), S(HOLD)},
        {S("model/types/visit.yaml"), S(KEPT)},
    };
    struct faults faults = {.arena = &a};
    return model_read(&a, files, 2, S("xx"), &faults);
}

static struct record *closed(struct place_of_work *w, const char *number, const char *on)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("visit")));
    record_set(r, "number", value_text(str_of(number)));
    if (*on)
        record_set(r, "closed_on", value_text(str_of(on)));
    record_set(r, "colour", value_text(S("violet")));
    record_set(r, "story", value_text(S("what was said")));
    if (!put(w, r))
        CHECK_STR(told(w), "");
    return r;
}

static struct record *hold(struct place_of_work *w, const struct record *r)
{
    struct record *h = record_new(&a, model_type(session_model(w->s), S("hold")));
    record_set(h, "record_type", value_text(r->type->name));
    record_set(h, "record", value_text(r->id));
    CHECK(put(w, h));
    return h;
}

static struct date day(const char *text)
{
    struct date d = {0};
    CHECK(date_parse(str_of(text), &d));
    return d;
}

static bool stands(struct place_of_work *w, const struct record *r)
{
    return store_get(w->s, &a, r->type, r->id, &w->faults) != NULL;
}

/* Removes what is due on a day and gives how many. */
static int64_t removed_on(struct place_of_work *w, const char *today)
{
    struct retentions found;
    int64_t checked;
    CHECK(store_retention_remove(w->s, &a, &tester, day(today), NULL, &found, &w->faults));
    CHECK(store_audit_verify(w->s, &checked, &w->faults));
    CHECK_STR(told(w), "");
    CHECK_INT(found.count, 1);
    return found.items[0].removed;
}

TEST(records_are_removed_on_their_day_and_never_before)
{
    static const struct {
        const char *on, *last, *next; /* closed, the last day of keeping, the day after */
    } cases[] = {
        {"2016-03-07", "2026-03-07", "2026-03-08"}, {"2016-02-29", "2026-02-28", "2026-03-01"},
        {"2016-12-31", "2026-12-31", "2027-01-01"}, {"2016-02", "2026-02-28", "2026-03-01"},
        {"2016", "2026-12-31", "2027-01-01"},       {"2016-01-31", "2026-01-31", "2026-02-01"},
    };
    struct place_of_work w = opened(new_path(), kept_model());
    struct record *open = closed(&w, "open", "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record *r = closed(&w, str_format(&a, "%zu", i).p, cases[i].on);
        CHECK_INT(removed_on(&w, cases[i].last), 0);
        CHECK(stands(&w, r));
        CHECK_INT(removed_on(&w, cases[i].next), 1);
        CHECK(!stands(&w, r));
    }
    CHECK_INT(removed_on(&w, "2999-01-01"), 0);
    CHECK(stands(&w, open));
    leave(&w);
}

TEST(a_hold_keeps_its_record_until_it_is_lifted)
{
    struct place_of_work w = opened(new_path(), kept_model());
    struct record *one = closed(&w, "1", "2010-01-01"), *two = closed(&w, "2", "2010-01-01");
    struct record *h = hold(&w, one);
    struct retentions due;
    CHECK(store_retention_due(w.s, &a, day("2026-01-01"), &due, &w.faults));
    CHECK_INT(due.items[0].due.count, 1);
    CHECK_INT(due.items[0].held, 1);
    CHECK_INT(removed_on(&w, "2026-01-01"), 1);
    CHECK(stands(&w, one) && !stands(&w, two));
    CHECK(change(&w, h, "lifted_at", value_text(S("2026-01-02T00:00:00Z"))));
    CHECK_INT(removed_on(&w, "2026-01-03"), 1);
    CHECK(!stands(&w, one));
    leave(&w);
}

TEST(nothing_of_a_removed_record_stands_in_its_rows)
{
    struct place_of_work w = opened(new_path(), kept_model());
    struct record *r = closed(&w, "1", "2010-01-01");
    struct changes rows;
    struct str at;
    CHECK_INT(removed_on(&w, "2026-01-01"), 1);
    REQUIRE(store_audit_read(w.s, &a, &(struct audit_query){.record = r->id}, &rows, &w.faults));
    REQUIRE(rows.count == 3); /* insert, erase, remove */
    CHECK_STR(rows.items[0].action, "remove");
    CHECK_STR(rows.items[1].action, "erase");
    for (size_t i = 0; i < rows.count; i++)
        CHECK(!rows.items[i].difference || rows.items[i].difference->count == 0);
    CHECK(store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults)); /* in backups too */
    leave(&w);
}

TEST(what_others_refer_to_stays_as_an_empty_shell)
{
    struct place_of_work w = opened(new_path(), kept_model());
    struct record *old = closed(&w, "old", "2010-01-01"), *late = closed(&w, "late", "2020-01-01");
    struct retentions found;
    int64_t checked;
    CHECK(change(&w, late, "after", value_text(old->id)));
    for (int i = 0; i < 2; i++) { /* the second time there is nothing to do */
        CHECK(store_retention_remove(w.s, &a, &tester, day("2026-01-01"), NULL, &found, &w.faults));
        CHECK_INT(found.items[0].removed, 0);
        CHECK_INT(found.items[0].emptied, i == 0);
    }
    struct record *shell = store_get(w.s, &a, old->type, old->id, &w.faults);
    REQUIRE(shell);
    CHECK_STR(record_text(shell, "number"), "old");
    CHECK_STR(record_text(shell, "closed_on"), "2010-01-01");
    CHECK(record_get(shell, "colour")->kind == VALUE_EMPTY);
    CHECK(record_get(shell, "story")->kind == VALUE_EMPTY);
    CHECK(store_audit_verify(w.s, &checked, &w.faults));
    /* When the other one goes, so does the shell. */
    CHECK_INT(removed_on(&w, "2030-01-02"), 2);
    CHECK(!stands(&w, old) && !stands(&w, late));
    leave(&w);
}

TEST(many_records_go_in_batches)
{
    struct place_of_work w = opened(new_path(), kept_model());
    const struct type *type = model_type(session_model(w.s), S("visit"));
    REQUIRE(store_begin(w.s, &tester, &w.faults));
    for (int i = 0; i < 350; i++) {
        struct record *r = record_new(&a, type);
        record_set(r, "number", value_text(str_format(&a, "%d", i)));
        record_set(r, "closed_on", value_text(i % 7 ? S("2010-05-05") : S("2020-05-05")));
        CHECK(store_insert(w.s, r, &w.faults));
    }
    REQUIRE(store_commit(w.s, &w.faults));
    CHECK_INT(removed_on(&w, "2026-01-01"), 300);
    CHECK_INT(count_of(&w, "visit"), 50);
    leave(&w);
}
