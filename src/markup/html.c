#include "markup/html.h"

#include <string.h>

static void append(char *word, size_t size, unsigned char *length, char c)
{
    if (*length < size)
        word[(*length)++] = char_lower(c);
}

static struct str tag_of(const struct html_place *p)
{
    return (struct str){p->tag, p->tag_length};
}

static struct str name_of(const struct html_place *p)
{
    return (struct str){p->name, p->name_length};
}

/* Behind the ">" of a start tag: some elements hold something other than markup. */
static enum html_state inside(const struct html_place *p)
{
    struct str tag = tag_of(p);
    if (str_eq(tag, S("script")) || str_eq(tag, S("style")))
        return HTML_CODE;
    return str_eq(tag, S("title")) || str_eq(tag, S("textarea")) ? HTML_TITLE : HTML_TEXT;
}

/* True at "</tag" for the element the place is in. */
static bool at_own_end(const struct html_place *p, struct str markup, size_t i)
{
    struct str rest = str_from(markup, i);
    return str_starts(rest, S("</")) && str_starts_nocase(str_from(rest, 2), tag_of(p));
}

static void value_begins(struct html_place *p, enum html_state state)
{
    p->state = state;
    p->started = p->query = false;
}

static void value_byte(struct html_place *p, char c)
{
    p->started = true;
    if (c == '?' || c == '#')
        p->query = true;
}

static void tag_byte(struct html_place *p, char c)
{
    if (c == '>') {
        p->state = inside(p);
    } else if (!char_is_space(c) && c != '/') {
        p->state = HTML_NAME;
        p->name_length = 0;
        append(p->name, sizeof p->name, &p->name_length, c);
    }
}

static void name_byte(struct html_place *p, char c)
{
    if (c == '=')
        p->state = HTML_BEFORE_VALUE;
    else if (c == '>')
        p->state = inside(p);
    else if (char_is_space(c))
        p->state = HTML_AFTER_NAME;
    else if (c == '/')
        p->state = HTML_TAG;
    else
        append(p->name, sizeof p->name, &p->name_length, c);
}

static void before_value_byte(struct html_place *p, char c)
{
    if (c == '"' || c == '\'')
        value_begins(p, c == '"' ? HTML_DOUBLE : HTML_SINGLE);
    else if (c == '>')
        p->state = inside(p);
    else if (!char_is_space(c)) {
        value_begins(p, HTML_BARE);
        value_byte(p, c);
    }
}

static void after_open(struct html_place *p, struct str markup, size_t i)
{
    char c = markup.p[i];
    if (str_starts(str_from(markup, i), S("!--"))) {
        p->state = HTML_COMMENT;
    } else if (c == '/' || c == '!' || c == '?') {
        p->state = HTML_END_TAG;
    } else if (char_is_alpha(c)) {
        p->state = HTML_TAG_NAME;
        p->tag_length = 0;
        append(p->tag, sizeof p->tag, &p->tag_length, c);
    } else {
        p->state = HTML_TEXT;
    }
}

static void tag_name_byte(struct html_place *p, char c)
{
    if (c == '>')
        p->state = inside(p);
    else if (char_is_space(c) || c == '/')
        p->state = HTML_TAG;
    else
        append(p->tag, sizeof p->tag, &p->tag_length, c);
}

static void one_byte(struct html_place *p, struct str markup, size_t i)
{
    char c = markup.p[i];
    switch (p->state) {
    case HTML_TEXT: p->state = c == '<' ? HTML_OPEN : HTML_TEXT; break;
    case HTML_OPEN: after_open(p, markup, i); break;
    case HTML_TAG_NAME: tag_name_byte(p, c); break;
    case HTML_TAG: tag_byte(p, c); break;
    case HTML_NAME: name_byte(p, c); break;
    case HTML_AFTER_NAME:
        if (c == '=')
            p->state = HTML_BEFORE_VALUE;
        else if (!char_is_space(c))
            tag_byte(p, c);
        break;
    case HTML_BEFORE_VALUE: before_value_byte(p, c); break;
    case HTML_DOUBLE:
    case HTML_SINGLE:
        if (c == (p->state == HTML_DOUBLE ? '"' : '\''))
            p->state = HTML_TAG;
        else
            value_byte(p, c);
        break;
    case HTML_BARE:
        if (c == '>')
            p->state = inside(p);
        else if (char_is_space(c))
            p->state = HTML_TAG;
        else
            value_byte(p, c);
        break;
    case HTML_END_TAG: p->state = c == '>' ? HTML_TEXT : HTML_END_TAG; break;
    case HTML_COMMENT:
        if (c == '>' && i >= 2 && markup.p[i - 1] == '-' && markup.p[i - 2] == '-')
            p->state = HTML_TEXT;
        break;
    case HTML_TITLE:
    case HTML_CODE:
        if (at_own_end(p, markup, i))
            p->state = HTML_END_TAG;
        break;
    }
}

void html_advance(struct html_place *place, struct str markup)
{
    for (size_t i = 0; i < markup.n; i++)
        one_byte(place, markup, i);
}

void html_value_put(struct html_place *place)
{
    if (place->state == HTML_BEFORE_VALUE)
        value_begins(place, HTML_BARE);
    place->started = true;
}

enum html_value html_value(const struct html_place *place)
{
    static const struct str addresses[] = {
        S_INIT("href"), S_INIT("src"),      S_INIT("action"),    S_INIT("formaction"),
        S_INIT("cite"), S_INIT("poster"),   S_INIT("data"),      S_INIT("xlink:href"),
        S_INIT("ping"), S_INIT("manifest"), S_INIT("background")};
    struct str name = name_of(place);
    if (str_starts(name, S("on")) || str_eq(name, S("style")) || str_starts(name, S("srcdoc")) ||
        str_starts(name, S("srcset")))
        return HTML_DANGEROUS;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (str_eq(name, addresses[i]))
            return HTML_ADDRESS;
    return HTML_PLAIN;
}

/* `<option{{#if chosen}} selected{{/if}}>`: behind the name of an attribute is still in the tag. */
static bool between_attributes(enum html_state state)
{
    return state == HTML_TAG || state == HTML_NAME || state == HTML_AFTER_NAME ||
           state == HTML_TAG_NAME;
}

bool html_same(const struct html_place *a, const struct html_place *b)
{
    if (between_attributes(a->state) && between_attributes(b->state))
        return str_eq(tag_of(a), tag_of(b));
    if (a->state != b->state)
        return false;
    bool in_tag = a->state >= HTML_TAG_NAME && a->state <= HTML_BARE;
    bool in_value = a->state >= HTML_BEFORE_VALUE && a->state <= HTML_BARE;
    if ((in_tag || a->state >= HTML_TITLE) && !str_eq(tag_of(a), tag_of(b)))
        return false;
    return !in_value || str_eq(name_of(a), name_of(b));
}
