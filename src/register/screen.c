#include "register/screen.h"

#include "base/csv.h"
#include "register/screen_work.h"

#include <time.h>
#include <unistd.h>

enum { FIRST_LOOK = 64 * 1024, USUAL_MOST_THREADS = 12 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- the first line --- */

struct beginning {
    char *bytes; /* SCREEN_LONGEST_ROW + 1 */
    size_t n;    /* of them read */
    struct screen_extent line;
};

/* The first line among the bytes read so far; MORE when it is not whole. */
static struct screen_extent first_line(const char *p, size_t n, bool last)
{
    struct str text = {p, n};
    size_t mark = str_starts(text, S("\xef\xbb\xbf")) ? 3 : 0;
    size_t end = str_find_char(text, '\n', 0);
    char separator = csv_guess_separator(str_slice(text, mark, end));
    struct screen_extent e = screen_extent(p + mark, n - mark, last, separator);
    e.n += mark;
    return e;
}

static bool read_beginning(struct screen_source *source, struct beginning *b, struct str file,
                           struct faults *faults)
{
    struct place where = {.file = file, .line = 1};
    b->line.kind = SCREEN_MORE;
    size_t most = SCREEN_LONGEST_ROW + 1, room = most < FIRST_LOOK ? most : FIRST_LOOK;
    for (; b->line.kind == SCREEN_MORE; room = most) {
        struct screen_read read = source->any_place
                                      ? screen_source_at(source, 0, b->bytes, room)
                                      : screen_source_next(source, b->bytes + b->n, room - b->n);
        b->n = source->any_place ? read.n : b->n + read.n;
        if (read.trouble)
            return screen_source_fault(source, read, faults);
        if (b->n == 0)
            return FAULT(faults, FAULT_INPUT, where,
                         N_("This register is empty; its first line names the columns."));
        if (read.last && b->bytes[b->n - 1] != '\n')
            b->bytes[b->n++] = '\n';
        b->line = first_line(b->bytes, b->n, read.last);
        if (b->line.kind == SCREEN_MORE && room == most)
            b->line.kind = SCREEN_ENDLESS;
    }
    if (b->line.kind != SCREEN_WHOLE)
        return FAULT(faults, FAULT_INPUT, where,
                     N_("The first line cannot be read: it names the columns, such as "
                        "contract_id,birth_date,start_date, separated by commas."));
    return true;
}

/* --- the whole --- */

static int thread_count(int wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int most = wanted ? SCREEN_MOST_THREADS : USUAL_MOST_THREADS;
    int count = wanted ? wanted : (int)processors;
    return count < 1 ? 1 : count < most ? count : most;
}

static bool work_through(const struct screen_job *job, struct beginning *b,
                         struct screen_work *work, struct faults *faults)
{
    struct screen_source *source = work->source;
    struct screen_output *output = work->output;
    struct str rest = str_from((struct str){b->bytes, b->n}, b->line.n);
    if (source->any_place)
        screen_source_begin(source, b->line.n);
    else if (rest.n)
        memmove(b->bytes, rest.p, rest.n);
    work->carry = (struct screen_carry){.bytes = b->bytes, .n = source->any_place ? 0 : rest.n};
    output->lines =
        (int64_t)output->plan->eyes->lines(output->plan->first_line.p, output->plan->first_line.n) +
        1;
    if (!screen_output_open(output, faults))
        return false;
    work->block = job->block > SCREEN_LEAST_BLOCK ? job->block : SCREEN_LEAST_BLOCK;
    if (!job->block)
        work->block = SCREEN_USUAL_BLOCK;
    output->result->threads = screen_work_run(work, thread_count(job->threads));
    if (!output->result->threads)
        return FAULT(faults, FAULT_SYSTEM, (struct place){0},
                     N_("There is not enough memory to screen a register."));
    if (work->trouble.trouble)
        return screen_source_fault(source, work->trouble, faults);
    return screen_output_keep(output, faults);
}

bool screen_register(struct arena *a, const struct screen_job *job, struct screen_result *result,
                     struct faults *faults)
{
    double began = now();
    struct str file = job->path ? str_of(job->path) : (struct str){0};
    struct screen_source source;
    struct screen_plan plan = {
        .law = job->law, .before = job->before, .eyes = job->eyes ? job->eyes : screen_eyes_best()};
    struct beginning b = {.bytes = arena_alloc(a, SCREEN_LONGEST_ROW + 2)};
    struct screen_output output = {
        .arena = a, .plan = &plan, .result = result, .source = file, .folder = job->folder};
    struct screen_work work = {
        .source = &source, .plan = &plan, .output = &output, .progress = job->progress};
    *result = (struct screen_result){0};
    if (!screen_source_open(a, &source, job->path, job->bytes, faults))
        return false;
    bool good = read_beginning(&source, &b, file, faults) &&
                screen_plan_make(a, &plan, (struct str){b.bytes, b.line.n}, file, faults) &&
                work_through(job, &b, &work, faults);
    screen_output_drop(&output);
    screen_source_close(&source);
    result->seconds = now() - began;
    return good;
}
