#include "register/screen_marks.h"

#include "base/utf8.h"
#include "register/screen_adults.h"
#include "register/screen_marks_avx2.h"

#define EVERY_BYTE(b) (0x0101010101010101ull * (uint8_t)(b))
#define HIGH_BITS     EVERY_BYTE(0x80)
#define LOW_BITS      EVERY_BYTE(0x7f)

/* The high bit of each byte of `bytes` that is 0, without mistakes by carries. */
static uint64_t zeros(uint64_t bytes)
{
    return ~(((bytes & LOW_BITS) + LOW_BITS) | bytes) & HIGH_BITS;
}

/* The eight high bits side by side. */
static uint64_t gather(uint64_t high)
{
    return ((high >> 7) * 0x0102040810204080ull) >> 56;
}

static struct screen_glance mark(const char *p, size_t words, char separator,
                                 struct screen_marks *marks)
{
    uint64_t quotes = 0, nul = 0, high = 0;
    for (size_t w = 0; w < words; w++, p += 64) {
        struct screen_marks m = {0};
        for (unsigned i = 0; i < 8; i++) {
            uint64_t bytes = screen_load(p + i * 8);
            m.separators |= gather(zeros(bytes ^ EVERY_BYTE(separator))) << (i * 8);
            m.ends |= gather(zeros(bytes ^ EVERY_BYTE('\n'))) << (i * 8);
            m.quotes |= gather(zeros(bytes ^ EVERY_BYTE('"'))) << (i * 8);
            nul |= zeros(bytes);
            high |= bytes & HIGH_BITS;
        }
        quotes |= m.quotes;
        marks[w] = m;
    }
    return (struct screen_glance){quotes != 0, nul != 0, high != 0};
}

static bool adults(const struct screen_rows *rows, size_t *at, size_t *row_end, int64_t *passed)
{
    return screen_adults_body(rows, at, row_end, passed);
}

static size_t lines(const char *p, size_t n)
{
    size_t count = 0, i = 0;
    for (; i + 8 <= n; i += 8)
        count += (size_t)__builtin_popcountll(zeros(screen_load(p + i) ^ EVERY_BYTE('\n')));
    for (; i < n; i++)
        count += p[i] == '\n';
    return count;
}

static bool utf8(const char *p, size_t n)
{
    size_t ascii = 0, bad;
    while (ascii + 8 <= n && !(screen_load(p + ascii) & HIGH_BITS))
        ascii += 8;
    return utf8_valid((struct str){p + ascii, n - ascii}, &bad);
}

const struct screen_eyes *screen_eyes_plain(void)
{
    static const struct screen_eyes plain = {mark, adults, lines, utf8, "plain C"};
    return &plain;
}

const struct screen_eyes *screen_eyes_best(void)
{
    const struct screen_eyes *avx2 = screen_eyes_avx2();
    return avx2 ? avx2 : screen_eyes_plain();
}
