/* Any bytes as a chapter: refused with one fault, or read, and then every figure is one of the
 * instrument's, of the report year or the year before, and stands on a line of the text. */
#include "intake/chapter/chapter.h"

#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static long lines_in(struct str text)
{
    long lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

static bool holds(const struct chapter *c, long lines)
{
    for (size_t i = 0; i < c->figures.count; i++) {
        const struct chapter_figure *f = &c->figures.items[i];
        if (!f->key.n || f->line < 1 || f->line > lines || f->year > c->year ||
            f->year < c->year - 1)
            return false;
        if (f->state != FIGURE_VALUE && (f->answer.n || f->is_number))
            return false;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept;
    static const struct chapter_instrument *instrument;
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    if (!instrument)
        instrument = chapter_instrument_load(&kept, &faults);
    struct str text = {(const char *)data, size};
    const struct chapter *c = chapter_read(&a, instrument, text, 0, &faults);
    if (!c != (faults.total == 1) || (c && !holds(c, lines_in(text))))
        abort();
    arena_free(&a);
    return 0;
}
