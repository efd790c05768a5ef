#include "access/within.h"
#include "access_help.h"
#include "model/expression.h"

/* A store with an agency of two offices, and people of them. */
struct staffed {
    struct place_of_work w;
    const struct access *access;
    struct str agency, here, elsewhere; /* offices */
    struct str inspector, colleague;    /* users */
};

static const struct type *type_of(const char *name)
{
    return model_type(real_model(), str_of(name));
}

static struct str add(struct place_of_work *w, struct record *r)
{
    if (!put(w, r)) {
        printf("%.*s\n", STR_ARG(told(w)));
        abort();
    }
    return r->id;
}

static struct record *make(const char *type)
{
    return record_new(&a, type_of(type));
}

static struct str user(struct staffed *s, const char *name, struct str office)
{
    struct record *r = make("user");
    record_set(r, "name", value_text(str_of(name)));
    record_set(r, "full_name", value_text(str_of(name)));
    record_set(r, "agency", value_text(s->agency));
    record_set(r, "office", value_text(office));
    record_set(r, "state", value_text(type_field(r->type, S("state"))->list->items[0].code));
    return add(&s->w, r);
}

static struct str office(struct staffed *s, const char *code)
{
    struct record *r = make("office");
    record_set(r, "code", value_text(str_of(code)));
    record_set(r, "name", value_text(str_of(code)));
    record_set(r, "agency", value_text(s->agency));
    return add(&s->w, r);
}

static struct staffed staffed(void)
{
    struct staffed s = {.w = opened(new_path(), real_model())};
    struct record *agency = make("agency");
    s.access = access_load(&a, real_model(), &s.w.faults);
    record_set(agency, "code", value_text(S("SLI")));
    record_set(agency, "name", value_text(S("Inspectorate")));
    s.agency = add(&s.w, agency);
    s.here = office(&s, "HERE");
    s.elsewhere = office(&s, "THERE");
    s.inspector = user(&s, "inspector", s.here);
    s.colleague = user(&s, "colleague", s.here);
    return s;
}

static struct visit visit_by(struct staffed *s, const char *role, struct str who, struct str at)
{
    return (struct visit){.access = s->access,
                          .session = s->w.s,
                          .arena = &a,
                          .who = person_of(role, who, at, s->agency, (struct str){0}),
                          .channel = "web",
                          .faults = &s->w.faults};
}

static struct record *complaint(const char *number, struct str office_id, struct str assigned)
{
    struct record *r = make("complaint");
    record_set(r, "number", value_text(str_of(number)));
    record_set(r, "received_on", value_text(S("2024-05-01")));
    record_set(r, "office", value_text(office_id));
    record_set(r, "assigned_to", value_text(assigned));
    return r;
}

static int64_t events(struct staffed *s, const char *action)
{
    struct audit_query q = {.action = str_of(action)};
    struct changes found = {0};
    CHECK(store_audit_read(s->w.s, &a, &q, &found, &s->w.faults));
    return (int64_t)found.count;
}

/* The only fault, then forgotten. */
static enum fault_kind kind_told(struct staffed *s)
{
    enum fault_kind kind = s->w.faults.count ? s->w.faults.items[0].kind : 0;
    s->w.faults.count = s->w.faults.total = 0;
    return kind;
}

TEST(who_may_only_know_sees_the_name_and_the_holder)
{
    struct staffed s = staffed();
    struct record *r = complaint("C-1", s.here, s.colleague);
    record_set(r, "sector", value_text(type_field(r->type, S("sector"))->list->items[0].code));
    struct str id = add(&s.w, r);
    struct visit v = visit_by(&s, "social_worker", s.inspector, s.here);
    CHECK(!visit_get(&v, r->type, id));
    CHECK_INT(kind_told(&s), FAULT_MISSING);
    v = visit_by(&s, "inspector", s.inspector, s.here);
    struct view *view = visit_get(&v, r->type, id);
    REQUIRE(view);
    CHECK_INT(view->scopes & 0xff, IN_OFFICE | IN_ALL);
    CHECK_STR(record_text(view->record, "number"), "C-1");
    CHECK(!view->may_write[type_field(r->type, S("sector"))->index]);
    CHECK_STR(visit_name(&v, r->type, id), "C-1");
    v = visit_by(&s, "inspector", s.inspector, s.elsewhere);
    CHECK_INT(visit_name(&v, r->type, id).n, 0);
    leave(&s.w);
}

