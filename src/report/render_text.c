/* Reports for the terminal: calm, aligned, wrapped at the width of the window. */
#include "report/render.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"

#define DEFAULT_WIDTH 100
#define LEAST_WIDTH   40
#define MOST_COLUMNS  8
#define COLUMN_GAP    2
#define LEAST_COLUMN  8

struct page {
    struct buffer out;
    struct arena *arena;
    const struct render_text_style *style;
    size_t width;
};

static struct str say(const struct page *p, struct str message)
{
    return words(p->style->language, message);
}

static void newline(struct page *p)
{
    buffer_char(&p->out, '\n');
}

/* --- wrapping --- */

/* The bytes of `word` that fit into `width` columns, at least one character. */
static size_t bytes_that_fit(struct str word, size_t width)
{
    size_t at = 0, last = 0;
    while (at < word.n) {
        utf8_next(word, &at);
        if (last && utf8_width(str_slice(word, 0, at)) > width)
            return last;
        last = at;
    }
    return last;
}

static struct str next_word(struct str *rest)
{
    size_t from = 0, to;
    while (from < rest->n && char_is_space(rest->p[from]))
        from++;
    for (to = from; to < rest->n && !char_is_space(rest->p[to]);)
        to++;
    struct str word = str_slice(*rest, from, to);
    *rest = str_from(*rest, to);
    return word;
}

/* Lines of at most `width` columns. */
static struct str_list wrap(struct arena *a, struct str text, size_t width)
{
    struct str_list lines = {0};
    struct str line = {0}, word;
    while ((word = next_word(&text)).n) {
        if (line.n && utf8_width(line) + 1 + utf8_width(word) > width) {
            *arena_push(a, &lines) = line;
            line = (struct str){0};
        }
        while (utf8_width(word) > width) {
            size_t fit = bytes_that_fit(word, width);
            *arena_push(a, &lines) = str_slice(word, 0, fit);
            word = str_from(word, fit);
        }
        line = line.n ? str_format(a, "%.*s %.*s", STR_ARG(line), STR_ARG(word)) : word;
    }
    if (line.n || !lines.count)
        *arena_push(a, &lines) = line;
    return lines;
}

static void paragraph(struct page *p, struct str text, size_t indent)
{
    struct str_list lines = wrap(p->arena, text, p->width - indent);
    for (size_t i = 0; i < lines.count; i++) {
        buffer_fill(&p->out, ' ', indent);
        buffer_add(&p->out, lines.items[i]);
        newline(p);
    }
}

static void emphasized(struct page *p, struct str text)
{
    if (p->style->colours)
        buffer_add(&p->out, S("\033[1m"));
    paragraph(p, text, 0);
    if (p->style->colours)
        buffer_add(&p->out, S("\033[0m"));
}

static void heading(struct page *p, struct str text)
{
    newline(p);
    emphasized(p, text);
}

/* --- tables --- */

struct layout {
    size_t columns;
    size_t width[MOST_COLUMNS];
};

/* Text, marks, the citation where it does not stand inside, and a sign where there is more to say.
 */
static struct str cell_text(struct arena *a, const struct node *cell)
{
    struct str text = str_concat(a, node_get_str(cell, S("text")), node_get_str(cell, S("marks")));
    struct str citation = node_get_str(cell, S("citation"));
    if (citation.n && !node_get(cell, S("parts")))
        text = str_format(a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(citation));
    if (node_get_bool(cell, S("restated")))
        text = str_concat(a, text, S(" ≠"));
    if (node_get_bool(cell, S("differs")))
        text = str_concat(a, text, S(" ≈"));
    return text;
}

/* How far a row is moved in: by how many rows it is a part of. */
static size_t depth_of(const struct node *rows, const struct node *row)
{
    struct str under = node_get_str(row, S("under"));
    for (size_t i = 0; under.n && i < node_count(rows); i++)
        if (str_eq(node_get_str(node_at(rows, i), S("key")), under))
            return 1 + (depth_of(rows, node_at(rows, i)) ? 1 : 0);
    return 0;
}

static struct str column_text(const struct page *p, const struct node *rows, const struct node *row,
                              size_t column)
{
    struct str text = cell_text(p->arena, node_at(node_get(row, S("cells")), column));
    if (column > 0)
        return text;
    return str_format(p->arena, "%*s%.*s", (int)(2 * depth_of(rows, row)), "", STR_ARG(text));
}

