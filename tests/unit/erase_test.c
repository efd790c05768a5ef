#include "access_help.h"

static struct visit visit_of(struct place_of_work *w, const char *role)
{
    struct visit v = {.session = w->s, .arena = &a, .channel = "web", .reason = S("request 17")};
    v.faults = &w->faults;
    v.access = access_load(&a, real_model(), &w->faults);
    v.who = person_of(role, (struct str){0}, (struct str){0}, (struct str){0}, S("baku"));
    return v;
}

static struct record *complaint(struct place_of_work *w)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("complaint")));
    record_set(r, "number", value_text(S("C-1")));
    record_set(r, "received_on", value_text(S("2019-03-07")));
    record_set(r, "complainant_name", value_text(S("Günel")));
    return r;
}

static struct record *hold(struct place_of_work *w, const struct record *on)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("hold")));
    record_set(r, "record_type", value_text(on->type->name));
    record_set(r, "record", value_text(on->id));
    record_set(r, "reason", value_text(S("a case before the court")));
    record_set(r, "placed_at", value_text(S("2019-03-07T10:00:00Z")));
    return r;
}

TEST(only_the_privacy_officer_erases_and_never_what_is_held)
{
    struct place_of_work w = opened(new_path(), real_model());
    REQUIRE(w.s);
    struct record *r = complaint(&w), *held;
    struct str at;
    REQUIRE(put(&w, r) && put(&w, held = hold(&w, r)));
    struct visit operator= visit_of(&w, "operator"), officer = visit_of(&w, "privacy_officer");
    CHECK(!visit_erase(&operator, r->type, r->id));
    told(&w);
    CHECK(!visit_erase(&officer, r->type, r->id) && tells(&w, "held back from removal"));
    CHECK(!store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults));
    REQUIRE(change(&w, held, "lifted_at", value_text(S("2019-04-07T10:00:00Z"))));
    CHECK(visit_erase(&officer, r->type, r->id));
    CHECK(store_is_erased(w.s, &a, r->type, r->id, &at, &w.faults));
    struct record *again = store_get(w.s, &a, r->type, r->id, &w.faults);
    REQUIRE(store_open_sealed(w.s, &a, &tester, &again, 1, NULL, 0, &w.faults));
    CHECK(record_get(again, "complainant_name")->kind == VALUE_EMPTY);
    CHECK_STR(record_text(again, "number"), "C-1");
    CHECK_STR(told(&w), "");
    leave(&w);
}
