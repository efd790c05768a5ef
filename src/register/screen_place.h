/* The inside of screen_eyes.place, compiled once for each kind of processor. */
#pragma once

#include "register/screen_marks.h"

/* Writes the places of the bits of `bits`: eight at a time without asking, since most words of a
 * register hold that many; what is written behind `count` is overwritten or never read. */
static inline __attribute__((always_inline)) size_t screen_place_bits(uint64_t bits, uint32_t at,
                                                                      uint32_t *out, unsigned step)
{
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t written = 0; written < count; written += step)
        for (unsigned i = 0; i < step; i++) {
            out[written + i] = at + (uint32_t)__builtin_ctzll(bits | (1ull << 63));
            bits &= bits - 1;
        }
    return count;
}

static inline __attribute__((always_inline)) bool screen_place(const struct screen_marks *marks,
                                                               size_t words, uint32_t offset,
                                                               size_t most,
                                                               struct screen_places *places)
{
    uint32_t *all = places->all + places->count, *ends = places->ends + places->end_count;
    const uint32_t *full = places->all + most;
    for (size_t w = 0; w < words; w++, offset += 64) {
        if (all + 64 > full)
            return false;
        all += screen_place_bits(marks[w].separators | marks[w].ends, offset, all, 8);
        ends += screen_place_bits(marks[w].ends, offset, ends, 2);
    }
    places->count = (size_t)(all - places->all);
    places->end_count = (size_t)(ends - places->ends);
    return true;
}
