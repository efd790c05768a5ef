#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "intake/pdf/lines.h"

static const struct {
    uint32_t code;
    struct str plain;
} signs[] = {
    {0x00A0, S_INIT(" ")},  {0x00AD, S_INIT("")},    {0x200B, S_INIT("")},
    {0x200C, S_INIT("")},   {0x200D, S_INIT("")},    {0x2060, S_INIT("")},
    {0xFEFF, S_INIT("")},   {0x2010, S_INIT("-")},   {0x2011, S_INIT("-")},
    {0x2002, S_INIT(" ")},  {0x2003, S_INIT(" ")},   {0x2009, S_INIT(" ")},
    {0x202F, S_INIT(" ")},  {0x2705, S_INIT("✓")},   {0x2714, S_INIT("✓")},
    {0x2611, S_INIT("✓")},  {0xFB00, S_INIT("ff")},  {0xFB01, S_INIT("fi")},
    {0xFB02, S_INIT("fl")}, {0xFB03, S_INIT("ffi")}, {0xFB04, S_INIT("ffl")},
    {0xFB05, S_INIT("st")}, {0xFB06, S_INIT("st")},  {0xF0FC, S_INIT("✓")}, /* Wingdings tick */
    {0xF0FE, S_INIT("✓")},  {0xF0A7, S_INIT("▪")},   {0xF0B7, S_INIT("•")},
};

static const struct {
    struct str name;
    char character;
} entities[] = {
    {S_INIT("&amp;"), '&'},  {S_INIT("&lt;"), '<'},    {S_INIT("&gt;"), '>'},
    {S_INIT("&quot;"), '"'}, {S_INIT("&apos;"), '\''}, {S_INIT("&#39;"), '\''},
};

/* Adds the character an entity at `at` stands for and moves behind it; false when there is none. */
static bool add_entity(struct buffer *b, struct str word, size_t *at)
{
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (!str_starts(str_from(word, *at), entities[i].name))
            continue;
        buffer_char(b, entities[i].character);
        *at += entities[i].name.n;
        return true;
    }
    return false;
}

static void add_code(struct buffer *b, uint32_t code)
{
    char bytes[4];
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == code) {
            buffer_add(b, signs[i].plain);
            return;
        }
    /* Symbol fonts put their signs at U+F000 and the key that types them: a square of Wingdings is
     * "n", as the published texts have it. */
    if (code >= 0xF020 && code <= 0xF07E)
        code -= 0xF000;
    if (code < 0x20 || code == 0x7F || (code >= 0xE000 && code <= 0xF8FF))
        return;
    buffer_add(b, (struct str){bytes, utf8_put(bytes, code)});
}

/* Length of the well-formed character at `at`; 0 when there is none. */
static size_t character_at(struct str word, size_t at)
{
    size_t bad;
    for (size_t n = 1; n <= 4 && at + n <= word.n; n++)
        if (utf8_valid(str_slice(word, at, at + n), &bad))
            return n;
    return 0;
}

void pdf_plain(struct buffer *out, struct str word)
{
    size_t start = out->count, at = 0;
    while (at < word.n) {
        if (add_entity(out, word, &at))
            continue;
        if (character_at(word, at))
            add_code(out, utf8_next(word, &at));
        else
            at++;
    }
    /* A tick of Wingdings in a font without a table of its signs comes out as the letter of its
     * key; no language has this letter as a word. */
    if (str_eq(str_from(buffer_str(out), start), S("ü"))) {
        out->count = start;
        buffer_add(out, S("✓"));
    }
}
