#include "base/arena.h"
#include "model/value.h"
#include "test.h"

static struct arena arena;
static struct faults faults;
static const struct model *model;
static struct value value;

static const struct field *field(const char *type, const char *name)
{
    if (!model) {
        faults = (struct faults){.arena = &arena};
        model = model_load(&arena, S("az"), &faults);
    }
    const struct type *t = model ? model_type(model, str_of(type)) : NULL;
    return t ? type_field(t, str_of(name)) : NULL;
}

/* Reads; the first message is left in *message when it is refused. */
static bool read(const char *type, const char *name, const char *text, struct str *message)
{
    const struct field *f = field(type, name);
    faults = (struct faults){.arena = &arena};
    if (!f) {
        CHECK(f != NULL);
        return false;
    }
    bool ok = value_read(&arena, f, str_of(text), S("AZN"), (struct place){.line = 7, .column = 3},
                         &value, &faults);
    *message = faults.count ? fault_english(&arena, &faults.items[0]) : (struct str){0};
    CHECK_INT(faults.total, ok ? 0 : 1);
    return ok;
}

TEST(every_kind_reads_what_is_right_and_prints_it_again)
{
    static const struct {
        const char *type, *field, *text, *printed;
    } right[] = {
        {"complaint", "number", " C-2019-1 ", "C-2019-1"},
        {"complaint", "received_on", "2019-03", "2019-03"},
        {"complaint", "channel", "Hotline", "hotline"},
        {"complaint", "channel", "contract register alert", "register"},
        {"complaint", "referred_by", "SLIS", "SLIS"},
        {"complaint", "anonymous", "TRUE", "yes"},
        {"complaint", "anonymous", "0", "no"},
        {"complaint", "closed_on", "", ""},
        {"training", "participants", "40", "40"},
        {"penalty", "amount", "1160", "1160.00"},
        {"penalty", "amount", "0.5", "0.50"},
        {"criminal_case", "sentence_years", "2.5", "2.5"},
        {"criminal_case", "sentence_years", "12", "12"},
        {"exchange_rate", "per_usd", "1.7025", "1.7025"},
        {"agency", "role", "one\r\ntwo", "one\ntwo"},
        {"document", "content", "255044462D", "255044462d"},
        {"person", "sex", "F", "female"},
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct str message;
        CHECK(read(right[i].type, right[i].field, right[i].text, &message));
        CHECK_STR(message, "");
        const struct field *f = field(right[i].type, right[i].field);
        struct str printed = value_print(&arena, f, &value, S("AZN"));
        CHECK_STR(printed, right[i].printed);
        struct value first = value;
        CHECK(read(right[i].type, right[i].field, right[i].printed, &message));
        CHECK(value_eq(&first, &value));
    }
}

TEST(what_is_wrong_is_said_with_its_place_and_an_example)
{
    static const struct {
        const char *type, *field, *text, *part;
    } wrong[] = {
        {"complaint", "received_on", "", "7:3: received_on: This is empty"},
        {"complaint", "received_on", "31.12.2003", "Write the year first, as in 2019-03-07"},
        {"complaint", "received_on", "2999-01-01", "lies in the future"},
        {"complaint", "channel", "hotlin", "Write one of: hotline"},
        {"complaint", "channel", "pigeon", "hotline, office, web, letter, agency, register"},
        {"complaint", "number", "two\nlines", "take the line break out"},
        {"complaint", "number", "bell\x07", "number 7"},
        {"complaint", "number", "caf\xe9", "not UTF-8"},
        {"complaint", "anonymous", "perhaps", "neither yes nor no"},
        {"training", "participants", "1,160", "Write digits only, as in 1160"},
        {"training", "participants", "-1", "the least allowed is 0"},
        {"training", "participants", "99999999999999999999", "not a whole number"},
        {"figure", "year", "2200", "the most allowed is 2100"},
        {"penalty", "amount", "1,160 AZN", "as in 1160 or 1160.50"},
        {"penalty", "amount", "-5", "the least allowed is 0"},
        {"penalty", "amount", "1.005", "more digits behind the point than the currency has (2)"},
        {"exchange_rate", "per_usd", "1,7", "decimal point"},
        {"document", "content", "25504446x0", "hexadecimal"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct str message;
        CHECK(!read(wrong[i].type, wrong[i].field, wrong[i].text, &message));
        if (!str_contains(message, str_of(wrong[i].part)))
            CHECK_STR(message, wrong[i].part);
    }
}

TEST(values_of_a_record_must_agree)
{
    const struct field *amount = field("penalty", "amount");
    REQUIRE(amount);
    const struct type *type = model_type(model, S("complaint"));
    struct value values[32] = {0};
    values[type_field(type, S("received_on"))->index] = value_text(S("2019-03-07"));
    values[type_field(type, S("closed_on"))->index] = value_text(S("2019-03"));
    faults = (struct faults){.arena = &arena};
    CHECK(value_check_record(type, values, (struct place){.line = 2}, &faults));
    values[type_field(type, S("closed_on"))->index] = value_text(S("2019-03-06"));
    CHECK(!value_check_record(type, values, (struct place){.line = 2}, &faults));
    CHECK_STR(
        fault_english(&arena, &faults.items[0]),
        ":2: closed_on: \"2019-03-06\" lies before \"2019-03-07\" (Received on), and it cannot.");

    type = model_type(model, S("penalty"));
    struct value fine[32] = {0};
    fine[amount->index] = value_integer(116000);
    CHECK(!value_check_record(type, fine, (struct place){0}, &faults));
    fine[type_field(type, S("currency"))->index] = value_text(S("AZN"));
    CHECK(value_check_record(type, fine, (struct place){0}, &faults));
    CHECK_STR(value_currency(type, amount, fine), "AZN");
}

TEST(values_are_compared_by_kind_and_content)
{
    struct value a = value_text(S("7")), b = value_integer(7), c = value_real(7), d = {0};
    CHECK(!value_eq(&a, &b) && !value_eq(&b, &c) && !value_eq(&a, &d));
    CHECK(value_eq(&a, &a) && value_eq(&b, &b) && value_eq(&c, &c) && value_eq(&d, &d));
    CHECK_INT(value_text((struct str){0}).kind, VALUE_EMPTY);
}
