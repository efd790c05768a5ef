#include "register/screen_row.h"

static const char *find(const char *p, const char *end, char c)
{
    return p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
}

/* Walks behind a closing quote: what may follow is a separator, the end of the row, or nothing yet.
 */
enum behind { BEHIND_CELL, BEHIND_ROW, BEHIND_MORE, BEHIND_WRONG };

static enum behind behind_quote(const char *p, const char *end, char separator)
{
    if (p == end)
        return BEHIND_MORE;
    if (*p == separator)
        return BEHIND_CELL;
    if (*p == '\n')
        return BEHIND_ROW;
    if (*p != '\r')
        return BEHIND_WRONG;
    if (p + 1 == end)
        return BEHIND_MORE;
    return p[1] == '\n' ? BEHIND_ROW : BEHIND_WRONG;
}

/* The closing quote of the cell whose opening one is before p; NULL when it is not among these. */
static const char *closing_quote(const char *p, const char *end)
{
    while ((p = find(p, end, '"')) && p + 1 < end && p[1] == '"')
        p += 2;
    return p;
}

/* Finds the line feed that ends the row. WHOLE: *at is on it. BROKEN: *at is where. */
static enum screen_extent_kind walk(const char *p, const char *end, char separator, const char **at)
{
    bool begins = true;
    for (; p < end; p++) {
        if (*p == '"' && !begins) {
            *at = p;
            return SCREEN_BROKEN;
        }
        if (*p == '"') {
            const char *close = closing_quote(p + 1, end);
            enum behind next = close ? behind_quote(close + 1, end, separator) : BEHIND_MORE;
            *at = next == BEHIND_WRONG ? close : p;
            if (next == BEHIND_WRONG)
                return SCREEN_BROKEN;
            if (next == BEHIND_MORE)
                return SCREEN_MORE;
            p = next == BEHIND_ROW ? find(close, end, '\n') : close + 1;
        }
        if (*p == '\n') {
            *at = p;
            return SCREEN_WHOLE;
        }
        begins = *p == separator;
    }
    *at = p;
    return SCREEN_MORE;
}

struct screen_extent screen_extent(const char *p, size_t n, bool last, char separator)
{
    size_t window = n < SCREEN_LONGEST_ROW + 1 ? n : SCREEN_LONGEST_ROW + 1;
    const char *line_end = find(p, p + window, '\n'), *at = p;
    if (!line_end && n > SCREEN_LONGEST_ROW) {
        line_end = find(p + window, p + n, '\n');
        return (struct screen_extent){SCREEN_ENDLESS, line_end ? (size_t)(line_end - p) + 1 : n, 0,
                                      line_end != NULL};
    }
    if (!line_end)
        return (struct screen_extent){.kind = SCREEN_MORE};
    /* One byte more than a row may have is its line end; two say whether CR LF stands there. */
    enum screen_extent_kind kind = walk(p, p + window, separator, &at);
    if (kind == SCREEN_WHOLE)
        return (struct screen_extent){SCREEN_WHOLE, (size_t)(at - p) + 1, 0, true};
    if (kind == SCREEN_MORE && n <= SCREEN_LONGEST_ROW && !last)
        return (struct screen_extent){.kind = SCREEN_MORE};
    return (struct screen_extent){SCREEN_BROKEN, (size_t)(line_end - p) + 1, (size_t)(at - p),
                                  true};
}

struct str screen_row_text(const char *p, size_t n)
{
    if (n && p[n - 1] == '\n')
        n--;
    if (n && p[n - 1] == '\r')
        n--;
    return (struct str){p, n};
}

size_t screen_row_cells(struct str row, char separator, struct str *cells, size_t room)
{
    const char *p = row.p, *end = row.p + row.n;
    size_t count = 0;
    for (;; p++) {
        const char *start = p;
        if (p < end && *p == '"') {
            const char *close = closing_quote(p + 1, end);
            p = close ? close + 1 : end;
        }
        p = find(p, end, separator);
        if (!p)
            p = end;
        if (count < room)
            cells[count] = (struct str){start, (size_t)(p - start)};
        count++;
        if (p == end)
            return count;
    }
}

struct str screen_cell(struct arena *a, struct str raw)
{
    if (raw.n < 2 || raw.p[0] != '"' || raw.p[raw.n - 1] != '"')
        return raw;
    struct str inner = str_slice(raw, 1, raw.n - 1);
    return inner.n && memchr(inner.p, '"', inner.n) ? str_replace(a, inner, S("\"\""), S("\""))
                                                    : inner;
}
