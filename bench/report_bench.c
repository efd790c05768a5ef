/* report-bench STORE COUNTRY YEAR [TIMES]: what one profile costs inside a running program: reading
 * and computing the figures, filling the instrument, and writing it as JSON. Prints the median of
 * the clock, and the mean of processor time, which is steady on a busy machine.
 */
#include "base/arena.h"
#include "base/json.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MOST_TIMES 10000

static double clock_now(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return one < two ? -1 : one > two;
}

static size_t make(struct session *s, const struct report_request *r, struct faults *shown)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    const struct node *report = report_findings(s, &a, r, &faults);
    size_t bytes = report ? json_print(&a, report, 2).n : 0;
    if (!report)
        FAULT(shown, FAULT_MISSING, (struct place){0}, "{1}", fault_english(&a, &faults.items[0]));
    arena_free(&a);
    return bytes;
}

static void measure(struct session *s, const struct report_request *r, int times,
                    struct faults *faults)
{
    static double took[MOST_TIMES];
    size_t bytes = make(s, r, faults);
    double cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; bytes && i < times; i++) {
        double from = clock_now(CLOCK_MONOTONIC);
        make(s, r, faults);
        took[i] = clock_now(CLOCK_MONOTONIC) - from;
    }
    cpu = (clock_now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / times;
    qsort(took, (size_t)times, sizeof *took, compare);
    if (bytes)
        printf("%.*s %d as JSON, %zu bytes: %.2f ms (median of %d), %.2f ms of processor\n",
               STR_ARG(r->country), r->year, bytes, took[times / 2], times, cpu);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    if (argc < 4) {
        fputs("usage: report-bench STORE COUNTRY YEAR [TIMES]\n", stderr);
        return 2;
    }
    int64_t times = 200, year = 0;
    if (!str_to_int(str_of(argv[3]), &year) || (argc > 4 && !str_to_int(str_of(argv[4]), &times)) ||
        times < 1 || times > MOST_TIMES)
        return 2;
    const struct model *model = model_load(&a, S("az"), &faults);
    const struct instrument *instrument = model ? instrument_load(&a, model, &faults) : NULL;
    struct store *store = instrument ? store_open(argv[1], model, &faults) : NULL;
    struct session *session = store ? session_open(store, &faults) : NULL;
    const struct report_request r = {
        .instrument = instrument, .country = str_of(argv[2]), .year = (int)year};
    if (session)
        measure(session, &r, (int)times, &faults);
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    session_close(session);
    store_close(store);
    arena_free(&a);
    return faults.count != 0;
}
