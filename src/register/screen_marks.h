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

/* Rows whose marks are those outside of quotes, and what makes an adult's among them. */
struct screen_rows {
    const char *bytes;
    const struct screen_marks *marks; /* of bytes, three more than they need */
    size_t end;                       /* the last row ends there */
    size_t width;                     /* columns */
    size_t birth, start;              /* columns of the two dates */
    uint32_t adult_span;              /* years << 16; over the greatest year: nobody is */
    char separator;
};

struct screen_eyes {
    /* Marks `words` times 64 bytes at `p`, which is aligned to 64. */
    struct screen_glance (*mark)(const char *p, size_t words, char separator,
                                 struct screen_marks *marks);
    /* Passes over rows from *at on as long as they are adults' and adds how many to *passed. True
     * with a row that is to be looked at: from *at to *row_end, behind its line feed. */
    bool (*adults)(const struct screen_rows *rows, size_t *at, size_t *row_end, int64_t *passed);
    /* Line feeds among n bytes. */
    size_t (*lines)(const char *p, size_t n);
    /* Whether n bytes are well-formed UTF-8. */
    bool (*utf8)(const char *p, size_t n);
    const char *name; /* "AVX2", "plain C" */
};

const struct screen_eyes *screen_eyes_plain(void);
/* The best that this processor can do. */
const struct screen_eyes *screen_eyes_best(void);