static size_t total_width(const struct layout *l)
{
    size_t total = (l->columns - 1) * COLUMN_GAP;
    for (size_t i = 0; i < l->columns; i++)
        total += l->width[i];
    return total;
}

/* The widest column gives way until the table fits. */
static void shrink(struct layout *l, size_t width)
{
    while (total_width(l) > width) {
        size_t widest = 0;
        for (size_t i = 1; i < l->columns; i++)
            if (l->width[i] > l->width[widest])
                widest = i;
        if (l->width[widest] <= LEAST_COLUMN)
            return;
        l->width[widest]--;
    }
}

static struct layout layout_of(const struct page *p, const struct node *table)
{
    const struct node *columns = node_get(table, S("columns")), *rows = node_get(table, S("rows"));
    struct layout l = {.columns = node_count(columns)};
    if (l.columns > MOST_COLUMNS)
        l.columns = MOST_COLUMNS;
    for (size_t c = 0; c < l.columns; c++) {
        l.width[c] = utf8_width(node_get_str(node_at(columns, c), S("title")));
        for (size_t r = 0; r < node_count(rows); r++) {
            const struct node *row = node_at(rows, r);
            size_t width = utf8_width(column_text(p, rows, row, c));
            if (width > l.width[c])
                l.width[c] = width;
        }
    }
    shrink(&l, p->width);
    return l;
}

/* Cells beside each other, each wrapped in its column. */
static void print_cells(struct page *p, const struct layout *l, const struct str *cells,
                        size_t indent)
{
    struct str_list lines[MOST_COLUMNS] = {0};
    size_t height = 1;
    for (size_t c = 0; c < l->columns; c++) {
        size_t inside = c == 0 && l->width[0] > indent + LEAST_COLUMN ? indent : 0;
        lines[c] = wrap(p->arena, cells[c], l->width[c] - inside);
        if (lines[c].count > height)
            height = lines[c].count;
    }
    for (size_t i = 0; i < height; i++) {
        size_t owed = 0; /* spaces that are written only when something follows */
        for (size_t c = 0; c < l->columns; c++) {
            struct str text = i < lines[c].count ? lines[c].items[i] : (struct str){0};
            size_t lead = c == 0 && l->width[0] > indent + LEAST_COLUMN ? indent : 0;
            size_t width = utf8_width(text);
            if (text.n) {
                buffer_fill(&p->out, ' ', owed + lead);
                buffer_add(&p->out, text);
                owed = 0;
            } else {
                owed += lead;
            }
            owed += l->width[c] - lead - width + COLUMN_GAP;
        }
        newline(p);
    }
}

static void print_rule(struct page *p, const struct layout *l)
{
    for (size_t i = 0; i < total_width(l); i++)
        buffer_add(&p->out, S("─"));
    newline(p);
}

static void print_titles(struct page *p, const struct node *table, const struct layout *l)
{
    struct str titles[MOST_COLUMNS];
    for (size_t c = 0; c < l->columns; c++)
        titles[c] = node_get_str(node_at(node_get(table, S("columns")), c), S("title"));
    print_cells(p, l, titles, 0);
    print_rule(p, l);
}

/* What stands behind the signs of a table's cells. */
static void print_signs(struct page *p, const struct node *row)
{
    const struct node *cells = node_get(row, S("cells"));
    for (size_t i = 0; i < node_count(cells); i++) {
        const struct node *cell = node_at(cells, i);
        struct str details[] = {
            node_get_str(row, S("label")), node_text(p->arena, node_get(cell, S("year"))), {0}};
        details[2] = node_get_str(node_get(cell, S("printed_before")), S("text"));
        if (node_get_bool(cell, S("restated")))
            paragraph(
                p, words_fill(p->arena, say(p, S("≠ {1}: the report of {2} said {3}")), details, 3),
                0);
        details[2] = node_get_str(node_get(cell, S("other")), S("text"));
        bool computed = str_eq(node_get_str(node_get(cell, S("other")), S("basis")), S("computed"));
        if (node_get_bool(cell, S("differs")))
            paragraph(p,
                      words_fill(p->arena,
                                 computed ? say(p, S("≈ {1}, {2}: the records give {3}"))
                                          : say(p, S("≈ {1}, {2}: reported as {3}")),
                                 details, 3),
                      0);
    }
}

