#include "intake/chapter/citations.h"

#include "base/arena.h"

#include <string.h>

void citation_set_add(struct citation_set *set, int number)
{
    if (number >= 1 && number <= CITATION_LARGEST)
        set->bits[number / 64] |= UINT64_C(1) << (number % 64);
}

bool citation_set_has(const struct citation_set *set, int number)
{
    return number >= 1 && number <= CITATION_LARGEST &&
           (set->bits[number / 64] >> (number % 64) & 1);
}

void citation_set_join(struct citation_set *set, const struct citation_set *more)
{
    for (size_t i = 0; i < sizeof set->bits / sizeof *set->bits; i++)
        set->bits[i] |= more->bits[i];
}

int citation_set_next(const struct citation_set *set, int after)
{
    size_t word = (size_t)(after + 1) / 64, words = sizeof set->bits / sizeof *set->bits;
    uint64_t left = word < words ? set->bits[word] & (UINT64_MAX << ((after + 1) % 64)) : 0;
    while (!left && ++word < words)
        left = set->bits[word];
    return left ? (int)word * 64 + __builtin_ctzll(left) : 0;
}

int citation_set_largest(const struct citation_set *set)
{
    for (int i = (int)(sizeof set->bits / sizeof *set->bits) - 1; i >= 0; i--)
        if (set->bits[i])
            return i * 64 + 63 - __builtin_clzll(set->bits[i]);
    return 0;
}

struct str citation_set_text(struct arena *a, const struct citation_set *set)
{
    struct str_list parts = {0};
    for (int n = 0; (n = citation_set_next(set, n)) != 0;) {
        int last = n;
        while (citation_set_has(set, last + 1))
            last++;
        bool run = last >= n + 2;
        *arena_push(a, &parts) = run ? str_format(a, "%d-%d", n, last) : str_format(a, "%d", n);
        if (run)
            n = last;
    }
    return str_join(a, &parts, S(","));
}

/* White space as it stands between numbers, U+00A0 among it. */
static size_t skip_space(struct str s, size_t at)
{
    for (;;) {
        if (at < s.n && char_is_space(s.p[at]))
            at++;
        else if (str_starts(str_from(s, at), S("\xc2\xa0")))
            at += 2;
        else
            return at;
    }
}

/* Length of a hyphen or dash at `at` (hyphen, U+2010 to U+2015), or 0. */
static size_t dash_length(struct str s, size_t at)
{
    if (at < s.n && s.p[at] == '-')
        return 1;
    if (s.n - at >= 3 && s.p[at] == '\xe2' && s.p[at + 1] == '\x80' && s.p[at + 2] >= '\x90' &&
        s.p[at + 2] <= '\x95')
        return 3;
    return 0;
}

/* A number of one to three digits that does not begin with 0; 0 when there is none. */
static int read_number(struct str s, size_t *at)
{
    int n = 0;
    size_t digits = 0;
    while (*at < s.n && char_is_digit(s.p[*at]) && digits < 4) {
        n = n * 10 + (s.p[*at] - '0');
        digits++;
        (*at)++;
    }
    bool zero = digits && s.p[*at - digits] == '0';
    return digits && digits <= 3 && !zero ? n : 0;
}

/* One number or range at *at, added to `set`. */
static bool read_part(struct str s, size_t *at, struct citation_set *set)
{
    int first = read_number(s, at);
    int last = first;
    if (!first)
        return false;
    *at = skip_space(s, *at);
    while (*at < s.n && dash_length(s, *at)) {
        *at = skip_space(s, *at + dash_length(s, *at));
        int next = read_number(s, at);
        if (next < last)
            return false;
        last = next;
        *at = skip_space(s, *at);
    }
    for (int n = first; n <= last; n++)
        citation_set_add(set, n);
    return true;
}

bool citation_parse(struct str inside, struct citation_set *set)
{
    struct citation_set numbers = {0};
    size_t at = skip_space(inside, 0);
    do {
        if (!read_part(inside, &at, &numbers))
            return false;
        bool separated = false;
        while (at < inside.n && (inside.p[at] == ',' || inside.p[at] == ';')) {
            at = skip_space(inside, at + 1);
            separated = true;
        }
        if (at < inside.n && !separated)
            return false;
    } while (at < inside.n);
    *set = numbers;
    return true;
}

/* "(70,034)" behind a decimal number is a population, whatever its digits: "4.5 (70,134)". */
static bool is_population(struct str text, size_t open, struct str inside)
{
    size_t before = str_trim(str_slice(text, 0, open)).n;
    size_t digits = 0;
    while (before > digits && char_is_digit(text.p[before - digits - 1]))
        digits++;
    bool decimal = digits && before > digits && text.p[before - digits - 1] == '.';
    size_t comma = str_find_char(inside, ',', 0);
    return decimal && comma != STR_NONE && comma <= 3 && (inside.n - comma) % 4 == 0;
}

