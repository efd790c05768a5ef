#include "register/screen_work.h"

#include "base/progress.h"
#include "register/screen_judge.h"

#include <sys/mman.h>

/* One thread: its memory is taken at once and touched only as far as it is needed. */
struct worker {
    struct screen_work *work;
    pthread_t thread;
    char *memory;
    size_t size;
    struct screen_block block;
    struct screen_batch batch;
    struct screen_judge judge;
    struct arena arena;
    size_t number; /* of the block in hand */
    bool has_result_turn;
};

/* --- memory --- */

/* The next `bytes` of the memory, in steps of 64; only counted when there is none yet. */
static void *take(struct worker *w, size_t bytes)
{
    char *p = w->memory ? w->memory + w->size : NULL;
    w->size += (bytes + 63) / 64 * 64;
    return p;
}

static void lay_out(struct worker *w)
{
    size_t bytes = SCREEN_FRONT + w->work->block + 192;
    w->size = 0;
    w->block.bytes = take(w, bytes);
    w->block.marks = take(w, (bytes / 64 + 3) * sizeof *w->block.marks);
    w->judge.cells = take(w, (SCREEN_MOST_COLUMNS + 1) * sizeof *w->judge.cells);
    w->batch.flags = take(w, SCREEN_BATCH_MOST * sizeof *w->batch.flags);
    w->batch.refusals = take(w, SCREEN_BATCH_MOST * sizeof *w->batch.refusals);
    w->batch.text = take(w, SCREEN_BATCH_TEXT + w->work->plan->rules_room);
}

static bool hand_on(void *context);

static bool prepare(struct worker *w, struct screen_work *work)
{
    *w = (struct worker){.work = work};
    lay_out(w); /* counts */
    void *memory = mmap(NULL, w->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    w->memory = memory;
    lay_out(w);
    w->block.eyes = work->plan->eyes;
    w->block.separator = work->plan->separator;
    w->batch.arena = &w->arena;
    w->batch.full = hand_on;
    w->batch.context = w;
    w->judge.plan = work->plan;
    w->judge.batch = &w->batch;
    return true;
}

static void release(struct worker *w)
{
    arena_free(&w->arena);
    munmap(w->memory, w->size);
}

/* --- one block --- */

static void stop(struct screen_work *work)
{
    screen_turns_stop(&work->cuts);
    screen_turns_stop(&work->results);
}

/* Waits for the turn of this block, if it does not have it, and writes what was found so far. */
static bool hand_on(void *context)
{
    struct worker *w = context;
    if (!w->has_result_turn && !screen_turns_wait(&w->work->results, w->number))
        return false;
    w->has_result_turn = true;
    if (screen_output_take(w->work->output, &w->batch))
        return true;
    stop(w->work);
    return false;
}

static struct screen_read read_block(struct worker *w, off_t *taken)
{
    struct screen_work *work = w->work;
    char *to = w->block.bytes + SCREEN_FRONT;
    if (work->source->any_place) {
        w->number = atomic_fetch_add(&work->next, 1);
        *taken = (off_t)(w->number * work->block);
        return screen_source_at(work->source, w->number, to, work->block);
    }
    struct screen_read read = {.last = true};
    pthread_mutex_lock(&work->reading);
    w->number = atomic_fetch_add(&work->next, 1);
    if (!work->read_all)
        read = screen_source_next(work->source, to, work->block);
    work->read_all = read.last || read.trouble;
    *taken = work->source->taken;
    pthread_mutex_unlock(&work->reading);
    return read;
}

/* True when this block is one to be judged. */
static bool cut_block(struct worker *w, struct screen_read read)
{
    struct screen_work *work = w->work;
    if (!screen_turns_wait(&work->cuts, w->number))
        return false;
    bool mine = !work->ended;
    if (mine && read.trouble)
        work->trouble = read;
    else if (mine)
        screen_block_cut(&w->block, &work->carry);
    work->ended = work->ended || read.last;
    if (mine && read.trouble) {
        stop(work);
        return false;
    }
    screen_turns_pass(&work->cuts);
    return mine;
}

static void show(struct screen_work *work, off_t taken)
{
    off_t size = work->source->size;
    size_t percent = size > 0 ? (size_t)(taken < size ? taken * 100 / size : 100) : 0;
    if (percent == work->shown)
        return;
    work->shown = percent;
    progress_show(work->progress, percent, 100);
}

static void *run(void *context)
{
    struct worker *w = context;
    struct screen_work *work = w->work;
    for (bool last = false; !last;) {
        off_t taken;
        struct screen_read read = read_block(w, &taken);
        int64_t lines;
        last = read.last;
        screen_block_mark(&w->block, read.n, read.last);
        w->has_result_turn = false;
        if (!cut_block(w, read) || !screen_judge_block(&w->judge, &w->block, &lines) || !hand_on(w))
            break;
        work->output->lines += lines;
        show(work, taken);
        screen_turns_pass(&work->results);
    }
    return NULL;
}

int screen_work_run(struct screen_work *work, int threads)
{
    struct worker *workers[SCREEN_MOST_THREADS];
    struct arena a = {0};
    int count = 0;
    screen_turns_begin(&work->cuts);
    screen_turns_begin(&work->results);
    pthread_mutex_init(&work->reading, NULL);
    while (count < threads) {
        struct worker *w = workers[count] = arena_new(&a, struct worker);
        if (!prepare(w, work))
            break;
        if (count && pthread_create(&w->thread, NULL, run, w) != 0) {
            release(w);
            break;
        }
        count++;
    }
    if (count)
        run(workers[0]);
    for (int i = 0; i < count; i++) {
        if (i)
            pthread_join(workers[i]->thread, NULL);
        release(workers[i]);
    }
    pthread_mutex_destroy(&work->reading);
    screen_turns_end(&work->results);
    screen_turns_end(&work->cuts);
    arena_free(&a);
    return count;
}
