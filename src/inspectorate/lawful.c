#include "inspectorate/lawful.h"

#include "law/power.h"

struct lawful lawful_on(struct arena *a, const struct law *law, const struct risk_weights *weights,
                        struct date on, struct str exception)
{
    struct lawful answer = {.refusal = {.arena = a}};
    const struct law_question question = {
        .agency = weights->agency, .power = weights->power, .exception = exception, .on = on};
    const struct law_suspension *suspension = law_suspension_on(law, on);
    answer.lawful = law_may(law, &question, &answer.why, &answer.refusal);
    if (!answer.lawful && answer.refusal.count)
        answer.why =
            fault_fill(a, str_of(answer.refusal.items[0].message), &answer.refusal.items[0]);
    if (suspension) /* days of the law stand as YYYYMMDD */
        answer.until =
            date_print(a, (struct date){suspension->to / 10000, suspension->to / 100 % 100,
                                        suspension->to % 100});
    return answer;
}

struct lawful lawful_in(struct arena *a, const struct law *law, const struct risk_weights *weights,
                        int year, int month)
{
    return lawful_on(a, law, weights, (struct date){year, month, 1}, (struct str){0});
}

const struct law *lawful_load(struct arena *a, struct str pack, struct faults *faults)
{
    return law_load(a, &(struct law_source){.pack = pack}, faults);
}
