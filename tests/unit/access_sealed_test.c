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

static struct record *made(struct place_of_work *w, const char *type,
                           const char *const (*values)[2], size_t count)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), str_of(type)));
    for (size_t i = 0; i < count; i++)
        record_set(r, values[i][0], value_text(str_of(values[i][1])));
    if (!put(w, r))
        printf("%.*s\n", STR_ARG(told(w)));
    return r;
}
#define MADE(w, type, ...)                                                                         \
    made((w), (type), (const char *const[][2]){__VA_ARGS__},                                       \
         sizeof((const char *const[][2]){__VA_ARGS__}) / (2 * sizeof(char *)))

TEST(history_of_sealed_fields_is_opened_for_who_may_read_them)
{
    struct place_of_work w = opened(new_path(), real_model());
    struct record *agency = MADE(&w, "agency", {"code", "X"}, {"name", "X"});
    struct record *user = MADE(&w, "user", {"name", "leyla"}, {"full_name", "Leyla"},
                               {"agency", agency->id.p}, {"state", "active"});
    struct record *child = MADE(&w, "person", {"reference", "P-1"}, {"family_name", "Quliyeva"},
                                {"district", "GA"}, {"assigned_to", user->id.p});
    REQUIRE(change(&w, child, "family_name", value_text(S("Əliyeva"))));
    struct visit v = visit_of(&w, "social_worker"), other = visit_of(&w, "inspector");
    v.who.user = user->id;
    struct changes found;
    struct view *view = visit_get(&v, child->type, child->id);
    REQUIRE(view && visit_history(&v, view, &found) && found.count == 2);
    CHECK(node_path(found.items[1].difference, S("family_name.masked")) != NULL);
    REQUIRE(visit_open_history(&v, view, &found) && found.count == 2);
    CHECK_STR(node_text(&a, node_path(found.items[1].difference, S("family_name.before"))),
              "Quliyeva");
    CHECK_STR(node_text(&a, node_path(found.items[1].difference, S("family_name.after"))),
              "Əliyeva");
    struct audit_query q = {.action = S("read"), .record = child->id};
    struct changes reads;
    REQUIRE(store_audit_read(w.s, &a, &q, &reads, &w.faults) && reads.count == 1);
    CHECK_STR(reads.items[0].reason, "request 17");
    view = visit_get(&other, child->type, child->id);
    if (view) { /* who may know of the person and not read them sees that something changed */
        REQUIRE(visit_open_history(&other, view, &found));
        CHECK(!node_path(found.items[1].difference, S("family_name.before")) ||
              node_path(found.items[1].difference, S("family_name.masked")));
    }
    told(&w);
    REQUIRE(store_audit_read(w.s, &a, &q, &reads, &w.faults));
    CHECK_INT(reads.count, 1);
    leave(&w);
}
