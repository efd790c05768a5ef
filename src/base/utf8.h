/* UTF-8: checking it and walking it. */
#pragma once

#include "base/str.h"

/* True when s is well-formed UTF-8 (no surrogates, nothing over U+10FFFF, shortest forms only).
 * Otherwise *bad is the offset of the first bad byte. */
bool utf8_valid(struct str s, size_t *bad);
/* Decodes the code point at *at (must be valid UTF-8) and moves *at behind it. */
uint32_t utf8_next(struct str s, size_t *at);
/* Writes a code point; returns the bytes written (1 to 4). */
size_t utf8_put(char out[4], uint32_t code);
/* Number of code points. */
size_t utf8_count(struct str s);
/* Columns that s takes on a terminal: combining marks none, East Asian wide characters two, others
 * one (UAX #11, the wide ranges alone). */
size_t utf8_width(struct str s);
