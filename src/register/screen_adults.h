/* The rows that most of a register consists of passed over: whole rows of adults by two readable
 * dates, of which nothing else is looked at. The body is here so that it is compiled once for each
 * kind of processor (screen_marks.c, screen_marks_avx2.c).
 */
#pragma once

#include "register/screen_marks.h"

/* The days that each month has in every year; 29 February goes the long way. */
static const uint8_t screen_month_days[100] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static inline uint64_t screen_load(const char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

/* The date that a cell at p is, as year << 16 | month << 8 | day, with its quotes or without; 0
 * when it is none, 29 February, or anything that wants a closer look. */
static inline __attribute__((always_inline)) uint32_t screen_packed_day(const char *p,
                                                                        char separator, bool last)
{
    bool quoted = *p == '"';
    p += quoted;
    /* "YYYY-MM-" and "Y-MM-DD" without the bytes of "0000-00-00": digits are 0 to 9, hyphens 0. */
    uint64_t head = screen_load(p) ^ 0x2d30302d30303030u;
    uint64_t tail = (screen_load(p + 3) ^ 0x0030302d30302d30u) & 0x00ffffffffffffffu;
    uint64_t over = (head + 0x7f76767f76767676u) | head | (tail + 0x0076767f76767f76u) | tail;
    const char *behind = p + 10 + quoted;
    bool ends = *behind == separator ||
                (last && (*behind == '\n' || (*behind == '\r' && behind[1] == '\n')));
    if ((over & 0x8080808080808080u) || !ends || (quoted && p[10] != '"'))
        return 0;
    uint32_t pairs = (uint32_t)(head * 10 + (head >> 8)); /* bytes 0 and 2: the year's, by two */
    uint64_t month_day = tail * 10 + (tail >> 8);         /* bytes 2 and 5 */
    uint32_t year = (pairs & 0xff) * 100 + (pairs >> 16 & 0xff);
    uint32_t month = month_day >> 16 & 0xff, day = month_day >> 40 & 0xff;
    if (day - 1 >= screen_month_days[month] || year == 0)
        return 0;
    return year << 16 | month << 8 | day;
}

/* 128 bits that begin at any place. */
struct screen_window {
    uint64_t low, high;
};

#define SCREEN_WINDOW(marks, member, at)                                                           \
    screen_window((marks)[(at) / 64].member, (marks)[(at) / 64 + 1].member,                        \
                  (marks)[(at) / 64 + 2].member, (unsigned)((at) % 64))

static inline __attribute__((always_inline)) struct screen_window
screen_window(uint64_t one, uint64_t two, uint64_t three, unsigned shift)
{
    return (struct screen_window){one >> shift | two << 1 << (63 - shift),
                                  two >> shift | three << 1 << (63 - shift)};
}

/* Takes the lowest `count` bits away. */
static inline __attribute__((always_inline)) struct screen_window
screen_without(struct screen_window w, size_t count)
{
    for (; count; count--) {
        w.high = w.low ? w.high : w.high & (w.high - 1);
        w.low &= w.low - 1;
    }
    return w;
}

static inline __attribute__((always_inline)) size_t screen_lowest(struct screen_window w)
{
    return w.low ? (size_t)__builtin_ctzll(w.low)
                 : 64 + (size_t)__builtin_ctzll(w.high | 1ull << 63);
}

/* The row that begins at `at`, of any length: where its line feed is, and how many separators it
 * has. */
static inline size_t screen_row_end(const struct screen_marks *marks, size_t at, size_t *separators)
{
    size_t word = at / 64;
    uint64_t mine = ~0ull << (at % 64);
    for (*separators = 0;; word++, mine = ~0ull) {
        uint64_t ends = marks[word].ends & mine, those = marks[word].separators & mine;
        if (ends)
            those &= (ends & (0 - ends)) - 1;
        *separators += (size_t)__builtin_popcountll(those);
        if (ends)
            return word * 64 + (size_t)__builtin_ctzll(ends);
    }
}

/* Where the cell of column c begins in a row that has it, however far that is. */
static inline size_t screen_column_at(const struct screen_marks *marks, size_t at, size_t c)
{
    size_t word = at / 64;
    uint64_t bits = marks[word].separators & ~0ull << (at % 64);
    if (c == 0)
        return at;
    for (size_t n; (n = (size_t)__builtin_popcountll(bits)) < c; c -= n)
        bits = marks[++word].separators;
    while (--c)
        bits &= bits - 1;
    return word * 64 + (size_t)__builtin_ctzll(bits) + 1;
}

static inline __attribute__((always_inline)) bool screen_is_adult(const struct screen_rows *rows,
                                                                  size_t birth, size_t start)
{
    uint32_t b =
        screen_packed_day(rows->bytes + birth, rows->separator, rows->birth + 1 == rows->width);
    uint32_t s =
        screen_packed_day(rows->bytes + start, rows->separator, rows->start + 1 == rows->width);
    return b && s && s >= b + rows->adult_span;
}

static inline __attribute__((always_inline)) bool
screen_adults_body(const struct screen_rows *rows, size_t *at, size_t *row_end, int64_t *passed)
{
    const struct screen_marks *marks = rows->marks;
    bool birth_first = rows->birth < rows->start;
    size_t first = birth_first ? rows->birth : rows->start;
    size_t second = birth_first ? rows->start : rows->birth;
    size_t skip = first ? first - 1 : 0, further = first ? second - first : second - 1;
    for (; *at < rows->end; ++*passed, *at = *row_end) {
        struct screen_window ends = SCREEN_WINDOW(marks, ends, *at);
        struct screen_window all = SCREEN_WINDOW(marks, separators, *at), left = all;
        left = screen_without(left, skip);
        size_t one = first ? *at + screen_lowest(left) + 1 : *at;
        left = screen_without(left, further);
        size_t two = *at + screen_lowest(left) + 1, separators;
        if (ends.low | ends.high) {
            /* Separators before the first line feed. */
            uint64_t low = (ends.low & (0 - ends.low)) - 1;
            uint64_t high = ends.low ? 0 : (ends.high & (0 - ends.high)) - 1;
            separators = (size_t)__builtin_popcountll(all.low & low) +
                         (size_t)__builtin_popcountll(all.high & high);
            *row_end = *at + screen_lowest(ends) + 1;
        } else {
            *row_end = screen_row_end(marks, *at, &separators) + 1;
        }
        if (separators + 1 != rows->width)
            return true;
        if (!(left.low | left.high)) { /* a long row */
            one = screen_column_at(marks, *at, first);
            two = screen_column_at(marks, *at, second);
        }
        if (!screen_is_adult(rows, birth_first ? one : two, birth_first ? two : one))
            return true;
    }
    return false;
}
