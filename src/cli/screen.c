/* The contract register screened: rows that break a rule out of a file of any size. */
#include "cli/cli.h"
#include "cli/law_given.h"

#include "register/screen.h"

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

static void say_rule(struct cli *cli, const struct law_rule *rule, int64_t n)
{
    cli_say(cli, N_("{1}: {2} ({3})."), rule->id, cli_count(cli, n),
            words(cli->language, rule->means));
}

/* What the law of the pack finds beside the rules that are tried. */
static void say_compared(struct cli *cli, const struct screen_job *job,
                         const struct screen_result *result)
{
    const struct law *law = job->law, *before = job->before;
    for (size_t i = 0; i < law->rule_count; i++) {
        const struct law_rule *was = law_rule_find(before, law->rules[i].id);
        cli_say(cli, N_("{1}: {2} today, {3} under the changed rules."), law->rules[i].id,
                cli_count(cli, was ? result->before[was - before->rules] : 0),
                cli_count(cli, result->rules[i]));
    }
    for (size_t i = 0; i < before->rule_count; i++)
        if (!law_rule_find(law, before->rules[i].id))
            cli_say(cli, N_("{1}: {2} today, {3} under the changed rules."), before->rules[i].id,
                    cli_count(cli, result->before[i]), cli_count(cli, 0));
    cli_say(cli,
            N_("Contracts that only the changed rules flag: {1}; that only today's flag: {2}."),
            cli_count(cli, result->gained), cli_count(cli, result->gone));
}

static void say_result(struct cli *cli, const struct screen_job *job,
                       const struct screen_result *result)
{
    double seconds = result->seconds > 0.001 ? result->seconds : 0.001;
    cli_say(cli, N_("Contracts read: {1}; flagged: {2}; with something that cannot be read: {3}."),
            cli_count(cli, result->rows), cli_count(cli, result->flagged),
            cli_count(cli, result->refused));
    if (job->before)
        say_compared(cli, job, result);
    else
        for (size_t i = 0; i < job->law->rule_count; i++)
            say_rule(cli, &job->law->rules[i], result->rules[i]);
    cli_say(cli, N_("Seconds: {1}; threads: {2}; contracts a second: {3}."),
            str_format(cli->arena, "%.2f", result->seconds), cli_count(cli, result->threads),
            cli_count(cli, (int64_t)((double)result->rows / seconds)));
    cli_say(cli, N_("In the folder {1}: flagged.csv, counts.csv, refused.csv."),
            str_of(job->folder));
    if (result->districts_full)
        cli_say(cli, N_("There are too many different districts to count them all; the later ones "
                        "stand together in counts.csv."));
}

/* Each kind of refusal by itself: the first by line, and how many there are. */
static int show_refused(struct cli *cli, struct screen_result *result)
{
    int status = EXIT_DONE;
    for (size_t k = 0; k < SCREEN_KINDS; k++) {
        if (!result->kinds[k].total)
            continue;
        cli->faults = &result->kinds[k];
        status = cli_refused(cli);
    }
    return status;
}

static int run(struct cli *cli)
{
    const struct progress progress = {show_progress, cli};
    struct screen_job job = {.progress = &progress};
    struct screen_result result;
    struct str folder = cli_option(cli, "out");
    if (!cli_number(cli, "threads", 1, SCREEN_MOST_THREADS, &job.threads))
        return cli_misused(cli);
    if (!folder.n) {
        FAULT(cli->faults, FAULT_INPUT, (struct place){0},
              N_("Say where the results go: --out FOLDER"));
        return cli_misused(cli);
    }
    job.path = str_c(cli->arena, cli->operands[0]);
    job.folder = str_c(cli->arena, folder);
    job.law = law_given(cli, true);
    job.before = job.law && cli_has(cli, "rules") ? law_given(cli, false) : NULL;
    if (!job.law || (cli_has(cli, "rules") && !job.before))
        return cli_refused(cli);
    bool good = screen_register(cli->arena, &job, &result, cli->faults);
    cli_progress(cli, 0, 0);
    if (!good)
        return cli_refused(cli);
    say_result(cli, &job, &result);
    return show_refused(cli, &result);
}

static const struct command_option options[] = {
    {"out", "FOLDER", N_("Where the results go; made when it is missing")},
    {"pack", "NAME", N_("The country pack; the first one when left out")},
    {"threads", "N", N_("How many processors work on it; all of them when left out")},
    {"list", "NAME=FILE.csv",
     N_("A code list for this run in place of the pack's of that name, with a column \"code\"")},
    {"rules", "FILE.yaml",
     N_("Changed rules to screen by, beside the pack's: what would they find?")},
    {0},
};

const struct command command_screen = {
    .name = "screen",
    .operands = "FILE.csv",
    .least = 1,
    .most = 1,
    .does = N_("Screen a contract register by law, whatever its size"),
    .more =
        N_("The first line names the columns, in any order: birth_date, start_date, district and "
           "what the rules ask for (docs/screening.md). The file may be packed with gzip; - is "
           "standard input. The folder gets flagged.csv (the rows that a rule fires on, with the "
           "rules), counts.csv (rule,district,n) and refused.csv (what could not be read, by "
           "line); the rest is screened."),
    .examples = "himaya screen register.csv --pack az --out screened\n"
                "himaya screen register.csv.gz --out screened --list hazardous=longer.csv\n"
                "himaya screen - --out screened --threads 1 <register.csv\n"
                "himaya screen register.csv --out tried --rules changed.yaml",
    .options = options,
    .run = run,
};
