#include "base/arena.h"
#include "base/map.h"
#include "test.h"

static struct arena arena;

TEST(what_was_put_in_is_found_again)
{
    struct map m = {.arena = &arena};
    int64_t value = -1;
    CHECK(!map_get(&m, S("a"), &value) && value == -1);
    for (int64_t i = 0; i < 5000; i++)
        map_put(&m, str_format(&arena, "key %d", (int)i), i);
    map_put(&m, S("key 7"), 700);
    CHECK_INT(m.count, 5000);
    CHECK(map_get(&m, S("key 7"), &value) && value == 700);
    CHECK(map_get(&m, S("key 4999"), &value) && value == 4999);
    CHECK(!map_get(&m, S("key 5000"), NULL));
    map_put(&m, S(""), 1);
    CHECK(map_get(&m, S(""), NULL));
}
