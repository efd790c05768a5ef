/* The contract register screened by law: a CSV file of any size in, the rows that break a rule out.
 *
 * In: RFC 4180 as register/screen_row.h has it, UTF-8, with or without byte order mark, separated
 * by commas, semicolons or tabs as the first line is; a regular file, a stream, or either as gzip.
 * The first line names the columns (law/contract.h), in any order and with any others between.
 *
 * Out, in a folder, whole or not at all:
 *   flagged.csv  each row that a rule fires on as it was, and a last column `rules`: ids by ";"
 *   counts.csv   rule,district,n: how many rows of a district a rule fires on; sorted
 *   refused.csv  line,column,what,value: every row or value that could not be read; `what` is a
 *                word of screen_kind_word
 *   compare.csv  rule,before,after,gone,new: only with a law to compare with
 * Rows stand in the order of the file, and the bytes are the same for any number of threads.
 *
 * A contract is judged as law/law.h says. Most rows leave early: who is an adult by two readable
 * dates breaks no rule (law->adult_age), and nothing else of the row is looked at.
 */
#pragma once

#include "base/progress.h"
#include "law/judge.h"

/* Why a row, or a value of it, was refused. */
enum screen_kind {
    SCREEN_WIDTH,    /* another number of columns than the first line */
    SCREEN_START,    /* start_date is missing or unreadable, so no law can be found for it */
    SCREEN_VALUE,    /* a value that a rule needs is unreadable; the other rules were judged */
    SCREEN_QUOTES,   /* quotes that do not go together; refused is the first line of the row */
    SCREEN_LONG,     /* longer than SCREEN_LONGEST_ROW */
    SCREEN_NUL,      /* a byte 0 */
    SCREEN_ENCODING, /* not UTF-8 */
    SCREEN_KINDS,
};
/* "width", "start_date", "value", "quotes", "long", "nul_byte", "encoding" */
struct str screen_kind_word(enum screen_kind kind);

struct screen_job {
    const struct law *law;
    const struct law *before; /* what the law is compared with; NULL: nothing */
    const char *path;         /* "-" is standard input */
    struct str bytes;         /* the register itself, when path is NULL */
    const char *folder;       /* made when it is missing; NULL: the files come in the result */
    int threads;              /* 0: one for each processor, at most SCREEN_MOST_THREADS */
    const struct progress *progress;
    size_t block;                   /* bytes read at once; 0: what is fastest */
    const struct screen_eyes *eyes; /* NULL: the best of this processor */
};
enum { SCREEN_MOST_THREADS = 64 };

struct screen_result {
    int64_t rows;    /* read, the refused ones too */
    int64_t flagged; /* a rule fires on them */
    int64_t refused; /* with at least one refusal; one of kind VALUE may be flagged too */
    int64_t rules[LAW_MOST_RULES];     /* rows by rule, as in job.law */
    int64_t before[LAW_MOST_RULES];    /* rows by rule of job.before */
    int64_t gone, gained;              /* rows that one of the two laws alone flags */
    struct faults kinds[SCREEN_KINDS]; /* the first 20 refusals of a kind by line, and how many */
    bool districts_full; /* counts.csv puts districts together that came after many others */
    int threads;
    double seconds;
    struct str flagged_csv, counts_csv, refused_csv, compare_csv; /* when job.folder is NULL */
};

/* Memory stays under 4 MiB for each thread (usually 1) and 8 besides, whatever the file holds.
 * False with a fault when the file cannot be read to its end, its first line is not right, or the
 * folder cannot be written; then the folder is as it was before. Refused rows are no fault: see the
 * result. */
bool screen_register(struct arena *a, const struct screen_job *job, struct screen_result *result,
                     struct faults *faults);
