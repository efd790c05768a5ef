/* A country chapter of the Findings, read from its text: what it says, cell by cell, with the line
 * each cell stands on. Pure reading: no store, no clock, no network.
 *
 * Layouts of report years 2013 to 2021 are read, by the titles of tables and never by their
 * numbers. A lost tick is `not_stated`, never "no". What could not be placed is listed in `remarks`
 * with its line; the rest is kept. (Layouts: docs/intake.md.)
 */
#pragma once

#include "base/fault.h"
#include "base/node.h"

/* What is known of a figure. The five never merge: a zero is a value. */
enum figure_state {
    FIGURE_NOT_STATED, /* the source has the row, and nothing (readable) in the cell */
    FIGURE_VALUE,
    FIGURE_UNKNOWN,        /* exists, and was not obtained: printed "Unknown" */
    FIGURE_NOT_APPLICABLE, /* printed "N/A" */
    FIGURE_UNAVAILABLE,    /* no statistic exists: printed "Unavailable" */
};

/* One cell: a figure of one year (and one part of the country). */
struct chapter_figure {
    struct str key;       /* key of instruments/findings/figures.yaml */
    int year;             /* the year the cell speaks of: the report year or the one before */
    struct str territory; /* as printed ("Zanzibar"); empty for the whole country */
    enum figure_state state;
    double number; /* count, percent (4.5 for 4.5 %) or money, when state is VALUE */
    bool is_number;
    struct str answer;   /* "yes" or "no" where the cell is an answer, else empty */
    struct str currency; /* "USD" where a $ is printed, else empty */
    struct str text;     /* the cell as printed, without its citation: "177", "$1.2 million" */
    struct str marks;    /* footnote marks of the cell in print order: "*", "†‡" */
    struct str sources;  /* citation in normal form without brackets: "1,4-10"; empty when none */
    bool has_age;        /* standards: a legal age; statistics: see age_text */
    double age;          /* 15, 17.5 */
    bool age_calculated; /* printed with ‡: calculated from what was available */
    struct str age_text; /* "5 to 14", "15‡", "N/A", "12/13": the age cell as printed */
    struct str legislation; /* standards: the acts and articles, without the citation */
    long line;              /* line of the text the cell stands on, from 1 */
};

/* A row of Table 2, 5, 8, 9 or 10. */
struct chapter_entry {
    struct str table;     /* key of instruments/findings/tables.yaml: "agencies" */
    struct str sector;    /* Table 2: "agriculture", "industry", "services", "worst_forms" */
    struct str territory; /* as printed in the column "Related Entity": "BD, FBiH, RS"; or empty */
    struct str name;      /* agency, body, policy, program (its years left in); empty in Table 2 */
    struct str years;     /* "2018–2025" of a policy or program, else empty */
    struct str text;    /* activity, role or description: citations stay inside, in normal form, and
                           so do the marks of an activity: "cocoa,† …" */
    struct str marks;   /* marks of the name (Tables 5 to 10) or of the activity (Table 2) */
    struct str sources; /* all numbers cited in the row, normal form */
    long line;
};

/* A row of the last table. */
struct chapter_action {
    struct str area;      /* key of `areas` in tables.yaml */
    struct str territory; /* as printed, where the row is about a part of the country; or empty */
    struct str text;
    int first_year, last_year; /* 0 when the years are not printed */
    struct str years_text;     /* as printed: "2016 – 2019" */
    long line;
};

struct chapter_reference {
    int number;
    struct str text;
    long line;
};

/* A paragraph of running text, or a note under a table ("Source for all other data …"). */
struct chapter_passage {
    struct str section; /* key of `sections` in tables.yaml; "summary" before section I */
    struct str kind;    /* "paragraph", "note" (marked note under a table), "source" (Table 1),
                           "heading" */
    struct str text;    /* lines joined, citations inside in normal form */
    struct str sources; /* all numbers cited, normal form */
    long line;
};

