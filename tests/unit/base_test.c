#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/node.h"
#include "base/utf8.h"
#include "test.h"

TEST(arena_memory_is_zeroed_and_survives_growth)
{
    struct arena a = {0};
    char *small = arena_alloc(&a, 10);
    small[0] = 'x';
    char *large = arena_alloc(&a, 3000000);
    CHECK(large[2999999] == 0 && small[0] == 'x');
    struct arena_mark mark = arena_mark(&a);
    arena_alloc(&a, 5000000);
    arena_rewind(&a, mark);
    CHECK_INT(a.used, 3000000 + 16);
    arena_free(&a);
}

TEST(strings_cut_trim_and_replace)
{
    struct arena a = {0};
    struct str rest = S("a,,b,"), part;
    int n = 0;
    while (str_cut(&rest, ',', &part))
        n++;
    CHECK_INT(n, 4);
    CHECK_STR(str_trim(S(" \xc2\xa0 x \n")), "x");
    CHECK_STR(str_squeeze(&a, S("  a \n b\xc2\xa0 c ")), "a b c");
    CHECK_STR(str_replace(&a, S("aXbX"), S("X"), S("--")), "a--b--");
    CHECK_INT(str_find_nocase(S("see TABLE 6"), S("table"), 0), 4);
    arena_free(&a);
}

TEST(numbers_are_read_whole_or_not_at_all)
{
    int64_t i;
    double r;
    CHECK(str_to_int(S("-9223372036854775808"), &i) && i == INT64_MIN);
    CHECK(!str_to_int(S("9223372036854775808"), &i));
    CHECK(!str_to_int(S("12x"), &i) && !str_to_int(S(""), &i) && !str_to_int(S("-"), &i));
    CHECK(str_to_real(S("4.5"), &r) && r == 4.5);
    CHECK(!str_to_real(S("1e5"), &r) && !str_to_real(S("."), &r));
}

TEST(utf8_refuses_what_is_not_utf8)
{
    size_t bad = 99;
    CHECK(utf8_valid(S("\xc6\x8f"
                       "li \xe2\x80\x93 \xf0\x9f\x98\x80"),
                     &bad));
    CHECK(!utf8_valid(S("caf\xe9"), &bad));
    CHECK_INT(bad, 3);
    CHECK(!utf8_valid(S("\xed\xa0\x80"), &bad));
    CHECK(!utf8_valid(S("\xc0\xaf"), &bad));
}

TEST(a_fault_says_where_and_what)
{
    struct arena a = {0};
    struct faults f = {.arena = &a, .file = S("x.csv"), .limit = 1};
    CHECK(!FAULT(&f, FAULT_INPUT, ((struct place){.line = 3, .column = 7, .field = S("born")}),
                 N_("\"{1}\" is not a date."), S("31.12.2003")));
    FAULT(&f, FAULT_INPUT, ((struct place){.line = 4}), N_("Nothing."));
    CHECK_INT(f.count, 1);
    CHECK_INT(f.total, 2);
    CHECK_STR(fault_english(&a, &f.items[0]), "x.csv:3:7: born: \"31.12.2003\" is not a date.");
    arena_free(&a);
}

TEST(a_tree_is_read_by_path)
{
    struct arena a = {0};
    struct node *root = node_map(&a);
    struct node *inner = node_set(&a, root, S("assessment"), node_map(&a));
    node_set_str(&a, inner, S("level"), S("minimal"));
    node_set(&a, root, S("share"), node_real(&a, 4.5));
    CHECK_STR(node_text(&a, node_path(root, S("assessment.level"))), "minimal");
    CHECK_STR(node_text(&a, node_get(root, S("share"))), "4.5");
    CHECK(!node_path(root, S("assessment.none.deeper")));
    arena_free(&a);
}

TEST(a_buffer_takes_texts_of_every_length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct arena a = {0};
    for (size_t n = 0; n < sizeof letters; n++) {
        struct buffer b = {.arena = &a};
        for (size_t i = 0; i < 40; i++) {
            buffer_add(&b, (struct str){letters, n});
            buffer_char(&b, ';');
        }
        CHECK_INT(b.count, 40 * (n + 1));
        for (size_t i = 0; i < 40; i++)
            CHECK(str_eq(str_slice(buffer_str(&b), i * (n + 1), i * (n + 1) + n),
                         (struct str){letters, n}));
    }
    arena_free(&a);
}

TEST(a_missing_file_and_a_large_file_are_named)
{
    struct arena a = {0};
    struct faults f = {.arena = &a};
    struct str bytes;
    CHECK(!file_read(&a, "/no/such/file", 100, &bytes, &f));
    CHECK(!file_read(&a, "/bin/sh", 100, &bytes, &f));
    REQUIRE(f.count == 2);
    CHECK(f.items[0].kind == FAULT_SYSTEM && f.items[1].kind == FAULT_LIMIT);
    arena_free(&a);
}

TEST(the_width_of_a_text_on_a_terminal)
{
    CHECK_INT(utf8_width(S("")), 0);
    CHECK_INT(utf8_width(S("Həftə ‡")), 7);
    CHECK_INT(utf8_width(S("e\xcc\x81")), 1); /* e and a combining accent */
    CHECK_INT(utf8_width(S("漢字")), 4);
}
