#include "intake/chapter/territories.h"

bool territories_stand_in(const struct chapter_reading *r, const struct region *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct chapter_line *line = &r->lines.items[table->items[i]];
        if (line->kind == LINE_HEADS && str_find_nocase(line->text, S("entity"), 0) != STR_NONE)
            return true;
    }
    return false;
}

static bool is_end_of_word(struct str text, size_t at)
{
    unsigned char next = at < text.n ? (unsigned char)text.p[at] : ' ';
    return next == ' ' || next == ',' || next == '/' || next == ';' || next == ')';
}

/* One name at `at`: its bytes, or 0. Longer names come first in the list. */
static size_t name_at(const struct chapter_instrument *instrument, struct str text, size_t at)
{
    for (size_t i = 0; i < instrument->territories.count; i++) {
        struct str name = instrument->territories.items[i];
        if (str_starts(str_from(text, at), name) && is_end_of_word(text, at + name.n))
            return name.n;
    }
    return 0;
}

/* The sign or word between two names at `at`: its bytes, with blanks. */
static size_t between_names(struct str text, size_t at)
{
    static const struct str signs[] = {S_INIT(", and "), S_INIT(" and "), S_INIT(", "),
                                       S_INIT("/"),      S_INIT(","),     S_INIT("; ")};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(str_from(text, at), signs[i]))
            return signs[i].n;
    return 0;
}

static size_t names_at(const struct chapter_instrument *instrument, struct str text, size_t at)
{
    size_t end = at, from = at;
    for (;;) {
        size_t name = name_at(instrument, text, from);
        if (!name)
            break;
        end = from + name;
        size_t between = between_names(text, end);
        if (!between)
            break;
        from = end + between;
    }
    struct str rest = str_trim(str_from(text, end));
    bool more_below = end > at && (str_eq(rest, S("and")) || str_eq(rest, S(",")) ||
                                   str_eq(rest, S(", and")) || str_eq(rest, S("/")));
    return (more_below ? text.n : end) - at;
}

size_t territories_at_start(const struct chapter_instrument *instrument, struct str text)
{
    size_t taken = names_at(instrument, text, 0);
    struct str rest = str_trim(str_from(text, taken));
    if (rest.n && rest.p[0] >= 'a' && rest.p[0] <= 'z')
        return 0;
    return taken;
}

size_t territories_at_end(const struct chapter_instrument *instrument, struct str text)
{
    for (size_t at = 1; at < text.n; at++) {
        if (text.p[at - 1] != ' ')
            continue;
        size_t taken = names_at(instrument, text, at);
        if (taken && at + taken == text.n)
            return at;
    }
    return text.n;
}
