#include "web/metrics.h"

#include "base/arena.h"
#include "identity/moment.h"
#include "jobs/jobs.h"
#include "web/answer.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum { MOST_ROUTES = 256, CLASSES = 6, BOUNDS = 9, OUTCOMES = SIGN_IN_FAILED + 1 };

static const double bounds[BOUNDS] = {0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5};

struct metrics {
    /* By place in the table of routes; the last is for addresses that no route knows. */
    atomic_llong requests[MOST_ROUTES + 1][CLASSES];
    atomic_llong slower[BOUNDS + 1]; /* answers within each bound, and in more than all */
    atomic_llong microseconds;
    atomic_llong sign_ins[OUTCOMES];
};

struct metrics *metrics_new(struct arena *a)
{
    return arena_new(a, struct metrics);
}

double metrics_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t place_of(const struct route *route)
{
    const struct route *r;
    for (size_t i = 0; i < MOST_ROUTES && route && (r = route_at(i)); i++)
        if (r == route)
            return i;
    return MOST_ROUTES;
}

void metrics_count(struct metrics *m, const struct route *route, int status, double seconds)
{
    int class = status / 100 > 0 && status / 100 < CLASSES ? status / 100 : 0;
    size_t bound = 0;
    while (bound < BOUNDS && seconds > bounds[bound])
        bound++;
    atomic_fetch_add_explicit(&m->requests[place_of(route)][class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->slower[bound], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->microseconds, (long long)(seconds * 1e6), memory_order_relaxed);
}

void metrics_count_sign_in(struct metrics *m, enum sign_in_outcome outcome)
{
    atomic_fetch_add_explicit(&m->sign_ins[outcome], 1, memory_order_relaxed);
}

static int64_t sign_ins(const struct metrics *m, enum sign_in_outcome outcome)
{
    return atomic_load_explicit(&m->sign_ins[outcome], memory_order_relaxed);
}

struct metrics_sign_ins metrics_sign_ins(const struct metrics *m)
{
    return (struct metrics_sign_ins){
        .let_in = sign_ins(m, SIGN_IN_DONE) + sign_ins(m, SIGN_IN_SET_UP),
        .wanted_code = sign_ins(m, SIGN_IN_WANTS_CODE),
        .refused = sign_ins(m, SIGN_IN_WRONG),
        .waited = sign_ins(m, SIGN_IN_WAIT),
        .failed = sign_ins(m, SIGN_IN_FAILED),
    };
}

/* --- printing --- */

static void head(struct buffer *b, const char *name, const char *type, const char *help)
{
    buffer_add(b, str_format(b->arena, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type));
}

static void print_requests(struct buffer *b, struct metrics *m)
{
    head(b, "himaya_requests_total", "counter", "Answers by route and class of status.");
    for (size_t i = 0; i <= MOST_ROUTES; i++) {
        const struct route *r = i < MOST_ROUTES ? route_at(i) : NULL;
        for (int class = 0; class < CLASSES; class ++) {
            long long n = atomic_load_explicit(&m->requests[i][class], memory_order_relaxed);
            if (n)
                buffer_add(b, str_format(b->arena,
                                         "himaya_requests_total{route=\"%s\",class=\"%dxx\"} "
                                         "%lld\n",
                                         r ? r->name : "none", class, n));
        }
    }
}

static void print_durations(struct buffer *b, struct metrics *m)
{
    long long sum = 0;
    head(b, "himaya_request_seconds", "histogram", "How long answers took to make.");
    for (size_t i = 0; i <= BOUNDS; i++) {
        sum += atomic_load_explicit(&m->slower[i], memory_order_relaxed);
        struct str bound = i < BOUNDS ? str_format(b->arena, "%g", bounds[i]) : S("+Inf");
        buffer_add(b, str_format(b->arena, "himaya_request_seconds_bucket{le=\"%.*s\"} %lld\n",
                                 STR_ARG(bound), sum));
    }
    double seconds = (double)atomic_load_explicit(&m->microseconds, memory_order_relaxed) / 1e6;
    buffer_add(b, str_format(b->arena,
                             "himaya_request_seconds_sum %.6f\nhimaya_request_seconds_count %lld\n",
                             seconds, sum));
}

static void print_one(struct buffer *b, const char *name, const char *type, const char *help,
                      int64_t value)
{
    head(b, name, type, help);
    buffer_add(b, str_format(b->arena, "%s %lld\n", name, (long long)value));
}

static void print_sign_ins(struct buffer *b, const struct metrics *m)
{
    const struct metrics_sign_ins all = metrics_sign_ins(m);
    const struct {
        const char *outcome;
        int64_t count;
    } rows[] = {{"let_in", all.let_in},
                {"wanted_code", all.wanted_code},
                {"refused", all.refused},
                {"waited", all.waited},
                {"failed", all.failed}};
    head(b, "himaya_sign_ins_total", "counter", "Steps of signing in by outcome.");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        buffer_add(b, str_format(b->arena, "himaya_sign_ins_total{outcome=\"%s\"} %lld\n",
                                 rows[i].outcome, (long long)rows[i].count));
}

/* What is kept outside the tables, or of the tables as a whole. */
static bool print_keeping(struct call *c, struct buffer *b)
{
    struct changes last = {0};
    const struct audit_query q = {.action = S("backup"), .limit = 1};
    int64_t bytes = 0;
    if (!store_bytes(c->session, &bytes, &c->faults) ||
        !store_audit_read(c->session, c->arena, &q, &last, &c->faults))
        return false;
    print_one(b, "himaya_store_bytes", "gauge", "Size of the database.", bytes);
    print_one(b, "himaya_anchor_written", "gauge",
              "1 while the anchor of the audit chain could be written, else 0.",
              store_anchor_is_written(c->app->store));
    print_one(b, "himaya_last_backup_seconds", "gauge",
              "When the last backup was made, in seconds since 1970; 0: never.",
              last.count ? moment_read(last.items[0].at) : 0);
    return true;
}

static bool print_store(struct call *c, struct buffer *b)
{
    static const char *const states[] = {"waiting", "running", "failed"};
    int64_t number = 0;
    if (!store_newest_change(c->session, &number, &c->faults))
        return false;
    print_one(b, "himaya_changes_total", "counter", "The newest row of the audit chain.", number);
    head(b, "himaya_jobs", "gauge", "Jobs by state.");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (!jobs_count(c->session, states[i], &number, &c->faults))
            return false;
        buffer_add(b, str_format(b->arena, "himaya_jobs{state=\"%s\"} %lld\n", states[i],
                                 (long long)number));
    }
    return true;
}

/* Pages of memory in use, from /proc; -1 where there is none. */
static int64_t resident_bytes(void)
{
    long size = 0, resident = -1;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &size, &resident) != 2)
        resident = -1;
    if (f)
        fclose(f);
    return resident < 0 ? -1 : (int64_t)resident * 4096;
}

void metrics_file(struct call *c)
{
    struct buffer b = {.arena = c->arena};
    print_requests(&b, c->app->metrics);
    print_durations(&b, c->app->metrics);
    print_sign_ins(&b, c->app->metrics);
    if (!print_store(c, &b) || !print_keeping(c, &b))
        return;
    if (c->app->slow_waiting)
        print_one(&b, "himaya_slow_waiting", "gauge", "Requests that wait for the slow pool.",
                  (int64_t)c->app->slow_waiting(c->app->server));
    print_one(&b, "himaya_memory_bytes", "gauge", "Memory in use.", resident_bytes());
    c->response->status = 200;
    c->response->content_type = S("text/plain; version=0.0.4; charset=utf-8");
    c->response->body = buffer_str(&b);
}
