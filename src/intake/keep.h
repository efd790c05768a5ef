/* Keeps in the store what was read from a document: the document itself, and the records that hold
 * what it says. Everything of one document is one change: all of it or nothing.
 *
 * A document of the same country, year and kind read before is replaced: records that say the same
 * stay untouched, others are changed, added or deleted, with their history. The very same file (by
 * its SHA-256) changes nothing, unless it is to be read again with a newer program.
 */
#pragma once

#include "base/progress.h"
#include "intake/answers/answers.h"
#include "intake/edition/edition.h"
#include "store/store.h"

/* A file as it came. */
struct keep_document {
    struct str name;       /* without folders */
    struct str kind;       /* code of the list document_kinds */
    struct str media_type; /* "text/plain" */
    struct str bytes;
    struct str text; /* what was read from the bytes; the same as bytes for a text file */
};

/* How, and for whom, something is kept. */
struct keep {
    struct session *session;
    struct arena *arena; /* for everything on the way; may be freed afterwards */
    struct actor actor;
    bool again;                      /* read anew even though the same file was read before */
    const struct progress *progress; /* may be NULL */
};

struct keep_done {
    bool same_file; /* nothing was changed: this file is in the store already */
    bool replaced;  /* there was something of the same country, year and kind before */
    int64_t added, changed, removed, unchanged; /* records */
    size_t countries;                           /* of an edition: profiles kept */
    struct chapter_remarks
        left_out; /* what was read and cannot be a record, in the arena of keep */
};

/* The country somebody names: `given` by name or ISO code, else `printed` in the document, else the
 * beginning of the file's name ("Azerbaijan-2019.txt"). NULL with a fault that offers near names.
 */
const struct code *keep_country(const struct keep *k, struct str given, struct str printed,
                                struct str file_name, struct faults *faults);
/* The four digits of a year in a file's name, or 0. */
int keep_year_of_name(struct str file_name);

/* A chapter as the profile of `country` (ISO code) and `year` with the origin "chapter". */
bool keep_chapter(const struct keep *k, const struct chapter *chapter, struct str country, int year,
                  const struct keep_document *document, struct keep_done *done,
                  struct faults *faults);
/* All countries of an edition as profiles with the origin "edition". A country that is not known is
 * a fault, and then nothing is kept. */
bool keep_edition(const struct keep *k, const struct edition *edition,
                  const struct keep_document *document, struct keep_done *done,
                  struct faults *faults);
/* A questionnaire of the instrument "p029". */
bool keep_answers(const struct keep *k, const struct answers *answers, struct str country, int year,
                  const struct keep_document *document, struct keep_done *done,
                  struct faults *faults);
