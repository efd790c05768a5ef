#include "intake/chapter/references.h"

#include "intake/chapter/citations.h"
#include "intake/chapter/prose.h"

size_t references_numbered(struct str line, int number)
{
    size_t at = 0;
    int value = 0;
    while (at < line.n && char_is_digit(line.p[at]) && at < 4)
        value = value * 10 + (line.p[at++] - '0');
    if (!at || value != number || line.p[0] == '0')
        return 0;
    if (at == line.n)
        return at;
    bool stop = line.p[at] == '.' && (at + 1 == line.n || !char_is_digit(line.p[at + 1]));
    return stop || char_is_space(line.p[at]) ? at + 1 : 0;
}

/* No line behind `from` has the number. */
static bool is_missing(const struct chapter_reading *r, size_t from, int number)
{
    for (size_t i = from; i < r->references.count; i++)
        if (references_numbered(r->lines.items[r->references.items[i]].text, number))
            return false;
    return true;
}

/* The number that the list should go on with at line `i`: numbers that are nowhere are left out. */
static int next_number(struct chapter_reading *r, size_t i, int number)
{
    enum { MOST_MISSING = 3 };
    int next = number;
    while (next < number + MOST_MISSING && is_missing(r, i, next))
        next++;
    if (next == number + MOST_MISSING)
        return number;
    for (int lost = number; lost < next; lost++)
        chapter_remark_add(r, r->lines.items[r->references.items[i]].number,
                           N_("Reference {1} is missing in the list."),
                           str_format(r->arena, "%d", lost), (struct str){0});
    return next;
}

void references_read(struct chapter_reading *r)
{
    struct str_list lines = {0};
    struct chapter_reference *reference = NULL;
    int number = r->references.count ? next_number(r, 0, 1) : 1;
    for (size_t i = 0; i < r->references.count; i++) {
        const struct chapter_line *line = &r->lines.items[r->references.items[i]];
        size_t digits = references_numbered(line->text, number);
        if (digits) {
            if (reference)
                reference->text = prose_join(r->arena, &lines);
            lines.count = 0;
            reference = arena_push(r->arena, &r->chapter->references);
            *reference = (struct chapter_reference){.number = number, .line = line->number};
            r->longest = number;
            number = next_number(r, i + 1, number + 1);
        } else if (!reference) {
            chapter_remark_add(r, line->number,
                               N_("This line of the reference list has no number: {1}"), line->text,
                               (struct str){0});
            continue;
        }
        *arena_push(r->arena, &lines) = str_from(line->text, digits);
    }
    if (reference)
        reference->text = prose_join(r->arena, &lines);
}

/* A text made of lines, and where each of them begins in it. */
struct pasted {
    struct str text;
    struct {
        struct paste {
            size_t at;
            long line;
        } * items;
        size_t count, capacity;
    } places;
};

static bool is_said(const struct chapter_line *line)
{
    return !line->in_references && line->kind != LINE_BLANK && line->kind != LINE_RUNNING &&
           line->kind != LINE_COUNTRY && line->kind != LINE_LEVEL && line->kind != LINE_REFERENCES;
}

static void paste(struct chapter_reading *r, struct pasted *all)
{
    struct str_list lines = {0};
    size_t at = 0;
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (!is_said(line))
            continue;
        *arena_push(r->arena, &all->places) = (struct paste){at, line->number};
        *arena_push(r->arena, &lines) = line->text;
        at += line->text.n + 1;
    }
    all->text = str_join(r->arena, &lines, S("\n"));
}

void references_list_citations(struct chapter_reading *r)
{
    struct pasted all = {0};
    struct citation group;
    paste(r, &all);
    size_t place = 0;
    for (size_t at = 0; citation_next(all.text, at, r->longest, &group); at = group.to) {
        while (place + 1 < all.places.count && all.places.items[place + 1].at <= group.from)
            place++;
        struct str printed = str_slice(all.text, group.from + 1, group.to - 1);
        *arena_push(r->arena, &r->chapter->citations) = (struct chapter_citation){
            .printed = str_squeeze(r->arena, printed),
            .normal = citation_set_text(r->arena, &group.numbers),
            .line = all.places.items[place].line,
        };
    }
}

void references_check(struct chapter_reading *r)
{
    struct citation_set cited = {0};
    const struct chapter_citations *list = &r->chapter->citations;
    if (!r->longest)
        return;
    for (size_t i = 0; i < list->count; i++) {
        struct citation_set numbers = {0};
        citation_parse(list->items[i].normal, &numbers);
        citation_set_join(&cited, &numbers);
        for (int n = r->longest + 1; n <= citation_set_largest(&numbers); n++) {
            if (!numbers.bits[n / 64])
                n |= 63; /* none of these 64 */
            else if (citation_set_has(&numbers, n))
                chapter_remark_add(
                    r, list->items[i].line,
                    N_("Reference {1} is cited here, but the list ends with number {2}."),
                    str_format(r->arena, "%d", n), str_format(r->arena, "%d", r->longest));
        }
    }
    for (size_t i = 0; i < r->chapter->references.count; i++) {
        const struct chapter_reference *reference = &r->chapter->references.items[i];
        if (!citation_set_has(&cited, reference->number))
            chapter_remark_add(r, reference->line, N_("Reference {1} is cited nowhere."),
                               str_format(r->arena, "%d", reference->number), (struct str){0});
    }
}
