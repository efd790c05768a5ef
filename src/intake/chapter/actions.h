/* The last table: what the government is asked to do, by area, and since when. */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->actions. */
void actions_read(struct chapter_reading *r);