/* A table that was found. */
struct chapter_table {
    struct str key;   /* key of tables.yaml */
    int number;       /* as printed */
    struct str title; /* as printed */
    long line;
};

/* A citation group as printed, wherever it stands. */
struct chapter_citation {
    struct str printed; /* "20-23,24,25" */
    struct str normal;  /* "20-25" */
    long line;
};

/* What could not be placed or does not hold: an unread line in a table, a citation of a reference
 * that is not in the list. `message` as in a fault (N_). */
struct chapter_remark {
    long line;
    const char *message;
    struct str details[2];
};

#define CHAPTER_LIST(name, type)                                                                   \
    struct name {                                                                                  \
        struct type *items;                                                                        \
        size_t count, capacity;                                                                    \
    }
CHAPTER_LIST(chapter_figures, chapter_figure);
CHAPTER_LIST(chapter_entries, chapter_entry);
CHAPTER_LIST(chapter_actions, chapter_action);
CHAPTER_LIST(chapter_references, chapter_reference);
CHAPTER_LIST(chapter_passages, chapter_passage);
CHAPTER_LIST(chapter_tables, chapter_table);
CHAPTER_LIST(chapter_citations, chapter_citation);
CHAPTER_LIST(chapter_remarks, chapter_remark);

struct chapter {
    struct str country;   /* as printed in the header; may be empty */
    int year;             /* report year found in the text, or 0 */
    struct str level;     /* "significant_advancement", "moderate_advancement",
                             "minimal_advancement", "no_advancement", "no_assessment", or empty */
    struct str qualifier; /* "regression_law", "regression_practice", "continued_law",
                             "continued_policy", "continued_practice",
                             "continued_policy_and_practice", "continued_law_and_practice",
                             "complicit", … or empty */
    struct str label;     /* "Minimal Advancement – Efforts Made but Continued Law that Delayed
                             Advancement": normal capitals and dash */
    struct chapter_figures figures;
    struct chapter_entries entries;
    struct chapter_actions actions;
    struct chapter_references references;
    struct chapter_passages passages;
    struct chapter_tables tables;
    struct chapter_citations citations;
    struct chapter_remarks remarks;
};

/* The figures and tables a chapter is read by, from instruments/findings/. Opaque; made once and
 * shared by any number of readings (read-only). NULL with a fault when a declaration is wrong. */
struct chapter_instrument;
const struct chapter_instrument *chapter_instrument_load(struct arena *a, struct faults *faults);

/* Largest text that is read as a chapter (the longest published one has 103,161 characters). */
#define CHAPTER_LARGEST_TEXT ((size_t)4 * 1000 * 1000)

/* Reads a chapter from UTF-8 text. `year` (0 when not known) is the report year the caller says;
 * the text decides when it is 0. Strings of the result live in `a` or in `text`. NULL with a fault
 * that a clerk understands when the text is empty, is not UTF-8, is no chapter (no level and no
 * known table), is of a year outside 2013 to 2021, contradicts `year`, or has a line over 1 MB. */
const struct chapter *chapter_read(struct arena *a, const struct chapter_instrument *instrument,
                                   struct str text, int year, struct faults *faults);

/* What the caller knows of the chapter; leave out what is not known. */
struct chapter_wanted {
    struct str country; /* "Cook Islands" */
    int year;
};

/* The same, for a document that assesses several territories one by one (overseas territories, 2016
 * and 2017): level and figures are those of `wanted.country`; the figures of the others carry their
 * territory. Without a country such a document has no level, and a remark that says so. In any
 * other document the country changes nothing. */
const struct chapter *chapter_read_of(struct arena *a, const struct chapter_instrument *instrument,
                                      struct str text, struct chapter_wanted wanted,
                                      struct faults *faults);

/* Whether a chapter reaches its end: a list of sources, or a last table whose last row has its
 * years (texts without their sources exist). False with one fault that names the last table when it
 * was cut before. Reading goes as far as there is text; keeping a part of a chapter is for the
 * caller to refuse. */
bool chapter_check_whole(const struct chapter *c, struct faults *faults);
