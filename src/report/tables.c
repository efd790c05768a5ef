/* The tables of a chapter, numbered as they come out. */
#include "base/arena.h"
#include "base/buffer.h"
#include "report/nodes.h"

static int number_of(const struct report_context *c, const struct table_definition *t)
{
    return c->numbers[t - c->instrument->tables];
}

struct str table_number(const struct report_context *c, const struct table_definition *t)
{
    int number = number_of(c, t);
    if (!number)
        return (struct str){0};
    return str_format(c->arena, t->as_figure ? "figure%d" : "%d", number);
}

struct str table_name(const struct report_context *c, const struct table_definition *t)
{
    struct str number = str_format(c->arena, "%d", number_of(c, t));
    enum language l = c->request->language;
    return words_fill(c->arena, t->as_figure ? words(l, S("Figure {1}")) : words(l, S("Table {1}")),
                      &number, 1);
}

static struct node *text_cell(struct arena *a, struct str text)
{
    struct node *cell = node_map(a);
    node_set_str(a, cell, S("text"), text);
    return cell;
}

/* A text with citations inside. */
static struct node *cited_cell(struct report_context *c, struct str text, struct str sources)
{
    struct node *cell = text_cell(c->arena, text);
    node_set(c->arena, cell, S("parts"), parts_node(c->arena, text, c->longest));
    node_set(c->arena, cell, S("sources"), sources_node(c->arena, sources));
    set_if(c->arena, cell, S("citation"), sources);
    return cell;
}

/* --- tables of figures --- */

/* A count under a percentage of the same table stands in brackets behind it. */
static bool is_folded(const struct figure_definition *d)
{
    return d->under && d->type == FIGURE_COUNT && d->under->type == FIGURE_PERCENT;
}

static struct str folded_text(const struct report_context *c, const struct figure_cell *cell)
{
    struct str text = figure_text(c, cell->chosen);
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *part = &c->cells.items[i];
        if (part->definition->under == cell->definition && is_folded(part->definition) &&
            part->year == cell->year && str_eq(part->territory, cell->territory) &&
            figure_has_value(part->chosen))
            text = str_format(c->arena, "%.*s (%.*s)", STR_ARG(text),
                              STR_ARG(figure_text(c, part->chosen)));
    }
    return text;
}

static void mark_change(struct arena *a, struct node *cell, const struct figure_cell *before,
                        const struct figure_cell *now)
{
    const struct figure *one = before ? before->chosen : NULL, *two = now->chosen;
    if (!one || figure_same(one, two))
        return;
    struct str change = S("other");
    if (figure_has_value(one) && figure_has_value(two) && one->is_number && two->is_number)
        change = two->number > one->number ? S("up") : S("down");
    node_set_str(a, cell, S("change"), change);
}

static struct node *figure_cell_node(const struct report_context *c, const struct figure_cell *cell)
{
    struct arena *a = c->arena;
    const struct figure *f = cell->chosen;
    struct node *n = text_cell(a, folded_text(c, cell));
    bool own = f->computed || f->report_year == c->year;
    node_set_str(a, n, S("state"), f->state);
    node_set(a, n, S("sources"), sources_node(a, own ? f->sources : (struct str){0}));
    set_if(a, n, S("citation"), own ? f->sources : (struct str){0});
    set_if(a, n, S("marks"), f->marks);
    node_set_bool(a, n, S("number"), figure_has_value(f) && f->is_number);
    node_set_str(a, n, S("figure"), f->definition->key);
    node_set_int(a, n, S("year"), f->year);
    set_if(a, n, S("territory"), f->territory);
    node_set_str(a, n, S("basis"), f->computed ? S("computed") : S("reported"));
    if (figure_restated(cell)) {
        node_set_bool(a, n, S("restated"), true);
        node_set(a, n, S("printed_before"), figure_brief(c, cell->before, false));
    }
    if (cell->reported && cell->computed && !figure_same(cell->reported, cell->computed)) {
        node_set_bool(a, n, S("differs"), true);
        node_set(a, n, S("other"),
                 figure_brief(c, f->computed ? cell->reported : cell->computed, true));
    }
    return n;
}