static void print_table(struct page *p, const struct node *table)
{
    const struct node *rows = node_get(table, S("rows")), *notes = node_get(table, S("notes"));
    struct layout l = layout_of(p, table);
    struct str last = {0};
    heading(p, node_get_str(table, S("heading")));
    print_titles(p, table, &l);
    for (size_t i = 0; i < node_count(rows); i++) {
        const struct node *row = node_at(rows, i), *cells = node_get(row, S("cells"));
        struct str group = node_get_str(row, S("group")), texts[MOST_COLUMNS];
        for (size_t c = 0; c < l.columns; c++)
            texts[c] = cell_text(p->arena, node_at(cells, c));
        if (group.n && str_eq(group, last))
            texts[0] = (struct str){0};
        last = group;
        print_cells(p, &l, texts, 2 * depth_of(rows, row));
    }
    for (size_t i = 0; i < node_count(notes); i++) {
        const struct node *note = node_at(notes, i);
        struct str mark = node_get_str(note, S("mark"));
        paragraph(p,
                  str_format(p->arena, "%.*s%s%.*s", STR_ARG(mark), mark.n ? " " : "",
                             STR_ARG(node_get_str(note, S("text")))),
                  0);
    }
    for (size_t i = 0; i < node_count(rows); i++)
        print_signs(p, node_at(rows, i));
}

/* --- the whole --- */

static const struct node *table_of(const struct node *report, struct str key)
{
    const struct node *tables = node_get(report, S("tables"));
    for (size_t i = 0; i < node_count(tables); i++)
        if (str_eq(node_get_str(node_at(tables, i), S("key")), key))
            return node_at(tables, i);
    return NULL;
}

static void print_section(struct page *p, const struct node *report, const struct node *section)
{
    const struct node *passages = node_get(section, S("passages"));
    const struct node *sentences = node_get(section, S("sentences"));
    const struct node *tables = node_get(section, S("tables"));
    struct str numeral = node_get_str(section, S("numeral"));
    heading(p, str_format(p->arena, "%.*s%s%.*s", STR_ARG(numeral), numeral.n ? ". " : "",
                          STR_ARG(node_get_str(section, S("title")))));
    for (size_t i = 0; i < node_count(sentences); i++)
        paragraph(p, node_get_str(node_at(sentences, i), S("text")), 0);
    for (size_t i = 0; i < node_count(passages); i++) {
        newline(p);
        paragraph(p, node_get_str(node_at(passages, i), S("text")), 0);
    }
    for (size_t i = 0; i < node_count(tables); i++)
        print_table(p, table_of(report, node_at(tables, i)->text));
}

static void print_list(struct page *p, struct str title, const struct node *list, bool numbered)
{
    if (!node_count(list))
        return;
    heading(p, title);
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *n = node_at(list, i);
        struct str text = node_get_str(n, S("text"));
        if (numbered)
            text = str_format(p->arena, "%d. %.*s", (int)node_get_int(n, S("number"), 0),
                              STR_ARG(text));
        else
            text = str_format(p->arena, "– %.*s", STR_ARG(text));
        paragraph(p, text, 0);
    }
}

static struct page page_of(struct arena *a, const struct render_text_style *style)
{
    struct page p = {.out = {.arena = a}, .arena = a, .style = style, .width = style->width};
    if (!p.width)
        p.width = DEFAULT_WIDTH;
    if (p.width < LEAST_WIDTH)
        p.width = LEAST_WIDTH;
    return p;
}

static void print_head(struct page *p, const struct node *report)
{
    struct str title = str_format(p->arena, "%.*s %d", STR_ARG(node_get_str(report, S("country"))),
                                  (int)node_get_int(report, S("year"), 0));
    emphasized(p, title);
}

struct str render_findings_text(struct arena *a, const struct node *report,
                                const struct render_text_style *style)
{
    struct page p = page_of(a, style);
    const struct node *sections = node_get(report, S("sections"));
    struct str label = node_get_str(node_get(report, S("assessment")), S("label"));
    print_head(&p, report);
    if (label.n)
        paragraph(&p, label, 0);
    for (size_t i = 0; i < node_count(sections); i++)
        print_section(&p, report, node_at(sections, i));
    print_list(&p, say(&p, S("Sources")), node_get(report, S("references")), true);
    print_list(&p, say(&p, S("To look at before this is relied on")),
               node_get(report, S("findings")), false);
    return buffer_str(&p.out);
}
