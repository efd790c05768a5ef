#include "intake/chapter/activities.h"

#include "intake/chapter/citations.h"
#include "intake/chapter/columns.h"
#include "intake/chapter/margin.h"
#include "intake/chapter/prose.h"

/* The activity that is being gathered. */
struct gathering {
    struct chapter_reading *r;
    struct margin label;
    int sector;
    struct str_list lines;
    long first;
    int widest; /* width of the widest line of the table */
};

static void finish(struct gathering *g)
{
    struct chapter_reading *r = g->r;
    if (!g->lines.count)
        return;
    struct str text = prose_text(r, &g->lines);
    *arena_push(r->arena, &r->chapter->entries) = (struct chapter_entry){
        .table = S("sector_activities"),
        .sector = g->sector < 0 ? (struct str){0} : g->label.labels[g->sector].key,
        .text = text,
        .marks = prose_marks(r->arena, text),
        .sources = citation_union(r->arena, text, r->longest),
        .line = g->first,
    };
    if (g->sector < 0)
        chapter_remark_add(r, g->first, N_("This activity stands under no sector: {1}"), text,
                           (struct str){0});
    g->lines = (struct str_list){0};
}

/* The line goes on with the activity before it: that one has not come to its citation yet, or the
 * line begins with a small letter. */
static bool goes_on(const struct gathering *g, const struct chapter_line *line, struct str text)
{
    if (!g->lines.count)
        return false;
    struct str last = g->lines.items[g->lines.count - 1];
    if (prose_closed(g->r->arena, last))
        return text.p[0] >= 'a' && text.p[0] <= 'z';
    if (!line->after_gap || !char_is_upper(text.p[0]))
        return true;
    size_t end = str_find_char(text, ' ', 0);
    int word = column_width(str_slice(text, 0, end == STR_NONE ? text.n : end));
    return column_width(last) + 300 + word > g->widest * 85 / 100;
}

static void take_line(struct gathering *g, const struct chapter_line *line)
{
    struct str text = line->text;
    bool waiting = g->label.rest.n > 0;
    bool may_begin =
        !g->lines.count || prose_closed(g->r->arena, g->lines.items[g->lines.count - 1]) || waiting;
    int sector = may_begin ? margin_take(&g->label, text, &text) : -1;
    if (sector >= 0) {
        finish(g);
        g->sector = sector;
    }
    if (!text.n)
        return;
    if (!goes_on(g, line, text)) {
        finish(g);
        g->first = line->number;
    }
    *arena_push(g->r->arena, &g->lines) = text;
}

void activities_read(struct chapter_reading *r)
{
    int table = chapter_instrument_table(r->instrument, S("sector_activities"));
    const struct region *region = &r->tables[table];
    struct gathering g = {
        .r = r,
        .sector = -1,
        .label = {.labels = r->instrument->sectors.items, .count = r->instrument->sectors.count},
    };
    for (size_t i = 0; i < region->count; i++) {
        int width = column_width(r->lines.items[region->items[i]].text);
        g.widest = width > g.widest ? width : g.widest;
    }
    for (size_t i = 0; i < region->count; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        if (line->kind == LINE_TEXT)
            take_line(&g, line);
    }
    finish(&g);
}
