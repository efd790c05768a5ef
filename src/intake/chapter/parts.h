/* What the readers of a chapter's parts share: the numbered lines, where each of them belongs, and
 * the chapter that is being filled in.
 *
 * chapter_read goes through these steps, each in a file of its own:
 *   lines_split       the text into numbered lines, each with its kind       lines.h
 *   regions_mark      to which table or section each line belongs            regions.h
 *   level, figures    assessment; Tables 1, 3, 4, 6, 7 and Figure 1          level.h, figures.h
 *   entries … remarks Tables 2, 5, 8 to 11, references, running text
 */
#pragma once

#include "base/arena.h"
#include "intake/chapter/chapter.h"
#include "intake/chapter/instrument.h"

enum line_kind {
    LINE_BLANK,
    LINE_TEXT,    /* a row of a table or running text: `table` says which */
    LINE_RUNNING, /* header or footer of a page, page number, "(cont)" */
    LINE_COUNTRY, /* name of the country above its level, first time and at page tops */
    LINE_LEVEL,   /* the level in capitals, first time and at page tops */
    LINE_TITLE, /* "Table 6. Labor Law Enforcement …", "Figure 1. …" and further lines of it */
    LINE_HEADS, /* column heads: "Organization/Agency Role" */
    LINE_HEADING,    /* "II. LEGAL FRAMEWORK …" and further lines of it */
    LINE_SUBHEADING, /* "Labor Law Enforcement" on a line of its own */
    LINE_CHART,      /* labels and values of Figure 1 */
    LINE_NOTE, /* "† Determined by …", "Source for all other data: …", and further lines */
    LINE_REFERENCES, /* the heading of the reference list */
};

struct chapter_line {
    struct str text; /* trimmed; borrowed from the text read */
    long number;     /* from 1 */
    enum line_kind kind;
    bool after_gap; /* a blank line, or something that is no text, stands before it */
    bool begins;    /* the first line of a title, heading or note */
    bool continued; /* of a title: a piece of a table that began before, "(Cont.)" or repeated */
    bool in_references;
    int table;   /* index into the instrument's tables of the table the line is in, or -1 */
    int section; /* index into the instrument's sections; -1 before the first heading */
};

struct chapter_lines {
    struct chapter_line *items;
    size_t count, capacity;
};

/* Lines of one part, as indices into `lines`, in order, over all pieces. Blank and running lines
 * are left out. */
struct region {
    size_t *items;
    size_t count, capacity;
};

/* A chapter while it is read. */
struct chapter_reading {
    struct arena *arena;
    const struct chapter_instrument *instrument;
    struct chapter_lines lines;
    struct region *tables;    /* one per table of the instrument: rows, heads, titles and notes */
    struct region *sections;  /* [0] the summary, [1 + i] running text of section i */
    struct region references; /* lines of the reference list, without its heading */
    struct str country;       /* the country asked for; may be empty */
    /* Territories that are assessed one by one in this document ("COOK ISLANDS", "NIUE"), in the
     * order they are named; fewer than two in the chapter of one country. */
    struct str_list assessed;
    int longest; /* numbers in the reference list, 0 when there is none or not known */
    struct chapter *chapter;
};

/* Adds a remark; `message` is marked N_(…) and may have places {1} and {2}. */
void chapter_remark_add(struct chapter_reading *r, long line, const char *message, struct str first,
                        struct str second);