TEST(what_is_not_for_a_person_is_as_if_it_never_was)
{
    struct staffed s = staffed();
    struct str id = add(&s.w, complaint("C-1", s.elsewhere, (struct str){0}));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    CHECK(!visit_get(&v, type_of("complaint"), id));
    struct str hidden = fault_english(&a, &s.w.faults.items[0]);
    kind_told(&s);
    struct str none = S("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    CHECK(!visit_get(&v, type_of("complaint"), none));
    struct str never = fault_english(&a, &s.w.faults.items[0]);
    CHECK(str_eq(str_replace(&a, hidden, id, none), never));
    kind_told(&s);
    CHECK_INT(events(&s, "refused"), 1); /* both, within a minute */
    visit_refusals_end(s.w.s);
    CHECK_INT(events(&s, "refused"), 2);
    leave(&s.w);
}

TEST(a_list_holds_what_one_may_know_and_counts_no_more)
{
    struct staffed s = staffed();
    struct views found;
    int64_t total;
    for (int i = 0; i < 30; i++)
        add(&s.w, complaint(str_format(&a, "C-%02d", i).p, i % 3 ? s.elsewhere : s.here,
                            i % 2 ? s.inspector : s.colleague));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    struct query q = {.type = type_of("complaint"), .order = {"number"}, .limit = 5};
    REQUIRE(visit_list(&v, &q, &found, &total));
    CHECK_INT(total, 20); /* 10 of the office, 15 assigned, 5 both */
    CHECK_INT(found.count, 5);
    CHECK_STR(record_text(found.items[0].record, "number"), "C-00");
    v = visit_by(&s, "statistician", s.inspector, s.here);
    CHECK(!visit_list(&v, &q, &found, &total));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    CHECK(visit_count(&v, &(struct query){.type = q.type}, &total));
    CHECK_INT(total, 30);
    leave(&s.w);
}

TEST(a_list_that_reads_few_fields_stands_as_one_that_reads_all)
{
    static const char *const roles[] = {"inspector", "coordinator", "police", "intake_officer"};
    struct staffed s = staffed();
    const struct type *type = type_of("complaint");
    bool *none = arena_array(&a, type->field_count, bool);
    for (int i = 0; i < 12; i++)
        add(&s.w, complaint(str_format(&a, "C-%02d", i).p, i % 3 ? s.elsewhere : s.here,
                            i % 2 ? s.inspector : s.colleague));
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        struct visit v = visit_by(&s, roles[k], s.inspector, s.here);
        struct query q = {.type = type, .order = {"number"}};
        struct views all = {0}, few = {0};
        int64_t total = 0;
        REQUIRE(visit_list(&v, &q, &all, NULL));
        REQUIRE(visit_total(&v, &q, &total));
        CHECK_INT(total, all.count);
        q.only = none;
        REQUIRE(visit_list(&v, &q, &few, NULL));
        REQUIRE(few.count == all.count);
        for (size_t i = 0; i < all.count; i++) {
            CHECK_INT(few.items[i].scopes, all.items[i].scopes);
            CHECK(str_eq(visit_name_of(&v, &few.items[i]), visit_name_of(&v, &all.items[i])));
        }
    }
    /* Whatever hides or opens a record of any type is read. */
    for (size_t t = 0; t < real_model()->type_count; t++) {
        const struct type *of = &real_model()->types[t];
        struct visit v = visit_by(&s, "coordinator", s.inspector, s.here);
        const bool *read = visit_needed(&v, of, arena_array(&a, of->field_count + 1, bool));
        for (size_t i = 0; i < of->hidden_from.count; i++)
            CHECK(read[of->hidden_from.items[i].fields[0]->index]);
        for (int k = 0; k < SCOPE_COUNT; k++)
            for (size_t i = 0; i < of->scopes[k].count; i++)
                CHECK(read[of->scopes[k].items[i].fields[0]->index]);
    }
    leave(&s.w);
}

