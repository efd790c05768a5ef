/* The questionnaire as instruments/p029/questions.yaml declares it. */
#pragma once

#include "base/node.h"
#include "intake/answers/answers.h"

/* A heading of the questionnaire and the words by which it is known (plain: see words.h). */
struct answers_heading {
    struct str key, title, status;
    int level;
    struct str_list forms[4]; /* its beginning as printed today, then in older forms */
    size_t form_count;
    struct str_list ends; /* empty: the heading is its beginning and nothing more */
    struct str_list own;  /* words of `title` */
};

/* A country and one of the names it is printed under. */
struct answers_place {
    struct str_list words;
    struct str country;
};

/* A question of the questionnaire. */
struct answers_wording {
    struct str number; /* "75", "p29"; for a question of each option the number of its question */
    struct str key, section, code, type, status, text;
    bool for_each;                /* asked once for each option ticked in question `number` */
    struct str_list begins, ends; /* plain words; empty when the wording was never seen */
    struct str_list own;          /* plain words of `text` */
    const struct node *options;   /* list of maps, or NULL */
    struct str
        condition; /* number of the question that decides whether it is asked; may be empty */
    struct str condition_answer; /* "yes" or "no" */
};

CHAPTER_LIST(answers_headings, answers_heading);
CHAPTER_LIST(answers_wordings, answers_wording);
CHAPTER_LIST(answers_places, answers_place);

struct answers_instrument {
    struct str title;
    struct str_list known_by;
    struct answers_headings headings;
    struct answers_wordings wordings;
    struct answers_places places;
};
