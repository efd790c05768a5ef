/* Lists and forms of the staff's pages: what an address asks for, and what was typed. */
#include "access_help.h"
#include "web/recall.h"
#include "web/staff_acts.h"
#include "web/staff_data.h"
#include "web/staff_filter.h"
#include "web/staff_form.h"

struct desk {
    struct place_of_work w;
    struct application app;
    struct http_request request;
    struct http_response response;
    struct call call;
    struct str agency, office, officer;
};

static struct str add(struct desk *d, struct record *r)
{
    if (!put(&d->w, r)) {
        printf("%.*s\n", STR_ARG(told(&d->w)));
        abort();
    }
    return r->id;
}

static struct record *make(const char *type)
{
    return record_new(&a, model_type(real_model(), str_of(type)));
}

static void set(struct record *r, const char *field, const char *text)
{
    record_set(r, field, value_text(str_of(text)));
}

static void add_people(struct desk *d)
{
    struct record *agency = make("agency"), *office = make("office"), *user = make("user");
    set(agency, "code", "SLI");
    set(agency, "name", "Inspectorate");
    d->agency = add(d, agency);
    set(office, "code", "HERE");
    set(office, "name", "Here");
    record_set(office, "agency", value_text(d->agency));
    d->office = add(d, office);
    set(user, "name", "f.abbasov");
    set(user, "full_name", "Fuad Abbasov");
    record_set(user, "agency", value_text(d->agency));
    record_set(user, "state", value_text(type_field(user->type, S("state"))->list->items[0].code));
    d->officer = add(d, user);
}

static struct str add_complaint(struct desk *d, const char *number, const char *received,
                                const char *closed)
{
    struct record *r = make("complaint");
    set(r, "number", number);
    set(r, "received_on", received);
    set(r, "closed_on", closed);
    record_set(r, "office", value_text(d->office));
    return add(d, r);
}

static void add_employer(struct desk *d, const char *tax_id, const char *name)
{
    struct record *r = make("employer");
    set(r, "tax_id", tax_id);
    set(r, "name", name);
    add(d, r);
}

/* Somebody of a role at the desk of an office. */
static struct desk *desk(const char *role)
{
    struct desk *d = arena_new(&a, struct desk);
    d->w = opened(new_path(), real_model());
    d->app = (struct application){.model = real_model()};
    d->app.access = access_load(&a, real_model(), &d->w.faults);
    add_people(d);
    d->call = (struct call){.arena = &a,
                            .app = &d->app,
                            .request = &d->request,
                            .response = &d->response,
                            .session = d->w.s,
                            .faults = {.arena = &a, .limit = 10}};
    d->call.visit =
        (struct visit){.access = d->app.access,
                       .session = d->w.s,
                       .arena = &a,
                       .who = person_of(role, d->officer, d->office, d->agency, (struct str){0}),
                       .channel = "web",
                       .faults = &d->call.faults};
    return d;
}

static struct http_fields fields_of(const char *query)
{
    struct http_fields fields = {0};
    CHECK(form_read(&a, str_of(query), &fields));
    return fields;
}

static bool read_list(struct desk *d, const char *query, struct list_query *q)
{
    struct http_fields given = fields_of(query);
    d->call.faults = (struct faults){.arena = &a, .limit = 10};
    return list_query_read(&d->call, model_type(real_model(), S("complaint")), &given, q);
}

/* How many complaints the query finds; -1 when it is no good. */
static int64_t found(struct desk *d, const char *query)
{
    struct list_query q;
    struct views views;
    if (!read_list(d, query, &q))
        return -1;
    struct query asked = list_query_store(&a, &q);
    return visit_list(&d->call.visit, &asked, &views, NULL) ? (int64_t)views.count : -2;
}

