#include "intake/chapter/prose.h"

#include "intake/chapter/citations.h"

static const struct str marks_known[] = {S_INIT("*"), S_INIT("†"), S_INIT("‡")};
enum { MARKS = sizeof marks_known / sizeof *marks_known };

static bool ends_with_dash(struct str line)
{
    static const struct str spaced[] = {S_INIT(" -"), S_INIT(" –"), S_INIT(" —")};
    for (size_t i = 0; i < sizeof spaced / sizeof *spaced; i++)
        if (str_ends(line, spaced[i]))
            return false;
    return str_ends(line, S("-")) || str_ends(line, S("–")) || str_ends(line, S("—")) ||
           str_ends(line, S("\xe2\x80\x91"));
}

struct str prose_join(struct arena *a, const struct str_list *lines)
{
    struct str_list parts = {0};
    for (size_t i = 0; i < lines->count; i++) {
        struct str line = str_trim(lines->items[i]);
        if (!line.n)
            continue;
        *arena_push(a, &parts) = line;
        if (!ends_with_dash(line))
            *arena_push(a, &parts) = S(" ");
    }
    return str_trim(str_squeeze(a, str_join(a, &parts, (struct str){0})));
}

struct str prose_text(const struct chapter_reading *r, const struct str_list *lines)
{
    return citation_tidy(r->arena, prose_join(r->arena, lines), r->longest);
}

bool prose_closed(struct arena *a, struct str line)
{
    struct arena_mark mark = arena_mark(a);
    struct str sources;
    struct str rest = citation_strip(a, line, 0, &sources);
    bool closed = sources.n > 0 || str_ends(rest, S(".")) || str_ends(rest, S(".”")) ||
                  str_ends(rest, S(".)")) || str_ends(rest, S(".\""));
    arena_rewind(a, mark);
    return closed;
}

/* Length of the mark at `at`, or 0. */
static size_t mark_at(struct str s, size_t at)
{
    for (size_t i = 0; i < MARKS; i++)
        if (str_starts(str_from(s, at), marks_known[i]))
            return marks_known[i].n;
    return 0;
}

struct str prose_marks(struct arena *a, struct str text)
{
    struct str found = {0};
    for (size_t at = 0; at < text.n; at++) {
        size_t length = mark_at(text, at);
        struct str mark = str_slice(text, at, at + length);
        if (length && !str_contains(found, mark))
            found = str_concat(a, found, mark);
    }
    return found;
}

struct str prose_unmark(struct arena *a, struct str name, struct str *marks)
{
    *marks = prose_marks(a, name);
    for (size_t i = 0; i < MARKS; i++)
        name = str_replace(a, name, marks_known[i], S(" "));
    name = str_squeeze(a, name);
    name = str_replace(a, name, S(" ,"), S(","));
    return str_trim(str_replace(a, name, S(" )"), S(")")));
}

/* Length of a year (19xx, 20xx) at `at`, or 0. */
static size_t year_at(struct str s, size_t at)
{
    struct str digits = str_slice(s, at, at + 4);
    for (size_t i = 0; i < digits.n; i++)
        if (!char_is_digit(digits.p[i]))
            return 0;
    bool century = str_starts(digits, S("19")) || str_starts(digits, S("20"));
    bool longer = at + 4 < s.n && char_is_digit(s.p[at + 4]);
    bool inside = at > 0 && char_is_digit(s.p[at - 1]);
    return digits.n == 4 && century && !longer && !inside ? 4 : 0;
}

/* Where the dash (with spaces) behind a year ends; `at` when there is none. */
static size_t skip_dash(struct str s, size_t at)
{
    static const struct str dashes[] = {
        S_INIT("-"), S_INIT("–"), S_INIT("—"), S_INIT("\xe2\x80\x91"), S_INIT("‒"), S_INIT("−")};
    size_t from = at;
    while (at < s.n && s.p[at] == ' ')
        at++;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        if (!str_starts(str_from(s, at), dashes[i]))
            continue;
        at += dashes[i].n;
        while (at < s.n && s.p[at] == ' ')
            at++;
        return at;
    }
    return from;
}

struct str prose_years(struct str name)
{
    static const struct str open_ends[] = {S_INIT("present"), S_INIT("ongoing")};
    struct str single = {0};
    for (size_t at = 0; at < name.n; at++) {
        if (!year_at(name, at))
            continue;
        size_t end = at + 4, next = skip_dash(name, end);
        size_t more = next > end ? year_at(name, next) : 0;
        for (size_t i = 0; next > end && i < 2; i++)
            if (str_starts_nocase(str_from(name, next), open_ends[i]))
                more = open_ends[i].n;
        if (more)
            return str_slice(name, at, next + more);
        bool bracketed =
            at > 0 && name.p[at - 1] == '(' && end < name.n && (name.p[end] == ')' || next > end);
        if (bracketed && !single.n)
            single = str_slice(name, at, end);
    }
    return single;
}
