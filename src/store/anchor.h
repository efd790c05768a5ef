/* What stands outside the database and vouches for its chain: the head (number and hash of the
 * newest row), written down again and again. Each line is authenticated with a key derived from the
 * store key and names the line before it, so that neither the chain nor the anchor can be rewritten
 * by somebody who has the files but not the key:
 *
 *   himaya-anchor 1 KEY NUMBER HASH 2026-11-22T10:00:00Z head BEFORE MAC
 *
 * KEY says which store's key it was (8 hexadecimal digits), BEFORE begins like the MAC of the line
 * before, MAC is HMAC-SHA256 of all that is in front of it. In the place of `head` stands
 * `restored` where a backup took the store back to that row.
 *
 * It goes to $HIMAYA_ANCHOR, else to the setting `anchor`, else to STORE.anchor; several places
 * stand behind one another with commas, and `syslog:` is the log of the system.
 */
#pragma once

#include "store/inside.h"

struct anchored_row {
    int64_t number;
    unsigned char hash[DIGEST];
    struct str at;
};

/* What an anchor says of the rows of the chain, in their order. */
struct anchored {
    struct anchored_row *items;
    size_t count, capacity;
    size_t restored; /* how often a backup was restored */
    struct str file;
};

/* Writes the head down, when a second has passed since the last time or `at_once`. The session has
 * just committed: s->number and s->hash are the head. What cannot be written is kept for
 * anchor_fault, since the change stands in any case. */
void anchor_after_commit(struct session *s, bool at_once);
/* The same for a head that was read, with a fault; `what` is "head" or "restored". */
bool anchor_append(struct session *s, const char *what, struct faults *faults);
/* Reads an anchor; an empty file name means the store's own, which must be whole from its first
 * line on. In another file, lines of other stores and other programs are passed over. The row 0
 * fault of a line that was changed or taken out names the line. */
bool anchor_read(struct session *s, struct arena *a, struct str file, struct anchored *anchored,
                 struct faults *faults);
