/* What an inspector asks at a place of work: declared in packs/PACK/inspection/checklists/NAME.yaml
 * as parts with questions. An edition is a number that rises with every change of the questions; a
 * code of a question is never used again, so an answer says what it answers for ever.
 */
#pragma once

#include "base/fault.h"
#include "base/node.h"

enum checklist_kind { CHECKLIST_YES_NO, CHECKLIST_NUMBER, CHECKLIST_DATE, CHECKLIST_TEXT };

struct checklist_question {
    struct str code;        /* "W3" */
    struct str label, help; /* English, also the keys of their translations */
    enum checklist_kind kind;
    struct str breach;       /* "yes" or "no": the answer that points to a violation; or empty */
    struct str_list cites;   /* articles */
    struct str_list sectors; /* codes of work_sectors; none: everywhere */
};

struct checklist_part {
    struct str title;
    struct {
        struct checklist_question *items;
        size_t count, capacity;
    } questions;
};

struct checklist {
    struct str code, title;
    int64_t edition;
    struct {
        struct checklist_part *items;
        size_t count, capacity;
    } parts;
};

/* NULL with faults (file and line). */
const struct checklist *checklist_load(struct arena *a, struct str pack, struct str name,
                                       struct faults *faults);
const struct checklist *checklist_read(struct arena *a, struct str yaml, struct str file,
                                       struct faults *faults);
/* NULL when there is none of that code (letters of any case). */
const struct checklist_question *checklist_find(const struct checklist *list, struct str code);
/* Whether the question is asked in a sector; everywhere when the sector is not known. */
bool checklist_asks(const struct checklist_question *question, struct str sector);
/* An answer as a person writes it, in any of the three languages, made the one that is kept: "yes",
 * "no", "not_seen", "12", "2019-03-07", a text. A fault at `where` says what would be right. */
bool checklist_answer(struct arena *a, const struct checklist_question *question, struct str text,
                      struct place where, struct str *answer, struct faults *faults);
/* "yes or no", "a number" …: how to answer, in English; also the key of its translation. */
const char *checklist_how(enum checklist_kind kind);
