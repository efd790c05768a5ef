/* Reads one chapter (text) and prints what was read: for work on the reader.
 *
 *   chapter-json FILE.txt [YEAR [COUNTRY]]   the figures and the level as JSON
 *   chapter-json --lines FILE.txt    every line with its kind, table and section
 *   chapter-json --time FILE.txt     milliseconds of one reading (the best of twenty)
 */
#include "base/file.h"
#include "intake/chapter/lines.h"
#include "intake/chapter/regions.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_string(struct str s)
{
    putchar('"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            putchar('\\');
        if ((unsigned char)s.p[i] < 0x20)
            printf("\\u%04x", (unsigned)s.p[i]);
        else
            putchar(s.p[i]);
    }
    putchar('"');
}

static void print_member(const char *name, struct str value)
{
    printf(", \"%s\": ", name);
    print_string(value);
}

static void print_figure(const struct chapter_figure *f, bool first)
{
    static const char *states[] = {"not_stated", "value", "unknown", "not_applicable",
                                   "unavailable"};
    printf("%s\n{\"key\": ", first ? "" : ",");
    print_string(f->key);
    printf(", \"year\": %d, \"line\": %ld, \"state\": \"%s\"", f->year, f->line, states[f->state]);
    if (f->state == FIGURE_VALUE && f->answer.n)
        print_member("value", f->answer);
    else if (f->state == FIGURE_VALUE && f->is_number)
        printf(", \"value\": %.10g", f->number);
    if (f->has_age)
        printf(", \"age\": %.10g, \"age_calculated\": %s", f->age,
               f->age_calculated ? "true" : "false");
    print_member("territory", f->territory);
    print_member("text", f->text);
    print_member("marks", f->marks);
    print_member("sources", f->sources);
    print_member("age_text", f->age_text);
    print_member("currency", f->currency);
    print_member("legislation", f->legislation);
    putchar('}');
}

static void print_chapter(const struct chapter *c)
{
    printf("{\"year\": %d", c->year);
    print_member("country", c->country);
    printf(", \"assessment\": {\"level\": ");
    print_string(c->level);
    print_member("qualifier", c->qualifier);
    print_member("label", c->label);
    printf("},\n\"figures\": [");
    for (size_t i = 0; i < c->figures.count; i++)
        print_figure(&c->figures.items[i], i == 0);
    printf("\n],\n\"remarks\": [");
    for (size_t i = 0; i < c->remarks.count; i++) {
        printf("%s\n{\"line\": %ld", i ? "," : "", c->remarks.items[i].line);
        print_member("message", str_of(c->remarks.items[i].message));
        print_member("first", c->remarks.items[i].details[0]);
        print_member("second", c->remarks.items[i].details[1]);
        putchar('}');
    }
    printf("\n]}\n");
}

static int print_lines(struct arena *a, const struct chapter_instrument *instrument,
                       struct str text, struct faults *faults)
{
    static const char *kinds[] = {"",      "text",    "running",    "country", "level", "TITLE",
                                  "heads", "HEADING", "SUBHEADING", "chart",   "note",  "REFS"};
    struct chapter_reading r = {
        .arena = a, .instrument = instrument, .chapter = arena_new(a, struct chapter)};
    if (!lines_split(&r, text, faults))
        return 1;
    regions_mark(&r);
    for (size_t i = 0; i < r.lines.count; i++) {
        const struct chapter_line *l = &r.lines.items[i];
        struct str table = l->table < 0 ? S("") : instrument->tables.items[l->table].key;
        struct str section =
            l->section < 0 ? S("summary") : instrument->sections.items[l->section].key;
        printf("%5ld %-10s %-20.*s %-15.*s %c%c %.*s\n", l->number, kinds[l->kind], STR_ARG(table),
               STR_ARG(section), l->begins ? 'b' : ' ', l->continued ? 'c' : ' ', STR_ARG(l->text));
    }
    return 0;
}

static int print_time(const struct chapter_instrument *instrument, struct str text,
                      struct faults *faults)
{
    double best = 1e9;
    for (int i = 0; i < 20; i++) {
        struct arena a = {0};
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        chapter_read(&a, instrument, text, 0, faults);
        clock_gettime(CLOCK_MONOTONIC, &to);
        double ms =
            (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
        arena_free(&a);
    }
    printf("%.3f ms\n", best);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    bool lines = argc > 2 && !strcmp(argv[1], "--lines");
    bool timed = argc > 2 && !strcmp(argv[1], "--time");
    const char *file = lines || timed ? argv[2] : argc > 1 ? argv[1] : NULL;
    if (!file) {
        fprintf(stderr, "usage: chapter-json [--lines | --time] FILE.txt [YEAR [COUNTRY]]\n");
        return 2;
    }
    const struct chapter_instrument *instrument = chapter_instrument_load(&a, &faults);
    struct str text = {0};
    int64_t year = 0;
    if (argc > 2 && !lines && !timed)
        str_to_int(str_of(argv[2]), &year);
    int status = 1;
    if (instrument && file_read(&a, file, CHAPTER_LARGEST_TEXT * 2, &text, &faults)) {
        if (lines)
            status = print_lines(&a, instrument, text, &faults);
        else if (timed)
            status = print_time(instrument, text, &faults);
        else {
            const struct chapter *c = chapter_read_of(
                &a, instrument, text,
                (struct chapter_wanted){.year = (int)year,
                                        .country = str_of(argc > 3 ? argv[3] : NULL)},
                &faults);
            if (c)
                print_chapter(c);
            status = c ? 0 : 1;
        }
    }
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    arena_free(&a);
    return status;
}
