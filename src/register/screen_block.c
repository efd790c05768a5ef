#include "register/screen_block.h"

/* Bits below `count` (0 to 63). */
static uint64_t below(size_t count)
{
    return ((uint64_t)1 << count) - 1;
}

static void add_glance(struct screen_glance *sum, struct screen_glance g)
{
    sum->quotes |= g.quotes;
    sum->nul |= g.nul;
    sum->beyond_ascii |= g.beyond_ascii;
}

void screen_block_mark(struct screen_block *b, size_t n, bool last)
{
    char *p = b->bytes + SCREEN_FRONT;
    if (last && (n == 0 || p[n - 1] != '\n'))
        p[n++] = '\n';
    b->filled = SCREEN_FRONT + n;
    b->last = last;
    size_t words = (n + 63) / 64;
    memset(p + n, ' ', words * 64 - n);
    b->glance = b->eyes->mark(p, words, b->separator, b->marks + SCREEN_FRONT / 64);
}

static void take_carry(struct screen_block *b, struct screen_carry *carry)
{
    b->start = SCREEN_FRONT - carry->n;
    b->lines_before = 0;
    if (carry->skipping) {
        char *p = b->bytes + SCREEN_FRONT;
        char *end = memchr(p, '\n', b->filled - SCREEN_FRONT);
        carry->skipping = end == NULL;
        b->lines_before = end != NULL;
        b->start = end ? (size_t)(end + 1 - b->bytes) : b->filled;
        struct screen_marks *m = &b->marks[b->start / 64];
        uint64_t mine = ~below(b->start % 64);
        *m = (struct screen_marks){m->separators & mine, m->ends & mine, m->quotes & mine};
    } else if (carry->n) {
        size_t from = b->start / 64 * 64;
        memset(b->bytes + from, ' ', b->start - from);
        memcpy(b->bytes + b->start, carry->bytes, carry->n);
        add_glance(&b->glance, b->eyes->mark(b->bytes + from, (SCREEN_FRONT - from) / 64,
                                             b->separator, b->marks + from / 64));
    }
}

/* Where the marks stand among quotes, from word to word. */
struct quoting {
    uint64_t inside; /* all ones while a cell in quotes is open */
    uint64_t edge;   /* a quote may stand there, by what was in the word before (or by nothing) */
    uint64_t closed; /* 1: the word before ended with a closing quote */
};

/* 1 from each odd bit up to the next. */
static uint64_t between_odd(uint64_t bits)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* A closing quote stands before each of these places, which are no separator, line end or quote:
 * only CR LF may. */
static bool only_returns(const struct screen_block *b, size_t word, uint64_t places)
{
    for (; places; places &= places - 1) {
        size_t at = word * 64 + (size_t)__builtin_ctzll(places);
        if (at < b->filled &&
            (b->bytes[at] != '\r' || (at + 1 < b->filled && b->bytes[at + 1] != '\n')))
            return false;
    }
    return true;
}

/* Takes separators and line ends inside of quotes away; false when a quote stands where none may.
 */
static bool unquote(struct screen_block *b, size_t word, struct quoting *q)
{
    struct screen_marks *m = &b->marks[word];
    if (!(m->quotes | q->inside | q->closed)) {
        q->edge = (m->separators | m->ends) >> 63;
        return true;
    }
    uint64_t edges = m->separators | m->ends | m->quotes;
    uint64_t inside = between_odd(m->quotes) ^ q->inside; /* with the opening quote */
    uint64_t opening = m->quotes & inside, closing = m->quotes & ~inside;
    if (opening & ~(edges << 1 | q->edge))
        return false;
    uint64_t behind = (closing << 1 | q->closed) & ~edges;
    if (behind && !only_returns(b, word, behind))
        return false;
    b->broken_lines |= (m->ends & inside) != 0;
    m->separators &= ~inside;
    m->ends &= ~inside;
    *q = (struct quoting){0 - (inside >> 63), edges >> 63, closing >> 63};
    return true;
}

/* Finds the end of the last whole row by the marks; false when a row is broken, or may be. */
static bool cut_clean(struct screen_block *b)
{
    size_t words = (b->filled + 63) / 64, first = b->start / 64;
    struct quoting q = {.edge = (uint64_t)1 << (b->start % 64)};
    b->broken_lines = false;
    b->end = b->start;
    if (b->filled - b->start > SCREEN_LONGEST_ROW)
        return false;
    if (b->glance.quotes) {
        for (size_t w = first; w < words; w++)
            if (!unquote(b, w, &q))
                return false;
        if (b->last && q.inside)
            return false;
    }
    for (size_t w = words; w-- > first;)
        if (b->marks[w].ends) {
            b->end = w * 64 + 64 - (size_t)__builtin_clzll(b->marks[w].ends);
            break;
        }
    return true;
}

/* The same row by row. */
static void cut_walking(struct screen_block *b, struct screen_carry *carry)
{
    b->end = b->start;
    while (b->end < b->filled) {
        struct screen_extent e =
            screen_extent(b->bytes + b->end, b->filled - b->end, b->last, b->separator);
        if (e.kind == SCREEN_MORE)
            break;
        b->end += e.n;
        carry->skipping = !e.ends;
    }
}

void screen_block_cut(struct screen_block *b, struct screen_carry *carry)
{
    take_carry(b, carry);
    b->clean = cut_clean(b);
    if (!b->clean)
        cut_walking(b, carry);
    carry->n = b->filled - b->end;
    if (carry->n)
        memcpy(carry->bytes, b->bytes + b->end, carry->n);
}