TEST(many_names_are_those_of_each)
{
    struct staffed s = staffed();
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    const struct type *type = type_of("office");
    struct str ids[] = {s.here, s.elsewhere, {0}, s.here, S("nobody")};
    for (int again = 0; again < 2; again++) { /* read, and then remembered */
        const struct str *names = visit_names(&v, type, ids, 5);
        for (int i = 0; i < 5; i++)
            CHECK(str_eq(names[i], ids[i].n ? visit_name(&v, type, ids[i]) : ids[i]));
        v = visit_by(&s, "inspector", s.inspector, s.here);
    }
    leave(&s.w);
}

TEST(a_list_cannot_be_narrowed_by_what_may_not_be_read)
{
    struct staffed s = staffed();
    struct views found;
    struct visit v = visit_by(&s, "social_worker", s.inspector, s.here);
    struct condition named = {"name", IS, value_text(S("Acme"))};
    struct query q = {.type = type_of("employer"), .conditions = &named, .condition_count = 1};
    CHECK(!visit_list(&v, &q, &found, NULL));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    q = (struct query){.type = type_of("employer"), .order = {"-tax_id"}};
    CHECK(!visit_list(&v, &q, &found, NULL));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    struct str text = S("employer.name = 'Acme'");
    q = (struct query){.type = type_of("complaint")};
    q.where = expression_parse(&a, real_model(), q.type, text, (struct place){0}, &s.w.faults);
    REQUIRE(q.where);
    CHECK(!visit_list(&v, &q, &found, NULL));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    v = visit_by(&s, "operator", (struct str){0}, (struct str){0});
    CHECK(visit_list(&v, &q, &found, NULL));
    leave(&s.w);
}

TEST(new_records_are_filled_in_and_unwritable_fields_named)
{
    struct staffed s = staffed();
    struct visit v = visit_by(&s, "intake_officer", s.colleague, s.here);
    struct record *r = complaint("C-1", (struct str){0}, (struct str){0});
    REQUIRE(visit_insert(&v, r, NULL));
    struct record *kept = store_get(s.w.s, &a, r->type, r->id, &s.w.faults);
    CHECK(str_eq(record_text(kept, "office"), s.here));
    CHECK(str_eq(record_text(kept, "recorded_by"), s.colleague));
    struct record *forged = complaint("C-2", s.here, (struct str){0});
    record_set(forged, "recorded_by", value_text(s.inspector));
    CHECK(!visit_insert(&v, forged, NULL));
    CHECK_STR(s.w.faults.items[0].field, "recorded_by");
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    v = visit_by(&s, "social_worker", s.colleague, s.here);
    CHECK(!visit_insert(&v, complaint("C-3", s.here, (struct str){0}), NULL));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    v = visit_by(&s, "inspector", s.inspector, s.here);
    struct record *story = complaint("C-4", s.here, (struct str){0});
    record_set(story, "story", value_text(S("words")));
    CHECK(!visit_insert(&v, story, NULL));
    CHECK_STR(s.w.faults.items[0].field, "story");
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    leave(&s.w);
}

TEST(a_change_takes_only_what_may_be_written)
{
    struct staffed s = staffed();
    struct record *r = complaint("C-1", s.here, s.inspector);
    add(&s.w, r);
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    struct view *view = visit_get(&v, r->type, r->id), *theirs;
    record_set(view->record, "answer_due_on", value_text(S("2024-06-01")));
    CHECK(visit_update(&v, view->record, NULL, &theirs));
    CHECK_INT(view->record->version, 2);
    struct visit w = visit_by(&s, "inspector", s.colleague, s.here); /* knows, may not write */
    view = visit_get(&w, r->type, r->id);
    CHECK(visit_update(&w, view->record, NULL, &theirs)); /* nothing is changed */
    int64_t version = view->record->version;
    record_set(view->record, "answer_due_on", value_text(S("2024-06-02")));
    CHECK(!visit_update(&w, view->record, NULL, &theirs));
    CHECK_STR(s.w.faults.items[0].field, "answer_due_on");
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    view = visit_get(&v, r->type, r->id);
    record_set(view->record, "answer_due_on", value_text(S("2024-06-03")));
    view->record->version = version - 1;
    CHECK(!visit_update(&v, view->record, NULL, &theirs));
    CHECK_INT(kind_told(&s), FAULT_CONFLICT);
    REQUIRE(theirs);
    CHECK_STR(record_text(theirs->record, "answer_due_on"), "2024-06-01");
    leave(&s.w);
}

