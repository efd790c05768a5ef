/* The end of keeping. A type that declares `retention: {years: 10, since: closed_on}` is kept for
 * so many whole years from that date (from the last day that an imprecise one may mean), and may be
 * removed from the day after. Records without the date are kept. A hold that was not lifted keeps
 * its record.
 *
 * A record that nobody refers to is deleted; its key is destroyed before, so that neither backups
 * nor history can open what was sealed. One that others refer to stays as an empty shell: its key
 * is destroyed, and every field is emptied that is neither required nor part of a key nor the date
 * itself. The rows of the chain (`remove`, `empty`) say that it was done and not what stood there.
 */
#pragma once

#include "base/date.h"
#include "base/progress.h"
#include "store/store.h"

struct retention {
    const struct type *type;
    struct str_list due; /* ids that may be removed, those held not among them */
    int64_t held;        /* would be due, and are held back */
    int64_t removed, emptied;
};
struct retentions {
    struct retention *items; /* one for each type that declares it */
    size_t count, capacity;
};

/* What is due on a day. */
bool store_retention_due(struct session *s, struct arena *a, struct date today,
                         struct retentions *found, struct faults *faults);
/* Removes what is due on a day, a hundred records in a change; each is looked at again in its
 * change. When it ends with a fault, what was done before stands, and the counts say so. */
bool store_retention_remove(struct session *s, struct arena *a, const struct actor *actor,
                            struct date today, const struct progress *progress,
                            struct retentions *found, struct faults *faults);
