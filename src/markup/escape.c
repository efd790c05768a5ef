#include "markup/escape.h"

/* What may not stand in HTML as it is: 0 as it is, 1 not at all, else a reference. */
enum { PLAIN, LEFT_OUT, AMPERSAND, LESS, MORE, QUOTE, APOSTROPHE };
static const unsigned char unsafe[256] = {
    ['&'] = AMPERSAND, ['<'] = LESS,    ['>'] = MORE,    ['"'] = QUOTE,   ['\''] = APOSTROPHE,
    [0] = LEFT_OUT,    [1] = LEFT_OUT,  [2] = LEFT_OUT,  [3] = LEFT_OUT,  [4] = LEFT_OUT,
    [5] = LEFT_OUT,    [6] = LEFT_OUT,  [7] = LEFT_OUT,  [8] = LEFT_OUT,  [11] = LEFT_OUT,
    [12] = LEFT_OUT,   [14] = LEFT_OUT, [15] = LEFT_OUT, [16] = LEFT_OUT, [17] = LEFT_OUT,
    [18] = LEFT_OUT,   [19] = LEFT_OUT, [20] = LEFT_OUT, [21] = LEFT_OUT, [22] = LEFT_OUT,
    [23] = LEFT_OUT,   [24] = LEFT_OUT, [25] = LEFT_OUT, [26] = LEFT_OUT, [27] = LEFT_OUT,
    [28] = LEFT_OUT,   [29] = LEFT_OUT, [30] = LEFT_OUT, [31] = LEFT_OUT, [0x7f] = LEFT_OUT,
};
static const struct str references[] = {
    [AMPERSAND] = S_INIT("&amp;"), [LESS] = S_INIT("&lt;"),        [MORE] = S_INIT("&gt;"),
    [QUOTE] = S_INIT("&quot;"),    [APOSTROPHE] = S_INIT("&#39;"),
};

/* How many bytes from `at` on may stand as they are; eight are looked at together. */
static size_t plain_bytes(struct str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t i = at;
    for (; i + 8 <= text.n; i += 8)
        if (unsafe[p[i]] | unsafe[p[i + 1]] | unsafe[p[i + 2]] | unsafe[p[i + 3]] |
            unsafe[p[i + 4]] | unsafe[p[i + 5]] | unsafe[p[i + 6]] | unsafe[p[i + 7]])
            break;
    while (i < text.n && !unsafe[p[i]])
        i++;
    return i - at;
}

void escape_html(struct buffer *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        size_t plain = plain_bytes(text, i);
        buffer_add(out, str_slice(text, i, i + plain));
        i += plain;
        if (i < text.n)
            buffer_add(out, references[unsafe[(unsigned char)text.p[i]]]);
    }
}

static void percent(struct buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    buffer_char(out, '%');
    buffer_char(out, hex[c >> 4]);
    buffer_char(out, hex[c & 15]);
}

/* 1: stands in every part of an address; 2: only where parts are put together (RFC 3986, 2.2). */
static const unsigned char stands[256] = {
    ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['0' ... '9'] = 1, ['-'] = 1, ['.'] = 1, ['_'] = 1,
    ['~'] = 1,         [':'] = 2,         ['/'] = 2,         ['?'] = 2, ['#'] = 2, ['['] = 2,
    [']'] = 2,         ['@'] = 2,         ['!'] = 2,         ['$'] = 2, ['('] = 2, [')'] = 2,
    ['*'] = 2,         ['+'] = 2,         [','] = 2,         [';'] = 2, ['='] = 2, ['%'] = 2,
};

static bool unreserved(char c)
{
    return stands[(unsigned char)c] == 1;
}

void escape_part(struct buffer *out, struct str text, bool slashes)
{
    for (size_t i = 0; i < text.n; i++)
        if (unreserved(text.p[i]) || (slashes && text.p[i] == '/'))
            buffer_char(out, text.p[i]);
        else
            percent(out, (unsigned char)text.p[i]);
}

/* A browser passes over white space and control characters before and in a scheme, so anything but
 * a plain one counts as a scheme it must not have. */
static bool address_allowed(struct str text)
{
    static const struct str schemes[] = {S_INIT("http:"), S_INIT("https:"), S_INIT("mailto:"),
                                         S_INIT("tel:")};
    if (text.n > 1 && text.p[0] == '/' && text.p[1] != '/' && text.p[1] != '\\')
        return true; /* as nearly all are */
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts_nocase(text, schemes[i]))
            return true;
    if (str_starts(text, S("//")) || str_starts(text, S("/\\"))) /* another host */
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '/' || c == '?' || c == '#')
            return true;
        if (c == ':' || (unsigned char)c <= ' ' || c == '\\')
            return false;
    }
    return true;
}

void escape_address(struct buffer *out, struct str text)
{
    if (!address_allowed(text)) {
        buffer_char(out, '#');
        return;
    }
    for (size_t i = 0; i < text.n; i++) {
        size_t from = i;
        while (i < text.n && stands[(unsigned char)text.p[i]])
            i++;
        buffer_add(out, str_slice(text, from, i));
        if (i < text.n && text.p[i] == '&')
            buffer_add(out, S("&amp;"));
        else if (i < text.n)
            percent(out, (unsigned char)text.p[i]);
    }
}
