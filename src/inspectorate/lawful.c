#include "inspectorate/lawful.h"

#include "law/power.h"

/* The last day of the suspension with those that prolong it; days of the law stand as YYYYMMDD. */
static struct date end_of(const struct law *law, const struct law_suspension *suspension)
{
    struct date last = {0};
    while (suspension && date_compare(last, (struct date){9999, 1, 1}) < 0) {
        int32_t day = suspension->to;
        last = (struct date){day / 10000, day / 100 % 100, day % 100};
        suspension = law_suspension_on(law, date_add_days(last, 1));
    }
    return last;
}

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
    if (suspension)
        answer.until = date_print(a, end_of(law, suspension));
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
