/* Any bytes as the rules of a law: understood, or refused with a fault. What is understood can be
 * judged, tested by its examples, printed as SQL, and each condition of it written and read again.
 * The first byte picks the reader: the rules (YAML), one condition, or a list of codes (CSV). */
#include "base/arena.h"
#include "law/judge.h"
#include "law/read.h"
#include "law/sql.h"
#include "model/declaration.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct law_lists *lists(void)
{
    static struct arena kept;
    static struct law_lists lists;
    struct faults faults = {.arena = &kept};
    if (!lists.count)
        *arena_push(&kept, &lists) = law_list_read(
            &kept, S("hazardous"), S("l.csv"),
            S("code,kind,from_on\n711,occupation,\n4100,industry,2020-12-01\n99,,\n"), &faults);
    return &lists;
}

static void written_again(struct arena *a, const struct law_condition *c)
{
    struct faults faults = {.arena = a};
    struct str printed = condition_print(a, c);
    /* What is written has more brackets and no between, so it can be too long or nested too deeply.
     */
    if (printed.n > 5000)
        return;
    const struct law_condition *again =
        condition_parse(a, printed, lists(), (struct place){0}, &faults);
    if (again ? !str_eq(condition_print(a, again), printed) : printed.n < 100)
        abort();
}

static void try_condition(struct arena *a, struct str text)
{
    struct faults faults = {.arena = a};
    struct law_contract contract = {0};
    const struct law_condition *c = condition_parse(a, text, lists(), (struct place){0}, &faults);
    if ((c == NULL) != (faults.total == 1))
        abort();
    if (!c)
        return;
    struct law_ages ages = condition_ages(c);
    bool fires = condition_judge(c, &contract, true, 300, 20190601) == LAW_TRUE;
    if (fires && ages.most < 300 && !(condition_columns(c) & LAW_COLUMN_BIT(LAW_BIRTH_DATE)) &&
        !(condition_columns(c) & LAW_COLUMN_BIT(LAW_START_DATE)))
        abort();
    written_again(a, c);
}

static void try_rules(struct arena *a, struct str text)
{
    struct faults faults = {.arena = a};
    struct law law = {.pack = S("az"), .rules_file = S("rules.yaml"), .lists = *lists()};
    struct law_reader r = {.arena = a, .faults = &faults, .file = S("rules.yaml"), .bytes = text};
    const struct node *document = declaration_read(a, text, &faults);
    bool good = document && law_read_rules(&r, document, &law);
    if (good != (faults.total == 0))
        abort();
    if (!good)
        return;
    law_test(&law, a, &faults);
    if (!law_sql(a, &law, LAW_POSTGRES).n || !law_sql(a, &law, LAW_DUCKDB).n)
        abort();
}

static void try_list(struct arena *a, struct str text)
{
    struct faults faults = {.arena = a};
    const struct law_list *list = law_list_read(a, S("l"), S("l.csv"), text, &faults);
    if ((list == NULL) != (faults.total > 0))
        abort();
    for (size_t i = 0; list && i < list->count; i++)
        if (!law_list_has(list, list->items[i].code, LAW_CODE_ANY, list->items[i].from))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str text = {(const char *)data + (size > 0), size - (size > 0)};
    switch (size ? data[0] % 3 : 0) {
    case 0: try_condition(&a, text); break;
    case 1: try_rules(&a, text); break;
    default: try_list(&a, text); break;
    }
    arena_free(&a);
    return 0;
}
