/* Any bytes as a questionnaire: refused with one fault, or read; and what is written from what was
 * read can be read again with as many questions. */
#include "intake/answers/answers.h"

#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct answers *answers)
{
    size_t questions = 0;
    for (size_t i = 0; i < answers->sections.count; i++)
        questions += answers->sections.items[i].questions.count;
    return questions;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept;
    static const struct answers_instrument *instrument;
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    if (!instrument)
        instrument = answers_instrument_load(&kept, &faults);
    const struct answers *first =
        answers_read(&a, instrument, (struct str){(const char *)data, size}, 0, &faults);
    if (!first != (faults.total == 1))
        abort();
    if (first) {
        struct str written = answers_write(&a, instrument, first);
        const struct answers *again = answers_read(&a, instrument, written, 0, &faults);
        if (count(first) && !again)
            abort();
    }
    arena_free(&a);
    return 0;
}
