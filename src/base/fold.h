/* One spelling for all: so that Bakı, Baki and Баку, or Əliyev, Aliyev, Eliyev and Алиев, find each
 * other. */
#pragma once

#include "base/str.h"

/* A key to compare by: small ASCII letters, digits and single spaces. Diacritics fall away,
 * Cyrillic is written in Latin, and what the alphabets of Azerbaijan's records write differently is
 * made the same: a e ə; c ch ç ч j zh ж дж; g gh ğ h k kh q x г к х; s sh ş ш; i ı y й; v w;
 * doubled letters; y before a vowel at the beginning of a word falls away. A word with a digit in
 * it is a number ("TEST-2019-0011", a PIN) and keeps its letters and digits. Two keys that are
 * equal say that names are alike, never that they are the same. */
struct str fold_key(struct arena *a, struct str text);
/* True when every word of `words` (a key) begins a word of `name` (a key). */
bool fold_matches(struct str name, struct str words);
