/* Where separators, line ends and quotes stand in a stretch of bytes, 64 bytes at a look.
 *
 * Everything that screening does to each byte of a register is here, twice: for processors with
 * AVX2, chosen at run time, and in plain C. Both give the same marks (tests/unit/screen_test.c).
 */
#pragma once

#include "base/str.h"

/* Of 64 bytes; bit i is byte i. */
struct screen_marks {
    uint64_t separators;
    uint64_t ends; /* line feeds */
    uint64_t quotes;
};

/* What was met on the way. */
struct screen_glance {
    bool quotes;
    bool nul;          /* a byte 0 */
    bool beyond_ascii; /* a byte over 127 */
};

/* Places of separators and line ends, in order; and of the line ends alone. */
struct screen_places {
    uint32_t *all, *ends;
    size_t count, end_count;
};
enum { SCREEN_PLACE_ROOM = 64 }; /* places that must be free behind the last one */

struct screen_eyes {
    /* Marks `words` times 64 bytes at `p`, which is aligned to 64. */
    struct screen_glance (*mark)(const char *p, size_t words, char separator,
                                 struct screen_marks *marks);
    /* Adds the places of `words` words, the first of which begins at byte `offset`, to `places`.
     * False when more than `most` would stand there. */
    bool (*place)(const struct screen_marks *marks, size_t words, uint32_t offset, size_t most,
                  struct screen_places *places);
    /* Line feeds among n bytes. */
    size_t (*lines)(const char *p, size_t n);
    /* Whether n bytes are well-formed UTF-8. */
    bool (*utf8)(const char *p, size_t n);
    const char *name; /* "AVX2", "plain C" */
};

const struct screen_eyes *screen_eyes_plain(void);
/* The best that this processor can do. */
const struct screen_eyes *screen_eyes_best(void);
