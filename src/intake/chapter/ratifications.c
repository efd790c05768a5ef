/* Table 3: a tick beside the name of a convention. In many texts the ticks are drawings and lost,
 * so: with some tick in the table a bare row means not ratified; with none the rows say nothing,
 * unless the sentence above the table says that all were ratified. */
#include "intake/chapter/figures.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/labels.h"

enum { SENTENCE_LINES = 8 };

struct ratification {
    int figure;
    long line;
    bool tick, not_applicable;
};

static bool has_tick(struct str text)
{
    static const struct str ticks[] = {
        S_INIT("✓"),           S_INIT("✔"), S_INIT("√"), S_INIT("☑"), S_INIT("\xef\x83\xbc"),
        S_INIT("\xef\x80\xb3")};
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        if (str_contains(text, ticks[i]))
            return true;
    }
    struct str only = str_trim(text);
    return str_eq(only, S("ü")) || str_eq(only, S("X")) || str_eq_nocase(only, S("Yes"));
}

/* The line above the table that says all conventions were ratified; 0 when none does. */
static long all_ratified(const struct chapter_reading *r, const struct region *region)
{
    size_t first = region->items[0];
    for (size_t i = first, seen = 0; i-- > 0 && seen < SENTENCE_LINES;) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_TEXT)
            continue;
        seen++;
        struct str two = line->text;
        struct arena_mark mark = arena_mark(r->arena);
        if (i + 1 < first && r->lines.items[i + 1].kind == LINE_TEXT)
            two = str_format(r->arena, "%.*s %.*s", STR_ARG(two),
                             STR_ARG(r->lines.items[i + 1].text));
        bool says = false;
        for (size_t p = 0; p < r->instrument->all_ratified.count; p++)
            says =
                says || str_find_nocase(two, r->instrument->all_ratified.items[p], 0) != STR_NONE;
        arena_rewind(r->arena, mark);
        if (says)
            return line->number;
    }
    return 0;
}

static void add_row(struct chapter_reading *r, const struct ratification *row, bool ticks,
                    long sentence)
{
    struct chapter_figure *f =
        figure_add(r, row->figure, r->chapter->year, (struct str){0}, row->line);
    if (row->not_applicable) {
        f->state = FIGURE_NOT_APPLICABLE;
        f->text = S("N/A");
    } else if (ticks || sentence) {
        f->state = FIGURE_VALUE;
        f->answer = row->tick || !ticks ? S("yes") : S("no");
        if (!ticks)
            f->line = sentence;
        f->text = row->tick ? S("✓") : (struct str){0};
    }
}

void ratifications_read(struct chapter_reading *r)
{
    enum { MOST_ROWS = 12 };
    int table = chapter_instrument_table(r->instrument, S("ratifications"));
    const struct region *region = &r->tables[table];
    struct ratification rows[MOST_ROWS];
    size_t count = 0, next = 0;
    bool ticks = false;
    for (size_t i = 0; i < region->count && count < MOST_ROWS; i++) {
        const struct chapter_line *line = &r->lines.items[region->items[i]];
        struct label_match m;
        if (line->kind != LINE_TEXT || i < next)
            continue;
        if (!label_find(r, region, i, table, &m) || m.figure < 0) {
            if (count && has_tick(line->text))
                ticks = rows[count - 1].tick = true;
            else if (count && str_starts(line->text, S("N/A")))
                rows[count - 1].not_applicable = true;
            continue;
        }
        next = m.line + 1;
        struct str behind = str_from(r->lines.items[region->items[m.line]].text, m.behind);
        struct ratification *row = &rows[count++];
        *row = (struct ratification){.figure = m.figure, .line = line->number};
        row->tick = has_tick(behind);
        row->not_applicable = str_contains(behind, S("N/A"));
        ticks = ticks || row->tick;
    }
    if (!count)
        return;
    long sentence = ticks ? 0 : all_ratified(r, region);
    for (size_t i = 0; i < count; i++)
        add_row(r, &rows[i], ticks, sentence);
}
