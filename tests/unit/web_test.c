/* Every route in every language, without a socket. */
#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "report_help.h"
#include "web/api_document.h"
#include "web/application.h"
#include "web/route.h"

struct site {
    struct office *office;
    struct application *app;
    struct str document; /* id of the one document */
};

static void add_profile(struct office *o, int year, struct str document)
{
    struct str p = ADD(o, "profile",
                       "country: AZ | year: %d | origin: chapter | level: minimal_advancement | "
                       "label: Minimal Advancement | region: Europe and Eurasia | document: %.*s",
                       year, STR_ARG(document));
    ADD(o, "figure",
        "profile: %.*s | key: labor_inspectors | year: %d | state: value | number: 177 "
        "| text: 177 | sources: 1 | line: 2",
        STR_ARG(p), year);
    ADD(o, "figure", "profile: %.*s | key: labor_inspections | year: %d | state: unknown",
        STR_ARG(p), year);
    ADD(o, "entry",
        "profile: %.*s | table: policies | position: 1 | name: <script>alert(1)</script> "
        "| text: a \"plan\" & more (1) | sources: 1",
        STR_ARG(p));
    ADD(o, "suggested_action",
        "profile: %.*s | position: 1 | area: enforcement | text: Inspect | "
        "first_year: 2016 | last_year: %d",
        STR_ARG(p), year);
    ADD(o, "reference", "profile: %.*s | number: 1 | text: A source", STR_ARG(p));
}

static struct site site_open(void)
{
    struct site s = {.office = office_open()};
    struct office *o = s.office;
    s.document = ADD(o, "document",
                     "name: chapter.txt | kind: chapter_text | sha256: ab12 | text: "
                     "one\ntwo <b>");
    add_profile(o, 2018, s.document);
    add_profile(o, 2019, s.document);
    struct str q = ADD(o, "questionnaire", "country: AZ | year: 2019 | instrument: p029");
    ADD(o, "answer",
        "questionnaire: %.*s | position: 1 | question: is_there_a_plan | number: 1 | "
        "state: value | text: Yes",
        STR_ARG(q));
    s.app = application_new(&o->arena, o->store, &o->faults);
    if (!s.app)
        office_tell(o);
    return s;
}

static void site_close(struct site *s)
{
    application_close(s->app);
    office_close(s->office);
}

static struct http_response get(struct site *s, struct arena *a, struct str target)
{
    static struct http_field headers[] = {{S_INIT("Host"), S_INIT("x")}};
    struct http_request r = {.arena = a};
    struct http_raw raw = {S("GET"), target, S("HTTP/1.1"), {headers, 1, 1}};
    struct http_response answer = {0};
    const char *why = NULL;
    int refused = http_request_read(&r, &raw, &why);
    application_answer(s->app, &r, refused, why, &answer);
    http_finish(&r, &answer, false);
    return answer;
}

/* The pattern with examples that this store has. */
static struct str address_of(struct site *s, struct arena *a, const struct route *r)
{
    struct str path = str_of(r->pattern);
    path = str_replace(a, path, S("{country}"), S("AZ"));
    path = str_replace(a, path, S("{year}"), S("2019"));
    path = str_replace(a, path, S("{figure}"), S("labor_inspectors"));
    path = str_replace(a, path, S("{document}"), s->document);
    path = str_replace(a, path, S("{format}"), S("csv"));
    for (size_t i = 0; i < route_parameter_count(r); i++)
        path = str_replace(a, path, str_format(a, "{%s}", r->parameters[i].name),
                           str_of(r->parameters[i].example));
    return path;
}

/* Routes of the staff have tests of their own, with people. */
static bool is_public(const struct route *r)
{
    return r->method == HTTP_GET && r->who == WHO_EVERYBODY;
}

