/* One contract judged. */
#include "cli/cli.h"
#include "cli/law_given.h"

#include "law/judge.h"
#include "law/titles.h"

static struct str column_names(struct cli *cli, uint32_t columns)
{
    struct str_list names = {0};
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (columns & LAW_COLUMN_BIT(i))
            *arena_push(cli->arena, &names) = law_column_name((enum law_column)i);
    return str_join(cli->arena, &names, S(", "));
}

static bool read_words(struct cli *cli, struct str *cells)
{
    for (size_t i = 0; i < cli->operand_count; i++) {
        struct str word = cli->operands[i];
        size_t equals = str_find_char(word, '=', 0);
        enum law_column column;
        if (equals == STR_NONE || !law_column_find(str_slice(word, 0, equals), &column))
            return FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                         N_("\"{1}\" names no column of a contract. The columns are: {2}. Example: "
                            "birth_date=2005-03-02"),
                         word, column_names(cli, UINT32_MAX));
        cells[column] = str_from(word, equals + 1);
    }
    return true;
}

static void say_rule(struct cli *cli, const struct law_rule *rule)
{
    cli_say(cli, N_("{1}: {2} ({3})."), rule->id, words(cli->language, rule->means),
            str_join(cli->arena, &rule->cites, S("; ")));
}

/* What the codes given are called. */
static void say_titles(struct cli *cli, const struct law *law, const struct law_contract *contract)
{
    static const enum law_column columns[] = {LAW_OCCUPATION_CODE, LAW_INDUSTRY_CODE};
    const struct law_titles *titles = law_titles_load(cli->arena, law->pack, cli->faults);
    for (size_t i = 0; titles && i < 2; i++) {
        const struct law_value *code = &contract->values[columns[i]];
        struct str title = law_title(titles, columns[i], code->text);
        if (code->state == LAW_GIVEN)
            cli_say(cli, N_("{1} {2}: {3}."), law_column_name(columns[i]), code->text,
                    title.n ? title : words(cli->language, str_of(N_("no known code"))));
    }
}

static int run_check(struct cli *cli)
{
    struct str cells[LAW_COLUMNS] = {0};
    struct law_contract contract;
    if (!read_words(cli, cells))
        return cli_misused(cli);
    const struct law *law = law_given(cli, true);
    if (!law)
        return cli_refused(cli);
    law_contract_read(&contract, cells, UINT32_MAX);
    struct law_verdict v = law_judge(law, &contract);
    if (!v.judged) {
        FAULT(cli->faults, FAULT_INPUT, ((struct place){.field = S("start_date")}),
              N_("Without the day on which the contract starts (as in 2019-06-01) it cannot be "
                 "judged."));
        return cli_refused(cli);
    }
    if (v.age_known)
        cli_say(cli, N_("Age on the day of the start: {1}."), str_format(cli->arena, "%d", v.age));
    say_titles(cli, law, &contract);
    for (size_t i = 0; i < law->rule_count; i++)
        if (v.rules & LAW_RULE_BIT(i))
            say_rule(cli, &law->rules[i]);
    if (v.unreadable)
        cli_say(cli, N_("Not readable, so that a rule could not be judged: {1}."),
                column_names(cli, v.unreadable));
    if (!v.rules && !v.unreadable)
        cli_say(cli, N_("No rule fires."));
    return v.rules || v.unreadable ? EXIT_REFUSED : EXIT_DONE;
}

static const struct command_option check_options[] = {
    {"pack", "NAME", N_("The country pack; the first one when left out")},
    {"list", "NAME=FILE.csv",
     N_("A code list for this run in place of the pack's of that name, with a column \"code\"")},
    {"rules", "FILE.yaml", N_("Other rules than the pack's, for this run")},
    {0},
};
const struct command command_law_check = {
    .name = "law check",
    .operands = "COLUMN=VALUE…",
    .least = 1,
    .does = N_("Judge one contract"),
    .more = N_("A contract is judged by the law in force on its start_date."),
    .examples = "himaya law check birth_date=2005-03-02 start_date=2019-06-01 weekly_hours=40",
    .options = check_options,
    .run = run_check,
};
