/* store-bench [--seconds S] [--records N] OURS BARE: how fast the store at OURS (a file, or an
 * address of PostgreSQL) takes and finds records, beside bare SQL in the same tables of the store
 * at BARE.
 *
 * Both stores are made by the program, so tables and indexes are the same. Each line is measured in
 * turns of both sides, so that a machine that grows busy slows both. "bare" writes the row of the
 * record alone; "with history" writes the row of the chain beside it, with bytes for hashes. The
 * processor's time is that of this process and, with HIMAYA_BENCH_SERVER=pid of the server, of the
 * server's processes that work for it.
 *
 * store-bench --inserts URL WRITERS SECONDS: only inserts, each committed; prints how many (used by
 * itself, to measure two processes on one database).
 */
#include "store_side.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WRITERS = 16, MOST_ROWS = 120000, ROUNDS = 3, BULK = 2000 };

bool bare_with_history;
static double seconds = 1.0;
static const char *program;

int64_t next_audit_number(void)
{
    static _Atomic int64_t number = 1000000000;
    return atomic_fetch_add(&number, 1);
}

/* --- clocks --- */

struct span {
    double wall, processor;
};

static double clock_now(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds of one process, and of its children that ended when `with_children`. */
static double ticks_of(const char *pid, const char *parent, bool with_children)
{
    char path[300], line[1000] = "", *p;
    unsigned long long user, system, ended_user, ended_system;
    long ppid;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *f = fopen(path, "r");
    if (!f)
        return 0;
    p = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    fclose(f);
    if (!p || sscanf(p + 2, "%*c %ld %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu",
                     &ppid, &user, &system, &ended_user, &ended_system) != 5)
        return 0;
    if (parent && strtol(parent, NULL, 10) != ppid)
        return 0;
    return (double)(user + system + (with_children ? ended_user + ended_system : 0)) /
           (double)sysconf(_SC_CLK_TCK);
}

static double server_processor(void)
{
    const char *server = getenv("HIMAYA_BENCH_SERVER");
    DIR *processes = server ? opendir("/proc") : NULL;
    if (!processes)
        return 0;
    double sum = ticks_of(server, NULL, true);
    for (struct dirent *e; (e = readdir(processes));)
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
            sum += ticks_of(e->d_name, server, false);
    closedir(processes);
    return sum;
}

static struct span now(void)
{
    return (struct span){clock_now(CLOCK_MONOTONIC),
                         clock_now(CLOCK_PROCESS_CPUTIME_ID) + server_processor()};
}

/* --- writers --- */

/* What one writer of one side has written, to change it later. */
struct pool {
    struct row *rows;
    int count, next;
};

struct writer {
    const struct side *side;
    void *connection;
    struct pool *pool;
    enum work work;
    int number, group;
    double until;
    long done;
};

static void new_row(struct row *row, int writer)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    static _Atomic int serial;
    unsigned char random[26];
    unsigned n = (unsigned)atomic_fetch_add(&serial, 1);
    if (getrandom(random, sizeof random, 0) != sizeof random)
        exit(1);
    for (int i = 0; i < 26; i++)
        row->id[i] = digits[random[i] & 31];
    row->id[26] = 0;
    snprintf(row->number, sizeof row->number, "C-%d-%d-%u", (int)getpid(), writer, n);
    snprintf(row->received_on, sizeof row->received_on, "20%02u-%02u-%02u", 10 + n % 10,
             1 + n / 10 % 12, 1 + n / 120 % 28);
    snprintf(row->answer_due_on, sizeof row->answer_due_on, "2024-%02u-%02u", 1 + n % 12,
             1 + n / 12 % 28);
    snprintf(row->district, sizeof row->district, "%s", bench_districts[n % DISTRICTS]);
    row->version = 0;
}

/* One transaction. */
static void write_group(struct writer *w)
{
    struct pool *pool = w->pool;
    int count = w->group;
    if (w->work == INSERT) {
        if (pool->count + count > MOST_ROWS / MOST_WRITERS * 2)
            pool->count = 0; /* the oldest are forgotten here; they stay in the database */
        for (int i = 0; i < count; i++)
            new_row(&pool->rows[pool->count + i], w->number);
        w->side->change(w->connection, INSERT, pool->rows + pool->count, count);
        pool->count += count;
    } else {
        count = count < pool->count ? count : pool->count;
        if (pool->next + count > pool->count)
            pool->next = 0;
        w->side->change(w->connection, UPDATE, pool->rows + pool->next, count);
        pool->next += count;
    }
    w->done += count;
}

static void *write_until(void *context)
{
    struct writer *w = context;
    do
        write_group(w);
    while (clock_now(CLOCK_MONOTONIC) < w->until);
    return NULL;
}

