/* A whole store to another place: another file, or another database. */
#pragma once

#include "base/progress.h"
#include "store/store.h"

/* Copies the store that is open (one state of it, while others go on writing) to a new one at `to`,
 * with history, audit chain and wrapped keys exactly as they are; the key file is copied beside it
 * when it belongs elsewhere and is not there yet. The new store appears whole or not at all, so
 * after an interruption it is simply begun again. Refused when there is a store at `to`. *rows is
 * how many were copied. */
bool store_copy(struct store *from, const char *to, const struct progress *progress, int64_t *rows,
                struct faults *faults);
