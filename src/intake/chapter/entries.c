#include "intake/chapter/entries.h"

#include "intake/chapter/citations.h"
#include "intake/chapter/columns.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/passages.h"
#include "intake/chapter/prose.h"
#include "intake/chapter/regions.h"
#include "intake/chapter/territories.h"

/* The longest published table has fewer than 400; what is beyond is no table. */
enum { MOST_LINES = 2000 };

/* The lines of one table that can be rows, and where they stand in r->lines. */
struct body {
    struct column_line *lines;
    size_t *places;
    struct str *parts; /* territory under whose heading each line stands, in group chapters */
    size_t count;
    bool territories; /* the table has the column "Related Entity" */
};

static bool only_blanks_between(const struct chapter_reading *r, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++)
        if (r->lines.items[i].kind != LINE_BLANK && r->lines.items[i].kind != LINE_NOTE)
            return false;
    return true;
}

/* "NIUE" over the rows of one territory, in a chapter that assesses several; `inside` a heading
 * that has begun, any line of capitals goes on with it. */
static bool is_heading_of_territory(const struct chapter_reading *r, struct str text, bool inside)
{
    if (r->assessed.count < 2)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if ((text.p[i] >= 'a' && text.p[i] <= 'z') || char_is_digit(text.p[i]))
            return false;
    for (size_t i = 0; i < r->assessed.count; i++)
        if (text.n >= 4 &&
            (fold_starts(r->assessed.items[i], text) || fold_starts(text, r->assessed.items[i])))
            return true;
    return inside;
}

static struct body body_of(struct chapter_reading *r, const struct region *region)
{
    struct body body = {
        .lines = arena_array(r->arena, region->count, struct column_line),
        .places = arena_array(r->arena, region->count, size_t),
        .parts = arena_array(r->arena, region->count, struct str),
    };
    size_t before = 0;
    struct str part = {0};
    bool heading = false;
    for (size_t i = 0; i < region->count; i++) {
        size_t place = region->items[i];
        const struct chapter_line *line = &r->lines.items[place];
        if (line->kind != LINE_TEXT)
            continue;
        if (body.count == MOST_LINES) {
            passages_give_back(r, place);
            continue;
        }
        if (is_heading_of_territory(r, line->text, heading)) {
            part = heading ? str_format(r->arena, "%.*s %.*s", STR_ARG(part), STR_ARG(line->text))
                           : line->text;
            heading = true;
            continue;
        }
        heading = false;
        body.parts[body.count] = part;
        body.places[body.count] = place;
        body.lines[body.count++] = (struct column_line){
            .text = line->text,
            .after_gap = line->after_gap,
            .begins_piece = body.count > 0 && !only_blanks_between(r, before, place),
            .opens_paragraph = region_opens_paragraph(r->instrument, line->text),
        };
        before = place;
    }
    return body;
}

/* The territory between name and description, taken off the end of one or the front of the other.
 */
static struct str take_territory(const struct chapter_reading *r, struct str *name,
                                 struct str *text)
{
    size_t end = territories_at_end(r->instrument, *name);
    if (end < name->n) {
        struct str territory = str_from(*name, end);
        *name = str_trim(str_slice(*name, 0, end));
        return territory;
    }
    size_t start = territories_at_start(r->instrument, *text);
    struct str territory = str_slice(*text, 0, start);
    *text = str_trim(str_from(*text, start));
    return territory;
}

static void take_row(struct chapter_reading *r, struct str table, const struct body *body,
                     const struct column_row *row)
{
    struct str_list name = {0}, text = {0};
    for (size_t i = row->first; i < row->end; i++) {
        struct str line = body->lines[i].text;
        size_t split = i < row->text ? line.n : i == row->text ? row->split : 0;
        if (split)
            *arena_push(r->arena, &name) = str_slice(line, 0, split);
        if (split < line.n)
            *arena_push(r->arena, &text) = str_from(line, split);
    }
    struct chapter_entry *entry = arena_push(r->arena, &r->chapter->entries);
    struct str printed = prose_text(r, &name), described = prose_text(r, &text);
    struct str both = str_format(r->arena, "%.*s %.*s", STR_ARG(printed), STR_ARG(described));
    struct str territory =
        body->territories ? take_territory(r, &printed, &described) : body->parts[row->first];
    *entry = (struct chapter_entry){
        .table = table,
        .territory = territory,
        .name = prose_unmark(r->arena, printed, &entry->marks),
        .text = described,
        .sources = citation_union(r->arena, both, r->longest),
        .line = r->lines.items[body->places[row->first]].number,
    };
    prose_unmark(r->arena, printed, &entry->marks);
    entry->years = prose_years(entry->name);
    if (row->doubtful)
        chapter_remark_add(r, entry->line,
                           N_("Where the name of this row ends could not be told with certainty. "
                              "“{1}” was taken as the name."),
                           entry->name, (struct str){0});
}

/* Nothing tells the rows apart: all lines are kept in one entry without a name. */
static void take_whole(struct chapter_reading *r, struct str table, const struct body *body)
{
    struct column_row all = {.first = 0, .text = 0, .end = body->count};
    take_row(r, table, body, &all);
    chapter_remark_add(
        r, r->lines.items[body->places[0]].number,
        N_("The rows of this table could not be told apart; its text was kept whole."),
        (struct str){0}, (struct str){0});
}

static void read_table(struct chapter_reading *r, struct str key)
{
    int table = chapter_instrument_table(r->instrument, key);
    struct body body = body_of(r, &r->tables[table]);
    struct column_rows rows = {0};
    if (!body.count)
        return;
    body.territories = territories_stand_in(r, &r->tables[table]);
    columns_find(r->arena, &r->instrument->words, body.lines, body.count, &rows);
    if (!rows.count) {
        take_whole(r, key, &body);
        return;
    }
    size_t done = 0;
    for (size_t i = 0; i < rows.count; i++) {
        take_row(r, key, &body, &rows.items[i]);
        for (; done < rows.items[i].first; done++)
            passages_give_back(r, body.places[done]);
        done = rows.items[i].end;
    }
    for (; done < body.count; done++)
        passages_give_back(r, body.places[done]);
}

void entries_read(struct chapter_reading *r)
{
    read_table(r, S("agencies"));
    read_table(r, S("mechanisms"));
    read_table(r, S("policies"));
    read_table(r, S("programs"));
}