static struct node *age_cell(const struct report_context *c, const struct figure *f)
{
    struct node *n = node_map(c->arena);
    bool none = str_eq(f->age_text, S("N/A")) || (!f->age_text.n && !f->has_age);
    struct str text = f->age_text;
    if (!text.n && f->has_age)
        text = str_format(c->arena, "%.*s%s",
                          STR_ARG(node_text(c->arena, node_real(c->arena, f->age))),
                          f->age_calculated ? "‡" : "");
    if (none && text.n) {
        text = say(c, instrument_state(c->instrument, S("not_applicable")));
        node_set_str(c->arena, n, S("state"), S("not_applicable"));
    }
    node_set_str(c->arena, n, S("text"), text);
    if (f->has_age)
        node_set_bool(c->arena, n, S("number"), true);
    return n;
}

/* What a row shows: a figure of the whole country or of a part. */
struct figure_row {
    const struct figure_definition *definition;
    struct str territory;
    struct str label; /* of the first cell */
};

/* The cell of one column of a row. */
static struct node *column_cell(struct report_context *c, const struct figure_row *row,
                                const struct column_definition *column)
{
    bool before = str_eq(column->key, S("previous_year"));
    const struct figure_cell *cell =
        figure_cell_of(&c->cells, row->definition, c->year - (before ? 1 : 0), row->territory);
    if (!cell)
        return text_cell(c->arena, (struct str){0});
    if (str_eq(column->key, S("age")))
        return age_cell(c, cell->chosen);
    if (str_eq(column->key, S("legislation"))) {
        struct str law = cell->chosen->legislation;
        return cited_cell(c, law, law.n ? cell->chosen->sources : (struct str){0});
    }
    struct node *n = figure_cell_node(c, cell);
    if (cell->chosen->legislation.n) { /* the sources stand beside the law */
        node_set(c->arena, n, S("sources"), node_list(c->arena));
        node_set_str(c->arena, n, S("citation"), (struct str){0});
    }
    if (str_eq(column->key, S("year")))
        mark_change(c->arena, n,
                    figure_cell_of(&c->cells, row->definition, c->year - 1, row->territory), cell);
    return n;
}

static struct node *figure_row_node(struct report_context *c, const struct table_definition *t,
                                    const struct figure_row *row)
{
    struct arena *a = c->arena;
    const struct figure_definition *d = row->definition;
    struct node *n = node_map(a);
    node_set_str(a, n, S("key"), d->key);
    node_set_str(a, n, S("label"), row->label);
    set_if(a, n, S("territory"), row->territory);
    if (row->territory.n)
        node_set_str(a, n, S("under"), d->key);
    else if (d->under && d->under->table == t)
        node_set_str(a, n, S("under"), d->under->key);
    struct node *cells = node_set(a, n, S("cells"), node_list(a));
    node_add(a, cells, text_cell(a, row->label));
    for (size_t k = 1; k < t->column_count; k++)
        node_add(a, cells, column_cell(c, row, &t->columns[k]));
    return n;
}

/* The rows of one figure: the country's, and one for each part that a report gives apart. The cells
 * are sorted, so that those of one figure stand together, by year and then by part. */
static void add_figure_rows(struct report_context *c, const struct figure_definition *d,
                            struct node *rows)
{
    const struct figure_row whole = {.definition = d, .label = say(c, d->label)};
    struct str_list parts = {0};
    bool said = false;
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        bool shown = cell->year == c->year || (d->table->two_years && cell->year == c->year - 1);
        if (cell->definition != d || !shown)
            continue;
        said = true;
        bool known = !cell->territory.n;
        for (size_t k = 0; k < parts.count && !known; k++)
            known = str_eq(parts.items[k], cell->territory);
        if (!known)
            *arena_push(c->arena, &parts) = cell->territory;
    }
    if (said)
        node_add(c->arena, rows, figure_row_node(c, d->table, &whole));
    for (size_t i = 0; i < parts.count; i++) {
        const struct figure_row part = {
            .definition = d, .territory = parts.items[i], .label = parts.items[i]};
        node_add(c->arena, rows, figure_row_node(c, d->table, &part));
    }
}

static struct node *figure_rows(struct report_context *c, const struct table_definition *t)
{
    struct node *rows = node_list(c->arena);
    for (size_t i = 0; i < c->instrument->figure_count; i++) {
        const struct figure_definition *d = &c->instrument->figures[i];
        if (d->table == t && !is_folded(d))
            add_figure_rows(c, d, rows);
    }
    return rows;
}

