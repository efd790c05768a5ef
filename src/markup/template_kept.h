/* What {{#once}} wrote, by language and key; shared by all who render, for the life of the process.
 * Nothing is ever taken out, so what was kept once is there when the page is written. */
#pragma once

#include "markup/words.h"

struct kept_parts;

struct kept_parts *kept_parts_new(struct arena *a);
/* True with the text. */
bool kept_parts_get(struct kept_parts *kept, enum language language, struct str key,
                    struct str *text);
/* Copies the text, unless the room is full. */
void kept_parts_put(struct kept_parts *kept, enum language language, struct str key,
                    struct str text);
