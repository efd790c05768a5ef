/* A text as words with their places: what the questionnaire is read from. */
#pragma once

#include "base/str.h"

struct answers_word {
    struct str printed;
    struct str plain; /* small letters, straight quotes, no comma, stop, colon or ? at its end */
    size_t at;        /* offset of the word in the text */
    long line;        /* from 1 */
    bool first;       /* first of its line */
};

struct answers_words {
    struct answers_word *items;
    size_t count, capacity;
};

/* Words of a UTF-8 text, parted by white space. */
struct answers_words answers_words_of(struct arena *a, struct str text);
/* The plain words of a wording. */
struct str_list answers_plain_words(struct arena *a, struct str text);
/* Whether `wanted` stands at word `at`. */
bool answers_words_at(const struct answers_words *words, size_t at, const struct str_list *wanted);
/* The printed words [from, to) with one space between. */
struct str answers_words_join(struct arena *a, const struct answers_words *words, size_t from,
                              size_t to);