/* --- tables of words --- */

/* A text with the part of the country it is about, where it is about a part. */
static struct str with_territory(struct arena *a, struct str text, const struct record *r)
{
    struct str territory = record_text(r, "territory");
    return territory.n ? str_format(a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(territory)) : text;
}

static struct str entry_name(const struct report_context *c, const struct record *entry)
{
    struct str name = record_text(entry, "name"), years = record_text(entry, "years");
    struct str dashed = dashes(c->arena, years);
    bool inside = str_find(name, years, 0) != STR_NONE || str_find(name, dashed, 0) != STR_NONE;
    if (!years.n || inside) /* a chapter's names have their years inside */
        return str_replace(c->arena, name, years, dashed);
    return str_format(c->arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(dashed));
}

/* Marks of a text that does not carry them inside already, as a chapter's texts do. */
static void set_marks(struct arena *a, struct node *cell, struct str marks)
{
    if (str_find(node_get_str(cell, S("text")), marks, 0) == STR_NONE)
        set_if(a, cell, S("marks"), marks);
}

static void entry_row(struct report_context *c, const struct record *entry, struct node *row)
{
    struct arena *a = c->arena;
    struct str sector = record_text(entry, "sector"), marks = record_text(entry, "marks");
    struct node *cells = node_list(a), *first;
    struct node *text = cited_cell(c, record_text(entry, "text"), record_text(entry, "sources"));
    if (sector.n) {
        node_set_str(a, row, S("group"), sector);
        struct str label = say_code(c, "child_work_sectors", sector);
        first = text_cell(a, with_territory(a, label, entry));
        if (str_eq(sector, S("worst_forms"))) /* marked as such in every edition */
            node_set_str(a, first, S("marks"), S("‡"));
        set_marks(a, text, marks);
    } else {
        first = text_cell(a, with_territory(a, entry_name(c, entry), entry));
        set_marks(a, first, marks);
    }
    node_set_str(a, row, S("label"), node_get_str(first, S("text")));
    node_add(a, cells, first);
    node_add(a, cells, text);
    node_set(a, row, S("cells"), cells);
    count_sources(c, record_text(entry, "sources"));
}

static struct node *entry_rows(struct report_context *c, const struct table_definition *t)
{
    struct node *rows = node_list(c->arena);
    for (size_t i = 0; i < c->entries.count; i++)
        if (str_eq(record_text(c->entries.items[i], "table"), t->key))
            entry_row(c, c->entries.items[i], node_add(c->arena, rows, node_map(c->arena)));
    return rows;
}

static struct node *action_rows(struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *rows = node_list(a);
    for (size_t i = 0; i < c->actions.count; i++) {
        const struct record *r = c->actions.items[i];
        struct node *row = node_add(a, rows, node_map(a)), *cells = node_list(a);
        struct str area = record_text(r, "area");
        node_set_str(a, row, S("group"), area);
        node_set_str(a, row, S("label"), say_code(c, "action_areas", area));
        node_add(a, cells, text_cell(a, say_code(c, "action_areas", area)));
        node_add(a, cells, text_cell(a, with_territory(a, record_text(r, "text"), r)));
        node_add(a, cells, text_cell(a, action_years(a, r)));
        node_set(a, row, S("cells"), cells);
    }
    return rows;
}

/* --- notes --- */

/* Where each table ends in the document: the last line on which it has something. */
static void find_last_lines(struct report_context *c)
{
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure *f = c->cells.items[i].reported;
        size_t t = (size_t)(c->cells.items[i].definition->table - c->instrument->tables);
        if (t < MOST_TABLES && f && f->report_year == c->year && f->line > c->last_lines[t])
            c->last_lines[t] = f->line;
    }
    for (size_t i = 0; i < c->entries.count; i++) {
        const struct table_definition *table =
            instrument_table(c->instrument, record_text(c->entries.items[i], "table"));
        long line = (long)record_integer(c->entries.items[i], "line");
        size_t t = table ? (size_t)(table - c->instrument->tables) : MOST_TABLES;
        if (t < MOST_TABLES && line > c->last_lines[t])
            c->last_lines[t] = line;
    }
}

/* A note stands under the table of its section that ends last before it; one that was not read from
 * a document, and so has no line, under the last table of its section. */
