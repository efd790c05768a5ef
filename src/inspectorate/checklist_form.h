/* A checklist on its way to a place of work and back: a printed form, or a file to fill in where
 * there is no network.
 *
 * Every form carries the number of its inspection, the edition of the checklist and a form number:
 * how often answers had been taken in when it was made. An answer that came in since then is not
 * known to the form, and is never overwritten by it: it is a conflict, and a person chooses. A cell
 * that was left empty says nothing and changes nothing.
 */
#pragma once

#include "access/visit.h"
#include "inspectorate/checklist.h"

/* What is on record of one question. */
struct checklist_answered {
    struct str question; /* code */
    struct str answer, note;
    int64_t form_number; /* of the form that brought it */
    struct record *record;
};
struct checklist_answers {
    struct checklist_answered *items;
    size_t count, capacity;
    int64_t form_number; /* of the newest form taken in; 0: none */
};
const struct checklist_answered *checklist_answered(const struct checklist_answers *answers,
                                                    struct str question);

/* What somebody filled in. */
struct checklist_given {
    const struct checklist_question *question;
    struct str answer, note; /* the answer as it is kept */
    long line;               /* of the file; 0: of a page */
};
struct checklist_form {
    struct str inspection; /* its number */
    struct str checklist;
    int64_t edition, form_number;
    struct checklist_given *items;
    size_t count, capacity;
};

/* The file to fill in: UTF-8 with a byte order mark, so that spreadsheets take it for what it is.
 * `asks` and `title` translate into the words of whoever takes it along. */
struct checklist_words {
    struct str (*translate)(void *context, struct str english);
    void *context;
};
struct str checklist_file(struct arena *a, const struct checklist *list, struct str inspection,
                          struct str sector, const struct checklist_answers *answers,
                          const struct checklist_words *words);
/* Reads such a file, filled in. Names every wrong line (unknown question, an answer that is none,
 * another inspection or checklist among the lines) and is then false; nothing of it counts. */
bool checklist_file_read(struct arena *a, const struct checklist *list, struct str bytes,
                         struct checklist_form *form, struct faults *faults);

enum checklist_outcome { CHECKLIST_NEW, CHECKLIST_CHANGED, CHECKLIST_SAME, CHECKLIST_CONFLICT };
struct checklist_result {
    const struct checklist_given *mine;
    const struct checklist_answered *theirs; /* what is on record; NULL: nothing */
    enum checklist_outcome outcome;
};
struct checklist_results {
    struct checklist_result *items;
    size_t count, capacity;
    size_t by_outcome[CHECKLIST_CONFLICT + 1];
};
/* Holds a form against what is on record: no store is needed. */
void checklist_compare(struct arena *a, const struct checklist_form *form,
                       const struct checklist_answers *answers, struct checklist_results *results);

/* The answers on record of an inspection, as far as the person may read them. */
bool checklist_read_answers(struct visit *v, struct str inspection_id,
                            struct checklist_answers *answers);
/* Takes a form in: new and changed answers are kept in one change under the next form number,
 * conflicts are left as they are and stand in the results. */
bool checklist_take(struct visit *v, const struct view *inspection,
                    const struct checklist_form *form, struct checklist_results *results);
