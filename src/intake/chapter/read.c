#include "intake/chapter/actions.h"
#include "intake/chapter/activities.h"
#include "intake/chapter/entries.h"
#include "intake/chapter/figures.h"
#include "intake/chapter/level.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/passages.h"
#include "intake/chapter/references.h"
#include "intake/chapter/regions.h"

#include "base/utf8.h"

#include <string.h>

enum { FIRST_YEAR = 2013, LAST_YEAR = 2021 };

void chapter_remark_add(struct chapter_reading *r, long line, const char *message, struct str first,
                        struct str second)
{
    struct chapter_remark *remark = arena_push(r->arena, &r->chapter->remarks);
    *remark = (struct chapter_remark){
        .line = line,
        .message = message,
        .details = {str_copy(r->arena, first), str_copy(r->arena, second)},
    };
}

static long line_of(struct str text, size_t at)
{
    long line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

static bool check_text(struct arena *a, struct str text, struct faults *faults)
{
    if (text.n > CHAPTER_LARGEST_TEXT)
        return FAULT(faults, FAULT_LIMIT, ((struct place){0}),
                     N_("The text has {1} bytes; a chapter has at most {2}. Give one country "
                        "chapter at a time."),
                     str_format(a, "%zu", text.n), str_format(a, "%zu", CHAPTER_LARGEST_TEXT));
    if (!str_trim(text).n)
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("The file is empty. Give the text or the PDF of a country chapter."));
    if (memchr(text.p, 0, text.n))
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("This is not text: it holds zero bytes, as a picture or a program does. "
                        "Give the text or the PDF of a country chapter."));
    size_t bad;
    if (!utf8_valid(text, &bad))
        return FAULT(faults, FAULT_INPUT, ((struct place){.line = line_of(text, bad)}),
                     N_("Line {1} is not UTF-8 text. Save the file as UTF-8 (it may be Latin-1 or "
                        "Windows-1252) and import it again."),
                     str_format(a, "%ld", line_of(text, bad)));
    return true;
}

static void list_tables(struct chapter_reading *r)
{
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_TITLE || !line->begins || line->continued)
            continue;
        struct str title = line->text;
        if (i + 1 < r->lines.count && line[1].kind == LINE_TITLE && !line[1].begins)
            title = str_format(r->arena, "%.*s %.*s", STR_ARG(title), STR_ARG(line[1].text));
        size_t at = 0;
        while (at < title.n && !char_is_digit(title.p[at]))
            at++;
        struct chapter_table *table = arena_push(r->arena, &r->chapter->tables);
        table->key = r->instrument->tables.items[line->table].key;
        table->line = line->number;
        for (; at < title.n && char_is_digit(title.p[at]) && table->number < 1000; at++)
            table->number = table->number * 10 + (title.p[at] - '0');
        while (at < title.n && (title.p[at] == '.' || char_is_space(title.p[at])))
            at++;
        table->title = str_from(title, at);
    }
}

static bool check_year(struct chapter_reading *r, int year, struct faults *faults)
{
    struct chapter *c = r->chapter;
    struct str said = str_format(r->arena, "%d", year), found = str_format(r->arena, "%d", c->year);
    if (year && c->year && year != c->year)
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("This chapter is of report year {1}, not {2}. Give year {1}, or the "
                        "chapter of {2}."),
                     found, said);
    if (!c->year)
        c->year = year;
    if (!c->year)
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("The text does not say its report year. Say it, such as year 2019."));
    if (c->year < FIRST_YEAR || c->year > LAST_YEAR)
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("Chapters of report years 2013 to 2021 can be read; this one is of {1}."),
                     str_format(r->arena, "%d", c->year));
    return true;
}

/* Tables of names and texts, and what is said around them. */
static void read_tables_of_text(struct chapter_reading *r)
{
    activities_read(r);
    entries_read(r);
    actions_read(r);
    passages_read(r);
    references_list_citations(r);
    references_check(r);
}

static bool check_is_chapter(struct chapter_reading *r, struct faults *faults)
{
    return r->chapter->level.n || r->chapter->tables.count ||
           FAULT(faults, FAULT_INPUT, ((struct place){0}),
                 N_("This is not a country chapter: it has neither an assessment, such as MODERATE "
                    "ADVANCEMENT, nor a table of a chapter, such as Table 6. Labor Law Enforcement "
                    "Efforts."));
}

const struct chapter *chapter_read_of(struct arena *a, const struct chapter_instrument *instrument,
                                      struct str text, struct chapter_wanted wanted,
                                      struct faults *faults)
{
    if (!check_text(a, text, faults))
        return NULL;
    struct chapter_reading *r = arena_new(a, struct chapter_reading);
    *r = (struct chapter_reading){.arena = a,
                                  .instrument = instrument,
                                  .country = wanted.country,
                                  .chapter = arena_new(a, struct chapter)};
    if (!lines_split(r, text, faults))
        return NULL;
    regions_mark(r);
    references_read(r);
    level_read(r);
    list_tables(r);
    if (!check_is_chapter(r, faults) || !check_year(r, wanted.year, faults))
        return NULL;
    statistics_read(r);
    ratifications_read(r);
    standards_read(r);
    enforcement_read(r);
    read_tables_of_text(r);
    return r->chapter;
}

const struct chapter *chapter_read(struct arena *a, const struct chapter_instrument *instrument,
                                   struct str text, int year, struct faults *faults)
{
    return chapter_read_of(a, instrument, text, (struct chapter_wanted){.year = year}, faults);
}