TEST(every_page_is_there_in_three_languages)
{
    struct site s = site_open();
    REQUIRE(s.app != NULL);
    for (size_t i = 0; route_at(i); i++)
        for (size_t l = 0; is_public(route_at(i)) && route_at(i)->page && l < LANGUAGE_COUNT; l++) {
            struct arena a = {0};
            struct str code = language_code((enum language)l);
            struct str target = str_format(&a, "/%.*s%.*s", STR_ARG(code),
                                           STR_ARG(address_of(&s, &a, route_at(i))));
            struct http_response r = get(&s, &a, target);
            if (r.status != 200)
                printf("%.*s: %d\n%.*s\n", STR_ARG(target), r.status, STR_ARG(r.body));
            CHECK_INT(r.status, 200);
            CHECK(str_contains(r.body, str_format(&a, "<html lang=\"%.*s\">", STR_ARG(code))));
            CHECK(str_ends(str_trim(r.body), S("</html>")));
            CHECK(!str_contains(r.body, S("<script>")));
            CHECK(!str_contains(r.body, S(" style=")));
            CHECK(http_header(&r.headers, S("Content-Security-Policy")).n > 0);
            CHECK_STR(http_header(&r.headers, S("Content-Language")), str_c(&a, code));
            arena_free(&a);
        }
    site_close(&s);
}

TEST(every_page_is_there_as_data)
{
    struct site s = site_open();
    REQUIRE(s.app != NULL);
    for (size_t i = 0; route_at(i); i++) {
        if (!is_public(route_at(i)) || !route_reaches(route_at(i), true))
            continue;
        struct arena a = {0};
        struct faults faults = {.arena = &a};
        struct str path = address_of(&s, &a, route_at(i));
        bool document = str_eq(path, S("/openapi.json"));
        struct http_response r =
            get(&s, &a, str_concat(&a, document ? S("/api") : S("/api/v1"), path));
        CHECK_INT(r.status, 200);
        CHECK(http_header(&r.headers, S("Content-Security-Policy")).n > 0);
        if (route_at(i)->data)
            CHECK(json_read(&a, r.body, &faults) != NULL);
        arena_free(&a);
    }
    site_close(&s);
}

/* Only of an act are the origin and the form's token looked at (application.c). */
TEST(whatever_changes_something_is_an_act)
{
    for (size_t i = 0; route_at(i); i++)
        CHECK_INT(route_at(i)->act != NULL, route_at(i)->method != HTTP_GET);
}

/* The second answer is the very bytes of the first, and packed, whatever was stored meanwhile. */
TEST(the_description_of_the_interface_is_made_once)
{
    struct site s = site_open();
    struct arena a = {0};
    REQUIRE(s.app != NULL);
    CHECK_INT(get(&s, &a, S("/api/openapi.json")).status, 200);
    struct http_response second = get(&s, &a, S("/api/openapi.json"));
    struct http_response third = get(&s, &a, S("/api/openapi.json"));
    CHECK(second.body.n > 500000);
    CHECK(second.body.p == third.body.p);
    CHECK(second.packed.n > 0 && second.packed.p == third.packed.p);
    arena_free(&a);
    site_close(&s);
}

TEST(what_is_for_the_staff_is_shut_to_others)
{
    struct site s = site_open();
    REQUIRE(s.app != NULL);
    for (size_t i = 0; route_at(i); i++) {
        const struct route *r = route_at(i);
        struct arena a = {0};
        if (r->who == WHO_EVERYBODY || r->method != HTTP_GET)
            continue;
        struct str path = address_of(&s, &a, r);
        if (route_reaches(r, true))
            CHECK_INT(get(&s, &a, str_concat(&a, S("/api/v1"), path)).status, 401);
        if (route_reaches(r, false) && !r->bearer) {
            struct http_response answer = get(&s, &a, str_concat(&a, S("/en"), path));
            CHECK_INT(answer.status, 303);
            CHECK(str_starts(http_header(&answer.headers, S("Location")), S("/en/sign-in?next=")));
        }
        arena_free(&a);
    }
    site_close(&s);
}

