/* What a register's first line and the law say before any row is read. */
#pragma once

#include "register/screen.h"
#include "register/screen_marks.h"

#define SCREEN_NOWHERE   SIZE_MAX
#define SCREEN_NO_ADULTS ((uint32_t)20000 << 16) /* an age that nobody reaches */
enum { SCREEN_MOST_COLUMNS = 1000 };

struct screen_plan {
    const struct law *law, *before; /* before may be NULL */
    const struct screen_eyes *eyes;
    char separator;
    size_t width; /* columns of the first line */
    const struct str *names;
    size_t at[LAW_COLUMNS]; /* place of a column in a row, or SCREEN_NOWHERE */
    size_t rules_room;      /* bytes that all ids take in flagged.csv, with what is around them */
    uint32_t columns;       /* that a rule reads, and start_date */
    uint32_t adult_span;    /* years << 16 between two dates from which on no rule fires */
    struct str first_line;  /* as it stands, with a byte order mark, without its line end */
    struct str line_end;    /* of the first line: LF or CR LF; flagged.csv has the same */
};

/* Reads the first line (with its line end). `plan` has law, before and eyes. False with faults that
 * name every needed column that is missing or there twice. */
bool screen_plan_make(struct arena *a, struct screen_plan *plan, struct str first_line,
                      struct str file, struct faults *faults);
