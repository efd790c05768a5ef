/* What stands at the top and bottom of every page: publication, country, level, page number. */
#pragma once

#include "intake/chapter/parts.h"

/* Marks LINE_RUNNING, LINE_COUNTRY and LINE_LEVEL. */
void headers_mark(struct chapter_reading *r);
