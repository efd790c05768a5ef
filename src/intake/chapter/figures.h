/* The tables of figures. Each reader fills in r->chapter->figures from its region; what it cannot
 * place becomes a remark. A row that is there with nothing readable in it is `not_stated`; a row
 * that is not there makes no figure. */
#pragma once

#include "intake/chapter/cells.h"

void statistics_read(struct chapter_reading *r);    /* Table 1 and Figure 1 */
void ratifications_read(struct chapter_reading *r); /* Table 3 */
void standards_read(struct chapter_reading *r);     /* Table 4 */
void enforcement_read(struct chapter_reading *r);   /* Tables 6 and 7 */

/* Adds a figure of that row with nothing in it (`not_stated`). */
struct chapter_figure *figure_add(struct chapter_reading *r, int figure, int year,
                                  struct str territory, long line);

/* A territory speaks for the whole country: "National Total", or every part that is named. */
bool figure_speaks_for_all(struct str territory, const struct str_list *parts);
/* Adds the single parts a territory names ("FBiH/RS/BD", "Mainland and Zanzibar") to `parts`. */
void figure_parts(struct arena *a, struct str territory, struct str_list *parts);
