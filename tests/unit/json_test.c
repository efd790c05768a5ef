#include "base/arena.h"
#include "base/json.h"
#include "test.h"

#include <math.h>
#include <string.h>

static struct arena arena;
static struct faults faults;

static const struct node *read(struct str text)
{
    arena_free(&arena);
    faults = (struct faults){.arena = &arena};
    return json_read(&arena, text, &faults);
}

TEST(a_tree_is_written_and_reads_back)
{
    struct str text = S("{\"a\":[1,-2.5,true,false,null,\"Əli\"],\"b\":{},\"c\":[]}");
    const struct node *n = read(text);
    REQUIRE(n);
    CHECK(str_eq(json_print(&arena, n, 0), text));
    CHECK_STR(
        json_print(&arena, n, 2),
        "{\n  \"a\": [\n    1,\n    -2.5,\n    true,\n    false,\n    null,\n    \"Əli\"\n  ],\n"
        "  \"b\": {},\n  \"c\": []\n}");
}

TEST(strings_are_escaped)
{
    struct buffer b = {.arena = &arena};
    json_write_string(&b, S("\"\\\n\t\r\x01\x7f</b>\xe2\x80\xa8ə\xff\xc3"));
    CHECK_STR(buffer_str(&b),
              "\"\\\"\\\\\\n\\t\\r\\u0001\\u007f\\u003c/b>\\u2028ə\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST(numbers_are_as_short_as_they_can_be)
{
    CHECK_STR(json_print(&arena, node_real(&arena, 0.1), 0), "0.1");
    CHECK_STR(json_print(&arena, node_real(&arena, 17.5), 0), "17.5");
    CHECK_STR(json_print(&arena, node_real(&arena, 177), 0), "177");
    CHECK_STR(json_print(&arena, node_real(&arena, 1200000), 0), "1200000");
    CHECK_STR(json_print(&arena, node_real(&arena, NAN), 0), "null");
    CHECK_STR(json_print(&arena, node_int(&arena, INT64_MIN), 0), "-9223372036854775808");
    CHECK_STR(json_print(&arena, NULL, 0), "null");
}

TEST(what_is_no_json_is_refused_with_its_place)
{
    CHECK(!read(S("{\"a\":1,\n \"a\":2}")));
    CHECK_INT(faults.items[0].line, 2);
    CHECK(!read(S("")));
    CHECK(!read(S("[1,]")));
    CHECK(!read(S("{\"a\":99999999999999999999}")));
    CHECK(!read(S("\"caf\xe9\"")));
    CHECK(!read(S("[1] x")));
    char deep[402];
    memset(deep, '[', 200);
    memset(deep + 200, ']', 200);
    CHECK(!read((struct str){deep, 400}));
    CHECK(str_contains(fault_english(&arena, &faults.items[0]), S("100 levels")));
    const struct node *plain = read(S("7"));
    CHECK(plain && plain->integer == 7);
}