/* All writers for some seconds; how many records they wrote. */
static long write_for(struct writer *w, int writers, double time)
{
    pthread_t threads[MOST_WRITERS];
    long done = 0;
    for (int i = 0; i < writers; i++) {
        w[i].until = clock_now(CLOCK_MONOTONIC) + time;
        w[i].done = 0;
        if (pthread_create(&threads[i], NULL, write_until, &w[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < writers; i++) {
        pthread_join(threads[i], NULL);
        done += w[i].done;
    }
    return done;
}

static struct pool *pools(void)
{
    struct pool *all = calloc(MOST_WRITERS, sizeof *all);
    for (int i = 0; all && i < MOST_WRITERS; i++)
        if (!(all[i].rows = calloc(MOST_ROWS / MOST_WRITERS * 2 + BULK, sizeof(struct row))))
            exit(1);
    return all ? all : (exit(1), NULL);
}

/* --- two sides beside each other --- */

struct contest {
    const char *ours_at, *bare_at;
    const struct side *bare;
    struct pool *pools[3]; /* ours, bare, bare with history */
    bool one_bare_writer;  /* more than one only get in each other's way */
};

struct result {
    double count;
    struct span took;
};

static struct result one_side(const struct contest *c, int which, enum work work, int writers,
                              int group)
{
    struct writer w[MOST_WRITERS];
    const struct side *side = which ? c->bare : &ours;
    if (which && c->one_bare_writer)
        writers = 1;
    bare_with_history = which == 2;
    for (int i = 0; i < writers; i++)
        w[i] = (struct writer){.side = side,
                               .connection = side->open(which ? c->bare_at : c->ours_at),
                               .pool = &c->pools[which][i],
                               .work = work,
                               .number = i,
                               .group = group};
    struct span from = now();
    long count = write_for(w, writers, seconds);
    struct span to = now();
    for (int i = 0; i < writers; i++)
        side->close(w[i].connection);
    return (struct result){(double)count, {to.wall - from.wall, to.processor - from.processor}};
}

static void add(struct result *sum, struct result one)
{
    sum->count += one.count;
    sum->took.wall += one.took.wall;
    sum->took.processor += one.took.processor;
}

static double rate(struct result r)
{
    return r.count / r.took.wall;
}

/* Microseconds of processor for one record. */
static double each(struct result r)
{
    return r.took.processor / r.count * 1e6;
}

static void print_line(const char *what, const struct result r[3])
{
    printf("%-34s %9.0f %9.0f %6.2f %9.0f %6.2f   %7.1f %7.1f %7.1f\n", what, rate(r[0]),
           rate(r[1]), rate(r[0]) / rate(r[1]), rate(r[2]), rate(r[0]) / rate(r[2]), each(r[0]),
           each(r[1]), each(r[2]));
    fflush(stdout);
}

static void write_line(const struct contest *c, const char *what, enum work work, int writers,
                       int group)
{
    struct result r[3] = {0};
    for (int round = 0; round < ROUNDS; round++)
        for (int which = 0; which < 3; which++)
            add(&r[which], one_side(c, which, work, writers, group));
    print_line(what, r);
}

/* --- reading, both of the same store --- */

static size_t read_once(const struct side *side, void *connection, bool search, int n)
{
    static const char *const words[][2] = {
        {"tikinti", "127"}, {"araz", "88"}, {"zirve", "15"}, {"emal", "203"}};
    if (!search)
        return side->list(connection, n);
    return side->search(connection, words[n % 4][0], words[n % 4][1]);
}

static struct result read_side(const struct contest *c, const struct side *side, bool search,
                               size_t *found)
{
    void *connection = side->open(c->ours_at);
    struct result r = {0};
    *found = read_once(side, connection, search, 0);
    struct span from = now();
    for (double until = from.wall + seconds; clock_now(CLOCK_MONOTONIC) < until; r.count++)
        read_once(side, connection, search, (int)r.count);
    struct span to = now();
    r.took = (struct span){to.wall - from.wall, to.processor - from.processor};
    side->close(connection);
    return r;
}

static void read_line(const struct contest *c, const char *what, bool search)
{
    struct result r[2] = {0};
    size_t found[2];
    for (int round = 0; round < ROUNDS; round++) {
        add(&r[0], read_side(c, &ours, search, &found[0]));
        add(&r[1], read_side(c, c->bare, search, &found[1]));
    }
    printf("%-34s %9.0f %9.0f %6.2f %9s %6s   %7.1f %7.1f   (%zu and %zu %s)\n", what, rate(r[0]),
           rate(r[1]), rate(r[0]) / rate(r[1]), "", "", each(r[0]), each(r[1]), found[0], found[1],
           search ? "found" : "bytes");
    fflush(stdout);
}

/* --- two processes --- */

static long inserts_of(const char *where, int writers, double time)
{
    struct writer w[MOST_WRITERS];
    struct pool *mine = pools();
    for (int i = 0; i < writers; i++)
        w[i] = (struct writer){&ours, ours.open(where), &mine[i], INSERT, i, 1, 0, 0};
    long done = write_for(w, writers, time);
    for (int i = 0; i < writers; i++)
        ours.close(w[i].connection);
    return done;
}

/* Changes a second of so many processes with so many writers each. */
static double processes(const char *where, int count, int writers)
{
    FILE *children[4];
    double sum = 0;
    char command[1000];
    snprintf(command, sizeof command, "'%s' --inserts '%s' %d %.1f", program, where, writers,
             seconds * 2);
    for (int i = 0; i < count; i++)
        if (!(children[i] = popen(command, "r")))
            exit(1);
    for (int i = 0; i < count; i++) {
        char line[100] = "";
        if (!fgets(line, sizeof line, children[i]) || pclose(children[i]) != 0)
            exit(1);
        sum += strtod(line, NULL) / (seconds * 2);
    }
    return sum;
}

static void processes_line(const char *where)
{
    double one = 0, two = 0;
    for (int round = 0; round < ROUNDS; round++) {
        one += processes(where, 1, 16) / ROUNDS;
        two += processes(where, 2, 8) / ROUNDS;
    }
    printf("one process of 16 writers %.0f changes/s; two of 8 on the same database %.0f, %.2f of "
           "it\n",
           one, two, two / one);
    fflush(stdout);
}

/* --- the whole --- */

static void measure_all(const struct contest *c, int records)
{
    printf("%-34s %9s %9s %6s %9s %6s   %s\n", "", "a second", "bare SQL", "ratio", "+history",
           "ratio", "us of processor each: ours, bare, +history");
    write_line(c, "inserts, 2,000 in one change", INSERT, 1, BULK);
    write_line(c, "updates, 2,000 in one change", UPDATE, 1, BULK);
    write_line(c, "inserts, each on disk, 1 writer", INSERT, 1, 1);
    write_line(c, "updates, each on disk, 1 writer", UPDATE, 1, 1);
    write_line(c, "inserts, each on disk, 16 writers", INSERT, 16, 1);
    write_line(c, "updates, each on disk, 16 writers", UPDATE, 16, 1);
    void *fill = ours.open(c->ours_at);
    ours_fill_employers(fill, records / 4);
    for (int done = 0; done < records; done += BULK) {
        for (int i = 0; i < BULK; i++)
            new_row(&c->pools[0][0].rows[i], 0);
        ours.change(fill, INSERT, c->pools[0][0].rows, BULK);
    }
    double took = 0;
    int64_t rows = ours_verify(fill, &took);
    ours.close(fill);
    char list[60], search[60];
    snprintf(list, sizeof list, "lists of 50 of %d and more", records);
    read_line(c, list, false);
    snprintf(search, sizeof search, "two words in %d employers", records / 4);
    read_line(c, search, true);
    printf("audit verify: %lld rows of the chain and their records, %.0f a second\n",
           (long long)rows, (double)rows / took);
    if (!c->one_bare_writer)
        processes_line(c->ours_at);
}

/* The bare side's tables are made by the program too, with keys and an anchor of their own. */
static void make_tables(const char *where)
{
    static const char *const names[] = {"HIMAYA_KEYS", "HIMAYA_ANCHOR"};
    char kept[2][600], other[1300];
    for (int i = 0; i < 2; i++) {
        const char *now = getenv(names[i]);
        snprintf(kept[i], sizeof kept[i], "%s", now ? now : "");
        snprintf(other, sizeof other, "%s.bare", kept[i]);
        if (now)
            setenv(names[i], other, 1);
    }
    ours.close(ours.open(where));
    for (int i = 0; i < 2; i++)
        if (*kept[i])
            setenv(names[i], kept[i], 1);
}

int main(int argc, char **argv)
{
    int records = 100000, at = 1;
    program = argv[0];
    if (argc == 5 && strcmp(argv[1], "--inserts") == 0) {
        printf("%ld\n", inserts_of(argv[2], (int)strtol(argv[3], NULL, 10), strtod(argv[4], NULL)));
        return 0;
    }
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--seconds") == 0)
            seconds = strtod(argv[at + 1], NULL);
        else
            records = (int)strtol(argv[at + 1], NULL, 10);
    }
    if (argc - at != 2 || seconds <= 0 || records < BULK) {
        fprintf(stderr, "usage: store-bench [--seconds S] [--records N] OURS BARE\n");
        return 2;
    }
    bool server = strncmp(argv[at], "postgres", 8) == 0;
    struct contest c = {argv[at],
                        argv[at + 1],
                        server ? &bare_postgres : &bare_sqlite,
                        {pools(), pools(), pools()},
                        !server};
    make_tables(c.bare_at);
    measure_all(&c, records);
    return 0;
}
