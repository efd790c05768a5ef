#include "base/fold.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

/* Latin letters beyond ASCII by their plain letter, U+00C0 to U+017F; - where there is none. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* а to я, U+0430 to U+044F. */
static const char *const cyrillic[] = {"a", "b", "v", "g", "d", "e", "z", "z", "i",  "i", "k",
                                       "l", "m", "n", "o", "p", "r", "s", "t", "u",  "f", "h",
                                       "c", "c", "s", "s", "",  "i", "",  "e", "iu", "ia"};

struct folder {
    char *out;
    size_t n;
};

static void put(struct folder *f, char c)
{
    if (c == 'e')
        c = 'a'; /* ə is written a or e */
    if (c == 'y' || c == 'j')
        c = 'i';
    if (c == 'x')
        c = 'h';
    if (c == 'w')
        c = 'v';
    if (c == 'h' && f->n && strchr("ksczg", f->out[f->n - 1])) {
        if (f->out[f->n - 1] == 'k')
            f->out[f->n - 1] = 'h'; /* kh is х */
        return;                     /* sh, ch, zh, gh */
    }
    if (f->n && f->out[f->n - 1] == c)
        return; /* doubled */
    if (c == ' ' && !f->n)
        return;
    f->out[f->n++] = c;
}

static void put_letter(struct folder *f, uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        code += 32;
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
        put(f, (char)code);
    } else if (code >= 0xc0 && code < 0xc0 + sizeof latin - 1) {
        if (latin[code - 0xc0] != '-')
            put(f, latin[code - 0xc0]);
    } else if (code == 0x259 || code == 0x18f) { /* ə */
        put(f, 'e');
    } else if (code >= 0x410 && code <= 0x44f) {
        for (const char *p = cyrillic[(code - 0x410) % 32]; *p; p++)
            put(f, *p);
    } else if (code == 0x401 || code == 0x451) { /* ё */
        put(f, 'e');
    } else if (code < 0x300 || code > 0x36f) { /* a combining mark is passed over */
        put(f, ' ');
    }
}

struct str fold_key(struct arena *a, struct str text)
{
    size_t bad;
    struct folder f = {.out = arena_array(a, text.n * 2 + 1, char)};
    if (!utf8_valid(text, &bad))
        text.n = bad;
    for (size_t at = 0; at < text.n;)
        put_letter(&f, utf8_next(text, &at));
    while (f.n && f.out[f.n - 1] == ' ')
        f.n--;
    return (struct str){f.out, f.n};
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
