#include "base/arena.h"
#include "model/expression.h"
#include "test.h"

static struct arena arena;
static struct faults faults;
static const struct model *model;

static const struct expression *parse(const char *type, const char *text)
{
    faults = (struct faults){.arena = &arena};
    if (!model)
        model = model_load(&arena, S("az"), &faults);
    const struct type *t = model ? model_type(model, str_of(type)) : NULL;
    CHECK(t != NULL);
    return t ? expression_parse(&arena, model, t, str_of(text), (struct place){0}, &faults) : NULL;
}

/* The expression written out with all its brackets, to see how it was understood. */
static struct str shown(const struct expression *e)
{
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};
    struct str s = {0};
    switch (e->kind) {
    case EXPRESSION_FIELD:
        for (size_t i = 0; i < e->path_count; i++)
            s = str_format(&arena, "%.*s%s%.*s", STR_ARG(s), i ? "." : "",
                           STR_ARG(e->path[i]->name));
        return s;
    case EXPRESSION_PARAMETER: return str_format(&arena, ":%.*s", STR_ARG(e->parameter));
    case EXPRESSION_LITERAL:
        if (e->literal.kind == VALUE_TEXT)
            return str_format(&arena, "'%.*s'", STR_ARG(e->literal.text));
        return e->literal.kind == VALUE_REAL
                   ? str_format(&arena, "%g", e->literal.real)
                   : str_format(&arena, "%lld", (long long)e->literal.integer);
    case EXPRESSION_COMPARE:
        return str_format(&arena, "(%.*s %s %.*s)", STR_ARG(shown(e->items[0])),
                          signs[e->comparison], STR_ARG(shown(e->items[1])));
    case EXPRESSION_IS_NULL: return str_format(&arena, "null(%.*s)", STR_ARG(shown(e->items[0])));
    case EXPRESSION_NOT: return str_format(&arena, "not%.*s", STR_ARG(shown(e->items[0])));
    case EXPRESSION_IN:
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        for (size_t i = 0; i < e->count; i++)
            s = str_format(&arena, "%.*s%s%.*s", STR_ARG(s), i ? " " : "",
                           STR_ARG(shown(e->items[i])));
        return str_format(&arena, "%s[%.*s]",
                          e->kind == EXPRESSION_IN    ? "in"
                          : e->kind == EXPRESSION_AND ? "and"
                                                      : "or",
                          STR_ARG(s));
    }
    return s;
}

static void understood(const char *type, const char *text, const char *wanted)
{
    const struct expression *e = parse(type, text);
    if (!e && faults.count)
        CHECK_STR(fault_english(&arena, &faults.items[0]), "no fault");
    if (e)
        CHECK_STR(shown(e), wanted);
}

TEST(conditions_are_understood)
{
    understood("inspector", "started_on <= year_end and (ended_on is null or ended_on > year_end)",
               "and[(started_on <= :year_end) or[null(ended_on) (ended_on > :year_end)]]");
    understood("violation",
               "kind in (below_minimum_age, hazardous_work) and "
               "employer.legal_form = individual",
               "and[in[kind 'below_minimum_age' 'hazardous_work'] "
               "(employer.legal_form = 'individual')]");
    understood("violation", "kind = 'Night work by a child'", "(kind = 'night_work')");
    understood("violation", "child IS NOT NULL", "notnull(child)");
    understood("inspection", "worksite and not unannounced",
               "and[(worksite = 1) not(unannounced = 1)]");
    understood("inspection", "worksite = no", "(worksite = 0)");
    understood("inspection", "conducted_on>=2019-01-01", "(conducted_on >= '2019-01-01')");
    understood("inspection", "year_start <= conducted_on", "(:year_start <= conducted_on)");
    understood("figure", "2019 = year", "(2019 = year)");
    understood("figure", "number <> -1.5", "(number <> -1.5)");
    understood("figure", "key = 'it''s'", "(key = 'it's')");
    understood("penalty", "amount > 1160.50", "(amount > 116050)");
    understood("complaint", "closed_on < received_on", "(closed_on < received_on)");
    understood("inspection",
               "complaint.employer.name = 'A' or not not worksite or inspector is null",
               "or[(complaint.employer.name = 'A') (worksite = 1) null(inspector)]");
    understood("complaint", "channel = office or channel=web and anonymous",
               "or[(channel = 'office') and[(channel = 'web') (anonymous = 1)]]");
}

