#include "base/arena.h"
#include "base/gzip.h"
#include "test.h"

static struct arena arena;

/* Unpacks `packed`, given in pieces of `piece` bytes, with `room` bytes of room at a time. */
static enum gunzip_state unpack(struct str packed, size_t piece, size_t room, struct str *text)
{
    struct gunzip *g = gunzip_start(&arena);
    char *out = arena_alloc(&arena, 1 << 20);
    enum gunzip_state state = GUNZIP_GOING;
    size_t n = 0, made;
    while (packed.n && state != GUNZIP_BROKEN) {
        struct str part = str_slice(packed, 0, piece);
        size_t given = part.n;
        do {
            state = gunzip_next(g, &part, out + n, room, &made);
            n += made;
        } while (state == GUNZIP_GOING && made == room);
        packed = str_from(packed, given - part.n);
    }
    *text = (struct str){out, n};
    return state;
}

TEST(what_is_packed_is_unpacked_in_any_pieces)
{
    struct str text = str_format(&arena, "%0*d and so on", 100000, 7), packed, again;
    REQUIRE(gzip_pack(&arena, text, &packed));
    CHECK(gzip_begins(packed));
    CHECK(!gzip_begins(text));
    for (size_t piece = 1; piece < packed.n * 2; piece = piece * 3 + 1) {
        CHECK_INT(unpack(packed, piece, 4096, &again), GUNZIP_WHOLE);
        CHECK(str_eq(again, text));
    }
}

TEST(parts_behind_each_other_are_one_text)
{
    struct str one, two, again;
    REQUIRE(gzip_pack(&arena, S("contract_id,"), &one));
    REQUIRE(gzip_pack(&arena, S("person_id\n"), &two));
    CHECK_INT(unpack(str_concat(&arena, one, two), 7, 100, &again), GUNZIP_WHOLE);
    CHECK_STR(again, "contract_id,person_id\n");
}

TEST(a_damaged_or_short_stream_is_told)
{
    struct str packed, again;
    REQUIRE(gzip_pack(&arena, S("one two three four five six seven eight nine ten"), &packed));
    CHECK_INT(unpack(str_slice(packed, 0, packed.n - 3), 100, 100, &again), GUNZIP_GOING);
    char *bytes = str_c(&arena, packed);
    bytes[packed.n / 2] = (char)(bytes[packed.n / 2] ^ 0x55);
    CHECK_INT(unpack((struct str){bytes, packed.n}, 100, 100, &again), GUNZIP_BROKEN);
    CHECK_INT(unpack(S("no gzip at all"), 100, 100, &again), GUNZIP_BROKEN);
}
