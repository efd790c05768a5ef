/* The reader of one template (for markup/template.c). */
#pragma once

#include "markup/template_parts.h"

/* Fills page->parts, layout_name and blocks from `text`. False with a fault (file and line). */
bool template_parse(struct arena *a, struct page *page, struct str text, struct faults *faults);
