#include "markup/escape.h"

#include <string.h>

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

void escape_html(struct buffer *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char what = unsafe[(unsigned char)text.p[i]];
        if (!what)
            continue;
        buffer_add(out, str_slice(text, from, i));
        buffer_add(out, references[what]);
        from = i + 1;
    }
    buffer_add(out, str_from(text, from));
}

static void percent(struct buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    buffer_char(out, '%');
    buffer_char(out, hex[c >> 4]);
    buffer_char(out, hex[c & 15]);
}

static bool unreserved(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
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
        char c = text.p[i];
        if (c == '&')
            buffer_add(out, S("&amp;"));
        else if (unreserved(c) || (c && strchr(":/?#[]@!$()*+,;=%", c)))
            buffer_char(out, c);
        else
            percent(out, (unsigned char)c);
    }
}
