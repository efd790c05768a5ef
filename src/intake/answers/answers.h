/* A filled annual-review questionnaire on the Protocol of 2014 to the Forced Labour Convention
 * (P029), read from its text and written as text. Pure reading: no store, no clock, no network.
 *
 * Lines of a narrow column are joined, and answers run over page breaks; where a question ends and
 * its answer begins is known from instruments/p029/questions.yaml. Blank is not N/A: an empty place
 * was left open, N/A was written by somebody.
 */
#pragma once

#include "intake/chapter/chapter.h"

/* What the place for an answer holds. */
enum answer_state {
    ANSWER_BLANK,
    ANSWER_GIVEN,
    ANSWER_NOT_APPLICABLE, /* "N/A" */
};

struct answers_option {
    struct str letter; /* "a"; empty where options have no letters */
    struct str text;   /* as printed when ticked, else our own short wording */
    struct str status; /* "seen", "inferred" (never to be printed as official) or "unknown" */
    bool ticked;
};
CHAPTER_LIST(answers_options, answers_option);

struct answers_question {
    struct str number; /* "75", "75.f", "p29" (two questions bear no number but this) */
    struct str key;    /* tells questions of the same number apart: "description"; else empty */
    struct str under;  /* number of the question it belongs to ("75" for "75.f"), else empty */
    struct str code;   /* number in the older form, without brackets; may be empty */
    struct str text;   /* the question as printed, lines joined, without its code */
    struct str type;   /* as declared; "text" for a question that is not declared */
    struct str status; /* as declared */
    enum answer_state state;
    struct str answer;              /* as printed, lines joined; "N/A" is kept, blank is empty */
    struct answers_options options; /* of single and multiple: all known ones, ticked or not */
    long line;                      /* where the question begins, from 1 */
};
CHAPTER_LIST(answers_questions, answers_question);

struct answers_section {
    struct str key;   /* of questions.yaml; empty for questions before any heading */
    struct str title; /* as printed, lines joined; our own when it is not printed */
    int level;        /* 1 to 3 */
    long line;
    struct answers_questions questions; /* may be empty: a heading over headings */
};
CHAPTER_LIST(answers_sections, answers_section);

struct answers {
    struct str country; /* as the text says it ("Country: …"), else the country it speaks of most;
                           may be empty */
    int year; /* as given, else as the text says ("Year: …"), else the latest year it speaks
                 of (of a span, its first); 0 when none */
    struct answers_sections sections;
    struct chapter_remarks remarks; /* questions that are missing, wordings and options not known */
};

/* The declared questionnaire. Opaque; made once, shared by any number of readings and writings.
 * NULL with a fault when the declaration is wrong. */
struct answers_instrument;
const struct answers_instrument *answers_instrument_load(struct arena *a, struct faults *faults);

#define ANSWERS_LARGEST_TEXT ((size_t)1000 * 1000)

/* Reads a questionnaire from UTF-8 text. `year` is the one the caller says, or 0. A text that ends
 * in the middle is read as far as it goes, with remarks. An older "country baseline", which has
 * headings and no numbers, is read with the heading as the question. Strings live in `a` or in
 * `text`. NULL with a fault when the text is empty, too large, not UTF-8 or no such questionnaire.
 */
const struct answers *answers_read(struct arena *a, const struct answers_instrument *instrument,
                                   struct str text, int year, struct faults *faults);

/* The same answers as text in the same shape; answers_read gives them again from it. Line breaks
 * inside an answer become spaces. Where `text` or `title` is empty, our own wording stands. */
struct str answers_write(struct arena *a, const struct answers_instrument *instrument,
                         const struct answers *answers);
