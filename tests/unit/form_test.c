/* Forms, files in forms, cookies and the tokens of forms. */
#include "base/arena.h"
#include "base/buffer.h"
#include "test.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/post.h"
#include "web/waiting.h"

static struct arena a;

TEST(several_values_of_a_name_stand_behind_each_other)
{
    struct http_fields f = {0};
    REQUIRE(form_read(&a, S("ids=one&name=%C6%8Fli&ids=two&ids=three&story=a%0D%0Ab"), &f));
    CHECK_INT(f.count, 3);
    CHECK_STR(http_field(&f, S("ids")), "one\ntwo\nthree");
    CHECK_STR(http_field(&f, S("name")), "Əli");
    CHECK_STR(http_field(&f, S("story")), "a\nb");
}

TEST(a_form_that_is_none_is_refused)
{
    static const char *const bad[] = {"a=%",     "a=%zz", "a=%00",       "a=%ff",
                                      "a%0ab=1", "=1",    "a=1%0a2&a=3", "a=3&a=1%0a2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct http_fields f = {0};
        CHECK(!form_read(&a, str_of(bad[i]), &f));
    }
    struct buffer many = {.arena = &a};
    for (int i = 0; i <= FORM_MOST_NAMES; i++)
        buffer_add(&many, str_format(&a, "n%d=1&", i));
    struct http_fields f = {0};
    CHECK(!form_read(&a, buffer_str(&many), &f));
    many = (struct buffer){.arena = &a};
    for (int i = 0; i < FORM_MOST_VALUES; i++)
        buffer_add(&many, S("id=1&"));
    f = (struct http_fields){0};
    CHECK(form_read(&a, buffer_str(&many), &f));
    buffer_add(&many, S("id=1"));
    CHECK(!form_read(&a, buffer_str(&many), &f));
}

#define PART "--x\r\nContent-Disposition: form-data; name="
static bool parts(const char *body, struct http_fields *f, struct uploads *u)
{
    *f = (struct http_fields){0};
    *u = (struct uploads){0};
    return multipart_read(&a, S("multipart/form-data; boundary=x"), str_of(body), f, u);
}

TEST(files_come_with_their_names)
{
    struct http_fields f;
    struct uploads u;
    REQUIRE(parts(PART "\"form_token\"\r\n\r\nabc\r\n" PART
                       "\"file\"; filename=\"C:\\\\dir\\\\a \\\"b\\\".csv\"\r\nContent-Type: "
                       "text/csv\r\n\r\n1,2\r\n--xy\r\n3\r\n" PART
                       "\"other\"; filename=\"\"\r\n\r\n\r\n--x--\r\n",
                  &f, &u));
    CHECK_STR(http_field(&f, S("form_token")), "abc");
    CHECK_INT(u.count, 1);
    CHECK_STR(u.items[0].field, "file");
    CHECK_STR(u.items[0].file_name, "a \"b\".csv");
    CHECK_STR(u.items[0].content_type, "text/csv");
    CHECK_STR(u.items[0].bytes, "1,2\r\n--xy\r\n3");
    CHECK(parts("--x--", &f, &u));
    CHECK(parts(PART "a;filename=../../etc/passwd\r\n\r\nz\r\n--x--", &f, &u));
    CHECK_STR(u.items[0].file_name, "passwd");
}

TEST(a_body_of_parts_that_is_none_is_refused)
{
    struct http_fields f;
    struct uploads u;
    static const char *const bad[] = {
        "",
        "--y--",
        "--x",
        "--x\r\n",
        "--x\r\n\r\n\r\n--x--",                                                 /* no head */
        PART "\"a\"\r\n\r\nb",                                                  /* no end */
        PART "\"a\"\r\n\r\nb\r\n--x",                                           /* cut off */
        PART "\"a\r\n\r\nb\r\n--x--",                                           /* open quote */
        PART "\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n--x--", /* as mail */
        "--x\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--x--",
        "--x\r\nContent-Type: text/plain\r\n\r\nb\r\n--x--",
        PART "\"a\"\r\n\r\n\x01\r\n--x--",
        PART "\"a\"; filename=\"\x01\"\r\n\r\nb\r\n--x--",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!parts(bad[i], &f, &u));
    struct http_fields none = {0};
    struct uploads files = {0};
    CHECK(!multipart_read(&a, S("multipart/form-data"), S("--x--"), &none, &files));
    CHECK(!multipart_read(&a, S("multipart/form-data; boundary="), S("----"), &none, &files));
}

static struct http_request with(struct http_field *headers, size_t count)
{
    return (struct http_request){.arena = &a, .headers = {headers, count, count}};
}

TEST(a_cookie_is_taken_once_and_plain)
{
    struct http_field one[] = {{S("Cookie"), S("a=b; __Host-himaya=abc_-.9; c=d")}};
    struct http_request r = with(one, 1);
    CHECK_STR(cookie_get(&r, S(COOKIE_SESSION)), "abc_-.9");
    struct http_field twice[] = {{S("Cookie"), S("__Host-himaya=abc")},
                                 {S("cookie"), S("__Host-himaya=def")}};
    r = with(twice, 2);
    CHECK_INT(cookie_get(&r, S(COOKIE_SESSION)).n, 0);
    struct http_field odd[] = {{S("Cookie"), S("__Host-himaya=a\"b")}};
    r = with(odd, 1);
    CHECK_INT(cookie_get(&r, S(COOKIE_SESSION)).n, 0);
    struct http_response answer = {0};
    cookie_set(&a, &answer, S(COOKIE_SESSION), S("x"), 0);
    cookie_forget(&a, &answer, S(COOKIE_SAID));
    CHECK_INT(answer.headers.count, 2);
    CHECK_STR(answer.headers.items[0].value,
              "__Host-himaya=x; Path=/; Secure; HttpOnly; SameSite=Strict");
}

