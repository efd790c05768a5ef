/* register-bench STORE CONTRACTS REQUESTS TOKEN: fills a store up to CONTRACTS employment contracts
 * (each with its history row, index entries and sealed personal number, ten thousand a change),
 * then sends REQUESTS notifications one after another as a program of an employer would, with
 * TOKEN, each through everything but the socket: token, JSON, permission, the law, contract,
 * notification, hits, audit, commit.
 *
 * Prints the time of the middle and of the slowest hundredth: as a whole, and without what fsync
 * took (which this program measures by standing before it). CONTRACTS 0 fills nothing. */
#include "base/arena.h"
#include "store/store.h"
#include "web/application.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { A_CHANGE = 10000, MOST_EMPLOYERS = 1000 };

static double synced; /* seconds spent in fsync so far */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int timed(long call, int file)
{
    double from = now();
    int result = (int)syscall(call, file);
    synced += now() - from;
    return result;
}

int fsync(int file);
int fdatasync(int file);
int fsync(int file)
{
    return timed(SYS_fsync, file);
}
int fdatasync(int file)
{
    return timed(SYS_fdatasync, file);
}

static void need(bool ok, const struct faults *faults)
{
    if (ok)
        return;
    for (size_t i = 0; i < faults->count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(faults->arena, &faults->items[i])));
    exit(1);
}

/* The same contracts each time. */
static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* --- filling --- */

struct filling {
    struct session *session;
    const struct type *contract;
    struct records employers;
    uint32_t state;
};

static struct record *make(struct filling *f, struct arena *a, int64_t i)
{
    static const char *const districts[] = {"BA", "GA", "SM", "LA", "MI"};
    static const char *const occupations[] = {"4110", "5223", "9112", "7112", "2341", "8322"};
    struct record *r = record_new(a, f->contract);
    unsigned n = next(&f->state), year = 2000 + n % 20;
    struct str start = str_format(a, "%u-%02u-%02u", year, n / 20 % 12 + 1, n / 240 % 28 + 1);
    bool minor = next(&f->state) % 200 == 0;
    record_set(r, "number", value_text(str_format(a, "B-%09lld", (long long)i)));
    record_set(r, "employer",
               value_text(f->employers.items[next(&f->state) % f->employers.count]->id));
    record_set(r, "start_date", value_text(start));
    record_set(r, "terms_from", value_text(start));
    record_set(r, "status", value_text(S("in_force")));
    record_set(r, "district", value_text(str_of(districts[n % 5])));
    record_set(r, "occupation_code", value_text(str_of(occupations[n % 6])));
    record_set(
        r, "birth_date",
        value_text(str_format(a, "%u-05-1%u", minor ? year - 16 : year - 19 - n % 40, n % 10)));
    record_set(r, "minor", value_integer(minor));
    record_set(r, "weekly_hours", value_real(minor ? 30 : 40));
    record_set(r, "employee_pin", value_text(str_format(a, "B%06X", (unsigned)i & 0xffffff)));
    record_set(r, "written_consent", value_integer(1));
    return r;
}

static void fill(struct store *store, int64_t count, struct faults *faults)
{
    static const struct actor actor = {S_INIT("bench"), S_INIT("import"), S_INIT("measuring")};
    struct arena a = {0};
    struct filling f = {.session = session_open(store, faults), .state = 1};
    need(f.session, faults);
    f.contract = model_type(session_model(f.session), S("contract"));
    struct query q = {.type = model_type(session_model(f.session), S("employer")),
                      .limit = MOST_EMPLOYERS};
    need(store_query(f.session, &a, &q, &f.employers, faults), faults);
    double from = now();
    for (int64_t i = 0; i < count;) {
        struct arena part = {0};
        bool ok = store_begin(f.session, &actor, faults);
        for (int n = 0; ok && n < A_CHANGE && i < count; n++, i++)
            ok = store_insert(f.session, make(&f, &part, i), faults);
        need(ok && store_commit(f.session, faults), faults);
        arena_free(&part);
    }
    if (count)
        printf("%lld contracts stored in %.1f s, %.0f a second\n", (long long)count, now() - from,
               (double)count / (now() - from));
    session_close(f.session);
    arena_free(&a);
}

