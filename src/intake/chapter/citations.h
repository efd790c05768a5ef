/* Citation groups: the numbers of references in round brackets, "(1,4-10)", that stand behind a
 * sentence or a cell.
 *
 * Printed forms differ by year: "(2, 4-6)" to 2016, "(6; 27)" in 2017, "(20-23,24,25)" later, with
 * hyphens or dashes, over a line end, glued to the word ("Yes(3)"), several in a row. Brackets that
 * hold something else are left alone: populations "(70,034)", years "(2017–2021)", paragraphs of a
 * law "Article 3(1)". Normal form: rising, each number once, runs of three and more as "4-10",
 * commas without spaces.
 */
#pragma once

#include "base/str.h"

struct arena;

/* Reference numbers go from 1 to this; the longest published list has fewer than 400. */
#define CITATION_LARGEST 999

/* A set of reference numbers; {0} is empty. */
struct citation_set {
    uint64_t bits[(CITATION_LARGEST + 64) / 64];
};

/* A group in a text: bytes [from, to) with the brackets. */
struct citation {
    size_t from, to;
    struct citation_set numbers;
};

void citation_set_add(struct citation_set *set, int number);
void citation_set_join(struct citation_set *set, const struct citation_set *more);
bool citation_set_has(const struct citation_set *set, int number);
/* The first number of the set above `after`, or 0: for walking a set, starting with 0. */
int citation_set_next(const struct citation_set *set, int after);
/* The highest number in the set, 0 when it is empty. */
int citation_set_largest(const struct citation_set *set);
/* The normal form without brackets, in the arena; empty for the empty set. */
struct str citation_set_text(struct arena *a, const struct citation_set *set);

/* Reads the inside of a group in any printed form ("2, 4–6; 9"). False, with `set` untouched, when
 * it holds anything but numbers from 1 to CITATION_LARGEST and rising ranges of them. */
bool citation_parse(struct str inside, struct citation_set *set);

/* Finds the first group at or after `from`. `longest` is the number of references in the list of
 * the document, or 0 when it is not known: far higher numbers are then no citation (a group may
 * name a few numbers too many: that is a fault of the document, and is found). */
bool citation_next(struct str text, size_t from, int longest, struct citation *found);

/* The text of a cell without the groups that end it, trimmed; footnote marks behind a group stay.
 * `sources` (may be NULL) gets the numbers of those groups in normal form, or the empty string. */
struct str citation_strip(struct arena *a, struct str cell, int longest, struct str *sources);
/* The text with every group in normal form: "a (2, 3,4)b" gives "a (2-4)b". */
struct str citation_tidy(struct arena *a, struct str text, int longest);
/* All numbers cited in the text, in normal form. */
struct str citation_union(struct arena *a, struct str text, int longest);