static const struct table_definition *table_of_note(const struct report_context *c,
                                                    const struct record *note)
{
    const struct table_definition *best = NULL;
    long line = (long)record_integer(note, "line"), best_line = -1;
    bool source = str_eq(record_text(note, "kind"), S("source"));
    struct str section = record_text(note, "section");
    for (size_t i = 0; i < c->instrument->table_count && i < MOST_TABLES; i++) {
        const struct table_definition *t = &c->instrument->tables[i];
        long last = c->last_lines[i];
        if (!c->numbers[i] || !str_eq(t->section, section))
            continue;
        if (source && !best)
            return t; /* sources of data stand under the statistics, the first table */
        if (line ? last > best_line && (last < line || !best) : true) {
            best = t;
            best_line = last;
        }
    }
    return best;
}

static bool is_note(const struct record *passage)
{
    struct str kind = record_text(passage, "kind");
    return str_eq(kind, S("note")) || str_eq(kind, S("source"));
}

/* The footnote marks that begin a note. */
static size_t mark_length(struct str text)
{
    static const char *const marks[] = {"†", "‡", "§", "*"};
    size_t at = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (str_starts(str_from(text, at), str_of(marks[i]))) {
                at += str_of(marks[i]).n;
                more = true;
            }
    }
    return at;
}

static void add_notes(struct report_context *c, const struct table_definition *t,
                      struct node *table)
{
    struct arena *a = c->arena;
    struct node *notes = node_list(a);
    for (size_t i = 0; i < c->passages.count; i++) {
        const struct record *p = c->passages.items[i];
        if (!is_note(p) || table_of_note(c, p) != t)
            continue;
        struct str text = record_text(p, "text");
        size_t mark = mark_length(text);
        struct node *note = node_add(a, notes, node_map(a));
        node_set_str(a, note, S("mark"), str_slice(text, 0, mark));
        text = str_trim(str_from(text, mark));
        node_set_str(a, note, S("text"), text);
        node_set(a, note, S("parts"), parts_node(a, text, c->longest));
    }
    if (notes->count)
        node_set(a, table, S("notes"), notes);
}

/* --- a table --- */

static struct node *columns_node(const struct report_context *c, const struct table_definition *t)
{
    struct arena *a = c->arena;
    struct node *columns = node_list(a);
    for (size_t i = 0; i < t->column_count; i++) {
        struct node *column = node_add(a, columns, node_map(a));
        struct str key = t->columns[i].key;
        node_set_str(a, column, S("key"), key);
        if (str_eq(key, S("previous_year")) || str_eq(key, S("year"))) {
            int year = str_eq(key, S("year")) ? c->year : c->year - 1;
            node_set_str(a, column, S("title"), str_format(a, "%d", year));
        } else {
            node_set_str(a, column, S("title"), say(c, t->columns[i].title));
        }
    }
    return columns;
}

static struct node *table_node(struct report_context *c, const struct table_definition *t)
{
    struct arena *a = c->arena;
    struct node *table = node_map(a);
    struct str name = table_name(c, t), title = say(c, t->title);
    node_set_str(a, table, S("key"), t->key);
    node_set_int(a, table, S("number"), t->as_figure ? 0 : number_of(c, t));
    node_set_str(a, table, S("name"), name);
    node_set_str(a, table, S("title"), title);
    node_set_str(a, table, S("heading"),
                 str_format(a, "%.*s. %.*s", STR_ARG(name), STR_ARG(title)));
    node_set_str(a, table, S("section"), t->section);
    node_set_str(a, table, S("holds"), t->holds_name);
    node_set(a, table, S("columns"), columns_node(c, t));
    node_set(a, table, S("rows"),
             t->holds == HOLDS_FIGURES   ? figure_rows(c, t)
             : t->holds == HOLDS_ENTRIES ? entry_rows(c, t)
                                         : action_rows(c));
    add_notes(c, t, table);
    return table;
}

struct node *tables_node(struct report_context *c)
{
    struct node *tables = node_list(c->arena);
    find_last_lines(c);
    for (size_t i = 0; i < c->instrument->table_count && i < MOST_TABLES; i++)
        if (c->numbers[i])
            node_add(c->arena, tables, table_node(c, &c->instrument->tables[i]));
    return tables;
}
