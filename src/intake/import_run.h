/* One file that was read in: remembered with the changes it made, so that the whole of it can be
 * taken back.
 */
#pragma once

#include "base/progress.h"
#include "intake/records.h"

/* What is kept of an import, beside the place and count of its changes. */
struct import_note {
    const struct type *type;
    struct str file_name; /* as the person's machine calls it; its folder is left out */
    struct str user;      /* id of the staff member; empty: at the terminal */
};

/* Inside the change of an import, before its first record: where the changes begin. */
bool import_run_begin(struct session *s, int64_t *newest, struct faults *faults);
/* Inside the same change, after its last record: keeps the run and gives its number ("12"), in `a`.
 * An import that changed nothing has none: the number is then empty. */
bool import_run_end(struct session *s, struct arena *a, const struct import_note *note,
                    int64_t newest_before, const struct records_done *done, struct str *number,
                    struct faults *faults);

/* The whole: every line of `csv` in one change with its run, or nothing with all faults. `number`
 * (in v->arena) is empty when nothing was changed. */
bool import_run(struct visit *v, const struct type *type, struct str file_name, struct str csv,
                const struct progress *progress, struct records_done *done, struct str *number);

/* The run of a number, or NULL with FAULT_MISSING. */
struct record *import_run_find(struct session *s, struct arena *a, struct str number,
                               struct faults *faults);

/* True when the person may take this run back: it is their own or they may see it, and they may
 * import records of its type. */
bool import_may_undo(struct visit *v, const struct record *run);

struct import_undone {
    int64_t removed, restored;
};
/* Takes an import back in one change: removes every record it added, newest first, and gives every
 * field it changed its value from before. When any of them was changed since, or is referred to by
 * a record that stays, nothing is taken back and a fault names each (at most twenty). Sealed fields
 * come back sealed as they were. */
bool import_undo(struct session *s, const struct actor *actor, const struct record *run,
                 const struct progress *progress, struct import_undone *undone,
                 struct faults *faults);