TEST(filters_find_what_they_say)
{
    struct desk *d = desk("inspection_supervisor");
    add_complaint(d, "C-1", "2019", "");
    add_complaint(d, "C-2", "2019-03", "2019-05-01");
    add_complaint(d, "C-3", "2019-03-07", "");
    add_complaint(d, "C-4", "2020-01-01", "");
    CHECK_INT(found(d, ""), 4);
    CHECK_INT(found(d, "received_on=2019"), 3);
    CHECK_INT(found(d, "received_on=2019-03"), 2);
    CHECK_INT(found(d, "received_on=2019-03-07"), 1);
    CHECK_INT(found(d, "received_on.from=2019-03"), 3);
    CHECK_INT(found(d, "received_on.until=2019"), 3);
    CHECK_INT(found(d, "received_on.from=2019-03-01&received_on.until=2019-12"), 2);
    CHECK_INT(found(d, "received_on.until=2019-12-31"), 3);
    CHECK_INT(found(d, "received_on=2019-12-31"), 0);
    CHECK_INT(found(d, "closed_on=-"), 3);
    CHECK_INT(found(d, "closed_on=*"), 1);
    CHECK_INT(found(d, "empty=closed_on&received_on=2019"), 2);
    CHECK_INT(found(d, "filled=closed_on,office"), 1);
    CHECK_INT(found(d, "number=c-3"), 1);
    CHECK_INT(found(d, "office=Here"), 4);
    CHECK_INT(found(d, "office=HERE"), 4);
    CHECK_INT(found(d, "allegation=wages"), 0);
    leave(&d->w);
}

TEST(a_list_has_one_address)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"page=1", ""},
        {"closed_on=-&district=GA&received_on=2019",
         "?district=GA&received_on=2019&empty=closed_on"},
        {"sort=-number&page=3", "?sort=-number&page=3"},
        {"columns=number,office&number=a b%26c", "?number=a%20b%26c&columns=number,office"},
        {"filled=office&closed_on=*", "?filled=office,closed_on"}};
    struct desk *d = desk("inspection_supervisor");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct list_query q, again;
        REQUIRE(read_list(d, pairs[i][0], &q));
        struct str printed = list_query_print(&a, &q);
        CHECK_STR(printed, pairs[i][1]);
        REQUIRE(read_list(d, printed.n ? str_c(&a, str_from(printed, 1)) : "", &again));
        CHECK_STR(list_query_print(&a, &again), str_c(&a, printed));
    }
    leave(&d->w);
}

TEST(what_no_list_can_be_narrowed_by_is_named)
{
    static const char *const wrong[] = {
        "nothing=1",       "story=x", "complainant_name=A", "received_on=soon", "sort=office",
        "columns=nothing", "page=0",  "page=99999999",      "number.from=1",    "anonymous=maybe"};
    struct desk *d = desk("inspection_supervisor");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_INT(found(d, wrong[i]), -1);
        REQUIRE(d->call.faults.count > 0);
        CHECK(d->call.faults.items[0].field.n > 0);
    }
    leave(&d->w);
}

TEST(a_name_of_several_waits_for_a_choice)
{
    struct desk *d = desk("inspection_supervisor");
    struct list_query q;
    add_employer(d, "1", "Mill of the north");
    add_employer(d, "2", "Mill of the south");
    REQUIRE(read_list(d, "employer=mill", &q));
    CHECK(q.unclear && q.candidates.count == 2);
    REQUIRE(read_list(d, "employer=south", &q));
    CHECK(!q.unclear && q.filters.count == 1);
    REQUIRE(read_list(d, "employer=2", &q)); /* a key is one record, whatever its digits */
    CHECK(!q.unclear && q.filters.count == 1);
    d->call.api = true;
    CHECK(!read_list(d, "employer=mill", &q));
    leave(&d->w);
}

/* --- forms --- */

static struct staff_form typed(struct desk *d, const char *type, const struct view *view,
                               const char *body)
{
    d->call.faults = (struct faults){.arena = &a, .limit = 10};
    d->call.form = fields_of(body);
    return staff_form_new(&d->call, model_type(real_model(), str_of(type)), view);
}

static struct str value_of(const struct staff_form *f, const char *field)
{
    return record_text(f->record, field);
}

TEST(dates_are_typed_in_three_boxes)
{
    static const struct {
        const char *body, *value; /* NULL: a fault */
    } cases[] = {{"received_on.day=7&received_on.month=3&received_on.year=2019", "2019-03-07"},
                 {"received_on.month=03&received_on.year=2019", "2019-03"},
                 {"received_on.year=2019", "2019"},
                 {"received_on.day=31&received_on.month=2&received_on.year=2019", NULL},
                 {"received_on.day=7&received_on.year=2019", NULL},
                 {"received_on.day=7&received_on.month=March&received_on.year=2019", NULL},
                 {"received_on.year=19", NULL},
                 {"received_on.year=2999", NULL}, /* not after today */
                 {"", NULL}};                     /* must be given */
    struct desk *d = desk("inspection_supervisor");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct staff_form f = typed(d, "complaint", NULL, cases[i].body);
        bool good = staff_form_read(&f);
        CHECK(good == (cases[i].value != NULL));
        if (good)
            CHECK_STR(value_of(&f, "received_on"), cases[i].value);
        else
            CHECK_STR(d->call.faults.items[0].field, "received_on");
    }
    leave(&d->w);
}