TEST(a_reference_leads_only_to_what_one_may_know)
{
    struct staffed s = staffed();
    struct str hidden = add(&s.w, complaint("C-1", s.elsewhere, (struct str){0}));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    struct record *r = make("violation");
    record_set(r, "found_on", value_text(S("2024-05-01")));
    record_set(r, "kind", value_text(type_field(r->type, S("kind"))->list->items[0].code));
    record_set(r, "complaint", value_text(hidden));
    CHECK(!visit_insert(&v, r, NULL));
    CHECK_STR(s.w.faults.items[0].field, "complaint");
    CHECK_INT(kind_told(&s), FAULT_MISSING);
    leave(&s.w);
}

TEST(an_emergency_opens_one_record_for_a_while)
{
    struct staffed s = staffed();
    struct views found;
    int64_t total;
    struct str id = add(&s.w, complaint("C-1", s.elsewhere, (struct str){0}));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    const struct type *type = type_of("complaint");
    CHECK(!visit_emergency(&v, type, id, S("short"), 4));
    CHECK_INT(kind_told(&s), FAULT_INPUT);
    CHECK(!visit_emergency(&v, type, id, S("a child is in danger"), 25));
    CHECK_INT(kind_told(&s), FAULT_INPUT);
    REQUIRE(visit_emergency(&v, type, id, S("a child is in danger"), 23));
    struct view *view = visit_get(&v, type, id);
    REQUIRE(view);
    CHECK_INT(view->scopes & 0xff, IN_ALL | IN_EMERGENCY);
    CHECK(visit_list(&v, &(struct query){.type = type}, &found, &total));
    CHECK_INT(total, 1);
    CHECK_INT(events(&s, "emergency"), 1);
    v = visit_by(&s, "administrator", s.colleague, s.here);
    CHECK(!visit_emergency(&v, type, id, S("a child is in danger"), 4));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    leave(&s.w);
}

TEST(an_export_is_in_the_chain_before_it_is_given)
{
    struct staffed s = staffed();
    struct views found;
    const struct type *type = type_of("complaint");
    const struct field *columns[] = {type_field(type, S("number")), type_field(type, S("story"))};
    add(&s.w, complaint("C-1", s.here, s.inspector));
    add(&s.w, complaint("C-2", s.here, s.colleague));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    struct query q = {.type = type};
    CHECK(!visit_export(&v, &q, columns, 2, &found));
    CHECK_STR(s.w.faults.items[0].field, "story");
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    REQUIRE(visit_export(&v, &q, columns, 1, &found));
    CHECK_INT(found.count, 1); /* the assigned one */
    CHECK(record_get(found.items[0].record, "received_on")->kind == VALUE_EMPTY);
    CHECK_INT(events(&s, "export"), 1);
    v = visit_by(&s, "coordinator", s.colleague, s.here);
    CHECK(!visit_export(&v, &q, columns, 1, &found));
    CHECK_INT(kind_told(&s), FAULT_REFUSED);
    leave(&s.w);
}

TEST(a_refusal_inside_a_change_stays_when_the_change_is_taken_back)
{
    struct staffed s = staffed();
    struct visit v = visit_by(&s, "shelter", s.inspector, s.here);
    int64_t before = events(&s, "refused");
    REQUIRE(visit_begin(&v));
    CHECK(!visit_insert(&v, complaint("C-1", s.here, (struct str){0}), NULL));
    visit_rollback(&v);
    CHECK_INT(events(&s, "refused"), before + 1);
    kind_told(&s);
    leave(&s.w);
}

TEST(a_token_narrows_what_its_holder_may)
{
    struct staffed s = staffed();
    struct str id = add(&s.w, complaint("C-1", s.here, s.inspector));
    struct visit v = visit_by(&s, "inspector", s.inspector, s.here);
    v.who.by_token = v.who.read_only = true;
    struct view *view = visit_get(&v, type_of("complaint"), id);
    REQUIRE(view);
    CHECK(!view->may_write[0]);
    v.who.types = S("inspection, penalty");
    CHECK(!visit_knows_type(&v, type_of("complaint")));
    CHECK(visit_knows_type(&v, type_of("penalty")));
    CHECK(!access_may(s.access, &v.who, S("emergency")));
    leave(&s.w);
}
