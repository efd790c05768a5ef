/* How much of what is being sent may wait in memory at once: large files are few, and of one person
 * fewer, so that nobody fills the memory of the machine or keeps others from sending. */
#pragma once

#include "base/str.h"

#include <stdbool.h>

enum {
    WAITING_FILES = 4,                 /* large bodies at once, of HTTP_LARGEST_UPLOAD at most */
    WAITING_FILES_EACH = 2,            /* of those, one person's */
    WAITING_SMALL = 256 * 1000 * 1000, /* bytes of all other bodies together */
};

enum waiting_answer { WAITING_TAKEN, WAITING_OWN_LIMIT, WAITING_FULL };

struct waiting;

struct waiting *waiting_new(void);
void waiting_free(struct waiting *w);
/* Takes a place for a large body of `sender` (a user's id). Safe from any thread, as all of these.
 */
enum waiting_answer waiting_take(struct waiting *w, struct str sender);
/* Gives it back. */
void waiting_give(struct waiting *w, struct str sender);
/* Counts bytes of other bodies in; false, with nothing counted, when there are too many. */
bool waiting_add(struct waiting *w, size_t bytes);
void waiting_subtract(struct waiting *w, size_t bytes);
