/* Figure 1: sectors and their shares, which stand anywhere near Table 1. */
#pragma once

#include "intake/chapter/parts.h"

/* Marks the line at `at` when it belongs to the chart (LINE_CHART) or ends its caption. */
void chart_mark(struct chapter_reading *r, size_t at);
