#include "base/str.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *c)
{
    return c ? (struct str){c, strlen(c)} : (struct str){0};
}

char *str_c(struct arena *a, struct str s)
{
    char *copy = arena_room(a, s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    return copy;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){str_c(a, s), s.n};
}

struct str str_vformat(struct arena *a, const char *format, va_list args)
{
    va_list again;
    char brief[200]; /* most texts fit, and need not be written twice */
    va_copy(again, args);
    int n = vsnprintf(brief, sizeof brief, format, args);
    if (n < 0)
        n = 0;
    char *p = arena_room(a, (size_t)n + 1);
    if ((size_t)n < sizeof brief)
        memcpy(p, brief, (size_t)n);
    else
        vsnprintf(p, (size_t)n + 1, format, again);
    p[n] = 0;
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str str_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = str_vformat(a, format, args);
    va_end(args);
    return s;
}

struct str str_concat(struct arena *a, struct str one, struct str two)
{
    char *p = arena_room(a, one.n + two.n + 1);
    if (one.n)
        memcpy(p, one.p, one.n);
    if (two.n)
        memcpy(p + one.n, two.p, two.n);
    p[one.n + two.n] = 0;
    return (struct str){p, one.n + two.n};
}

bool str_eq_nocase(struct str a, struct str b)
{
    return a.n == b.n && str_starts_nocase(a, b);
}

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_starts_nocase(struct str s, struct str prefix)
{
    if (s.n < prefix.n)
        return false;
    for (size_t i = 0; i < prefix.n; i++)
        if (char_lower(s.p[i]) != char_lower(prefix.p[i]))
            return false;
    return true;
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

size_t str_find(struct str s, struct str part, size_t from)
{
    if (from > s.n || part.n > s.n - from)
        return STR_NONE;
    if (part.n == 0)
        return from;
    const char *hit = memmem(s.p + from, s.n - from, part.p, part.n);
    return hit ? (size_t)(hit - s.p) : STR_NONE;
}

size_t str_find_nocase(struct str s, struct str part, size_t from)
{
    for (size_t i = from; i <= s.n && part.n <= s.n - i; i++)
        if (str_starts_nocase(str_from(s, i), part))
            return i;
    return STR_NONE;
}

size_t str_find_char(struct str s, char c, size_t from)
{
    if (from >= s.n)
        return STR_NONE;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit ? (size_t)(hit - s.p) : STR_NONE;
}

bool str_contains(struct str s, struct str part)
{
    return str_find(s, part, 0) != STR_NONE;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from >= to)
        return (struct str){0};
    return (struct str){s.p + from, to - from};
}

struct str str_from(struct str s, size_t from)
{
    return str_slice(s, from, s.n);
}

struct str str_trim(struct str s)
{
    for (;;) {
        if (s.n && char_is_space(s.p[0]))
            s = str_from(s, 1);
        else if (str_starts(s, S("\xc2\xa0")))
            s = str_from(s, 2);
        else
            break;
    }
    for (;;) {
        if (s.n && char_is_space(s.p[s.n - 1]))
            s.n--;
        else if (str_ends(s, S("\xc2\xa0")))
            s.n -= 2;
        else
            return s;
    }
}

bool str_cut(struct str *rest, char separator, struct str *part)
{
    if (!rest->p)
        return false;
    size_t at = str_find_char(*rest, separator, 0);
    if (at == STR_NONE) {
        *part = *rest;
        *rest = (struct str){0};
        return part->n > 0 || part->p;
    }
    *part = (struct str){rest->p, at};
    *rest = (struct str){rest->p + at + 1, rest->n - at - 1};
    return true;
}

struct str str_squeeze(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n; i++) {
        bool hard = s.p[i] == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0';
        if (hard || char_is_space(s.p[i])) {
            gap = n > 0;
            i += hard;
            continue;
        }
        if (gap)
            p[n++] = ' ';
        gap = false;
        p[n++] = s.p[i];
    }
    return (struct str){p, n};
}

struct str str_lower(struct arena *a, struct str s)
{
    char *p = str_c(a, s);
    for (size_t i = 0; i < s.n; i++)
        p[i] = char_lower(p[i]);
    return (struct str){p, s.n};
}

struct str str_replace(struct arena *a, struct str s, struct str from, struct str to)
{
    size_t hits = 0;
    if (from.n == 0)
        return s;
    for (size_t at = 0; (at = str_find(s, from, at)) != STR_NONE; at += from.n)
        hits++;
    if (!hits)
        return s;
    char *p = arena_alloc(a, s.n - hits * from.n + hits * to.n + 1);
    size_t n = 0, done = 0;
    for (size_t at = 0; (at = str_find(s, from, at)) != STR_NONE; at += from.n) {
        memcpy(p + n, s.p + done, at - done);
        n += at - done;
        if (to.n)
            memcpy(p + n, to.p, to.n);
        n += to.n;
        done = at + from.n;
    }
    memcpy(p + n, s.p + done, s.n - done);
    return (struct str){p, n + s.n - done};
}

bool str_to_int(struct str s, int64_t *value)
{
    bool negative = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    if (i == s.n)
        return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (!char_is_digit(s.p[i]) || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, v, &v))
        return false;
    *value = v;
    return true;
}

bool str_to_real(struct str s, double *value)
{
    char digits[64];
    size_t points = 0, figures = 0;
    if (s.n == 0 || s.n >= sizeof digits)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool sign = i == 0 && (s.p[i] == '-' || s.p[i] == '+');
        points += s.p[i] == '.';
        figures += char_is_digit(s.p[i]);
        if (!sign && s.p[i] != '.' && !char_is_digit(s.p[i]))
            return false;
    }
    if (!figures || points > 1)
        return false;
    memcpy(digits, s.p, s.n);
    digits[s.n] = 0;
    *value = strtod(digits, NULL);
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 1469598103934665603u ^ s.n, part = 0;
    size_t i = 0;
    for (; i + sizeof part <= s.n; i += sizeof part) {
        memcpy(&part, s.p + i, sizeof part);
        h = (h ^ part) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    for (part = 0; i < s.n; i++)
        part = part << 8 | (unsigned char)s.p[i];
    h = (h ^ part) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

struct str str_join(struct arena *a, const struct str_list *list, struct str between)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].n + (i ? between.n : 0);
    char *p = arena_room(a, n + 1);
    size_t at = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (i && between.n)
            memcpy(p + at, between.p, between.n), at += between.n;
        if (list->items[i].n)
            memcpy(p + at, list->items[i].p, list->items[i].n), at += list->items[i].n;
    }
    p[n] = 0;
    return (struct str){p, n};
}