TEST(what_is_not_there_is_said_kindly)
{
    struct site s = site_open();
    struct arena a = {0};
    static const struct {
        const char *target;
        int status;
    } cases[] = {
        {"/en/nowhere", 404},
        {"/ru/countries/Atlantis", 404},
        {"/en/countries/AZ/1066", 400},
        {"/en/countries/AZ/2001", 404},
        {"/az/countries?year=soon", 400},
        {"/en/%00", 400},
        {"/en/countries/AZ/2019/download/exe", 404},
        {"/en/documents/nothing", 404},
        {"/static/none.css", 404},
        {"/en/countries/AZ/figures/none", 404},
        {"/en/?a=1&a=2", 400},
    };
    REQUIRE(s.app != NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_response r = get(&s, &a, str_of(cases[i].target));
        if (r.status != cases[i].status)
            printf("%s\n", cases[i].target);
        CHECK_INT(r.status, cases[i].status);
        CHECK(str_contains(r.body, S("<h1>")));
        CHECK(http_header(&r.headers, S("Content-Security-Policy")).n > 0);
    }
    struct http_response r = get(&s, &a, S("/api/v1/countries?yaer=2019"));
    CHECK_INT(r.status, 400);
    CHECK_STR(r.content_type, "application/problem+json");
    CHECK(str_contains(r.body, S("yaer")));
    arena_free(&a);
    site_close(&s);
}

TEST(names_are_found_in_every_alphabet)
{
    static const char *const spellings[] = {"Azerbaijan", "az%C9%99rbaycan", "azerbaycan",
                                            "%D0%B0%D0%B7%D0%B5%D1%80%D0%B1"};
    struct site s = site_open();
    struct arena a = {0};
    REQUIRE(s.app != NULL);
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct http_response r = get(&s, &a, str_format(&a, "/en/search?q=%s", spellings[i]));
        CHECK(str_contains(r.body, S("/en/countries/AZ/2019")));
        r = get(&s, &a, str_format(&a, "/en/countries?q=%s", spellings[i]));
        CHECK(str_contains(r.body, S("/en/countries/AZ/2019")));
    }
    CHECK(str_contains(get(&s, &a, S("/en/search?q=zzz")).body, S("class=\"empty\"")));
    arena_free(&a);
    site_close(&s);
}

TEST(files_are_kept_for_a_year_under_their_fingerprint)
{
    struct site s = site_open();
    struct arena a = {0};
    REQUIRE(s.app != NULL);
    struct str address = node_get_str(s.app->assets->addresses, S("style_css"));
    struct http_response r = get(&s, &a, address);
    CHECK_INT(r.status, 200);
    CHECK(str_contains(http_header(&r.headers, S("Cache-Control")), S("immutable")));
    struct http_response old = get(&s, &a, S("/static/style.0123456789abcdef.css"));
    CHECK_INT(old.status, 200);
    CHECK_STR(http_header(&old.headers, S("Cache-Control")), "no-cache");
    arena_free(&a);
    site_close(&s);
}

TEST(the_interface_is_described_as_it_is)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str written;
    REQUIRE(file_read(&a, "docs/api.md", 1000000, &written, &faults));
    if (!str_eq(written, api_markdown(&a)))
        test_fail(__FILE__, __LINE__,
                  "docs/api.md is not what the routes say; run ninja -C build api-document");
    arena_free(&a);
}

TEST(a_kept_page_is_made_anew_when_the_store_changes)
{
    struct site s = site_open();
    struct arena a = {0};
    REQUIRE(s.app != NULL);
    struct str first = get(&s, &a, S("/en/countries/AZ/2019")).body;
    CHECK(str_eq(get(&s, &a, S("/en/countries/AZ/2019")).body, first));
    CHECK(!str_eq(get(&s, &a, S("/ru/countries/AZ/2019")).body, first));
    CHECK(str_eq(get(&s, &a, S("/en/countries/AZ/2019")).body, first));
    int64_t before, after;
    CHECK(store_newest_change(s.office->session, &before, &s.office->faults));
    add_profile(s.office, 2020, s.document);
    CHECK(store_newest_change(s.office->session, &after, &s.office->faults));
    CHECK(after > before);
    CHECK(str_contains(get(&s, &a, S("/en/countries/AZ/2019")).body,
                       S("href=\"/en/countries/AZ/2020\"")));
    CHECK_INT(get(&s, &a, S("/en/countries/XX/2019")).status, 404);
    CHECK_INT(get(&s, &a, S("/en/countries/XX/2019")).status, 404);
    arena_free(&a);
    site_close(&s);
}
