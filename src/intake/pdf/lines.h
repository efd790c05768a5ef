/* From words with places to lines of text. */
#pragma once

#include "base/buffer.h"

/* Makes text of what `pdftotext -raw -bbox` prints: <page …> and <word xMin="…" …>…</word>. Words
 * of one base line are joined with a space where there is a gap; numbers of pages are left out;
 * letters are put into the form the published texts have (pdf_plain). Takes any bytes. The text
 * lives in `a`. */
struct str pdf_lines(struct arena *a, struct str boxes);

/* Adds one word in plain letters: entities of the listing resolved, ligatures taken apart, soft
 * hyphens and marks of no width left out, signs of symbol fonts (private use) put as the letter or
 * tick they draw, bytes that are no UTF-8 left out. */
void pdf_plain(struct buffer *out, struct str word);
