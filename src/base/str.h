/* Strings that carry their length. A `struct str` borrows its bytes (UTF-8 unless said otherwise,
 * not NUL-terminated, never NULL when n > 0); whoever made it says how long they live. The empty
 * string is `{0}`. Values are passed by value.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
    const char *p;
    size_t n;
};

/* A literal as a str: S("text"). */
#define S(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same inside a static initialiser. */
#define S_INIT(literal)                                                                            \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)((s).n), ((s).p ? (s).p : "")

/* Makes a str of a NUL-terminated string (borrowed); NULL gives the empty string. */
struct str str_of(const char *c);
/* Copies into the arena, with a NUL behind the bytes. */
struct str str_copy(struct arena *a, struct str s);
/* The same as a C string. */
char *str_c(struct arena *a, struct str s);
struct str str_format(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str str_vformat(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
struct str str_concat(struct arena *a, struct str one, struct str two);

static inline bool str_eq(struct str a, struct str b)
{
    /* Most that are asked about differ in length or at once; a call costs more than all of that. */
    return a.n == b.n && (a.n == 0 || (a.p[0] == b.p[0] && memcmp(a.p, b.p, a.n) == 0));
}
/* Equal but for the case of ASCII letters. */
bool str_eq_nocase(struct str a, struct str b);
/* Byte order; a prefix comes first. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Position of the first `part` at or after `from`, or STR_NONE. */
#define STR_NONE SIZE_MAX
size_t str_find(struct str s, struct str part, size_t from);
size_t str_find_nocase(struct str s, struct str part, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
bool str_contains(struct str s, struct str part);

/* Bytes [from, to) with both held inside s. */
struct str str_slice(struct str s, size_t from, size_t to);
struct str str_from(struct str s, size_t from);
/* Without ASCII white space (and U+00A0) at the ends. */
struct str str_trim(struct str s);

/* Cuts the next part before `separator` off the front of *rest; false when nothing is left.
 *   for (struct str part, rest = s; str_cut(&rest, ',', &part);) …
 * An empty s gives no part; "a," gives "a" and "". */
bool str_cut(struct str *rest, char separator, struct str *part);

/* Copies with runs of white space made one space and the ends trimmed. */
struct str str_squeeze(struct arena *a, struct str s);
/* ASCII letters made small; other bytes as they are. */
struct str str_lower(struct arena *a, struct str s);
/* Every `from` made `to`. */
struct str str_replace(struct arena *a, struct str s, struct str from, struct str to);

/* A whole decimal integer (sign allowed), nothing else around it. */
bool str_to_int(struct str s, int64_t *value);
/* A whole decimal number like -12.5 (no exponent, no locale). */
bool str_to_real(struct str s, double *value);

uint64_t str_hash(struct str s);

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool char_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
static inline bool char_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || char_is_upper(c);
}
static inline char char_lower(char c)
{
    return char_is_upper(c) ? (char)(c + 32) : c;
}

/* A list of strings in an arena (use arena_push). */
struct str_list {
    struct str *items;
    size_t count, capacity;
};
/* The strings with `between` in between, in the arena. */
struct str str_join(struct arena *a, const struct str_list *list, struct str between);
