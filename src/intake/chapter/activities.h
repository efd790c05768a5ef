/* Table 2: sectors and the work children do in them. */
#pragma once

#include "intake/chapter/parts.h"

/* Fills r->chapter->entries with one entry an activity. */
void activities_read(struct chapter_reading *r);
