/* The publisher's machine-readable edition of the Findings: one XML file with all countries of a
 * year. Pure reading: bytes in, structs out; no store, no clock, no network.
 *
 * Editions of report years 2013 and later are read. Where a figure stands is said by
 * instruments/findings/figures.yaml (`edition`) and edition.yaml, never here. Shares are fractions
 * in the file and percent in a figure (0.045 is 4.5); an age band "5-14" becomes "5 to 14". A
 * document type or entity is refused, and nothing partial is ever returned.
 */
#pragma once

#include "intake/chapter/chapter.h"

struct edition_good {
    struct str name;
    struct str sector; /* 2013 only, else empty */
    bool child_labor, forced_labor, forced_child_labor;
    bool derived;               /* 2021 and later: made with an input of forced or child labour */
    struct str derived_country; /* where that input comes from, else empty */
    long line;
};

/* Whether the country has a body, a policy or a programme. */
struct edition_mechanism {
    struct str key; /* "coordination", "policies", "programs" */
    enum figure_state state;
    struct str answer; /* "yes" or "no" where the state is FIGURE_VALUE */
    struct str text;   /* as in the file */
    long line;
};

/* A project of the publisher in the country (2020 and later). */
struct edition_project {
    struct str title, link;
    long line;
};

CHAPTER_LIST(edition_goods, edition_good);
CHAPTER_LIST(edition_mechanisms, edition_mechanism);
CHAPTER_LIST(edition_projects, edition_project);

struct edition_country {
    struct str name;
    struct str iso2;    /* 2013 and 2014 only, else empty */
    struct str webpage; /* 2017 and later, else empty */
    struct str region;  /* as in the file: "Indo-Pacific" */
    struct str level;   /* keys as in struct chapter; empty where the country was not assessed */
    struct str qualifier;
    struct str label; /* the assessment in normal capitals and dash; empty with `level` */
    struct str description;
    bool several_territories;
    struct chapter_figures figures; /* a figure the file does not carry is not in the list */
    struct chapter_actions actions; /* years are 0 where the edition has none (2015 and later) */
    struct edition_goods goods;
    struct edition_mechanisms mechanisms;
    struct edition_projects projects;
    long line;
};

CHAPTER_LIST(edition_countries, edition_country);

struct edition {
    int year; /* report year: as given, else the one the descriptions speak of */
    struct edition_countries countries;
    struct chapter_remarks
        remarks; /* a cell nobody can read, a value given twice, an unknown area */
};

/* Where things stand in an edition. Opaque; made once, shared by any number of readings. NULL with
 * a fault when a declaration is wrong. */
struct edition_instrument;
const struct edition_instrument *edition_instrument_load(struct arena *a, struct faults *faults);

/* Largest file that is read (the largest published edition has under 3 MB). */
#define EDITION_LARGEST_FILE ((size_t)32 * 1000 * 1000)

/* Reads an edition. `year` is the report year, or 0 to take the one most descriptions begin with
 * ("In 2019, …"). Strings of the result live in `a`. NULL with a fault that a clerk understands
 * when the file is empty, too large, no XML, not UTF-8, broken (with its line), carries a document
 * type, has no country, names one twice, or speaks of another year than `year`. */
const struct edition *edition_read(struct arena *a, const struct edition_instrument *instrument,
                                   struct str xml, int year, struct faults *faults);
