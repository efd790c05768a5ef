/* The three languages: messages, numbers and dates as their readers write them.
 *
 * A message is its own key: the English sentence. Its translations stand in po/az.po and po/ru.po,
 * which travel inside the binary and are read once by words_load, before any thread asks. A message
 * without a translation is given back in English; tests/unit/words_test.c fails on each such
 * message.
 */
#pragma once

#include "base/fault.h"

enum language { LANGUAGE_ENGLISH, LANGUAGE_AZERBAIJANI, LANGUAGE_RUSSIAN };
enum { LANGUAGE_COUNT = 3 };

/* "en", "az", "ru": as in addresses and in the lang attribute. */
struct str language_code(enum language language);
/* False when `code` is none of the three. */
bool language_of(struct str code, enum language *language);
/* The first of the three that an Accept-Language header prefers; English when it names none. */
enum language language_accepted(struct str header);

/* Reads the catalogues inside the binary (once a process; later calls do nothing). A fault names
 * file and line of what is wrong in them. */
bool words_load(struct faults *faults);

/* Adds a translation that the program was not made with (a code that the country added); one that
 * is there gives way. Before other threads ask. */
void words_add(enum language language, struct str message, struct str translation);

/* The message in a language. The result lives as long as the process, or as the message itself. */
struct str words(enum language language, struct str message);
/* The same for a word that has several meanings in English; `context` (msgctxt) tells which. */
struct str words_in(enum language language, struct str context, struct str message);
/* One of several forms by a count: words_count(l, S("{1} country"), S("{1} countries"), n). The
 * count is not filled in. Where the catalogue has no forms for the pair, each is a message by
 * itself. */
struct str words_count(enum language language, struct str one, struct str many, int64_t count);

/* Fills the places {1} to {9}; a place without a detail stays as it is. */
struct str words_fill(struct arena *a, struct str message, const struct str *details, size_t count);
/* A fault in the reader's language, with file, line and column as far as known. */
struct str words_fault(struct arena *a, enum language language, const struct fault *fault);

/* 5 130 254 with narrow spaces that do not break; "-" becomes a minus sign. */
struct str words_integer(struct arena *a, enum language language, int64_t value);
/* At most `decimals` digits after the point (comma in az and ru), zeros at the end left out. */
struct str words_real(struct arena *a, enum language language, double value, int decimals);
/* An ISO date with its precision: "7 March 2019", "March 2019", "2019"; a time is cut off. Text
 * that is no date is given back as it is. */
struct str words_date(struct arena *a, enum language language, struct str iso);
/* A value as English reports print it ("1,500", "4.5 (70,034)", "Unknown") in a language: words are
 * translated, thousands parted by narrow spaces, decimal points made commas where that is usual. */
struct str words_figure(struct arena *a, enum language language, struct str printed);
