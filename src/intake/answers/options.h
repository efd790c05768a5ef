/* The options of a question and which of them an answer ticks. */
#pragma once

#include "intake/answers/instrument.h"

/* All declared options, and those the answer ticks besides. Lettered options are ticked by "a) …,b)
 * …"; of a single choice the one whose words the answer has. */
struct answers_options answers_options_read(struct arena *a, const struct answers_wording *wording,
                                            struct str answer);
