/* Where things stand in an edition, as instruments/findings/ declares it. */
#pragma once

#include "intake/edition/edition.h"

/* A place where a figure may stand. */
struct edition_spot {
    struct str figure; /* key */
    struct str table;
    struct str path; /* below <Country> */
    struct str age;  /* path of the age of a standard, where it does not stand inside `path` */
    bool is_share;   /* a fraction to be shown as percent */
    bool is_standard;
};

/* A name in the file and what it stands for. */
struct edition_name {
    struct str printed, key;
};

CHAPTER_LIST(edition_spots, edition_spot);
CHAPTER_LIST(edition_names, edition_name);

struct edition_instrument {
    struct edition_spots spots; /* in the order of figures.yaml, the earlier places behind */
    struct edition_names areas;
    struct edition_names mechanisms;
    struct str_list assessment; /* tags, the first that is not empty counts */
    struct str_list whole_country;
    struct str_list no_action;
};