TEST(a_wrong_form_comes_back_as_it_was_typed)
{
    struct desk *d = desk("inspection_supervisor");
    for (int i = 0; i < 16; i++) /* more than are offered by their names */
        add_employer(d, str_format(&a, "%d", i).p, "Mill");
    struct staff_form f = typed(d, "complaint", NULL,
                                "number=N-1&received_on.day=x&received_on.year=20&employer=nobody");
    CHECK(!staff_form_read(&f));
    CHECK_INT(d->call.faults.count, 2);
    const struct field *number = type_field(f.type, S("number"));
    const struct field *received = type_field(f.type, S("received_on"));
    const struct field *employer = type_field(f.type, S("employer"));
    CHECK_STR(node_get_str(staff_form_field(&f, number), S("value")), "N-1");
    struct node *date = staff_form_field(&f, received);
    CHECK_STR(node_get_str(date, S("day")), "x");
    CHECK_STR(node_get_str(date, S("year")), "20");
    CHECK(node_get_str(date, S("error")).n > 0);
    CHECK_STR(node_get_str(staff_form_field(&f, employer), S("value")), "nobody");
    leave(&d->w);
}

TEST(a_form_asks_only_what_one_may_write)
{
    struct desk *d = desk("inspection_supervisor");
    struct staff_form f = typed(d, "complaint", NULL, "");
    CHECK(f.shown[type_field(f.type, S("number"))->index]);
    CHECK(!f.shown[type_field(f.type, S("story"))->index]);
    CHECK(!f.shown[type_field(f.type, S("recorded_by"))->index]);
    leave(&d->w);
}

TEST(what_is_filled_in_and_not_shown_stays_when_left_empty)
{
    struct desk *d = desk("intake_officer");
    struct str id = add_complaint(d, "C-1", "2019-03-07", "");
    const struct type *type = model_type(real_model(), S("complaint"));
    struct record *r = store_get(d->w.s, &a, type, id, &d->w.faults);
    set(r, "story", "what was said");
    REQUIRE(r && store_begin(d->w.s, &(struct actor){S("t"), S("cli"), {0}}, &d->w.faults) &&
            store_update(d->w.s, &a, r, NULL, &d->w.faults) && store_commit(d->w.s, &d->w.faults));
    struct view *view = visit_get(&d->call.visit, type, id);
    REQUIRE(view != NULL);
    const struct field *story = type_field(type, S("story"));
    const char *rest = "received_on.year=2019&number=C-1";
    struct staff_form f = typed(d, "complaint", view, rest);
    CHECK(f.shown[story->index] && staff_form_keeps(&f, story));
    CHECK(staff_form_read(&f) && !f.given[story->index]);
    f = typed(d, "complaint", view, "received_on.year=2019&story=other&number=C-1");
    CHECK(staff_form_read(&f) && f.given[story->index]);
    CHECK_STR(value_of(&f, "story"), "other");
    f = typed(d, "complaint", view, "received_on.year=2019&story.clear=on&number=C-1");
    CHECK(staff_form_read(&f) && f.given[story->index] && !value_of(&f, "story").n);
    f = typed(d, "complaint", view, "received_on.year=2019&number=C-9&number.pick=theirs");
    CHECK(staff_form_read(&f) && !f.given[type_field(type, S("number"))->index]);
    leave(&d->w);
}

TEST(no_spreadsheet_runs_what_somebody_typed)
{
    struct desk *d = desk("inspection_supervisor");
    const struct type *type = model_type(real_model(), S("complaint"));
    const struct field *columns[] = {type_field(type, S("number"))};
    struct query q = {.type = type, .order = {"number"}};
    struct views views;
    add_complaint(d, "=1+1", "2019", "");
    add_complaint(d, "@SUM(A1)", "2019", "");
    add_complaint(d, "C-1", "2019", "");
    REQUIRE(visit_list(&d->call.visit, &q, &views, NULL));
    struct staff_table t = staff_table_new(&d->call, columns, 1, &views);
    CHECK_STR(staff_table_csv(&a, &t), "Number\r\n'=1+1\r\n'@SUM(A1)\r\nC-1\r\n");
    leave(&d->w);
}

