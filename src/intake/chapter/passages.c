#include "intake/chapter/passages.h"

#include "intake/chapter/citations.h"
#include "intake/chapter/columns.h"
#include "intake/chapter/prose.h"

#include <stdlib.h>

/* A passage while its lines are gathered. */
struct gathering {
    struct chapter_reading *r;
    struct str_list lines;
    const struct chapter_line *first, *last;
    const char *kind;
    int page; /* width of a full line of running text */
};

void passages_give_back(struct chapter_reading *r, size_t index)
{
    r->lines.items[index].table = -1;
}

static void finish(struct gathering *g)
{
    if (!g->lines.count)
        return;
    struct chapter_reading *r = g->r;
    int section = g->first->section;
    struct str text = prose_text(r, &g->lines);
    *arena_push(r->arena, &r->chapter->passages) = (struct chapter_passage){
        .section = section < 0 ? S("summary") : r->instrument->sections.items[section].key,
        .kind = str_of(g->kind),
        .text = text,
        .sources = citation_union(r->arena, text, r->longest),
        .line = g->first->number,
    };
    g->lines = (struct str_list){0};
}

static void take(struct gathering *g, const struct chapter_line *line, const char *kind)
{
    if (!g->lines.count) {
        g->first = line;
        g->kind = kind;
    }
    g->last = line;
    *arena_push(g->r->arena, &g->lines) = line->text;
}

static struct str first_word(struct str text)
{
    size_t end = str_find_char(text, ' ', 0);
    return str_slice(text, 0, end == STR_NONE ? text.n : end);
}

/* The line goes on with the paragraph that is being gathered. A blank line or a page break inside a
 * sentence does not end it; a closed line with room for one more word does. */
static bool goes_on(const struct gathering *g, const struct chapter_line *line)
{
    if (!g->lines.count || g->first->section != line->section)
        return false;
    if (!prose_closed(g->r->arena, g->last->text))
        return true;
    if (line->after_gap)
        return false;
    int width = column_width(g->last->text) + 300 + column_width(first_word(line->text));
    return width > g->page * 88 / 100;
}

static int compare_widths(const void *one, const void *other)
{
    int a = *(const int *)one, b = *(const int *)other;
    return (a > b) - (a < b);
}

static int compare_lines(const void *one, const void *other)
{
    long a = ((const struct chapter_passage *)one)->line;
    long b = ((const struct chapter_passage *)other)->line;
    return (a > b) - (a < b);
}

static bool is_running_text(const struct chapter_line *line)
{
    return line->kind == LINE_TEXT && line->table < 0 && !line->in_references;
}

/* Width of the lines of running text: nine in ten are no wider. */
static int page_width(const struct chapter_reading *r)
{
    int *widths = arena_array(r->arena, r->lines.count + 1, int);
    size_t count = 0;
    for (size_t i = 0; i < r->lines.count; i++)
        if (is_running_text(&r->lines.items[i]))
            widths[count++] = column_width(r->lines.items[i].text);
    qsort(widths, count, sizeof *widths, compare_widths);
    return count ? widths[count * 9 / 10] : 0;
}

static bool is_source(struct str note)
{
    return str_starts_nocase(note, S("source"));
}

void passages_read(struct chapter_reading *r)
{
    struct gathering text = {.r = r, .page = page_width(r)}, other = {.r = r};
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        bool heading = line->kind == LINE_HEADING || line->kind == LINE_SUBHEADING;
        bool note = line->kind == LINE_NOTE;
        if (line->in_references || line->kind == LINE_REFERENCES)
            continue;
        if (heading || note) {
            if (heading)
                finish(&text);
            if (line->begins || line->kind == LINE_SUBHEADING || !other.lines.count)
                finish(&other);
            take(&other, line, heading ? "heading" : is_source(line->text) ? "source" : "note");
            continue;
        }
        if (!is_running_text(line))
            continue;
        finish(&other);
        if (!goes_on(&text, line))
            finish(&text);
        take(&text, line, "paragraph");
    }
    finish(&other);
    finish(&text);
    struct chapter_passages *all = &r->chapter->passages;
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare_lines);
}
