#include "intake/chapter/labels.h"

#include "intake/chapter/cells.h"
#include "intake/chapter/fold.h"

/* Letters of a label that tell it: less where the rest opens the next line. */
enum { SHORTEST_PART = 10, SHORTEST_LINE = 6, MOST_LINES = 4 };

struct str label_without_bullet(struct str text)
{
    static const struct str signs[] = {S_INIT("•"), S_INIT("■"), S_INIT("▪"),
                                       S_INIT("–"), S_INIT("-"), S_INIT("\xef\x82\xa7")};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_starts(text, signs[i]))
            return str_trim(str_from(text, signs[i].n));
    }
    /* A square of the Wingdings font comes out as the letter "n". */
    if (text.n > 2 && (text.p[0] == 'n' || text.p[0] == 'o') &&
        (char_is_upper(text.p[1]) || (text.p[1] == ' ' && char_is_upper(text.p[2]))))
        return str_trim(str_from(text, 1));
    return text;
}

/* Follows one label over the lines of a region. */
static bool follow(const struct chapter_reading *r, const struct region *region, size_t at,
                   struct str label, struct label_match *match)
{
    struct str rest = label;
    for (size_t i = at; i < region->count && i < at + MOST_LINES; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        if (i > at && line->kind != LINE_TEXT)
            return false;
        struct str text = label_without_bullet(line->text);
        size_t skipped = (size_t)(text.p - line->text.p);
        size_t used;
        size_t taken = fold_common(text, rest, &used);
        bool whole_line = !fold_length(str_from(text, taken));
        bool whole_label = !fold_length(str_from(rest, used));
        size_t shortest = whole_line ? SHORTEST_LINE : SHORTEST_PART;
        if (!taken ||
            (i == at && !whole_label && fold_length(str_slice(text, 0, taken)) < shortest))
            return false;
        rest = str_from(rest, used);
        match->line = i;
        match->behind = skipped + taken;
        if (whole_label) {
            match->missing = (struct str){0};
            return true;
        }
        if (!whole_line) {
            match->missing = rest;
            return false;
        }
    }
    return false;
}

static struct str text_behind(const struct chapter_reading *r, const struct region *region,
                              const struct label_match *m)
{
    return str_from(r->lines.items[region->items[m->line]].text, m->behind);
}

/* The label broke off before a value; its rest opens the next line or the one after. */
static bool interrupted(const struct chapter_reading *r, const struct region *region,
                        const struct label_match *m)
{
    struct cell cell;
    struct arena_mark mark = arena_mark(r->arena);
    bool value = m->missing.n && cell_find(r->arena, text_behind(r, region, m), 0, &cell);
    arena_rewind(r->arena, mark);
    for (size_t i = m->line + 1; value && i < region->count && i <= m->line + 3; i++) {
        struct str next = label_without_bullet(r->lines.items[region->items[i]].text);
        size_t used;
        size_t taken = fold_common(next, m->missing, &used);
        if (taken && used >= 3)
            return true;
    }
    return false;
}

static bool is_group(const struct instrument_table *t, struct str label)
{
    for (size_t i = 0; i < t->groups.count; i++) {
        if (fold_same(t->groups.items[i], label))
            return true;
    }
    return false;
}

static void consider(const struct chapter_reading *r, const struct region *region, size_t at,
                     const struct instrument_table *t, struct str label, int figure,
                     struct label_match *best, size_t *best_length)
{
    struct label_match m = {.figure = figure};
    bool whole = follow(r, region, at, label, &m);
    size_t length = fold_length(label) - fold_length(m.missing);
    if (!whole && (!m.missing.n || !interrupted(r, region, &m)))
        return;
    /* A heading row has nothing behind it; where its words are a row's, the row has its values. */
    bool bare = whole && !fold_length(text_behind(r, region, &m));
    if (bare ? figure >= 0 && is_group(t, label) : figure < 0)
        return;
    if (whole)
        length += 1000; /* a whole label beats part of a longer one */
    if (length > *best_length) {
        *best_length = length;
        *best = m;
    }
}

bool label_find(const struct chapter_reading *r, const struct region *region, size_t at, int table,
                struct label_match *match)
{
    size_t best = 0;
    const struct instrument_table *t = &r->instrument->tables.items[table];
    for (size_t i = 0; i < r->instrument->figures.count; i++) {
        const struct instrument_figure *f = &r->instrument->figures.items[i];
        for (size_t j = 0; f->table == table && j < f->labels.count; j++)
            consider(r, region, at, t, f->labels.items[j], (int)i, match, &best);
    }
    for (size_t i = 0; i < t->groups.count; i++)
        consider(r, region, at, t, t->groups.items[i], -1, match, &best);
    return best > 0;
}
