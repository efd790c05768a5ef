/* The last table: what the government is asked to do, by area, and since when. */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->actions. */
void actions_read(struct chapter_reading *r);

/* The year that most suggested actions run to: the report year. 0 when no years are printed. */
int actions_last_year(const struct chapter_reading *r);
