#include "base/fold.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

/* Latin letters beyond ASCII by their plain letter, U+00C0 to U+017F; - where there is none. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* а to э, U+0430 to U+044D, in the letters of Azerbaijan; е, ю and я follow what stands before. */
static const char cyrillic[] = "abvgdejziyklmnoprstufhccss-i-e";

/* First every letter by a plain one, then, word by word, what is written differently. */
struct folder {
    char *out;
    size_t n;
    char before; /* the plain letter before, also when it fell away ('-'); 0: none */
};

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

static void put_plain(struct folder *f, char c)
{
    f->before = c;
    if (c == '-' || (c == ' ' && (!f->n || f->out[f->n - 1] == ' ')))
        return;
    f->out[f->n++] = c;
}

/* я, ю and е are ya, yu and ye at the beginning of a word and after a vowel or a sign; behind a
 * consonant they only soften it. */
static void put_soft(struct folder *f, char vowel)
{
    bool alone = !f->before || strchr(" -y", f->before) || is_vowel(f->before);
    if (alone)
        put_plain(f, 'y');
    put_plain(f, vowel);
}

static void put_cyrillic(struct folder *f, uint32_t small)
{
    if (small == 0x435 || small == 0x451) /* е ё */
        put_soft(f, 'e');
    else if (small == 0x44e) /* ю */
        put_soft(f, 'u');
    else if (small == 0x44f) /* я */
        put_soft(f, 'a');
    else
        put_plain(f, cyrillic[small - 0x430]);
}

static void put_letter(struct folder *f, uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        code += 32;
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        put_plain(f, (char)code);
    else if (code >= 0xc0 && code < 0xc0 + sizeof latin - 1)
        put_plain(f, latin[code - 0xc0]);
    else if (code == 0x259 || code == 0x18f) /* ə */
        put_plain(f, 'e');
    else if (code == 0x401 || code == 0x451)
        put_cyrillic(f, 0x451);
    else if (code >= 0x410 && code <= 0x44f)
        put_cyrillic(f, code < 0x430 ? code + 0x20 : code);
    else if (code < 0x300 || code > 0x36f) /* a combining mark is passed over */
        put_plain(f, ' ');
}

/* The one letter for all that sound or are written alike. */
static char alike(char c)
{
    switch (c) {
    case 'e': return 'a'; /* ə is written a or e */
    case 'y': return 'i';
    case 'w': return 'v';
    case 'j': return 'c';
    case 'g':
    case 'h':
    case 'q':
    case 'x': return 'k';
    default: return c;
    }
}

/* A name's word in letters that are alike; `out` may be the word itself. */
static size_t fold_word(const char *word, size_t n, char *out)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        char c = word[i], next = i + 1 < n ? word[i + 1] : 0, after = i + 2 < n ? word[i + 2] : 0;
        if (i == 0 && c == 'y' && is_vowel(next))
            continue;
        if (c == 'd' && (next == 'j' || (next == 'z' && after == 'h')))
            continue; /* дж, dzh */
        bool pair = next == 'h' && strchr("scz", c);
        c = c == 'z' && pair ? 'c' : alike(c);
        i += pair;
        if (!to || out[to - 1] != c)
            out[to++] = c;
    }
    if (to == 4 && memcmp(out, "baki", 4) == 0)
        out[3] = 'u'; /* the capital is Baku in all other languages */
    return to;
}

static bool has_digit(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (char_is_digit(word[i]))
            return true;
    return false;
}

struct str fold_key(struct arena *a, struct str text)
{
    size_t bad, to = 0;
    struct folder f = {.out = arena_array(a, text.n * 2 + 1, char)};
    if (!utf8_valid(text, &bad))
        text.n = bad;
    for (size_t at = 0; at < text.n;)
        put_letter(&f, utf8_next(text, &at));
    for (size_t at = 0; at < f.n;) {
        const char *word = f.out + at, *end = memchr(word, ' ', f.n - at);
        size_t n = end ? (size_t)(end - word) : f.n - at;
        at += n + 1;
        if (has_digit(word, n)) {
            memmove(f.out + to, word, n);
            to += n;
        } else {
            to += fold_word(word, n, f.out + to);
        }
        f.out[to++] = ' ';
    }
    return (struct str){f.out, to ? to - 1 : 0};
}

static bool begins_a_word(struct str name, struct str word)
{
    for (size_t at = 0; (at = str_find(name, word, at)) != STR_NONE; at++)
        if (at == 0 || name.p[at - 1] == ' ')
            return true;
    return false;
}

bool fold_matches(struct str name, struct str words)
{
    for (struct str word, rest = words; str_cut(&rest, ' ', &word);)
        if (word.n && !begins_a_word(name, word))
            return false;
    return true;
}
