#include "base/arena.h"
#include "base/money.h"
#include "test.h"

static struct arena arena;

static bool read(const char *text, const char *currency, int64_t *minor)
{
    struct faults faults = {.arena = &arena};
    bool ok = money_read(str_of(text), str_of(currency), (struct place){0}, minor, &faults);
    CHECK_INT(faults.total, ok ? 0 : 1);
    return ok;
}

TEST(amounts_are_whole_minor_units)
{
    int64_t minor = 0;
    CHECK(read("1160", "AZN", &minor) && minor == 116000);
    CHECK(read("1160.5", "AZN", &minor) && minor == 116050);
    CHECK(read("-0.01", "USD", &minor) && minor == -1);
    CHECK(read("1160.00", "JPY", &minor) && minor == 1160);
    CHECK(read("1.234", "KWD", &minor) && minor == 1234);
    CHECK(read("+7", "", &minor) && minor == 700);
    CHECK(read("92233720368547758.07", "USD", &minor) && minor == INT64_MAX);
}

TEST(what_is_no_amount_is_refused)
{
    static const char *const wrong[] = {"",
                                        "1,160",
                                        "1 160",
                                        "$5",
                                        "5 AZN",
                                        ".5",
                                        "5.",
                                        "1.234",
                                        "1.2.3",
                                        "0x10",
                                        "-",
                                        "1e5",
                                        "--1",
                                        "92233720368547758.08",
                                        "99999999999999999999"};
    int64_t minor;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!read(wrong[i], "USD", &minor));
}

TEST(amounts_print_with_the_digits_of_their_currency)
{
    CHECK_STR(money_print(&arena, 116050, S("AZN")), "1160.50");
    CHECK_STR(money_print(&arena, -1, S("USD")), "-0.01");
    CHECK_STR(money_print(&arena, 1160, S("JPY")), "1160");
    CHECK_STR(money_print(&arena, 1234, S("KWD")), "1.234");
    CHECK_STR(money_print(&arena, INT64_MIN, S("USD")), "-92233720368547758.08");
}

TEST(conversion_rounds_half_away_from_zero)
{
    struct money_rate manat = {S("AZN"), 1700000};
    int64_t minor = 0;
    CHECK(money_divide_by_rate(17000, manat, S("USD"), &minor) && minor == 10000);
    CHECK(money_multiply_by_rate(10000, S("USD"), manat, &minor) && minor == 17000);
    struct money_rate two = {S("AZN"), 2000000};
    CHECK(money_divide_by_rate(1, two, S("USD"), &minor) && minor == 1);
    CHECK(money_divide_by_rate(-1, two, S("USD"), &minor) && minor == -1);
    struct money_rate yen = {S("JPY"), 110000000};
    CHECK(money_multiply_by_rate(1050, S("USD"), yen, &minor) && minor == 1155);
    CHECK(money_divide_by_rate(1155, yen, S("USD"), &minor) && minor == 1050);
    CHECK(!money_divide_by_rate(1, (struct money_rate){S("AZN"), 0}, S("USD"), &minor));
    CHECK(!money_multiply_by_rate(INT64_MAX, S("USD"), yen, &minor));
    CHECK(!money_multiply_by_rate(INT64_MAX, S("USD"), (struct money_rate){S("KWD"), INT64_MAX},
                                  &minor));
    CHECK(!money_divide_by_rate(INT64_MAX, (struct money_rate){S("JPY"), 1}, S("USD"), &minor));
}
