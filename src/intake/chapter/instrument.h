/* The figures and tables a chapter is read by, as the declarations in instruments/findings/ say.
 * Indices into these arrays are what the rest of the reader hands about. */
#pragma once

#include "base/fault.h"
#include "base/node.h"
#include "intake/chapter/columns.h"

enum figure_type {
    TYPE_COUNT,
    TYPE_PERCENT,
    TYPE_MONEY,
    TYPE_ANSWER,
    TYPE_RATIFICATION,
    TYPE_STANDARD,
};

enum table_holds { HOLDS_FIGURES, HOLDS_ENTRIES, HOLDS_ACTIONS };

/* A row: what it is called, in every printed wording. */
struct instrument_figure {
    struct str key;
    int table; /* index into tables */
    int under; /* index into figures of the row above it is a part of, or -1 */
    enum figure_type type;
    struct str_list labels; /* the label first, then the other wordings */
};

struct instrument_table {
    struct str key;
    int section; /* index into sections */
    enum table_holds holds;
    int years;                  /* 2 where a row has the year before and the report year */
    struct str_list titles;     /* beginnings of the printed title, whatever the number */
    struct str_list whole;      /* whole printed titles, known where a title takes two lines */
    struct str_list heads;      /* first line of the column heads: begins a piece of the table */
    struct str_list heads_more; /* further lines of column heads */
    struct str_list groups;     /* heading rows without a value ("Training for Investigators") */
};

struct instrument_section {
    struct str key, numeral, heading; /* "prevalence", "I", beginning of the printed heading */
};

struct instrument_area {
    struct str key, printed;
};

struct chapter_instrument {
    struct {
        struct instrument_figure *items;
        size_t count, capacity;
    } figures;
    struct {
        struct instrument_table *items;
        size_t count, capacity;
    } tables;
    struct {
        struct instrument_section *items;
        size_t count, capacity;
    } sections;
    struct {
        struct instrument_area *items;
        size_t count, capacity;
    } areas;
    struct {
        struct instrument_area *items;
        size_t count, capacity;
    } sectors;
    struct column_words words;    /* words a description begins with */
    struct str_list territories;  /* parts of countries, longer names first */
    struct str_list subheadings;  /* "Labor Law Enforcement" on a line of its own */
    struct str_list openings;     /* words that open a paragraph of running text, never a row */
    struct str_list all_ratified; /* words that say that every convention was ratified */
};

/* Index of the table or figure of that key, or -1. */
int chapter_instrument_table(const struct chapter_instrument *instrument, struct str key);
int chapter_instrument_figure(const struct chapter_instrument *instrument, struct str key);
