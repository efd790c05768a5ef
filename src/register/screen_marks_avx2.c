#include "register/screen_marks_avx2.h"

#if defined(__x86_64__)

#include "register/screen_adults.h"

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

static inline AVX2 uint64_t equal(__m256i low, __m256i high, __m256i wanted)
{
    uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return a | (uint64_t)b << 32;
}

static AVX2 struct screen_glance mark(const char *p, size_t words, char separator,
                                      struct screen_marks *marks)
{
    const __m256i comma = _mm256_set1_epi8(separator), end = _mm256_set1_epi8('\n');
    const __m256i quote = _mm256_set1_epi8('"');
    __m256i any = _mm256_setzero_si256(), least = _mm256_set1_epi8(-1);
    uint64_t quotes = 0;
    for (size_t w = 0; w < words; w++, p += 64) {
        __m256i low = _mm256_load_si256((const __m256i *)(const void *)p);
        __m256i high = _mm256_load_si256((const __m256i *)(const void *)(p + 32));
        marks[w].separators = equal(low, high, comma);
        marks[w].ends = equal(low, high, end);
        quotes |= marks[w].quotes = equal(low, high, quote);
        any = _mm256_or_si256(any, _mm256_or_si256(low, high));
        least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
    }
    bool nul = _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0;
    return (struct screen_glance){quotes != 0, nul, _mm256_movemask_epi8(any) != 0};
}

static AVX2 bool adults(const struct screen_rows *rows, size_t *at, size_t *row_end,
                        int64_t *passed)
{
    return screen_adults_body(rows, at, row_end, passed);
}

static AVX2 size_t lines(const char *p, size_t n)
{
    const __m256i end = _mm256_set1_epi8('\n');
    size_t count = 0, i = 0;
    for (; i + 32 <= n; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
        count +=
            (size_t)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, end)));
    }
    for (; i < n; i++)
        count += p[i] == '\n';
    return count;
}

/* UTF-8 is checked by the method of Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (2020): three look-ups, by the two halves of a byte and by the upper half
 * of the one behind it, each give the set of mistakes that they allow; what all three allow is one.
 */
enum mistake {
    SHORT = 1 << 0, /* a beginning without its continuation */
    LONG = 1 << 1,  /* a continuation behind ASCII */
    OVERLONG3 = 1 << 2 /* E0 80..9F */,
    LARGE = 1 << 3,     /* over 10FFFF: F4 90..BF, F5.. */
    SURROGATE = 1 << 4, /* ED A0..BF */
    OVERLONG2 = 1 << 5, /* C0, C1 */
    LARGE8 = 1 << 6,    /* F5.. 80..8F */
    OVERLONG4 = 1 << 6, /* F0 80..8F */
    TWICE = 1 << 7,     /* a continuation behind a continuation: right only as a third or fourth */
    ANY = SHORT | LONG | TWICE,
};

#define TABLE(...)     _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))
#define BYTE(mistakes) ((char)(mistakes))

static inline AVX2 __m256i by_first_high(__m256i half)
{
    return _mm256_shuffle_epi8(TABLE(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, BYTE(TWICE),
                                     BYTE(TWICE), BYTE(TWICE), BYTE(TWICE), SHORT | OVERLONG2,
                                     SHORT, SHORT | OVERLONG3 | SURROGATE,
                                     SHORT | LARGE | LARGE8 | OVERLONG4),
                               half);
}

static inline AVX2 __m256i by_first_low(__m256i half)
{
    const char over = BYTE(ANY | LARGE | LARGE8);
    return _mm256_shuffle_epi8(TABLE(BYTE(ANY | OVERLONG3 | OVERLONG2 | OVERLONG4),
                                     BYTE(ANY | OVERLONG2), BYTE(ANY), BYTE(ANY), BYTE(ANY | LARGE),
                                     over, over, over, over, over, over, over, over,
                                     BYTE(ANY | LARGE | LARGE8 | SURROGATE), over, over),
                               half);
}

static inline AVX2 __m256i by_second_high(__m256i half)
{
    const char upper = BYTE(LONG | OVERLONG2 | TWICE | SURROGATE | LARGE);
    return _mm256_shuffle_epi8(
        TABLE(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
              BYTE(LONG | OVERLONG2 | TWICE | OVERLONG3 | LARGE8 | OVERLONG4),
              BYTE(LONG | OVERLONG2 | TWICE | OVERLONG3 | LARGE), upper, upper, SHORT, SHORT, SHORT,
              SHORT),
        half);
}

static inline AVX2 __m256i upper_half(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

/* The mistakes in 32 bytes; `before` are the 32 in front of them. */
static inline AVX2 __m256i mistakes(__m256i bytes, __m256i before)
{
    __m256i seam = _mm256_permute2x128_si256(before, bytes, 0x21);
    __m256i one = _mm256_alignr_epi8(bytes, seam, 15), two = _mm256_alignr_epi8(bytes, seam, 14);
    __m256i three = _mm256_alignr_epi8(bytes, seam, 13);
    __m256i pair = _mm256_and_si256(
        _mm256_and_si256(by_first_high(upper_half(one)),
                         by_first_low(_mm256_and_si256(one, _mm256_set1_epi8(15)))),
        by_second_high(upper_half(bytes)));
    /* A third or fourth byte must be a continuation behind a continuation, nothing else may. */
    __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8(BYTE(0xe0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8(BYTE(0xf0 - 0x80)));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(BYTE(0x80)));
    return _mm256_xor_si256(wanted, pair);
}

static AVX2 bool utf8(const char *p, size_t n)
{
    __m256i before = _mm256_setzero_si256(), wrong = before;
    size_t i = 0;
    for (; i + 32 <= n; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
        if (!_mm256_movemask_epi8(_mm256_or_si256(bytes, before)))
            continue; /* only ASCII, and nothing open before it */
        wrong = _mm256_or_si256(wrong, mistakes(bytes, before));
        before = bytes;
    }
    char rest[32]; /* ends with ASCII at least once, so that a cut character is a mistake */
    memset(rest, ' ', sizeof rest);
    memcpy(rest, p + i, n - i);
    __m256i last = _mm256_loadu_si256((const __m256i *)(const void *)rest);
    wrong = _mm256_or_si256(wrong, mistakes(last, before));
    return _mm256_testz_si256(wrong, wrong) != 0;
}

const struct screen_eyes *screen_eyes_avx2(void)
{
    static const struct screen_eyes avx2 = {mark, adults, lines, utf8, "AVX2"};
    __builtin_cpu_init();
    bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    return has ? &avx2 : NULL;
}

#else

const struct screen_eyes *screen_eyes_avx2(void)
{
    return NULL;
}

#endif