/* --- notifications --- */

struct measure {
    struct application *app;
    struct str token;
    double *whole, *without;
    size_t count, accepted, warned, refused;
    uint32_t state;
};

/* Of a hundred: ninety of adults, five of minors as the law has it, five that it refuses. */
static struct str body(struct measure *m, struct arena *a)
{
    unsigned n = next(&m->state), age = n % 20 ? 19 + n % 40 : n / 20 % 2 ? 16 : 14;
    return str_format(a,
                      "{\"kind\":\"conclusion\",\"start_date\":\"2026-0%u-01\",\"birth_date\":"
                      "\"%u-03-1%u\",\"weekly_hours\":%u,\"occupation_code\":\"4110\","
                      "\"industry_code\":\"4711\",\"wage\":\"600\",\"currency\":\"AZN\","
                      "\"position\":\"Clerk\",\"written_consent\":true,\"leave_days\":42,"
                      "\"employee_name\":\"Somebody %u\",\"employee_pin\":\"%07X\"}",
                      n % 9 + 1, 2026 - age, n % 10, age < 18 ? 20 : 40, n, n);
}

static void one(struct measure *m)
{
    struct arena a = {0};
    struct http_field headers[] = {
        {S_INIT("Host"), S_INIT("x")},
        {S_INIT("Content-Type"), S_INIT("application/json")},
        {S_INIT("Authorization"), str_concat(&a, S("Bearer "), m->token)}};
    struct http_request r = {.arena = &a, .body = body(m, &a), .client = S("127.0.0.1")};
    struct http_raw raw = {
        S("POST"), S("/api/v1/register/notifications"), S("HTTP/1.1"), {headers, 3, 3}};
    struct http_response answer = {0};
    const char *why = NULL;
    double from = now(), sync = synced;
    r.length = r.body.n;
    int refused = http_request_read(&r, &raw, &why);
    application_answer(m->app, &r, refused, why, &answer);
    http_finish(&r, &answer, false);
    m->whole[m->count] = now() - from;
    m->without[m->count] = m->whole[m->count] - (synced - sync);
    m->count++;
    if (answer.status != 201) {
        fprintf(stderr, "%d %.*s\n", answer.status, STR_ARG(answer.body));
        exit(1);
    }
    m->refused += str_contains(answer.body, S("\"refused\""));
    m->warned += str_contains(answer.body, S("\"accepted_with_warnings\""));
    m->accepted += str_contains(answer.body, S("\"accepted\""));
    arena_free(&a);
}

static int by_time(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

static void show(const char *what, double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_time);
    printf("%-22s p50 %7.3f ms   p99 %7.3f ms   most %7.3f ms\n", what, times[count / 2] * 1e3,
           times[count * 99 / 100] * 1e3, times[count - 1] * 1e3);
}

int main(int count, char **arguments)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    if (count != 5) {
        fprintf(stderr, "register-bench STORE CONTRACTS REQUESTS TOKEN\n");
        return 2;
    }
    size_t requests = strtoul(arguments[3], NULL, 10);
    struct store *store = store_open_pack(arguments[1], (struct str){0}, &faults);
    need(store, &faults);
    fill(store, strtoll(arguments[2], NULL, 10), &faults);
    struct measure m = {.app = application_new(&a, store, &faults),
                        .token = str_of(arguments[4]),
                        .state = (uint32_t)time(NULL)};
    need(m.app, &faults);
    m.whole = arena_array(&a, requests + 1, double);
    m.without = arena_array(&a, requests + 1, double);
    for (size_t i = 0; i < requests; i++)
        one(&m);
    printf("%zu notifications: %zu accepted, %zu with warnings, %zu refused\n", m.count, m.accepted,
           m.warned, m.refused);
    if (m.count) {
        show("without fsync", m.without, m.count);
        show("with fsync", m.whole, m.count);
    }
    application_close(m.app);
    store_close(store);
    arena_free(&a);
}
