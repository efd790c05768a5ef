/* One spelling for all: so that Bakı, Baki and Баку, or Əli, Ali and Али, find each other. */
#pragma once

#include "base/str.h"

/* A key to compare by: small ASCII letters, digits and single spaces. Diacritics fall away,
 * Cyrillic is written in Latin, and what the three alphabets of Azerbaijan's records write
 * differently is made the same (a e ə; h kh x х; s sh ş ш; c ch ç ч; i ı y й; doubled letters). Two
 * keys that are equal say that names are alike, never that they are the same. */
struct str fold_key(struct arena *a, struct str text);
/* True when every word of `words` (a key) begins a word of `name` (a key). */
bool fold_matches(struct str name, struct str words);
