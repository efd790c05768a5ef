/* The text of a PDF in the order it was set, line by line, as the chapter reader wants it.
 *
 * Poppler's pdftotext does the reading, in a child process with limits on time, memory and output,
 * so that a hostile PDF can at worst end the child. It is asked for words with their places (-raw
 * -bbox) and not for text, since its text loses spaces that are set tight; lines are made here. On
 * 14 published chapters this gives line for line what their text form has. (docs/intake.md)
 */
#pragma once

#include "base/fault.h"

/* Largest file that is taken (published chapters have under 1 MB). */
#define PDF_LARGEST_FILE ((size_t)64 * 1000 * 1000)

/* Whether the bytes begin as a PDF does. */
bool pdf_is(struct str bytes);

/* The text of a PDF, in `a`: UTF-8, one line of print a line, an empty line where print leaves a
 * gap. False with a fault that a clerk understands: empty, no PDF, too large, cut off, encrypted,
 * damaged, without text (a scan), too slow or too much to read, or pdftotext is not installed.
 * Needs to start a process; blocks for at most 30 seconds. */
bool pdf_text(struct arena *a, struct str bytes, struct str *text, struct faults *faults);
