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

/* The date that stands at p, as year << 16 | month << 8 | day; 0 when there is none, 29 February,
 * or anything that wants a closer look. What is behind its ten bytes is not looked at. */
static inline __attribute__((always_inline)) uint32_t screen_packed_bytes(const char *p)
{
    /* "YYYY-MM-" and "Y-MM-DD" without the bytes of "0000-00-00": digits are 0 to 9, hyphens 0. */
    uint64_t head = screen_load(p) ^ 0x2d30302d30303030u;
    uint64_t tail = (screen_load(p + 3) ^ 0x0030302d30302d30u) & 0x00ffffffffffffffu;
    uint64_t over = (head + 0x7f76767f76767676u) | head | (tail + 0x0076767f76767f76u) | tail;
    if (over & 0x8080808080808080u)
        return 0;
    uint32_t pairs = (uint32_t)(head * 10 + (head >> 8)); /* bytes 0 and 2: the year's, by two */
    uint64_t month_day = tail * 10 + (tail >> 8);         /* bytes 2 and 5 */
    uint32_t year = (uint8_t)pairs * 100u + (uint8_t)(pairs >> 16);
    uint32_t month = (uint8_t)(month_day >> 16), day = (uint8_t)(month_day >> 40);
    if (day - 1 >= screen_month_days[month] || year == 0)
        return 0;
    return year << 16 | month << 8 | day;
}

/* Whether a cell ends at p. */
static inline __attribute__((always_inline)) bool screen_cell_ends(const char *p, char separator,
                                                                   bool last)
{
    if (!last)
        return *p == separator;
    return *p == '\n' || (*p == '\r' && p[1] == '\n');
}

/* The date that is the whole cell at p, with quotes around it or without. */
static inline __attribute__((always_inline)) uint32_t screen_packed_day(const char *p,
                                                                        char separator, bool last)
{
    if (*p == '"')
        return p[11] == '"' && screen_cell_ends(p + 12, separator, last)
                   ? screen_packed_bytes(p + 1)
                   : 0;
    return screen_cell_ends(p + 10, separator, last) ? screen_packed_bytes(p) : 0;
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

/* Which of the two dates comes first, and how far they are from each other. */
struct screen_layout {
    size_t first, second; /* columns */
    size_t skip, further; /* separators to pass over before the first, and then before the second */
    bool birth_first;
    bool second_last; /* of the row; the first cannot be */
};

static inline struct screen_layout screen_layout(const struct screen_rows *rows)
{
    struct screen_layout l = {.birth_first = rows->birth < rows->start};
    l.first = l.birth_first ? rows->birth : rows->start;
    l.second = l.birth_first ? rows->start : rows->birth;
    l.skip = l.first ? l.first - 1 : 0;
    l.further = l.first ? l.second - l.first : l.second - 1;
    l.second_last = l.second + 1 == rows->width;
    return l;
}

static inline __attribute__((always_inline)) bool
screen_adults_body(const struct screen_rows *given, size_t *at, size_t *row_end, int64_t *passed)
{
    const struct screen_rows rows = *given;
    const struct screen_layout l = screen_layout(&rows);
    const struct screen_marks *marks = rows.marks;
    size_t here = *at, next = here;
    int64_t adults = 0;
    for (; here < rows.end; here = next, adults++) {
        struct screen_window ends = SCREEN_WINDOW(marks, ends, here);
        struct screen_window all = SCREEN_WINDOW(marks, separators, here), left = all;
        size_t separators;
        left = screen_without(left, l.skip);
        size_t one = l.first ? here + screen_lowest(left) + 1 : here;
        left = screen_without(left, l.further);
        size_t two = here + screen_lowest(left) + 1;
        if (ends.low | ends.high) { /* separators before the first line feed */
            uint64_t low = (ends.low & (0 - ends.low)) - 1;
            uint64_t high = ends.low ? 0 : (ends.high & (0 - ends.high)) - 1;
            separators = (size_t)__builtin_popcountll(all.low & low) +
                         (size_t)__builtin_popcountll(all.high & high);
            next = here + screen_lowest(ends) + 1;
        } else {
            next = screen_row_end(marks, here, &separators) + 1;
        }
        if (separators + 1 != rows.width)
            break;
        if (!(left.low | left.high)) { /* a long row */
            one = screen_column_at(marks, here, l.first);
            two = screen_column_at(marks, here, l.second);
        }
        uint32_t a = screen_packed_day(rows.bytes + one, rows.separator, false);
        uint32_t b = screen_packed_day(rows.bytes + two, rows.separator, l.second_last);
        uint32_t birth = l.birth_first ? a : b, start = l.birth_first ? b : a;
        if (!a || !b || start < birth + rows.adult_span)
            break;
    }
    *at = here;
    *row_end = next;
    *passed += adults;
    return here < rows.end;
}
