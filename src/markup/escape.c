#include "markup/escape.h"

#include <string.h>

static struct str reference(char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    case '\'': return S("&#39;");
    default: return (struct str){0};
    }
}

void escape_html(struct buffer *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        struct str safe = reference((char)c);
        bool unknown = (c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
        if (!safe.n && !unknown)
            continue;
        buffer_add(out, str_slice(text, from, i));
        buffer_add(out, safe);
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