TEST(a_form_is_of_one_session_and_one_user)
{
    struct str token = csrf_token(&a, S("session one"), S("user1")), user;
    CHECK(csrf_token_is(S("session one"), token, &user));
    CHECK_STR(user, "user1");
    CHECK(!csrf_token_is(S("session two"), token, &user));
    CHECK(!csrf_token_is((struct str){0}, token, &user));
    CHECK(!csrf_token_is(S("session one"), str_replace(&a, token, S("user1"), S("user2")), &user));
    CHECK(!csrf_token_is(S("session one"), S(""), &user));
    CHECK(!csrf_token_is(S("session one"), S("."), &user));
    CHECK(!csrf_token_is(S("session one"), str_from(token, 1), &user));
    struct str signed_text = csrf_sign(&a, S("session one"), S("Saved.\nC-1"));
    CHECK_STR(csrf_signed(&a, S("session one"), signed_text), "Saved.\nC-1");
    CHECK_INT(csrf_signed(&a, S("session two"), signed_text).n, 0);
    CHECK_INT(csrf_signed(&a, S("session one"), token).n, 0);
}

TEST(who_knows_a_cookie_alone_makes_no_form)
{
    struct str secret = csrf_secret(&a, S("key of the server"), S("session one")), user;
    CHECK(!csrf_token_is(secret, csrf_token(&a, S("session one"), S("user1")), &user));
    CHECK(csrf_token_is(secret, csrf_token(&a, secret, S("user1")), &user));
    CHECK(!str_eq(secret, csrf_secret(&a, S("another key"), S("session one"))));
    CHECK(!str_eq(secret, csrf_secret(&a, S("key of the server"), S("session two"))));
    CHECK_INT(csrf_secret(&a, S("key of the server"), S("")).n, 0);
}

TEST(few_large_bodies_wait_and_of_one_person_fewer)
{
    struct waiting *w = waiting_new();
    CHECK_INT(waiting_take(w, S("anna")), WAITING_TAKEN);
    CHECK_INT(waiting_take(w, S("anna")), WAITING_TAKEN);
    CHECK_INT(waiting_take(w, S("anna")), WAITING_OWN_LIMIT);
    CHECK_INT(waiting_take(w, S("bela")), WAITING_TAKEN);
    CHECK_INT(waiting_take(w, S("cem")), WAITING_TAKEN);
    CHECK_INT(waiting_take(w, S("dila")), WAITING_FULL);
    waiting_give(w, S("nobody"));
    CHECK_INT(waiting_take(w, S("dila")), WAITING_FULL);
    waiting_give(w, S("anna"));
    CHECK_INT(waiting_take(w, S("dila")), WAITING_TAKEN);
    CHECK(waiting_add(w, WAITING_SMALL));
    CHECK(!waiting_add(w, 1));
    waiting_subtract(w, 1);
    CHECK(waiting_add(w, 1));
    waiting_free(w);
}

TEST(what_another_site_began_is_seen)
{
    static const struct {
        const char *site, *origin;
        bool ours;
    } cases[] = {
        {"", "", true},
        {"same-origin", "https://himaya.example", true},
        {"same-origin", "null", true},
        {"none", "", true},
        {"cross-site", "", false},
        {"same-site", "https://other.example", false},
        {"cross-site", "null", false},
        {"", "https://other.example", false},
        {"", "https://himaya.example.other", false},
        {"", "ftp://himaya.example", false},
        {"same-origin", "https://other.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_field headers[] = {{S("Host"), S("himaya.example")},
                                       {S("Sec-Fetch-Site"), str_of(cases[i].site)},
                                       {S("Origin"), str_of(cases[i].origin)}};
        struct http_request r = with(headers, 3);
        CHECK(csrf_origin_is_ours(&r) == cases[i].ours);
    }
}

TEST(an_answer_leads_nowhere_else)
{
    CHECK(answer_is_ours(S("/records/complaint?district=BA")));
    static const char *const bad[] = {
        "",     "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x",
        "evil", "\\\\evil"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!answer_is_ours(str_of(bad[i])));
    CHECK_STR(answer_encode(&a, S("/a b?c=d&e")), "%2Fa%20b%3Fc%3Dd%26e");
}

TEST(only_safe_addresses_are_told)
{
    CHECK(post_may_go(S("https://police.example/himaya")));
    CHECK(post_may_go(S("http://127.0.0.1:9000/x")));
    CHECK(post_may_go(S("http://[::1]/x")));
    static const char *const bad[] = {"",
                                      "http://police.example/",
                                      "https://",
                                      "https://u:p@police.example/",
                                      "file:///etc/passwd",
                                      "http://127.0.0.1.evil.example/",
                                      "http://localhost.evil.example/",
                                      "http://127.0.0.1@evil/",
                                      "https://a b/",
                                      "https://a\\b/",
                                      "gopher://127.0.0.1/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!post_may_go(str_of(bad[i])));
}
