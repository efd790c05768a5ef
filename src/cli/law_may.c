/* Whether a step is lawful, by the powers that the pack declares. */
#include "cli/cli.h"
#include "cli/law_given.h"

#include "law/power.h"

static bool read_question(struct cli *cli, const struct law *law, struct law_question *q)
{
    struct str day = cli_option(cli, "on"), whom = cli_option(cli, "whom");
    *q = (struct law_question){.agency = cli_option(cli, "agency"),
                               .power = cli->operands[0],
                               .basis = cli_option(cli, "basis"),
                               .exception = cli_option(cli, "exception"),
                               .on = date_today()};
    if (!q->agency.n && law->power_count)
        q->agency = law->powers[0].agency;
    if (!law_party_find(whom, &q->whom))
        return FAULT(cli->faults, FAULT_INPUT, ((struct place){.field = S("--whom")}),
                     N_("\"{1}\" is nobody whom a power reaches; there are individual, official, "
                        "legal_entity and employee."),
                     whom);
    return !day.n || date_read(day, (struct place){.field = S("--on")}, &q->on, cli->faults);
}

static int run(struct cli *cli)
{
    struct law_question question;
    struct str ground;
    const struct law *law = law_given(cli, false);
    if (!law)
        return cli_refused(cli);
    if (!read_question(cli, law, &question))
        return cli_misused(cli);
    if (!law_may(law, &question, &ground, cli->faults))
        return cli_refused(cli);
    cli_say(cli, N_("{1} may do so on {2}: {3}."), question.agency,
            words_date(cli->arena, cli->language, date_print(cli->arena, question.on)), ground);
    return EXIT_DONE;
}

static const struct command_option options[] = {
    {"on", "DATE", N_("The day of the step; today when left out")},
    {"whom", "individual|official|legal_entity|employee", N_("Against whom")},
    {"basis", "complaint|inspection|register|referral", N_("What it rests on")},
    {"exception", "NAME", N_("The exception from a suspension that is claimed")},
    {"agency", "CODE", N_("The body; the labour inspectorate when left out")},
    {"pack", "NAME", N_("The country pack; the first one when left out")},
    {0},
};

const struct command command_law_may = {
    .name = "law may",
    .operands = "POWER",
    .least = 1,
    .most = 1,
    .does = N_("Ask whether a step is lawful on a day: who may do what to whom"),
    .more = N_("The powers are those of the list \"powers\", such as onsite_inspection, "
               "assess_penalties, refer_to_court and request_information. What is not lawful is "
               "refused with the article."),
    .examples = "himaya law may onsite_inspection --on 2019-06-01\n"
                "himaya law may onsite_inspection --on 2019-06-01 --exception life_and_health\n"
                "himaya law may assess_penalties --whom legal_entity --on 2019-06-01\n"
                "himaya law may assess_penalties --whom individual --basis register",
    .options = options,
    .run = run,
};