TEST(the_name_year_is_a_field_where_the_type_has_one_and_a_parameter_elsewhere)
{
    understood("record_keeping", "year = 2019", "(year = 2019)");
    understood("training", "participants > year", "(participants > :year)");
}

static void refused(const char *type, const char *text, long column, const char *part)
{
    const struct expression *e = parse(type, text);
    CHECK(e == NULL);
    if (faults.total != 1) {
        CHECK_STR(str_of(text), "one fault");
        return;
    }
    CHECK_INT(faults.items[0].column, column);
    struct str message = fault_english(&arena, &faults.items[0]);
    if (!str_contains(message, str_of(part)))
        CHECK_STR(message, part);
}

TEST(what_is_wrong_is_named_with_its_column)
{
    refused("complaint", "", 1, "A field or a value is needed here, and the end stands");
    refused("complaint", "recieved_on = today", 1, "received_on");
    refused("complaint", "anonymous and chanel = web", 15, "channel");
    refused("complaint", "employer.nam = 'x'", 10, "name");
    refused("complaint", "channel.code = 'x'", 9, "no reference");
    refused("complaint", "channel = pigeon", 11, "Write one of");
    refused("complaint", "channel > web", 9, "has no order");
    refused("complaint", "received_on = 31.12.2019", 15, "Write the year first");
    refused("complaint", "received_on = year", 15, "different kinds");
    refused("complaint", "received_on > anonymous", 15, "different kinds");
    refused("complaint", "number = C1", 10, "put it in quotation marks");
    refused("complaint", "number = 'C1", 10, "never closed");
    refused("complaint", "employer = 'E1'", 12, "compare one of its fields");
    refused("complaint", "received_on", 12, "A comparison is needed here");
    refused("complaint", "received_on =", 14, "the end stands");
    refused("complaint", "(anonymous", 1, "never closed");
    refused("complaint", "anonymous)", 10, "The condition ends here");
    refused("complaint", "channel in web", 12, "followed by a list");
    refused("complaint", "channel in (web office)", 17, "A comma or )");
    refused("complaint", "closed_on is 2019", 14, "For a value write =");
    refused("complaint", "today is null", 1, "A field must stand before");
    refused("complaint", "year in (2019)", 1, "A field must stand before");
    refused("complaint", "anonymous ; drop table", 11, "has no meaning here");
    refused("complaint", "'a' = 'b'", 1, "One side of a comparison must be a field");
    refused("complaint", "anonymous = maybe", 13, "neither yes nor no");
    refused("document", "content = '25'", 11, "cannot be compared");
    refused("training", "participants > 'many'", 16, "not a whole number");
    refused("complaint", "number = 'Ə' and x = 1", 18, "no field \"x\"");
}

TEST(deep_nesting_is_refused)
{
    char deep[4000];
    size_t n = 0;
    while (n < 2000)
        deep[n++] = '(';
    CHECK(!parse("complaint", str_format(&arena, "%.*sanonymous", (int)n, deep).p));
    CHECK(faults.total == 1);
}

TEST(parameters_are_bound)
{
    const struct expression *e =
        parse("inspector", "started_on <= year_end and not ended_on > today");
    REQUIRE(e);
    const struct parameter given[] = {{S("year_end"), value_text(S("2019-12-31"))},
                                      {S("today"), value_text(S("2020-05-01"))}};
    faults = (struct faults){.arena = &arena};
    const struct expression *bound = expression_bind(&arena, e, given, 2, &faults);
    REQUIRE(bound);
    CHECK_STR(shown(bound), "and[(started_on <= '2019-12-31') not(ended_on > '2020-05-01')]");
    CHECK_STR(shown(e), "and[(started_on <= :year_end) not(ended_on > :today)]");
    CHECK(!expression_bind(&arena, e, given, 1, &faults));
    CHECK(str_contains(fault_english(&arena, &faults.items[0]), S("\"today\"")));
}
