/* The law as people read it, as tests and as SQL. */
#include "cli/cli.h"
#include "cli/law_given.h"

#include "law/judge.h"
#include "law/sql.h"

static void line(struct cli *cli, const char *indent, struct str text)
{
    cli_write(cli, str_format(cli->arena, "%s%.*s\n", indent, STR_ARG(text)));
}

static struct str day_words(struct cli *cli, int32_t day)
{
    return date_print(cli->arena, law_date(day));
}

/* "from 1999-07-01 to 2020-10-31" */
static struct str span_words(struct cli *cli, const struct law_span *span)
{
    const struct str days[] = {day_words(cli, span->from), day_words(cli, span->to)};
    bool open = span->from == LAW_FIRST_DAY, endless = span->to == LAW_LAST_DAY;
    const char *said = open      ? endless ? N_("always") : N_("until {2}")
                            : endless ? N_("from {1}")
                                 : N_("from {1} to {2}");
    return words_fill(cli->arena, words(cli->language, str_of(said)), days, 2);
}

static void show_rule(struct cli *cli, const struct law_rule *rule, int32_t on)
{
    line(cli, "",
         str_format(cli->arena, "%-10.*s  %.*s", STR_ARG(rule->id),
                    STR_ARG(words(cli->language, rule->means))));
    for (size_t i = 0; i < rule->span_count; i++) {
        const struct law_span *span = &rule->spans[i];
        if (on && (on < span->from || on > span->to))
            continue;
        line(cli, "            ",
             str_format(cli->arena, "%.*s: %.*s", STR_ARG(span_words(cli, span)),
                        STR_ARG(span->text)));
        if (span->amended.n)
            line(cli, "            ", span->amended);
    }
    struct str cites = str_join(cli->arena, &rule->cites, S("; "));
    struct str source = str_join(cli->arena, &rule->source, S(", "));
    line(cli, "            ",
         str_format(cli->arena, "%.*s; %.*s [%.*s%s]", STR_ARG(law_severity_word(rule->severity)),
                    STR_ARG(cites), STR_ARG(source),
                    rule->certainty == LAW_TO_CHECK ? "; to check" : ""));
}

static bool day_given(struct cli *cli, int32_t *day)
{
    struct str text = cli_option(cli, "on");
    struct law_value value = law_value_read(LAW_START_DATE, text);
    *day = (int32_t)value.number;
    return value.state != LAW_UNREADABLE ||
           FAULT(cli->faults, FAULT_INPUT, ((struct place){.field = S("--on")}),
                 N_("\"{1}\" is no day; write year, month and day, as in 2020-11-01."), text);
}

static int run_show(struct cli *cli)
{
    int32_t on;
    if (!day_given(cli, &on))
        return cli_misused(cli);
    const struct law *law = law_given(cli, true);
    if (!law)
        return cli_refused(cli);
    struct str wanted = cli->operand_count ? cli->operands[0] : (struct str){0};
    if (wanted.n && !law_rule_find(law, wanted)) {
        struct str_list ids = {0};
        for (size_t i = 0; i < law->rule_count; i++)
            *arena_push(cli->arena, &ids) = law->rules[i].id;
        FAULT(cli->faults, FAULT_MISSING, (struct place){0},
              N_("There is no rule \"{1}\". The rules are: {2}."), wanted,
              str_join(cli->arena, &ids, S(", ")));
        return cli_misused(cli);
    }
    for (size_t i = 0; i < law->rule_count; i++) {
        const struct law_rule *rule = &law->rules[i];
        bool named = wanted.n ? rule == law_rule_find(law, wanted) : true;
        if (named && (!on || law_rule_on(rule, on)))
            show_rule(cli, rule, on);
    }
    return EXIT_DONE;
}

static int run_test(struct cli *cli)
{
    const struct law *law = law_given(cli, true);
    if (!law)
        return cli_refused(cli);
    size_t count = law_test(law, cli->arena, cli->faults), wrong = cli->faults->total;
    cli_say(cli, N_("{1} rules, {2} examples judged, {3} wrong."),
            cli_count(cli, (int64_t)law->rule_count), cli_count(cli, (int64_t)count),
            cli_count(cli, (int64_t)wrong));
    return wrong ? cli_refused(cli) : EXIT_DONE;
}

static int run_sql(struct cli *cli)
{
    enum law_dialect dialect;
    struct str given = cli_option(cli, "dialect");
    if (!law_dialect_find(given, &dialect)) {
        FAULT(cli->faults, FAULT_INPUT, ((struct place){.field = S("--dialect")}),
              N_("\"{1}\" is no dialect; there are postgres and duckdb."), given);
        return cli_misused(cli);
    }
    const struct law *law = law_given(cli, true);
    if (!law)
        return cli_refused(cli);
    cli_write(cli, law_sql(cli->arena, law, dialect));
    return EXIT_DONE;
}

#define OPTION_PACK                                                                                \
    {                                                                                              \
        "pack", "NAME", N_("The country pack; the first one when left out")                        \
    }
#define OPTION_LIST                                                                                \
    {                                                                                              \
        "list", "NAME=FILE.csv",                                                                   \
            N_("A code list for this run in place of the pack's of that name, with a column "      \
               "\"code\"")                                                                         \
    }
#define OPTION_RULES                                                                               \
    {                                                                                              \
        "rules", "FILE.yaml", N_("Other rules than the pack's, for this run")                      \
    }

static const struct command_option show_options[] = {
    OPTION_PACK, OPTION_LIST, OPTION_RULES, {"on", "DATE", N_("Only what is in force on that day")},
    {0},
};
static const struct command_option test_options[] = {OPTION_PACK, OPTION_LIST, OPTION_RULES, {0}};
static const struct command_option sql_options[] = {
    OPTION_PACK, OPTION_LIST, OPTION_RULES, {"dialect", "postgres|duckdb", N_("For which engine")},
    {0},
};

const struct command command_law_show = {
    .name = "law show",
    .operands = "[RULE]",
    .most = 1,
    .does = N_("Read the rules over employment contracts, or one of them"),
    .examples = "himaya law show\nhimaya law show HOURS\nhimaya law show --on 2016-05-01",
    .options = show_options,
    .run = run_show,
};

const struct command command_law_test = {
    .name = "law test",
    .operands = "",
    .does = N_("Judge the examples of every rule: those that must fire and those that must not"),
    .examples = "himaya law test\nhimaya law test --rules changed.yaml",
    .options = test_options,
    .run = run_test,
};

const struct command command_law_sql = {
    .name = "law sql",
    .operands = "",
    .does = N_("Print the rules as one SQL query for a register that lives in another engine"),
    .more =
        N_("The query reads a table or view \"contracts\" whose columns are text, and gives the "
           "same rows as himaya screen."),
    .examples = "himaya law sql --pack az --dialect postgres > law.sql\nhimaya law sql --dialect "
                "duckdb --list hazardous=mine.csv",
    .options = sql_options,
    .run = run_sql,
};
