/* Any bytes as a contract register: never a crash, and the same results for blocks of any size, any
 * number of threads and both kinds of eyes. An even first byte puts a right first line in front.
 */
#include "base/arena.h"
#include "register/screen.h"
#include "register/screen_marks.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str first_line =
    S_INIT("birth_date,start_date,district,occupation_code,industry_code,weekly_hours,night_work,"
           "written_consent\n");

static bool screen(struct arena *a, const struct law *law, struct str text, size_t block,
                   int threads, const struct screen_eyes *eyes, struct screen_result *result)
{
    struct faults faults = {.arena = a};
    struct screen_job job = {
        .law = law, .bytes = text, .block = block, .threads = threads, .eyes = eyes};
    return screen_register(a, &job, result, &faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept;
    static const struct law *law;
    struct faults faults = {.arena = &kept};
    if (!law && !(law = law_load(&kept, &(struct law_source){0}, &faults)))
        abort();
    if (!size)
        return 0;
    struct arena a = {0};
    struct str rest = {(const char *)data + 1, size - 1};
    struct str text = data[0] % 2 ? rest : str_concat(&a, first_line, rest);
    static const size_t blocks[] = {64, 0};
    struct screen_result one, other;
    bool good = screen(&a, law, text, 77, 1, screen_eyes_plain(), &one);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        /* Threads cost more than reading so little: seldom. */
        int threads = size % 16 == 0 ? 1 + (int)i : 1;
        if (screen(&a, law, text, blocks[i], threads, screen_eyes_best(), &other) != good)
            abort();
        if (good && (one.rows != other.rows || one.refused != other.refused ||
                     !str_eq(one.flagged_csv, other.flagged_csv) ||
                     !str_eq(one.counts_csv, other.counts_csv) ||
                     !str_eq(one.refused_csv, other.refused_csv)))
            abort();
    }
    arena_free(&a);
    return 0;
}
