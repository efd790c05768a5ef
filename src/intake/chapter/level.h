/* The assessment in the header of a chapter: level and qualifier. */
#pragma once

#include "intake/chapter/parts.h"

enum level_fit {
    LEVEL_NONE,  /* the line is no level */
    LEVEL_BEGUN, /* the line begins one and goes on: "MINIMAL ADVANCEMENT – EFFORTS MADE BUT" */
    LEVEL_WHOLE, /* "MODERATE ADVANCEMENT"; a qualifier may still follow on the next line */
};

struct level {
    struct str level, qualifier, label; /* as in struct chapter */
};

/* Reads a whole line (or lines joined) as a level, in any mixture of capitals, spaces and dashes.
 */
enum level_fit level_parse(struct arena *a, struct str text, struct level *level);

/* The territory named ("COOK ISLANDS", "CHRISTMAS ISLAND/COCOS (KEELING) ISLANDS") is, or holds,
 * the country asked for. */
bool level_names_country(struct str territory, struct str country);

/* Fills in country, year, level, qualifier and label of the chapter. Where several territories are
 * assessed, the level of the one asked for; none when none is asked for. Where pages differ, the
 * level of most of them. */
void level_read(struct chapter_reading *r);
