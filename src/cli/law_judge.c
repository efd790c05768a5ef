/* One contract judged, and a change of law tried out on a file of contracts. */
#include "cli/cli.h"
#include "cli/law_given.h"

#include "base/csv.h"
#include "base/file.h"
#include "law/judge.h"

enum { LARGEST = 500 * 1000 * 1000 };

static struct str column_names(struct cli *cli, uint32_t columns)
{
    struct str_list names = {0};
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (columns & LAW_COLUMN_BIT(i))
            *arena_push(cli->arena, &names) = law_column_name((enum law_column)i);
    return str_join(cli->arena, &names, S(", "));
}

/* --- law check --- */

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

/* --- law try --- */

struct trial {
    struct cli *cli;
    const struct law *before, *after;
    size_t at[LAW_COLUMNS]; /* cells of the file; STR_NONE when there is none */
    int64_t before_counts[LAW_MOST_RULES], after_counts[LAW_MOST_RULES];
    int64_t rows, changed, bad;
    struct buffer out; /* CSV of the contracts that are judged otherwise */
};

static bool read_header(struct trial *t, const struct csv_row *header)
{
    uint32_t found = 0;
    uint32_t needed = t->before->columns | t->after->columns | LAW_COLUMN_BIT(LAW_START_DATE);
    for (int c = 0; c < LAW_COLUMNS; c++) {
        t->at[c] = STR_NONE;
        for (size_t i = 0; i < header->count; i++)
            if (str_eq(header->items[i].text, law_column_name((enum law_column)c))) {
                t->at[c] = i;
                found |= LAW_COLUMN_BIT(c);
            }
    }
    if (!(needed & ~found))
        return true;
    return FAULT(t->cli->faults, FAULT_INPUT, ((struct place){.line = 1}),
                 N_("The file lacks columns that the rules need: {1}."),
                 column_names(t->cli, needed & ~found));
}

static void count(const struct law *law, uint64_t rules, int64_t *counts)
{
    for (size_t i = 0; i < law->rule_count; i++)
        counts[i] += (rules & LAW_RULE_BIT(i)) != 0;
}

static void try_row(struct trial *t, struct arena *a, const struct csv_row *row)
{
    struct str cells[LAW_COLUMNS] = {0};
    struct law_contract contract;
    for (int c = 0; c < LAW_COLUMNS; c++)
        if (t->at[c] < row->count)
            cells[c] = row->items[t->at[c]].text;
    law_contract_read(&contract, cells, UINT32_MAX);
    struct law_change change = law_compare(t->before, t->after, &contract);
    t->rows++;
    t->bad += !change.after.judged;
    count(t->before, change.before.rules, t->before_counts);
    count(t->after, change.after.rules, t->after_counts);
    if (!change.differs)
        return;
    t->changed++;
    const struct str line[] = {cells[LAW_CONTRACT_ID],
                               law_rule_names(a, t->before, change.before.rules, S(";")),
                               law_rule_names(a, t->after, change.after.rules, S(";"))};
    csv_write_row(&t->out, line, 3, false);
}

static bool try_file(struct trial *t, struct str bytes)
{
    struct csv_reader csv;
    struct csv_row row = {0};
    struct arena a = {0};
    struct faults *faults = t->cli->faults;
    const struct str heading[] = {S("contract_id"), S("rules_today"), S("rules_changed")};
    csv_write_row(&t->out, heading, 3, false);
    bool good = csv_start(&csv, bytes, 0, faults) && csv_next(&csv, t->cli->arena, &row) &&
                read_header(t, &row);
    while (good) {
        struct arena_mark mark = arena_mark(&a);
        row = (struct csv_row){0};
        good = csv_next(&csv, &a, &row);
        if (good && !row.ragged)
            try_row(t, &a, &row);
        arena_rewind(&a, mark);
    }
    arena_free(&a);
    return !faults->total;
}

static void say_counts(struct trial *t, struct str id, int64_t before, int64_t after)
{
    struct cli *cli = t->cli;
    cli_say(cli, N_("{1}: {2} today, {3} under the changed rules."), id, cli_count(cli, before),
            cli_count(cli, after));
}

static void say_trial(struct trial *t)
{
    struct cli *cli = t->cli;
    for (size_t i = 0; i < t->before->rule_count; i++) {
        const struct law_rule *same = law_rule_find(t->after, t->before->rules[i].id);
        say_counts(t, t->before->rules[i].id, t->before_counts[i],
                   same ? t->after_counts[same - t->after->rules] : 0);
    }
    for (size_t i = 0; i < t->after->rule_count; i++)
        if (!law_rule_find(t->before, t->after->rules[i].id))
            say_counts(t, t->after->rules[i].id, 0, t->after_counts[i]);
    cli_say(cli, N_("{1} contracts, of which {2} are judged otherwise; {3} could not be judged."),
            cli_count(cli, t->rows), cli_count(cli, t->changed), cli_count(cli, t->bad));
}

static int run_try(struct cli *cli)
{
    struct trial t = {.cli = cli, .out = {.arena = cli->arena}};
    struct str bytes, out = cli_option(cli, "out");
    if (!cli_has(cli, "rules") && !cli_has(cli, "list")) {
        FAULT(cli->faults, FAULT_INPUT, (struct place){0},
              N_("Say what is to change: --rules FILE.yaml or --list NAME=FILE.csv"));
        return cli_misused(cli);
    }
    t.before =
        law_load(cli->arena, &(struct law_source){.pack = cli_option(cli, "pack")}, cli->faults);
    t.after = t.before ? law_given(cli, true) : NULL;
    if (!t.after ||
        !file_read(cli->arena, str_c(cli->arena, cli->operands[0]), LARGEST, &bytes, cli->faults))
        return cli_refused(cli);
    cli->faults->file = cli->operands[0];
    bool whole = try_file(&t, bytes);
    if (t.rows)
        say_trial(&t);
    if (out.n && !file_write(str_c(cli->arena, out), buffer_str(&t.out), cli->faults))
        whole = false;
    return whole ? EXIT_DONE : cli_refused(cli);
}

static const struct command_option check_options[] = {
    {"pack", "NAME", N_("The country pack; the first one when left out")},
    {"list", "NAME=FILE.csv",
     N_("A code list for this run in place of the pack's of that name, with a column \"code\"")},
    {"rules", "FILE.yaml", N_("Other rules than the pack's, for this run")},
    {0},
};
static const struct command_option try_options[] = {
    {"pack", "NAME", N_("The country pack; the first one when left out")},
    {"list", "NAME=FILE.csv",
     N_("A code list for this run in place of the pack's of that name, with a column \"code\"")},
    {"rules", "FILE.yaml", N_("The changed rules")},
    {"out", "FILE.csv", N_("Write the contracts that are judged otherwise into this file")},
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

const struct command command_law_try = {
    .name = "law try",
    .operands = "FILE.csv",
    .least = 1,
    .most = 1,
    .does = N_("Try a change of the rules or of a code list on a file of contracts"),
    .more = N_("Counts what today's law and the changed one find, rule by rule."),
    .examples = "himaya law try --rules changed.yaml contracts.csv --out otherwise.csv\nhimaya law "
                "try --list hazardous=longer.csv contracts.csv",
    .options = try_options,
    .run = run_try,
};
