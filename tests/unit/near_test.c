#include "base/arena.h"
#include "base/near.h"
#include "test.h"

static struct arena arena;

TEST(distance_counts_letters)
{
    CHECK_INT(near_distance(S("kind"), S("kind")), 0);
    CHECK_INT(near_distance(S("knid"), S("Kind")), 1);
    CHECK_INT(near_distance(S(""), S("abc")), 3);
    CHECK_INT(near_distance(S("recieved_on"), S("received_on")), 1);
    CHECK_INT(near_distance(S("kitten"), S("sitting")), 3);
}

TEST(near_names_are_given_best_first)
{
    struct str names[] = {S("Niger"), S("Nigeria"), S("Azerbaijan"), S("Algeria"), S("Guinea")};
    struct str_list list = {names, 5, 5};
    CHECK_STR(near_words(&arena, S("Nigerai"), &list), "Nigeria, Niger");
    CHECK_STR(near_words(&arena, S("Azerbajan"), &list), "Azerbaijan");
    CHECK_STR(near_words(&arena, S("azer"), &list), "Azerbaijan");
    CHECK_STR(near_words(&arena, S("Qwertyuiop"), &list), "");
}