TEST(labels_stand_inside_sentences_with_a_small_letter)
{
    struct desk *d = desk("inspection_supervisor");
    CHECK_STR(staff_words_inside(&d->call, S("Received on")), "received on");
    CHECK_STR(staff_words_inside(&d->call, S("PIN of the child")), "PIN of the child");
    d->call.language = LANGUAGE_AZERBAIJANI;
    CHECK_STR(staff_words_inside(&d->call, S("Işəgötürən")), "ışəgötürən");
    CHECK_STR(staff_words_inside(&d->call, S("İşəgötürən")), "işəgötürən");
    CHECK_STR(staff_words_inside(&d->call, S("Şikayət")), "şikayət");
    d->call.language = LANGUAGE_RUSSIAN;
    CHECK_STR(staff_words_inside(&d->call, S("Жалоба")), "жалоба");
    leave(&d->w);
}

/* --- what is remembered --- */

static bool recalled(struct desk *d)
{
    struct recall_key key;
    d->response = (struct http_response){0};
    CHECK(recall_key(&d->call, &key));
    return recall_get(&d->call, &key);
}

static void keep_answer(struct desk *d, const char *body)
{
    struct recall_key key;
    CHECK(recall_key(&d->call, &key));
    d->response = (struct http_response){.status = 200, .private = true, .body = str_of(body)};
    recall_put(&d->call, &key);
}

TEST(an_answer_is_kept_for_its_reader_until_the_store_changes)
{
    static const struct route route = {.recalls = true};
    struct desk *d = desk("coordinator");
    d->app.recall = recall_new(&a);
    d->call.route = &route;
    d->request.target = S("/en/records/complaint");
    d->call.visit.who.session = S("one");
    CHECK(!recalled(d));
    keep_answer(d, "the list");
    CHECK(recalled(d) && str_eq(d->response.body, S("the list")) && d->response.private);
    d->request.target = S("/en/records/complaint?page=2");
    CHECK(!recalled(d));
    d->request.target = S("/en/records/complaint");
    d->call.visit.who.session = S("other");
    CHECK(!recalled(d));
    d->call.visit.who.session = S("one");
    uint32_t roles = d->call.visit.who.roles;
    d->call.visit.who.roles = 0;
    CHECK(!recalled(d));
    d->call.visit.who.roles = roles;
    CHECK(recalled(d));
    add_complaint(d, "R-1", "2026-03-01", "");
    CHECK(!recalled(d));
    recall_close(d->app.recall);
    leave(&d->w);
}

TEST(an_answer_made_while_the_store_changed_is_not_kept)
{
    static const struct route route = {.recalls = true};
    struct recall_key key;
    struct desk *d = desk("coordinator");
    d->app.recall = recall_new(&a);
    d->call.route = &route;
    d->request.target = S("/en/records/complaint");
    d->call.visit.who.session = S("one");
    CHECK(recall_key(&d->call, &key));
    add_complaint(d, "R-2", "2026-03-01", "");
    d->response = (struct http_response){.status = 200, .private = true, .body = S("half old")};
    recall_put(&d->call, &key);
    CHECK(!recalled(d) && !recall_get(&d->call, &key));
    recall_close(d->app.recall);
    leave(&d->w);
}

TEST(a_remembered_name_is_nobody_elses_and_goes_with_a_change)
{
    struct desk *d = desk("inspector");
    const struct type *user = model_type(real_model(), S("user"));
    struct visit first = d->call.visit, second = d->call.visit, nobody = d->call.visit;
    CHECK(str_contains(visit_name(&first, user, d->officer), S("Fuad")));
    nobody.who = (struct principal){0};
    CHECK(!str_contains(visit_name(&nobody, user, d->officer), S("Fuad")));
    struct record *r = store_get(d->w.s, &a, user, d->officer, &d->w.faults);
    struct actor actor = {S("test"), S("cli"), {0}};
    set(r, "full_name", "Farid Abbasov");
    CHECK(store_begin(d->w.s, &actor, &d->w.faults) &&
          store_update(d->w.s, &a, r, NULL, &d->w.faults) && store_commit(d->w.s, &d->w.faults));
    CHECK(str_contains(visit_name(&second, user, d->officer), S("Farid")));
    leave(&d->w);
}