static bool is_law_word(struct str word)
{
    static const char *const words[] = {
        "article", "articles",  "art",        "arts",    "section", "sections",   "sec",
        "secs",    "paragraph", "paragraphs", "para",    "paras",   "subsection", "item",
        "items",   "point",     "points",     "chapter", "rule",    "rules",      "regulation",
        "clause",  "part",      "schedule",   "order",   "decree",  "annex",      "subparagraph",
        "no",      "law",       "bulletin",   "s",       "ss",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* The letters at the end of text[0, end). */
static struct str word_before(struct str text, size_t end)
{
    size_t from = end;
    while (from > 0 && char_is_alpha(text.p[from - 1]))
        from--;
    return str_slice(text, from, end);
}

/* The word before the enumeration of articles that ends at `end`: "Articles" for
 * "Articles 2(1)(b), 132–133 and 3". Looks back 120 bytes at most. */
static struct str word_before_numbers(struct str text, size_t end)
{
    size_t stop = end > 120 ? end - 120 : 0;
    while (end > stop) {
        char c = text.p[end - 1];
        struct str word = word_before(text, end);
        if (word.n <= 1 || str_eq(word, S("and")) || str_eq(word, S("or")) || str_eq(word, S("to")))
            end -= word.n ? word.n : 1;
        else
            return word;
        if (c == ';')
            break;
    }
    return (struct str){0};
}

/* "Article 3(1)", "Section 4 (2) of": the paragraph of a law. Glued to a number it is one when an
 * article is named before it; with a space between, only when the sentence goes on about it. */
static bool is_paragraph_of_law(struct str text, size_t open, size_t close)
{
    size_t end = str_trim(str_slice(text, 0, open)).n;
    if (end == 0)
        return false;
    bool number = char_is_digit(text.p[end - 1]);
    bool bracket = text.p[end - 1] == ')' && end == open;
    bool named = is_law_word(word_before(text, end));
    if (!number && !bracket && !named)
        return false;
    size_t next = skip_space(text, close);
    struct str after = str_from(text, next);
    bool goes_on = str_starts(after, S("of ")) || str_starts(after, S("and ")) ||
                   str_starts(after, S("or ")) || str_starts(after, S(","));
    bool letter = next == close && after.n >= 3 && after.p[0] == '(' && char_is_alpha(after.p[1]);
    if (named)
        return goes_on;
    if (end != open && !goes_on)
        return false;
    if (bracket && !goes_on)
        return false;
    return letter || is_law_word(word_before_numbers(text, end));
}

static bool is_plausible(const struct citation_set *numbers, int longest)
{
    int limit = longest ? longest + longest / 4 + 10 : 600;
    return citation_set_largest(numbers) <= limit;
}

/* No group is longer: forty numbers with blanks after the commas. */
#define LONGEST_GROUP 240

bool citation_next(struct str text, size_t from, int longest, struct citation *found)
{
    for (size_t open = from; (open = str_find_char(text, '(', open)) != STR_NONE; open++) {
        struct str rest = str_slice(text, open + 1, open + LONGEST_GROUP);
        size_t length = str_find_char(rest, ')', 0);
        if (length == STR_NONE)
            continue;
        struct str inside = str_slice(rest, 0, length);
        struct citation group = {.from = open, .to = open + 1 + length + 1};
        if (!citation_parse(inside, &group.numbers) || !is_plausible(&group.numbers, longest) ||
            is_population(text, open, inside) || is_paragraph_of_law(text, open, group.to))
            continue;
        *found = group;
        return true;
    }
    return false;
}

/* Cuts footnote marks (and blanks) off the end; returns where they begin. */
static size_t marks_at_end(struct str s)
{
    static const char *const marks[] = {"*", "\xe2\x80\xa0", "\xe2\x80\xa1", "\xc2\xa7"};
    for (;;) {
        size_t before = s.n;
        s = str_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (str_ends(s, str_of(marks[i])))
                s.n -= strlen(marks[i]);
        if (s.n == before)
            return s.n;
    }
}

struct str citation_strip(struct arena *a, struct str cell, int longest, struct str *sources)
{
    struct citation_set all = {0};
    struct citation group;
    cell = str_trim(cell);
    size_t start = 0, end = marks_at_end(cell);
    struct str marks = str_trim(str_from(cell, end));
    size_t tail = STR_NONE;
    size_t behind = 0;
    while (citation_next(cell, start, longest, &group)) {
        bool joined = tail != STR_NONE && skip_space(cell, behind) == group.from;
        if (!joined) {
            tail = group.from;
            all = (struct citation_set){0};
        }
        citation_set_join(&all, &group.numbers);
        start = behind = group.to;
    }
    if (sources)
        *sources = (struct str){0};
    if (tail == STR_NONE || skip_space(cell, behind) < end)
        return cell;
    if (sources)
        *sources = citation_set_text(a, &all);
    struct str text = str_trim(str_slice(cell, 0, tail));
    return marks.n ? str_concat(a, text, marks) : text;
}

struct str citation_tidy(struct arena *a, struct str text, int longest)
{
    struct str_list parts = {0};
    struct citation group;
    size_t done = 0;
    while (citation_next(text, done, longest, &group)) {
        *arena_push(a, &parts) = str_slice(text, done, group.from);
        struct str normal = citation_set_text(a, &group.numbers);
        *arena_push(a, &parts) = str_format(a, "(%.*s)", STR_ARG(normal));
        done = group.to;
    }
    if (!parts.count)
        return text;
    *arena_push(a, &parts) = str_from(text, done);
    return str_join(a, &parts, (struct str){0});
}

struct str citation_union(struct arena *a, struct str text, int longest)
{
    struct citation_set all = {0};
    struct citation group;
    for (size_t at = 0; citation_next(text, at, longest, &group); at = group.to)
        citation_set_join(&all, &group.numbers);
    return citation_set_text(a, &all);
}
