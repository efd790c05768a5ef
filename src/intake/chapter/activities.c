#include "intake/chapter/activities.h"

#include "intake/chapter/citations.h"
#include "intake/chapter/columns.h"
#include "intake/chapter/margin.h"
#include "intake/chapter/passages.h"
#include "intake/chapter/prose.h"

/* The activity that is being gathered. */
struct gathering {
    struct chapter_reading *r;
    struct margin label;
    int sector;
    struct str_list lines;
    struct region places; /* of these lines in r->lines */
    int widest;           /* width of the widest line of the table */
    bool ended;           /* running text has begun */
};

/* Sentences are running text; an activity is a phrase. */
static bool is_sentence(struct str text)
{
    static const struct str ends[] = {S_INIT(". ("), S_INIT(".("),  S_INIT(". A"),
                                      S_INIT(". I"), S_INIT(". T"), S_INIT(". H")};
    if (str_ends(text, S(".")))
        return text.n > 60;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && text.n > 120; i++)
        if (str_contains(text, ends[i]))
            return true;
    return false;
}

static void give_back(struct gathering *g)
{
    for (size_t i = 0; i < g->places.count; i++)
        passages_give_back(g->r, g->places.items[i]);
}

static void take_activity(struct gathering *g, struct str text)
{
    struct chapter_reading *r = g->r;
    long line = r->lines.items[g->places.items[0]].number;
    *arena_push(r->arena, &r->chapter->entries) = (struct chapter_entry){
        .table = S("sector_activities"),
        .sector = g->sector < 0 ? (struct str){0} : g->label.labels[g->sector].key,
        .text = text,
        .marks = prose_marks(r->arena, text),
        .sources = citation_union(r->arena, text, r->longest),
        .line = line,
    };
    if (g->sector < 0)
        chapter_remark_add(r, line, N_("This activity stands under no sector: {1}"), text,
                           (struct str){0});
}

static void finish(struct gathering *g)
{
    if (g->lines.count) {
        struct str text = prose_text(g->r, &g->lines);
        g->ended = g->ended || is_sentence(text);
        if (g->ended)
            give_back(g);
        else
            take_activity(g, text);
    }
    g->lines = (struct str_list){0};
    g->places = (struct region){0};
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

/* Behind a page break or a note, and behind an activity that has come to its citation, the rest of
 * a sentence: the page was read on in its running text. */
static bool is_rest_of_sentence(const struct gathering *g, size_t place)
{
    const struct chapter_line *line = &g->r->lines.items[place];
    if (!g->lines.count || !(line->text.p[0] >= 'a' && line->text.p[0] <= 'z') ||
        !prose_closed(g->r->arena, g->lines.items[g->lines.count - 1]))
        return false;
    size_t last = g->places.items[g->places.count - 1];
    for (size_t i = last + 1; i < place; i++)
        if (g->r->lines.items[i].kind != LINE_BLANK)
            return true;
    return false;
}

static void take_line(struct gathering *g, size_t place)
{
    const struct chapter_line *line = &g->r->lines.items[place];
    struct str text = line->text;
    bool may_begin = !g->lines.count || g->label.rest.n > 0 ||
                     prose_closed(g->r->arena, g->lines.items[g->lines.count - 1]);
    if (is_rest_of_sentence(g, place)) {
        finish(g);
        g->ended = true;
    }
    int sector = may_begin ? margin_take(&g->label, text, &text) : -1;
    if (sector >= 0) {
        finish(g);
        g->sector = sector;
        g->ended = false;
    }
    if (!text.n)
        return;
    if (!goes_on(g, line, text))
        finish(g);
    *arena_push(g->r->arena, &g->lines) = text;
    *arena_push(g->r->arena, &g->places) = place;
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
        if (line->kind == LINE_TEXT) {
            take_line(&g, region->items[i]);
        } else if (line->kind == LINE_HEADS) {
            finish(&g);
            g.ended = false;
        }
    }
    finish(&g);
}
