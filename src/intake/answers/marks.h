/* Where questions and headings begin and end in the words of a questionnaire. */
#pragma once

#include "intake/answers/instrument.h"
#include "intake/answers/words.h"

struct answers_mark {
    size_t at, end;                        /* words of the question or heading: [at, end) */
    const struct answers_heading *heading; /* NULL for a question */
    const struct answers_wording *wording; /* NULL for a heading */
    struct str number;                     /* of a question, as printed: "75.f" */
    size_t code_at;                        /* the word that is the code in brackets, or STR_NONE */
    bool guessed; /* the wording is not the one known; where it ends was guessed */
};
CHAPTER_LIST(answers_marks, answers_mark);

/* All marks in order. With `baseline` there are no questions, and a heading may have its text on
 * the same line. */
struct answers_marks answers_marks_find(struct arena *a,
                                        const struct answers_instrument *instrument,
                                        const struct answers_words *words, bool baseline);
