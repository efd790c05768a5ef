/* Of which country and year a questionnaire speaks. */
#pragma once

#include "intake/answers/instrument.h"
#include "intake/answers/words.h"

/* The text behind "Country:" or "Year:" at the beginning of a line before the first question; empty
 * when there is none. `until` is the word where the first question begins. */
struct str answers_said(struct arena *a, const struct answers_words *words, size_t until,
                        struct str label);
/* The country named most often (of several, the first); empty when none is named. */
struct str answers_country_spoken_of(const struct answers_instrument *instrument,
                                     const struct answers_words *words);
/* The latest year from 1998 to 2099 that stands by itself; of a span such as 2020-2024 the first
 * year, since plans reach into years that are not yet reported on. 0 when there is none. */
int answers_year_spoken_of(const struct answers_words *words);
