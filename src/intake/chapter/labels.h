/* Finding the printed labels of rows, whole or broken over lines. */
#pragma once

#include "intake/chapter/parts.h"

/* A label found at the start of a line. */
struct label_match {
    int figure;    /* index into the instrument's figures; -1 for a heading row without value */
    size_t line;   /* index (into the region) of the line the label ends on */
    size_t behind; /* byte of that line behind the label */
    struct str missing; /* rest of the label still to come, when values stand in between */
};

/* Whether the line `at` (index into `region`) begins with a label of `table`. The label may end on
 * one of the next two lines, or be interrupted by values (`missing`). */
bool label_find(const struct chapter_reading *r, const struct region *region, size_t at, int table,
                struct label_match *match);

/* The text without a bullet ("n ", "•", "o ") before it. */
struct str label_without_bullet(struct str text);
